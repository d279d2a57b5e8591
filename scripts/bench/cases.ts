import { Redis } from "ioredis";
import mongoose from "mongoose";
import { act } from "../../src/cases/act.ts";
import { buildNewCase } from "../../src/cases/new-case.ts";
import { openCase } from "../../src/cases/open.ts";
import { actOnCase } from "../../src/conversation/act-on-case.ts";
import { createJobs } from "../../src/jobs/queue.ts";
import { reconcileFollowUps } from "../../src/jobs/reconcile.ts";
import { khuta, type Stage } from "./stage.ts";

/*
 * What the life of a case costs: the pure rules alone, the same through its door and the store beside the least that a
 * durable change can be, and the reconciler among a million follow-ups that are not due for long.
 */

const OFFICER = { kind: "staff", id: "bench", name: "bench", roles: ["officer"] } as const;
const ADDRESS = { channelId: "khuta-sms", scheme: "e164", value: "+966500000000" } as const;
const DAY_MS = 86_400_000;

function recordOf(stage: Stage, id: string, now: Date) {
  const profile = stage.world.associations.get(khuta)!.profile;
  const answers = { service_type: "rent", applicant_name: "نورة عبدالله محمد السالم" };
  const actor = { kind: "contact", id: "bench" } as const;
  const start = buildNewCase(profile, { answers, at: now });
  return openCase(
    {
      ...start,
      id,
      number: `KH-${id}`,
      conversationId: "bench",
      onBehalf: false,
      source: "sms",
      answers,
      isTold: true,
    },
    { actor, now, profile, id: `${id}.1`, key: id },
  );
}

/** Transitions a second of the rules alone: a document comes, and is refused again. */
export function pureTransitions(stage: Stage, count: number): number {
  const now = new Date();
  const profile = stage.world.associations.get(khuta)!.profile;
  let { record } = recordOf(stage, "pure", now);
  const born = record;
  const begun = performance.now();
  for (let n = 0; n < count; n++) {
    const ctx = { actor: OFFICER, now, profile, id: `pure.${n}`, key: `k${n}` };
    const action = n % 2 === 0 ? ({ kind: "suspend", reason: "bench" } as const) : RESUME;
    const done = act(n % 20 === 0 ? (record = born) : record, action, ctx);
    if ("refusal" in done) throw new Error(done.refusal.code);
    record = done.record;
  }
  return count / ((performance.now() - begun) / 1000);
}

const RESUME = { kind: "reactivate" } as const;

/** Transitions a second through the door: read, act, one journaled write, effects, settled. */
export async function durableTransitions(
  stage: Stage,
  mongoUri: string,
  { cases, rounds, concurrency }: { cases: number; rounds: number; concurrency: number },
): Promise<{ perSecond: number; floor: number }> {
  const now = new Date();
  const ids = Array.from({ length: cases }, (_, n) => `bench.${n}.0`);
  for (const id of ids) {
    const { record } = recordOf(stage, id, now);
    await stage.world.store.cases.open(khuta, {
      associationId: khuta,
      record,
      effects: [],
      address: ADDRESS,
      channelId: "khuta-sms",
      secrets: {},
      declaration: null,
      consents: [],
      flow: { name: "support-request", version: 1 },
      policyVersion: "bench",
    });
  }
  // A stop by staff alone tells somebody; here only the door is measured.
  const told = {
    kind: "match_document",
    document: "rent_contract",
    fields: [],
    sighted: true,
  } as const;
  const refused = { kind: "reject_document", document: "rent_contract", reason: "bench" } as const;
  const perSecond = await rate(ids, rounds, concurrency, async (id, round) => {
    const action = round % 2 === 0 ? told : refused;
    const done = await actOnCase(stage.world, khuta, id, action, OFFICER, `r${round}`);
    if (!done.done) throw new Error(done.refusal.code);
  });
  await stage.quiet();
  const raw = await mongoose.createConnection(mongoUri).asPromise();
  const rows = raw.collection<{ _id: string; version: number; data: string }>("floor");
  await rows.insertMany(ids.map((_id) => ({ _id, version: 0, data: "" })));
  const data = "x".repeat(3_000); // a case of four documents and a short history
  const floor = await rate(ids, rounds, concurrency, async (_id, round) => {
    await rows.findOne({ _id });
    await rows.updateOne(
      { _id, version: round },
      { $set: { version: round + 1, data } },
      { writeConcern: { w: 1, journal: true } },
    );
  });
  await raw.close();
  return { perSecond, floor };
}

async function rate(
  ids: readonly string[],
  rounds: number,
  concurrency: number,
  work: (id: string, round: number) => Promise<void>,
): Promise<number> {
  const queue = [...ids];
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let id = queue.shift(); id !== undefined; id = queue.shift())
        for (let round = 0; round < rounds; round++) await work(id, round);
    }),
  );
  return (ids.length * rounds) / ((performance.now() - begun) / 1000);
}

/** One round of the reconciler with `due` within the horizon, alone and then among `open` that are due much later. */
export async function reconciling(
  stage: Stage,
  mongoUri: string,
  redisUrl: string,
  { open, due }: { open: number; due: number },
): Promise<{ aloneMs: number; amongMs: number; aloneBytes: number; amongBytes: number }> {
  const raw = await mongoose.createConnection(mongoUri).asPromise();
  const rows = raw.collection<{ _id: string }>("followUps");
  const now = Date.now();
  const fill = async (prefix: string, count: number, from: number, span: number) => {
    for (let begin = 0; begin < count; begin += 10_000)
      await rows.insertMany(
        Array.from({ length: Math.min(10_000, count - begin) }, (_, index) => ({
          _id: `${prefix}.${begin + index}`,
          associationId: khuta,
          conversationId: "bench",
          address: ADDRESS,
          followUp: "ladder",
          dueAt: new Date(from + ((begin + index) / count) * span),
          status: "open",
          caseId: `${prefix}.${begin + index}`,
        })),
        { ordered: false },
      );
  };
  await rows.deleteMany({});
  await fill("due", due, now + 3_600_000, DAY_MS);
  const alone = await oneRound(stage, redisUrl, "bench-alone");
  await fill("open", open, now + 3 * DAY_MS, 300 * DAY_MS);
  const among = await oneRound(stage, redisUrl, "bench-among");
  await rows.deleteMany({});
  await raw.close();
  return { aloneMs: alone.ms, amongMs: among.ms, aloneBytes: alone.bytes, amongBytes: among.bytes };
}

async function oneRound(stage: Stage, redisUrl: string, prefix: string) {
  const redis = new Redis(redisUrl);
  const jobs = createJobs({ redisUrl, prefix, log: stage.world.log });
  await new Promise((resolve) => setTimeout(resolve, 200)); // connected
  const before = await usedBytes(redis);
  const begun = performance.now();
  await reconcileFollowUps(stage.world, jobs);
  const ms = performance.now() - begun;
  const bytes = (await usedBytes(redis)) - before;
  await jobs.stop();
  await redis.flushdb();
  redis.disconnect();
  return { ms, bytes };
}

async function usedBytes(redis: Redis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1] ?? Number.NaN);
}
