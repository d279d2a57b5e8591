import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { openStores } from "../../src/embedded/stores.ts";

/*
 * A process that is told to stop says its goodbyes and ends with 0, also when what it would say goodbye to has gone
 * before it. One that the last resort had to end says 1.
 */

let dataDir = "";
let stores: Awaited<ReturnType<typeof openStores>> | undefined;
let child: ChildProcess | undefined;
afterEach(async () => {
  child?.kill("SIGKILL");
  await stores?.stop();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

test.each([
  ["worker", 0],
  ["worker", 3_000],
  ["web", 3_000],
])(
  "a %s process whose stores were killed %d ms before ends by itself",
  async (role, ms) => {
    dataDir = mkdtempSync(path.join(os.tmpdir(), "wasl-stop-"));
    const config = loadConfig({ WASL_DATA_DIR: dataDir, LOG_LEVEL: "error" });
    stores = await openStores(config);
    child = fork(path.resolve(import.meta.dirname, "../../src/main.ts"), {
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      env: {
        PATH: process.env["PATH"],
        WASL_ROLE: role,
        PORT: "0",
        WASL_DATA_DIR: dataDir,
        WASL_FLOWS_DIR: path.resolve(import.meta.dirname, "../../flows"),
        MONGO_URI: stores.mongoUri,
        REDIS_URL: stores.redisUrl,
        LOG_LEVEL: "fatal",
        ...syntheticSecrets(),
      },
    });
    await once(child, "message");
    for (const pid of Object.values(stores.pids)) if (pid) process.kill(pid, "SIGKILL");
    await stores.stop(); // whoever looks after them does not bring them back

    await new Promise((resolve) => setTimeout(resolve, ms)); // by then it is trying to connect again

    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const patience = new Promise((resolve) => setTimeout(resolve, 40_000, ["still there"]).unref());
    const [how] = (await Promise.race([ended, patience])) as [unknown];
    expect(how).toBe(0);
  },
  120_000,
);

function syntheticSecrets(): Record<string, string> {
  return Object.fromEntries(
    ["KHUTA", "ALSERAJ", "RATEL", "SILA", "AMAL"].flatMap((name) => [
      [`${name}_SMS_ACCOUNT_SID`, `AC${"a1".repeat(16)}`],
      [`${name}_SMS_AUTH_TOKEN`, "synthetic"],
      [`${name}_SMS_FROM`, "+966550000001"],
    ]),
  );
}
