import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import type { Channel, Outbound, SendOutcome } from "../../../src/channels/channel.ts";
import type { FailpointName } from "../../../src/channels/whatsapp-web/wire.ts";
import { outbound } from "../events-recorder.ts";
import { browsersOn, PATIENCE, personAddress, setStage, texts, type Stage } from "./stage.ts";

let stage: Stage;
afterEach(() => stage.end());

const boundaries: FailpointName[] = [
  "inbound.read",
  "inbound.stored",
  "send.begun",
  "send.called",
  "send.acknowledged",
  "receipt.told",
];

test("killed with -9 at every boundary, the adapter loses nothing and sends nothing twice", async () => {
  stage = await setStage({ failpoints: boundaries });
  await stage.start();
  await stage.linked();
  const written: string[] = [];
  const answers: string[] = [];
  for (let n = 0; n < 4; n++) {
    written.push(`رسالة ${n}`);
    stage.say(`رسالة ${n}`);
    await stage.inbound(written.length);
    answers.push(`رد ${n}`);
    const outcome = await deliver(
      stage.channel,
      outbound(personAddress, { kind: "text", text: `رد ${n}` }, `answer${n}`),
    );
    expect(outcome).toMatchObject({ status: "accepted" });
  }
  await stage.is("ready");

  expect(browsersOn(stage.dataDir)).toBe(1); // the orphans are gone
  expect(texts(stage.events.inbound)).toEqual(written);
  expect(stage.account.sent().map(({ body }) => body)).toEqual(answers);
  expect(fired()).toEqual(boundaries.toSorted());
  expect(stage.events.health.filter((state) => state === "reconnecting")).toHaveLength(
    boundaries.length,
  );
  expect(stage.events.health.filter((state) => state === "pairing")).toHaveLength(1);
  expect(stage.events.inbound.every(({ author }) => author === "contact")).toBe(true);
}, 120_000);

test("with its parent killed with -9 nothing of it is left, and the next start has its session", async () => {
  stage = await setStage();
  await stage.start();
  await stage.linked();
  await stage.channel.stop();
  const parent = spawn(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", PARENT],
    {
      env: { ...process.env, DATA_DIR: stage.dataDir, PAGE_URL: stage.sim.url },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  await once(parent.stdout, "data"); // ready
  expect(browsersOn(stage.dataDir)).toBeGreaterThan(0);
  parent.kill("SIGKILL");
  stage.say("أثناء الغياب");
  await vi.waitUntil(() => browsersOn(stage.dataDir) === 0, PATIENCE);

  stage.again();
  await stage.start();
  await stage.is("ready");
  expect(texts(await stage.inbound(1))).toEqual(["أثناء الغياب"]);
}, 120_000);

/** What the corridor does with an outcome: waits while it is not ready, looks before it sends again. */
async function deliver(channel: Channel, message: Outbound): Promise<SendOutcome> {
  const since = new Date();
  for (let tries = 0; tries < 400; tries++) {
    const outcome = await channel.send(message);
    if (outcome.status === "accepted") return outcome;
    if (outcome.status === "unknown") {
      const found = await lookUp(channel, message, since);
      if (found !== "not-found") return found;
    }
    await sleep(100);
  }
  throw new Error("never delivered");
}

async function lookUp(channel: Channel, message: Outbound, since: Date) {
  for (let tries = 0; tries < 400; tries++) {
    const found = (await channel.reconcile?.(message, since)) ?? "cannot-tell";
    if (found !== "cannot-tell") return found;
    await sleep(100);
  }
  throw new Error("never told");
}

function fired(): string[] {
  return readdirSync(`${stage.dataDir}/whatsapp/khuta-whatsapp`)
    .filter((name) => name.startsWith("failpoint-"))
    .map((name) => name.replace("failpoint-", ""))
    .toSorted();
}

const PARENT = `
  import { createWhatsappWeb } from ${JSON.stringify(new URL("../../../src/channels/whatsapp-web/channel.ts", import.meta.url).href)};
  const quiet = () => {};
  const channel = createWhatsappWeb({
    id: "khuta-whatsapp",
    dataDir: process.env.DATA_DIR,
    chromiumPath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    pageUrl: process.env.PAGE_URL,
    pacing: "off",
    saveMedia: async () => "file",
    log: { info: quiet, warn: quiet, error: quiet },
    now: () => new Date(),
  });
  await channel.start({
    onInbound: async () => "stored",
    onReceipt: async () => {},
    onHealth: ({ state }) => state === "ready" && process.stdout.write("ready"),
  });
`;
