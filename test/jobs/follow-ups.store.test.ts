import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FollowUp } from "../../src/conversation/ports.ts";
import { createJobs, type Jobs } from "../../src/jobs/queue.ts";
import { HORIZON_MS, reconcileFollowUps } from "../../src/jobs/reconcile.ts";
import { resume } from "../../src/conversation/resume.ts";
import { khuta, openCorridor, type Corridor } from "../support/corridor.ts";
import { ownStores } from "../support/stores.ts";

/* MongoDB says when, BullMQ wakes, and what Redis has forgotten is rebuilt. */

const { mongoUri, redisUrl, prefix } = ownStores();
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let now = new Date("2026-11-22T10:00:00+03:00");
let corridor: Corridor;
let jobs: Jobs;
let redis: Redis;
let serial = 0;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => now });
  jobs = createJobs({ redisUrl, prefix, log });
  jobs.work({
    lane: () => undefined,
    followUp: (association, id) => resume(corridor.world, association, id),
  });
  redis = new Redis(redisUrl);
});
afterAll(async () => {
  await jobs.stop();
  redis.disconnect();
  await corridor.stop();
});

/** A conversation with an open request, reminded by one follow-up. */
async function openRequest(): Promise<{ phone: string; followUp: FollowUp }> {
  const phone = `+96655${String(2_000_000 + serial++)}`;
  for (const text of ["هلا", "1", "1", "1"]) {
    await corridor.write(phone, text);
    await corridor.quiet();
  }
  const conversation = await corridor.conversation(phone);
  const followUp =
    conversation && (await corridor.store.followUps.get(khuta, `${conversation.id}.idle`));
  if (!followUp) throw new Error("nothing was scheduled");
  return { phone, followUp };
}

async function queued(): Promise<number> {
  return redis.zcard(`${prefix}:follow-ups:delayed`);
}

test("a request that is begun is reminded of a day later, inside the allowed hours", async () => {
  const { followUp } = await openRequest();
  expect(followUp).toMatchObject({ status: "open", dueAt: new Date("2026-11-23T10:00:00+03:00") });
});

test("silence is reminded once at its time, and whoever wrote in the meantime is left alone", async () => {
  const { phone } = await openRequest();
  now = new Date(now.getTime() + 20 * 3_600_000);
  await corridor.write(phone, "1");
  await corridor.quiet();
  now = new Date(now.getTime() + 5 * 3_600_000);
  await reconcileFollowUps(corridor.world, jobs);
  await corridor.quiet();
  expect(corridor.keys(phone)).not.toContain("idle.24h");
  now = new Date(now.getTime() + 24 * 3_600_000);
  await reconcileFollowUps(corridor.world, jobs);
  await reconcileFollowUps(corridor.world, jobs);
  await corridor.quiet();
  expect(corridor.keys(phone).filter((key) => key === "idle.24h")).toHaveLength(1);
});

test("Redis holds only what is due within the horizon, and what it forgets is rebuilt", async () => {
  await openRequest();
  await corridor.store.followUps.schedule(khuta, {
    id: "far.idle",
    associationId: khuta,
    conversationId: "far",
    address: { channelId: "khuta-sms", scheme: "e164", value: "+966551111111" },
    followUp: "idle",
    dueAt: new Date(now.getTime() + HORIZON_MS + 60_000),
    status: "open",
  });
  await reconcileFollowUps(corridor.world, jobs);
  const before = await queued();
  expect(before).toBeGreaterThan(0);

  const keys = await redis.keys(`${prefix}:follow-ups:*`);
  await redis.del(...keys);
  expect(await queued()).toBe(0);
  await reconcileFollowUps(corridor.world, jobs);
  expect(await queued()).toBe(before);
});

test("a wake-up only says look: one that comes twice, early or for something that is done changes nothing", async () => {
  const { phone, followUp } = await openRequest();
  expect(await resume(corridor.world, khuta, followUp.id)).toBe("not_due");
  now = new Date(followUp.dueAt.getTime() + 1_000);
  expect(await resume(corridor.world, khuta, followUp.id)).toBe("fired");
  await corridor.quiet();
  expect(await resume(corridor.world, khuta, followUp.id)).toBe("not_due"); // the next one: 72 hours
  expect(await resume(corridor.world, khuta, "nothing")).toBe("gone");
  await corridor.quiet();
  expect(corridor.keys(phone).filter((key) => key === "idle.24h")).toHaveLength(1);
});

test("BullMQ wakes at the time", async () => {
  const { phone, followUp } = await openRequest();
  now = new Date(followUp.dueAt.getTime() + 1);
  await jobs.wakeFollowUp(followUp, 200);
  await expect.poll(() => corridor.keys(phone), { timeout: 10_000 }).toContain("idle.24h");
});

test("a draft that nobody takes up ends after its days, and nothing of it is left", async () => {
  const { phone } = await openRequest();
  for (let day = 0; day < 15; day++) {
    now = new Date(now.getTime() + 24 * 3_600_000);
    await reconcileFollowUps(corridor.world, jobs);
    await corridor.quiet();
  }
  expect(corridor.keys(phone).filter((key) => key.startsWith("idle."))).toEqual([
    "idle.24h",
    "idle.24h",
    "idle.expire",
  ]);
  const conversation = await corridor.conversation(phone);
  expect(conversation?.state).toMatchObject({ answers: {}, secrets: {}, frames: [] });
});
