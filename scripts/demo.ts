import path from "node:path";
import { loadConfig } from "../src/config.ts";
import { loadProfiles } from "../src/conversation/load-profiles.ts";
import { openStores } from "../src/embedded/stores.ts";
import { startTwilioSim } from "../src/simulators/twilio/server.ts";
import { startWhatsappSim } from "../src/simulators/whatsapp-web/server.ts";
import { buildInboxOnce } from "./build-inbox.mjs";
import { demoChannels } from "./demo/channels.ts";
import type { DemoChannel } from "./demo/credentials.ts";
import { demoFile } from "./demo/demo-file.ts";
import { keepRunning } from "./demo/keep-running.ts";
import { linkNumbers } from "./demo/link-numbers.ts";
import { freePort } from "./demo/port.ts";
import { seedStaff } from "./demo/staff.ts";
import { welcome } from "./demo/welcome.ts";

/*
 * `npm run demo`: the stores, stand-ins for the outside, a web and a worker process, which holds the WhatsApp number. All of them are
 * children of this one or live in it, so none outlives it, however it ends. `.wasl/demo.json` and the line `ready` tell
 * other programs that it runs.
 */
const READY_MS = 60_000;
const RECEIPT_STEP_MS = 80; // between two states of a text message: quick, and still to be seen
const IMPATIENT_MS = 2_000; // npm hands the signal on that the terminal has sent already: that is no second Ctrl-C

const begun = Date.now();
const stopping: (() => unknown)[] = [];
let stoppingSince: number | undefined;
const starting = run();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(0));
try {
  await starting;
} catch (error) {
  if (!stoppingSince) console.error(error instanceof Error ? error.message : error);
  stop(1);
}

async function run(): Promise<void> {
  const { PORT: wanted = "3000", ...outer } = process.env;
  const checked = loadConfig({ ...outer, PORT: wanted, NODE_ENV: "development", WASL_DEMO: "1" });
  const port = await freePort(checked.port);
  const url = `http://127.0.0.1:${port}`;
  const { channels, credentials } = demoChannels(checked.flowsDir, url, process.env);

  const pages = buildInboxOnce(); // while the stores start; nothing where they are as they were
  pages.catch(() => undefined); // whoever waits for it hears of a failure
  step("MongoDB and Redis");
  const stores = await openStores(checked);
  stopping.push(() => stores.stop());
  const file = demoFile(checked.dataDir);
  file.remove(); // of a demo that was killed
  stopping.push(() => file.remove());

  step("staff of the demo");
  const logins = await seedStaff(checked, stores.mongoUri);

  step("the stand-ins for text messages and for WhatsApp");
  const twilio = process.env["TWILIO_API_URL"] ?? (await startStandIn(channels));
  const whatsapp = process.env["WHATSAPP_WEB_URL"] ?? (await startWhatsapp(checked.dataDir));

  step("the pages of staff");
  await pages;

  step("Wasl: a web and a worker process");
  const env = {
    ...outer,
    ...credentials,
    NODE_ENV: "development",
    WASL_DEMO: "1",
    WASL_DATA_DIR: checked.dataDir,
    PORT: String(port),
    PUBLIC_URL: url,
    LOG_LEVEL: process.env["LOG_LEVEL"] ?? "warn",
    MONGO_URI: stores.mongoUri,
    REDIS_URL: stores.redisUrl,
    TWILIO_API_URL: twilio,
    WHATSAPP_WEB_URL: whatsapp,
  };
  let isReady = false;
  const hear = {
    onRequest: ({ kill }: { kill?: string }) => {
      if (kill === "worker") worker.kill();
      if (kill === "web") web.kill();
    },
    onChange: (what: string) => {
      if (stoppingSince) return;
      progress(what);
      if (isReady) announce();
    },
  };
  // Meanwhile: a browser takes longer to start than all the rest, and only WhatsApp waits for it.
  const linking = linkNumbers(whatsapp, whatsappIds(channels), progress);
  stopping.push(() => linking.stop());
  const worker = keepRunning("worker", { ...env, WASL_ROLE: "worker" }, hear);
  const web = keepRunning("web", { ...env, WASL_ROLE: "web" }, hear);
  stopping.push(() => Promise.all([web.stop(), worker.stop()]));
  await Promise.all([worker.ready, web.ready]);
  await answers(`${url}/readyz`);
  if (stoppingSince) return;

  isReady = true;
  announce();
  console.log(welcome(url, namesOf(checked.flowsDir), logins));
  console.log("ready");

  /** Tells whoever reads the file, and the simulator's page, which processes there are now. */
  function announce(): void {
    const processes = [worker.news(), web.news()];
    const pids = Object.fromEntries(processes.map(({ name, pid }) => [name, pid]));
    file.write({
      url,
      pids: { supervisor: process.pid, ...pids, ...stores.pids },
      channels,
      logins,
      simulators: { twilio, whatsapp },
    });
    web.tell({ processes });
  }
}

async function startStandIn(channels: Record<string, DemoChannel>): Promise<string> {
  const accounts = Object.values(channels).flatMap(({ accountSid, authToken }) =>
    accountSid && authToken ? [{ sid: accountSid, authToken }] : [],
  );
  const sim = await startTwilioSim({ accounts, stepMs: RECEIPT_STEP_MS });
  stopping.push(() => sim.stop());
  return sim.url;
}

/** Its telephones remember in the data folder, so that the next start finds the number linked. */
async function startWhatsapp(dataDir: string): Promise<string> {
  const folder = path.join(dataDir, "whatsapp-stand-in");
  const sim = await startWhatsappSim({ folder, patient: true });
  stopping.push(() => sim.stop());
  return sim.url;
}

function whatsappIds(channels: Record<string, DemoChannel>): string[] {
  return Object.keys(channels).filter((id) => channels[id]?.transport === "whatsapp-web");
}

/** `/readyz`: this process and everything that it needs. */
async function answers(address: string): Promise<void> {
  const until = Date.now() + READY_MS;
  for (;;) {
    const response = await fetch(address).catch(() => undefined);
    if (response?.ok || stoppingSince) return;
    if (Date.now() > until)
      throw new Error(`${address} is not ready: ${(await response?.text()) ?? "no answer"}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function namesOf(flowsDir: string): { id: string; name: string }[] {
  return loadProfiles(flowsDir).map(({ id, name }) => ({ id, name: name.ar }));
}

/** The next part of the start, unless somebody wants it to end. */
function step(what: string): void {
  if (stoppingSince) throw new Error("stopped");
  progress(what);
}

function progress(what: string): void {
  console.log(`... ${what} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
}

/** Ends everything in the opposite order of its start; what is just being started is awaited, so that it can be ended too. */
function stop(code: number): void {
  if (stoppingSince) {
    if (Date.now() - stoppingSince > IMPATIENT_MS) process.exit(130);
    return;
  }
  stoppingSince = Date.now();
  void (async () => {
    await unwind(); // also ends the waiting for a child that will never be ready
    await starting.catch(() => undefined);
    await unwind();
    process.exit(code);
  })();
}

async function unwind(): Promise<void> {
  for (let end = stopping.pop(); end; end = stopping.pop()) {
    try {
      await end();
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
    }
  }
}
