/* eslint-disable no-console -- this program talks to the terminal */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { loadConfig } from "../src/config.ts";
import { loadProfiles } from "../src/conversation/load-profiles.ts";
import { openStores } from "../src/embedded/stores.ts";
import { startTwilioSim } from "../src/simulators/twilio/server.ts";
import { credentialsEnvironment, smsCredentials, type DemoChannel } from "./demo/credentials.ts";
import { keepRunning } from "./demo/keep-running.ts";

/*
 * `npm run demo`: the stores, a stand-in for the provider of text messages, a web and a worker process, all children of
 * this one. `.wasl/demo.json` and the line `ready` tell other programs that it runs.
 */
const begun = Date.now();
const dataDir = process.env["WASL_DATA_DIR"] ?? ".wasl";
const port = Number(process.env["PORT"] ?? 3000);
const url = `http://127.0.0.1:${port}`;
const file = path.join(dataDir, "demo.json");
const stopping: (() => unknown)[] = [];
let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(0));

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}

async function run(): Promise<void> {
  await mustBeFree(port);
  const own = {
    ...process.env,
    NODE_ENV: "development",
    WASL_DEMO: "1",
    WASL_DATA_DIR: dataDir,
    PORT: String(port),
    PUBLIC_URL: url,
    LOG_LEVEL: process.env["LOG_LEVEL"] ?? "warn",
  };
  const config = loadConfig(own);
  const { channels, credentials } = channelsOf(config.flowsDir);

  progress("MongoDB and Redis");
  const stores = await openStores(config);
  stopping.push(() => stores.stop());

  progress("the stand-in for text messages");
  const twilio = process.env["TWILIO_API_URL"] ?? (await startStandIn(channels));
  const env = {
    ...own,
    ...credentials,
    MONGO_URI: stores.mongoUri,
    REDIS_URL: stores.redisUrl,
    TWILIO_API_URL: twilio,
  };

  progress("Wasl: a web and a worker process");
  const hear = {
    isStopping: () => isStopping,
    onRequest: ({ kill }: { kill?: string }) => {
      if (kill === "worker") worker.kill();
      if (kill === "web") web.kill();
    },
    onRestart: (how: string) => {
      console.log(`... ${how}`);
      setTimeout(announce, 1_000);
    },
  };
  const worker = keepRunning("worker", { ...env, WASL_ROLE: "worker" }, hear);
  stopping.push(() => worker.stop());
  const web = keepRunning("web", { ...env, WASL_ROLE: "web" }, hear);
  stopping.push(() => web.stop());
  await Promise.all([worker.ready, web.ready]);

  function announce(): void {
    if (isStopping) return;
    const pids = { supervisor: process.pid, web: web.pid, worker: worker.pid, ...stores.pids };
    const demo = { url, pids, channels, logins: [], simulators: { twilio } };
    writeFileSync(`${file}.tmp`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
  }
  mkdirSync(dataDir, { recursive: true });
  announce();
  stopping.push(() => rmSync(file, { force: true }));
  welcome(Object.keys(channels));
  console.log("ready");
}

async function startStandIn(channels: Record<string, DemoChannel>): Promise<string> {
  const accounts = Object.values(channels).flatMap(({ accountSid, authToken }) =>
    accountSid && authToken ? [{ sid: accountSid, authToken }] : [],
  );
  const sim = await startTwilioSim({ accounts, stepMs: 80 });
  stopping.push(() => sim.stop());
  return sim.url;
}

/** Web chat and two-way text messages of the five associations, with synthetic credentials. */
function channelsOf(flowsDir: string): {
  channels: Record<string, DemoChannel>;
  credentials: Record<string, string>;
} {
  const channels: Record<string, DemoChannel> = {};
  const credentials: Record<string, string> = {};
  for (const [index, profile] of loadProfiles(flowsDir).entries()) {
    channels[`${profile.id}-web`] = { transport: "web", address: `${url}/chat/${profile.id}-web` };
    const sms = smsCredentials(profile.id, index);
    channels[`${profile.id}-sms`] = sms;
    Object.assign(
      credentials,
      credentialsEnvironment(profile.channels.sms.credentials, sms, process.env),
    );
  }
  return { channels, credentials };
}

function mustBeFree(wanted: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", () =>
      reject(
        new Error(
          `Port ${wanted} is taken. Stop what uses it, or choose another: PORT=3100 npm run demo`,
        ),
      ),
    );
    probe.listen(wanted, "127.0.0.1", () => probe.close(() => resolve()));
  });
}

function welcome(ids: string[]): void {
  console.log(`
وصل: وضع التجربة يعمل (${Math.round((Date.now() - begun) / 1000)} s)

  صفحة المحاكاة / simulator   ${url}/simulator
${ids
  .filter((id) => id.endsWith("-web"))
  .map((id) => `  ${id.padEnd(26)}  ${url}/chat/${id}`)
  .join("\n")}

  No message leaves this machine. The staff inbox is not built yet, so there are no log-ins.
  Ctrl-C stops everything; the next start finds its data again.
`);
}

function progress(what: string): void {
  console.log(`... ${what} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
}

async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  for (const each of stopping.toReversed()) await each();
  process.exit(code);
}
