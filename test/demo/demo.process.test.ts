import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/*
 * `npm run demo` as a person runs it: started, stopped by Ctrl-C, started again, killed with everything that belongs to
 * it, started again. It finds its data each time and leaves nothing behind.
 */
const SLOW = 180_000;
const PATIENCE_MS = 120_000;
const HANGING_MS = 20_000; // an answer that comes later than this will not come
const dataDir = mkdtempSync(path.join(os.tmpdir(), "wasl-demo-life-"));
const file = path.join(dataDir, "demo.json");
const running = new Set<ChildProcess>();

interface Demo {
  url: string;
  pids: Record<string, number>;
  channels: Record<
    string,
    { transport: string; address: string; accountSid?: string; authToken?: string }
  >;
  logins: {
    association: string;
    role: string;
    name: string;
    password: string;
    totpSecret?: string;
  }[];
  simulators: Record<string, string>;
}

let port: number;
let sameChannels: Demo["channels"];
beforeAll(async () => {
  port = await freePort();
});
afterAll(async () => {
  for (const child of running) await signal(child, "SIGTERM");
  rmSync(dataDir, { recursive: true, force: true });
});

describe("the demo", { timeout: SLOW }, () => {
  test("says what it starts, where to click, and ready; and the file says the rest", async () => {
    const demo = await start();
    const { url, pids, channels, logins, simulators } = readDemo();
    expect(demo.output()).toMatch(/^\.\.\. MongoDB and Redis \(\d+\.\d s\)$/m);
    expect(demo.output()).toContain(`${url}/simulator`);
    expect(demo.output()).toContain(`${url}/chat/khuta-web`);
    expect(demo.output()).toMatch(/^ready$/m);

    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect(Object.keys(pids).toSorted()).toEqual(["mongo", "redis", "supervisor", "web", "worker"]);
    expect(Object.values(pids).filter((pid) => !isRunning(pid))).toEqual([]);
    expect(Object.keys(channels)).toHaveLength(11);
    expect(channels["khuta-web"]).toEqual({ transport: "web", address: `${url}/chat/khuta-web` });
    expect(channels["khuta-sms"]).toEqual({
      transport: "sms-twilio",
      address: expect.stringMatching(/^\+96655000001\d$/),
      accountSid: expect.stringMatching(/^AC[0-9a-f]{32}$/),
      authToken: expect.stringMatching(/^demo-/),
    });
    expect(channels["khuta-whatsapp"]).toEqual({
      transport: "whatsapp-web",
      address: "+966500000000",
    });
    sameChannels = channels;
    expect(logins).toHaveLength(40);
    const [officer] = logins;
    const opened = await fetch(`${url}/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: officer?.name, password: officer?.password }),
    });
    expect([officer?.role, opened.status]).toEqual(["officer", 200]);
    expect((await fetch(`${simulators["twilio"]}/sim/messages`)).status).toBe(200);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(`${url}/simulator`)).status).toBe(200);

    await write(url, "السلام عليكم");
    expect(await heard(url, 1)).toEqual(["greet.first"]);
    // Written before the number is linked: it is linked by itself, and then answered.
    await writeOnWhatsapp(simulators, "السلام عليكم");
    expect(await heardOnWhatsapp(simulators, 1)).toHaveLength(1);
    expect(demo.output()).toMatch(/khuta-whatsapp: linked by its code/);
    expect(browsers()).not.toEqual([]);
    await stopped(demo.child, "SIGINT", pids);
  });

  test("starts again with what was said before; what dies comes back and is told", async () => {
    const demo = await start();
    const { url, pids } = readDemo();
    expect(await heard(url, 1)).toEqual(["greet.first"]);

    process.kill(pids["worker"]!, "SIGKILL");
    await write(url, "1");
    expect(await heard(url, 2)).toEqual(["greet.first", "menu.main"]);
    expect(demo.output()).toMatch(/worker: ended \(SIGKILL\), is started again/);
    await writeOnWhatsapp(readDemo().simulators, "1"); // its browser went with the worker, and comes back with it
    expect(await heardOnWhatsapp(readDemo().simulators, 2)).toHaveLength(2);
    expect(demo.output()).toMatch(/khuta-whatsapp: linked, as before/);
    await expect
      .poll(() => readDemo().pids["worker"], { timeout: 20_000 })
      .not.toBe(pids["worker"]);

    expect((await post(`${url}/simulator/api/kill`, { process: "web" })).status).toBe(200);
    await expect.poll(() => readDemo().pids["web"], { timeout: 20_000 }).not.toBe(pids["web"]);
    await expect
      .poll(
        () =>
          fetch(`${url}/readyz`, { signal: AbortSignal.timeout(HANGING_MS) }).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 30_000 },
      )
      .toBe(200);
    for (const pid of Object.values(readDemo().pids)) process.kill(pid, "SIGKILL");
    await signal(demo.child, "SIGKILL");
    expect(existsSync(file)).toBe(true); // nobody was left to remove it
  });

  test("starts after kill -9 of everything, and finds its data", async () => {
    const demo = await start();
    expect(await heard(readDemo().url, 2)).toEqual(["greet.first", "menu.main"]);
    await stopped(demo.child, "SIGTERM", readDemo().pids);
  });

  test("goes at once when it is stopped while it starts", async () => {
    const child = launch();
    const output = collect(child);
    await says(child, output, /web: started/);
    await signal(child, "SIGINT");
    expect(child.exitCode).toBe(0);
    expect(output()).not.toMatch(/^ready$/m);
    expect(await leftovers()).toEqual([]);
  });

  test("takes a stand-in of somebody else, with the same credentials", async () => {
    const outside = "http://127.0.0.1:9";
    await start({ TWILIO_API_URL: outside, WHATSAPP_WEB_URL: outside });
    const { url, simulators, channels } = readDemo();
    expect(simulators).toEqual({ twilio: outside, whatsapp: outside });
    expect(channels).toEqual(sameChannels);
    const message = { channelId: "khuta-sms", from: person, text: "1" };
    expect((await post(`${url}/simulator/api/inbound`, message)).status).toBe(502);
  });

  test("leaves nothing running when only the supervisor is killed", async () => {
    const { pids } = readDemo();
    process.kill(pids["supervisor"]!, "SIGKILL");
    await expect.poll(() => Object.values(pids).filter(isRunning), { timeout: 60_000 }).toEqual([]);
    await expect.poll(browsers, { timeout: 60_000 }).toEqual([]);
  });
});

describe("the demo does not start", { timeout: SLOW }, () => {
  test("on a port that is taken, and says what to do", async () => {
    const taken = net.createServer();
    await new Promise<void>((resolve) => taken.listen(port, "127.0.0.1", resolve));
    const { code, output } = await ended({});
    await new Promise((resolve) => taken.close(resolve));
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port} is taken`);
    expect(output).toContain("PORT=3100 npm run demo");
  });

  test("with credentials that are not its own, which it does not repeat", async () => {
    const secret = "0123456789abcdef";
    const { code, output } = await ended({
      KHUTA_SMS_AUTH_TOKEN: secret,
      RATEL_SMS_FROM: secret,
      AMAL_SMS_FROM: "", // a variable that is set to nothing holds no secret
    });
    expect(code).toBe(1);
    expect(output).toContain("KHUTA_SMS_AUTH_TOKEN");
    expect(output).toContain("RATEL_SMS_FROM");
    expect(output).not.toContain("AMAL_SMS_FROM");
    expect(output).not.toContain(secret);
  });

  test("on a port that is none", async () => {
    const { code, output } = await ended({ PORT: "many" });
    expect(code).toBe(1);
    expect(output).toContain("PORT must be a port number");
  });
});

// ---------------------------------------------------------------- one run

function launch(more: NodeJS.ProcessEnv = {}): ChildProcess {
  const { MONGO_URI: _mongo, REDIS_URL: _redis, ...env } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/demo.ts"], {
    cwd: path.resolve(import.meta.dirname, "../.."),
    env: { ...env, PORT: String(port), WASL_DATA_DIR: dataDir, ...more },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a group of its own, as a terminal gives it one
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

function collect(child: ChildProcess): () => string {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data: Buffer) => (output += data.toString()));
  return () => output;
}

async function start(more: NodeJS.ProcessEnv = {}) {
  const child = launch(more);
  const output = collect(child);
  await says(child, output, /^ready$/m);
  return { child, output };
}

/** Fails with all that was said when it ends before, or takes too long. */
async function says(child: ChildProcess, output: () => string, what: RegExp): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (!what.test(output())) {
    if (hasEnded(child)) throw new Error(`the demo ended:\n${output()}`);
    if (Date.now() > until) throw new Error(`the demo takes too long:\n${output()}`);
    await sleep(20);
  }
}

async function ended(more: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  const child = launch(more);
  const output = collect(child);
  const closed = new Promise((resolve) => child.once("close", resolve));
  while (!hasEnded(child) && !/^ready$/m.test(output())) await sleep(50);
  await signal(child, "SIGTERM"); // should it have started all the same
  await closed;
  return { code: child.exitCode, output: output() };
}

/** Ctrl-C reaches the whole group, as in a terminal; SIGTERM only the supervisor. Nothing may be left. */
async function stopped(
  child: ChildProcess,
  name: "SIGINT" | "SIGTERM",
  pids: Record<string, number>,
): Promise<void> {
  await signal(child, name);
  expect(child.exitCode).toBe(0);
  expect(Object.entries(pids).filter(([, pid]) => isRunning(pid))).toEqual([]);
  expect(await leftovers()).toEqual([]);
}

async function signal(child: ChildProcess, name: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  process.kill(name === "SIGINT" ? -child.pid! : child.pid!, name);
  await gone;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** What a stop may not leave behind: in the data folder, and of browsers. */
async function leftovers(): Promise<string[]> {
  const files = ["demo.json", "mongo/wasl.lock", "redis/wasl.lock", `${NUMBER}/adapter.lock`];
  return [...files.filter((name) => existsSync(path.join(dataDir, name))), ...browsers()];
}

const NUMBER = "whatsapp/khuta-whatsapp";

/** Processes that were started for this data folder's number, by what stands in their command. */
function browsers(): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(path.join(dataDir, NUMBER));
    } catch {
      return false;
    }
  });
}

function readDemo(): Demo {
  return JSON.parse(readFileSync(file, "utf8")) as Demo;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

// ---------------------------------------------------------------- one person

const person = "+966551230009";

function post(url: string, body: object): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(HANGING_MS),
  });
}

async function write(url: string, text: string): Promise<void> {
  const message = { channelId: "khuta-sms", from: person, text };
  expect((await post(`${url}/simulator/api/inbound`, message)).status).toBe(200);
}

async function writeOnWhatsapp(simulators: Demo["simulators"], body: string): Promise<void> {
  const url = `${simulators["whatsapp"]}/sim/khuta-whatsapp/receive`;
  const message = [{ from: "966551230008", lid: "444555666", name: "أبو سالم", body }];
  const signalled = AbortSignal.timeout(60_000); // the first link takes a browser
  const answer = await fetch(url, {
    method: "POST",
    body: JSON.stringify(message),
    signal: signalled,
  });
  expect(answer.status).toBe(200);
}

/** What arrived on the person's telephone, as soon as there is so much. */
async function heardOnWhatsapp(simulators: Demo["simulators"], count: number): Promise<string[]> {
  const url = `${simulators["whatsapp"]}/sim/khuta-whatsapp/messages?address=%2B966551230008`;
  let got: string[] = [];
  for (let tries = 0; tries < 400 && got.length < count; tries++) {
    await sleep(100);
    const { messages } = (await (await fetch(url)).json()) as {
      messages: { author: string; body: string }[];
    };
    got = messages.filter(({ author }) => author === "device").map(({ body }) => body);
  }
  return got;
}

/** Keys of what the person got, as soon as there are so many, each of them delivered. */
async function heard(url: string, count: number): Promise<(string | undefined)[]> {
  let keys: (string | undefined)[] = [];
  for (let tries = 0; tries < 400; tries++) {
    const query = `address=${encodeURIComponent(person)}`;
    const response = await fetch(`${url}/simulator/api/messages?${query}`, {
      signal: AbortSignal.timeout(HANGING_MS),
    });
    const { messages } = (await response.json()) as {
      messages: { direction: string; key?: string; status: string }[];
    };
    const got = messages.filter(
      ({ direction, status }) => direction === "out" && status === "delivered",
    );
    keys = got.map(({ key }) => key);
    if (keys.length >= count) return keys;
    await sleep(100);
  }
  return keys;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port: free } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(free));
    });
  });
}
