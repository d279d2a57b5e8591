import { fork, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failpoints, type FailpointName } from "../../src/conversation/failpoint.ts";
import type { AssociationId, Store } from "../../src/conversation/ports.ts";
import { startTwilioSim } from "../../src/simulators/twilio/server.ts";
import { connectStore } from "../../src/store/index.ts";
import { ownStores, withDatabase } from "../support/stores.ts";
import { requestBySms } from "../support/request-by-sms.ts";

/*
 * The whole request by SMS with the real Twilio client, while the process is killed with SIGKILL at each gap between two
 * durable steps, once early and once more in the middle: between the two everything has come to rest. At the end the
 * case, the conversation and everything that was sent equal those of a run that nobody disturbed.
 */

const { mongoUri, redisUrl } = ownStores();
const masterKey = randomBytes(32);
const khuta = "khuta" as AssociationId;
const PHONE = "+966551234567";
const ACCOUNT = { sid: `AC${"a".repeat(32)}`, authToken: "synthetic-token" };
const DIALOGUE = requestBySms();
const LAST_KEYS = ["receipt", "docs.missing"];

/** Passed when the case is opened, and not before. */
const WITH_THE_CASE: readonly FailpointName[] = [
  "case.opened",
  "case.effects_applied",
  "follow_up.scheduled",
];

/** The time that a point is passed in the middle of the form, counted from the start after the first kill. */
const MIDDLE = 9;

/** What is done to a case afterwards dies in a test of its own (`kill-case.process.test.ts`). */
const names = (Object.keys(failpoints) as FailpointName[]).filter((name) => name !== "case.acted");

let undisturbed: Result;

beforeAll(async () => {
  undisturbed = await run([]);
}, 300_000);

describe("killed with SIGKILL, then started again", () => {
  test("the undisturbed run is a whole request", () => {
    expect(undisturbed.cases).toHaveLength(1);
    expect(undisturbed.sent.at(-2)).toContain("KH-…");
    expect(undisturbed.kills).toBe(0);
  });

  test.concurrent.for(names)("at %s", { timeout: 300_000 }, async (name, { expect }) => {
    const times = WITH_THE_CASE.includes(name) ? [1] : [1, MIDDLE];
    const result = await run(times.map((nth) => `${name}:${nth}`));
    expect(result.kills).toBe(times.length);
    expect(result.sent).toEqual(undisturbed.sent);
    expect(result.cases).toEqual(undisturbed.cases);
    expect(result.answers).toEqual(undisturbed.answers);
    expect(result.left).toEqual({ effects: 0, pending: 0 });
  });
});

interface Result {
  sent: string[];
  cases: object[];
  answers: object;
  kills: number;
  left: { effects: number; pending: number };
}

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
});

/** The dialogue from its first word to its last; each start of the process takes the next failpoint, while there is one. */
async function run(failpointsInTurn: readonly string[]): Promise<Result> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "wasl-kill-"));
  const uri = withDatabase(mongoUri, `kill-${randomBytes(4).toString("hex")}`);
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
    LOG_LEVEL: "error",
    PUBLIC_URL: "http://127.0.0.1:9",
    ...credentials(),
  };
  let kills = 0;
  const startNext = () => {
    const failpoint = failpointsInTurn[kills];
    return startChild({ ...env, ...(failpoint ? { FAILPOINT: failpoint } : {}) });
  };
  let child = await startNext();
  try {
    for (const [index, text] of DIALOGUE.entries()) {
      const before = await outgoing(store);
      for (;;) {
        const told = await tell(child, { id: `m${index}`, phone: PHONE, text });
        if (told === "stored") break;
        kills += 1;
        child = await startNext();
      }
      const until = index === DIALOGUE.length - 1 ? LAST_KEYS.length : 1;
      while ((await answered(store)) < before + until || !(await isQuiet(store))) {
        if (child.exitCode !== null || child.signalCode !== null) {
          kills += 1;
          child = await startNext();
        }
        await pause(15);
      }
    }
    const conversation = await conversationOf(store);
    return {
      sent: (await sentBy(twilio.url)).map(plain),
      cases: (await store.cases.ofConversation(khuta, conversation.id)).map(
        ({ service, answers, state, documents }) => ({
          service,
          answers: withoutTimes(answers),
          state,
          documents,
        }),
      ),
      answers: conversation.state.answers,
      kills,
      left: {
        effects: conversation.effects.length,
        pending: (await store.inbox.pending(khuta, [`khuta-sms|${PHONE}`], 10)).length,
      },
    };
  } finally {
    child.kill("SIGKILL");
    await close();
    await twilio.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Numbers of cases may have gaps after a kill (a reserved one is never given again), so they are compared by shape. */
function plain(text: string): string {
  return text.replace(/KH-\d+-\d/g, "KH-…");
}

function withoutTimes(answers: object): object {
  return JSON.parse(JSON.stringify(answers)) as object;
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
    child.once("exit", (code, signal) =>
      signal === "SIGKILL"
        ? resolve()
        : reject(new Error(`the process ended with ${code ?? signal}`)),
    );
  });
  return child;
}

function tell(
  child: ChildProcess,
  message: { id: string; phone: string; text: string },
): Promise<"stored" | "dead"> {
  if (!child.connected) return Promise.resolve("dead");
  return new Promise((resolve) => {
    const hear = (answer: { id?: string }) => {
      if (answer.id === message.id) done("stored");
    };
    const die = () => done("dead");
    const done = (how: "stored" | "dead") => {
      child.off("message", hear);
      child.off("exit", die);
      resolve(how);
    };
    child.on("message", hear);
    child.once("exit", die);
    child.send(message, (error) => {
      if (error) done("dead");
    });
  });
}

async function conversationOf(store: Store) {
  const id = await store.conversations.ownerOf(khuta, `khuta-sms|${PHONE}`);
  const conversation = id === undefined ? undefined : await store.conversations.load(khuta, id);
  if (!conversation) throw new Error("there is no conversation");
  return conversation;
}

async function outgoing(store: Store): Promise<number> {
  return (await store.messages.ofAddress(khuta, `khuta-sms|${PHONE}`)).filter(
    ({ direction }) => direction === "out",
  ).length;
}

async function answered(store: Store): Promise<number> {
  const sent = new Set(["accepted", "sent", "delivered", "read"]);
  return (await store.messages.ofAddress(khuta, `khuta-sms|${PHONE}`)).filter(
    ({ direction, status }) => direction === "out" && sent.has(status),
  ).length;
}

async function isQuiet(store: Store): Promise<boolean> {
  const { effects, lease } = await conversationOf(store);
  return (
    effects.length === 0 &&
    lease === undefined &&
    (await store.inbox.pending(khuta, [`khuta-sms|${PHONE}`], 1)).length === 0
  );
}

async function sentBy(url: string): Promise<string[]> {
  const response = await fetch(`${url}/sim/messages?address=${encodeURIComponent(PHONE)}`);
  const found = (await response.json()) as {
    messages: { direction: string; body: string; to: string }[];
  };
  return found.messages.filter(({ to }) => to === PHONE).map(({ body }) => body);
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
