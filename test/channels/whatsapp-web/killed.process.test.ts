import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Channel, Outbound, SendOutcome } from "../../../src/channels/channel.ts";
import { failpointNames, type FailpointName } from "../../../src/channels/whatsapp-web/wire.ts";
import { outbound } from "../events-recorder.ts";
import {
  browsersOn,
  channelId,
  onStage,
  PATIENCE,
  personAddress,
  setStage,
  texts,
  type Stage,
} from "./stage.ts";

describe.concurrent("kill -9", () => {
  describe.sequential("of the adapter loses nothing and sends nothing twice", () => {
    let stage: Stage;
    const written: string[] = [];
    const answers: string[] = [];

    beforeAll(async () => {
      stage = await setStage({ failpoints: failpointNames });
      mkdirSync(folderOf(stage), { recursive: true });
      for (const name of failpointNames) writeFileSync(claimOf(stage, name), "");
      await stage.start();
      await stage.linked();
    });
    afterAll(() => stage.end());

    test.each(failpointNames)("after %s", async (boundary) => {
      const deaths = () => stage.events.health.filter((state) => state === "reconnecting").length;
      const before = deaths();
      rmSync(claimOf(stage, boundary)); // it kills once more

      written.push(`رسالة عند ${boundary}`);
      stage.say(written.at(-1) ?? "");
      await stage.inbound(written.length);
      answers.push(`رد عند ${boundary}`);
      const answer = outbound(
        personAddress,
        { kind: "text", text: answers.at(-1) ?? "" },
        `answer-${boundary}`,
      );
      expect(await deliver(stage.channel, answer)).toMatchObject({ status: "accepted" });
      await vi.waitUntil(() => deaths() > before, PATIENCE);
      await stage.is("ready");

      expect(existsSync(claimOf(stage, boundary))).toBe(true);
      expect(deaths()).toBe(before + 1);
      expect(texts(stage.events.inbound)).toEqual(written);
      expect(stage.account.sent().map(({ body }) => body)).toEqual(answers);
    });

    test("and in the end nothing has come late, nothing of a dead process is left, and no code was needed", async () => {
      written.push("أخيراً");
      stage.say("أخيراً");
      expect(texts(await stage.inbound(written.length))).toEqual(written);
      expect(stage.account.sent().map(({ body }) => body)).toEqual(answers);
      expect(stage.events.inbound.every(({ author }) => author === "contact")).toBe(true);
      expect(browsersOn(stage.dataDir)).toBe(1); // the orphans are gone
      expect(stage.events.health.filter((state) => state === "pairing")).toHaveLength(1);
    });
  });

  test("of its parent leaves nothing of it, and the next start has its session", async () => {
    await onStage({}, async (stage) => {
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
    });
  }, 120_000);
});

const folderOf = ({ dataDir }: Stage) => `${dataDir}/whatsapp/${channelId}`;

/** A boundary kills while it has not claimed this file. */
const claimOf = (stage: Stage, boundary: FailpointName) =>
  `${folderOf(stage)}/failpoint-${boundary}`;

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
