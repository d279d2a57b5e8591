import { fork, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, test } from "vitest";
import type { FailpointName } from "../../src/conversation/failpoint.ts";
import type { AssociationId, Store } from "../../src/conversation/ports.ts";
import { startTwilioSim } from "../../src/simulators/twilio/server.ts";
import { connectStore } from "../../src/store/index.ts";
import { moveToWorkingMorning } from "../support/daytime.ts";
import { ownStores, withDatabase } from "../support/stores.ts";
import { newCase } from "../store/samples.ts";

/*
 * An officer suspends a case, and the process is killed with SIGKILL at each gap between two durable steps of that. When
 * it is started again the person is told once, the task is there once, and nothing is left to be done.
 */

const { mongoUri, redisUrl } = ownStores();
const masterKey = randomBytes(32);
const khuta = "khuta" as AssociationId;
const PHONE = "+966551234567";
const ACCOUNT = { sid: `AC${"a".repeat(32)}`, authToken: "synthetic-token" };
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
});

test.concurrent.for<FailpointName | "nowhere">(["nowhere", "case.acted", "case.effects_applied"])(
  "killed at %s",
  { timeout: 120_000 },
  async (failpoint, { expect }) => {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), "wasl-kill-case-"));
    const uri = withDatabase(mongoUri, `kill-case-${randomBytes(4).toString("hex")}`);
    const twilio = await startTwilioSim({ accounts: [ACCOUNT], stepMs: 1 });
    const { store, close } = await connectStore({ mongoUri: uri, masterKey });
    const env = {
      ...process.env,
      MONGO_URI: uri,
      REDIS_URL: redisUrl,
      WASL_DATA_DIR: dataDir,
      WASL_MASTER_KEY: masterKey.toString("base64"),
      TWILIO_API_URL: twilio.url,
      PORT: "0",
      WASL_DEMO: "1", // for its clock
      LOG_LEVEL: "error",
      PUBLIC_URL: "http://127.0.0.1:9",
      ...credentials(),
      ...(failpoint === "nowhere" ? {} : { FAILPOINT: failpoint }),
    };
    await moveToWorkingMorning(store.settings);
    let child = await startChild(env);
    try {
      await ask(child, { id: "m1", phone: PHONE, text: "هلا" });
      const conversationId = await until(() =>
        store.conversations.ownerOf(khuta, `khuta-sms|${PHONE}`),
      );
      await until(async () => (await keysTold(store)).length > 0 || undefined);
      const address = { channelId: "khuta-sms", scheme: "e164", value: PHONE } as const;
      const opened = newCase("c9.1.1", {
        conversationId,
        address,
        state: "awaiting_documents",
        documents: [{ id: "rent_contract", state: "missing", storageKeys: [] }],
        number: "KH-4800001-3",
      });
      await store.cases.open(khuta, opened);
      const action = { kind: "suspend", reason: "زيارة" };
      const answer = await ask(child, { id: "act1", caseId: "c9.1.1", action });
      expect(answer).toBe(failpoint === "nowhere" ? "stored" : "dead");
      if (answer === "dead") {
        await makeOverdue(store);
        child = await startChild(env);
        // Whoever was not answered asks again.
        expect(await ask(child, { id: "act1", caseId: "c9.1.1", action })).toBe("stored");
      }
      await until(async () => (await told(store)).length > 0 || undefined);
      await until(async () => {
        const found = await store.cases.load(khuta, "c9.1.1");
        return found?.effects.length === 0 || undefined;
      });
      expect(await told(store)).toHaveLength(1);
      const view = await store.cases.get(khuta, "c9.1.1");
      expect(view?.history.filter(({ change }) => change === "suspended")).toHaveLength(1);
      const tasks = (await store.tasks.open(khuta)).filter(({ caseId }) => caseId === "c9.1.1");
      expect(tasks.map(({ task }) => task)).toEqual(["documents_late"]);
    } finally {
      child.kill("SIGKILL");
      await close();
      await twilio.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
);

/** The sweeper waits for as long as a living process may need; this one is dead. */
async function makeOverdue(store: Store): Promise<void> {
  await store.cases.settle(khuta, "c9.1.1", [], new Date(0));
}

async function keysTold(store: Store): Promise<string[]> {
  const sent = new Set(["accepted", "sent", "delivered", "read"]);
  return (await store.messages.ofAddress(khuta, `khuta-sms|${PHONE}`))
    .filter(({ direction, status }) => direction === "out" && sent.has(status))
    .map(({ key = "" }) => key);
}

async function told(store: Store): Promise<string[]> {
  return (await keysTold(store)).filter((key) => key === "missing.suspended");
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function startChild(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = fork(path.resolve(import.meta.dirname, "../support/corridor-process.ts"), {
    execArgv: ["--import", "tsx"],
    env,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  running.add(child);
  child.on("exit", () => running.delete(child));
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code, signal) => reject(new Error(`it ended with ${code ?? signal}`)));
  });
  return child;
}

function ask(
  child: ChildProcess,
  message: { id: string; [name: string]: unknown },
): Promise<"stored" | "dead"> {
  return new Promise((resolve) => {
    child.on("message", (answer: { id?: string }) => {
      if (answer.id === message.id) resolve("stored");
    });
    child.once("exit", () => resolve("dead"));
    child.send(message);
  });
}

/** Every association needs its sender; all of them belong to the one synthetic account. */
function credentials(): Record<string, string> {
  return Object.fromEntries(
    ["KHUTA", "ALSERAJ", "RATEL", "SILA", "AMAL"].flatMap((name, index) => [
      [`${name}_SMS_ACCOUNT_SID`, ACCOUNT.sid],
      [`${name}_SMS_AUTH_TOKEN`, ACCOUNT.authToken],
      [`${name}_SMS_FROM`, `+96655000000${index}`],
    ]),
  );
}
