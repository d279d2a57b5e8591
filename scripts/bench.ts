import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import { loadConfig } from "../src/config.ts";
import { openStores } from "../src/embedded/stores.ts";
import { understand } from "../src/language/understand.ts";
import { durableTransitions, pureTransitions, reconciling } from "./bench/cases.ts";
import { openCountingProxy } from "./bench/counting-proxy.ts";
import { openFloor } from "./bench/floor.ts";
import { measureInbox, type InboxFigures } from "./bench/inbox.ts";
import { measureTurns, quantile, type Measure } from "./bench/measure.ts";
import { khuta, openStage, type Stage } from "./bench/stage.ts";

/*
 * `npm run bench`: the durable pipeline beside its floor, in one run on one machine, so that the ratios hold although
 * the absolute figures do not. `--quick` measures less; `npm run bench -- inbox` measures that part alone. Writes
 * bench.json into the data folder.
 */
const isQuick = process.argv.includes("--quick");
const CONVERSATIONS = isQuick ? 200 : 1_000;
const GROWN_TO = isQuick ? 10_000 : 100_000;
const CONCURRENCY = 64;
const DIALOGUE = ["السلام عليكم", "1", "2", "1", "القائمة", "4", "1"]; // greeting, menu, status, own cases, menu, questions, one of them

const parts = { pipeline: benchPipeline, inbox: benchInbox };
const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const unknown = asked.find((part) => !Object.hasOwn(parts, part));
if (unknown)
  throw new Error(`no such part: ${unknown}; there are ${Object.keys(parts).join(", ")}`);

const dataDir = mkdtempSync(path.join(os.tmpdir(), "wasl-bench-"));
const config = { ...loadConfig({ ...process.env, WASL_DATA_DIR: dataDir }), dataDir };
const stores = await openStores(config);
const rows: { what: string; value: string; beside: string }[] = [];
const figures: Record<string, number> = {};

const uri = (name: string) => stores.mongoUri.replace(/^(mongodb:\/\/[^/]+)\/?[^?]*/, `$1/${name}`);

try {
  for (const part of asked.length > 0 ? asked : Object.keys(parts))
    await parts[part as keyof typeof parts]();
} finally {
  await stores.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
console.table(Object.fromEntries(rows.map(({ what, value, beside }) => [what, { value, beside }])));
mkdirSync(".wasl", { recursive: true });
writeFileSync(
  ".wasl/bench.json",
  `${JSON.stringify({ at: new Date().toISOString(), node: process.version, cpus: os.cpus().length, figures }, null, 2)}\n`,
);
console.log("written to .wasl/bench.json");

async function benchPipeline(): Promise<void> {
  const stage = await openStage(uri("bench"), stores.redisUrl);
  const floor = await openFloor(uri("bench_floor"), stage);
  await warmUp(stage, floor.turn);

  progress("the pipeline and its floor, taken in turns");
  const pipeline = await measureTurns({
    phones: phones(1, CONVERSATIONS),
    texts: DIALOGUE,
    concurrency: CONCURRENCY,
    turn: stage.turn,
  });
  await stage.quiet();
  const least = await measureTurns({
    phones: phones(1, CONVERSATIONS),
    texts: DIALOGUE,
    concurrency: CONCURRENCY,
    turn: floor.turn,
  });
  const again = await measureTurns({
    phones: phones(2, CONVERSATIONS),
    texts: DIALOGUE,
    concurrency: CONCURRENCY,
    turn: stage.turn,
  });
  await stage.quiet();
  add(
    "turns/s, durable pipeline",
    better(pipeline, again).turnsPerSecond,
    `floor ${fixed(least.turnsPerSecond)}`,
  );
  add(
    "  as part of the floor (aim: at least 0.5)",
    better(pipeline, again).turnsPerSecond / least.turnsPerSecond,
    "",
  );
  add(
    "p50 / p99 ms",
    better(pipeline, again).p50,
    `${fixed(better(pipeline, again).p99)} p99; floor ${fixed(least.p50)} / ${fixed(least.p99)}`,
  );
  add(
    "CPU microseconds a turn",
    better(pipeline, again).cpuMicrosecondsPerTurn,
    `floor ${fixed(least.cpuMicrosecondsPerTurn)}`,
  );
  const untold = await openStage(uri("bench_untold"));
  const silent = await measureTurns({
    phones: phones(1, CONVERSATIONS),
    texts: DIALOGUE,
    concurrency: CONCURRENCY,
    turn: untold.turn,
  });
  await untold.quiet();
  await untold.close();
  add(
    "turns/s as part of those that staff are not told of",
    better(pipeline, again).turnsPerSecond / silent.turnsPerSecond,
    `CPU ${fixed(silent.cpuMicrosecondsPerTurn)} us without`,
  );
  const counted = await countRequests(uri("bench_count"));
  add(
    "store requests a turn, one person writing",
    counted.alone,
    "the accepting insert, the seven of a turn, three that tell staff",
  );
  add(
    "store requests a turn, many writing",
    counted.together,
    "each is shared by all who are under way",
  );

  progress("one person alone");
  const alone = await measureTurns({
    phones: phones(3, 40),
    texts: DIALOGUE,
    concurrency: 1,
    turn: stage.turn,
  });
  const aloneFloor = await measureTurns({
    phones: phones(3, 40),
    texts: DIALOGUE,
    concurrency: 1,
    turn: floor.turn,
  });
  add("p50 ms, one at a time", alone.p50, `floor ${fixed(aloneFloor.p50)}`);

  progress("others beside one who floods");
  const quietP99 = await othersP99(stage, 4, false);
  const floodP99 = await othersP99(stage, 5, true);
  add(
    "others' p99 beside a flooder (aim: at most 2)",
    floodP99 / quietP99,
    `${fixed(quietP99)} -> ${fixed(floodP99)} ms`,
  );

  progress(`growth to ${GROWN_TO} stored conversations`);
  const small = better(pipeline, again);
  await grow(stage, GROWN_TO);
  const grown = await measureTurns({
    phones: phones(7, CONVERSATIONS),
    texts: DIALOGUE,
    concurrency: CONCURRENCY,
    turn: stage.turn,
  });
  const grownAgain = await measureTurns({
    phones: phones(8, CONVERSATIONS),
    texts: DIALOGUE,
    concurrency: CONCURRENCY,
    turn: stage.turn,
  });
  add(
    `CPU a turn, ${GROWN_TO} stored beside ${CONVERSATIONS} (aim: at most 1.2)`,
    Math.min(grown.cpuMicrosecondsPerTurn, grownAgain.cpuMicrosecondsPerTurn) /
      small.cpuMicrosecondsPerTurn,
    "",
  );

  progress("the life of a case");
  const rules = pureTransitions(stage, isQuick ? 5_000 : 50_000);
  const door = await durableTransitions(stage, uri("bench"), {
    cases: isQuick ? 64 : 500,
    rounds: 8,
    concurrency: CONCURRENCY,
  });
  add("transitions/s of a case, through its door", door.perSecond, `rules alone ${fixed(rules)}`);
  add(
    "  as part of one read and one conditional write",
    door.perSecond / door.floor,
    `floor ${fixed(door.floor)}; the door applies and settles effects as well`,
  );

  const OPEN = isQuick ? 100_000 : 1_000_000;
  progress(`the reconciler among ${OPEN} open follow-ups`);
  const round = await reconciling(stage, uri("bench"), stores.redisUrl, {
    open: OPEN,
    due: 10_000,
  });
  add(
    `a round of the reconciler, 10,000 due among ${OPEN} beside 10,000 alone (aim: at most 1.5)`,
    round.amongMs / round.aloneMs,
    `${fixed(round.aloneMs)} -> ${fixed(round.amongMs)} ms`,
  );
  add(
    "  memory in Redis after it (aim: 1, that of the horizon)",
    round.amongBytes / round.aloneBytes,
    `${fixed(round.amongBytes / 1_000_000)} MB`,
  );

  progress("understanding");
  const long = "ابي اعرف وين وصل طلبي رقم ٤٨٠٠١٧٣٠ والله تعبت وانا انتظر "
    .repeat(100)
    .slice(0, 4_000);
  const reading = Array.from({ length: 200 }, () =>
    timed(() => understand(long, { type: "none" }, { now: new Date(), language: "ar" })),
  );
  const short = Array.from({ length: 2_000 }, () =>
    timed(() =>
      understand(
        "أربعة آلاف وخمسمية تقريبا",
        { type: "money", min: 0, max: 200_000 },
        { now: new Date(), language: "ar" },
      ),
    ),
  );
  add(
    "p99 ms, a message of 4,000 characters (aim: about 5)",
    quantile(reading, 0.99),
    `an amount in words ${fixed(quantile(short, 0.99))}`,
  );

  progress("plain Redis, for information");
  add("GET + SET a second, nothing durable", await redisFloor(stores.redisUrl), "");

  await floor.close();
  await stage.close();
}

/** An officer among many open conversations, beside one whose inbox is empty. */
async function benchInbox(): Promise<void> {
  const conversations = isQuick ? 2_000 : 10_000;
  progress(`${conversations} open conversations at the desk, 50 streams`);
  const { empty, full } = await measureInbox({
    mongoUri: uri,
    redisUrl: stores.redisUrl,
    folder: dataDir,
    conversations,
    rounds: isQuick ? 10 : 30,
  });
  const told: [keyof InboxFigures, string][] = [
    ["list", "requests until the first list"],
    ["listOnScreen", "first list on the screen"],
    ["event", "a message on all 50 streams"],
    ["eventOnScreen", "a message on the screen"],
  ];
  for (const [name, what] of told)
    add(
      `${what}, ${conversations} open beside none (aim: at most 1.5)`,
      full[name] / empty[name],
      `${fixed(empty[name])} -> ${fixed(full[name])} ms`,
    );
}

function add(what: string, value: number, beside: string): void {
  figures[what.trim()] = value;
  rows.push({ what, value: fixed(value), beside });
}

function fixed(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}

function better(a: Measure, b: Measure): Measure {
  return a.turnsPerSecond >= b.turnsPerSecond ? a : b;
}

/** Requests a turn, counted on the wire: one person after another, and many at once. */
async function countRequests(uri: string): Promise<{ alone: number; together: number }> {
  const proxy = await openCountingProxy(uri);
  const counted = await openStage(proxy.uri, stores.redisUrl);
  const perTurn = async (round: number, count: number, concurrency: number) => {
    const from = proxy.requests();
    await measureTurns({
      phones: phones(round, count),
      texts: DIALOGUE,
      concurrency,
      turn: counted.turn,
    });
    await counted.quiet();
    return (proxy.requests() - from) / (count * DIALOGUE.length);
  };
  await perTurn(0, 5, 1);
  const result = { alone: await perTurn(1, 10, 1), together: await perTurn(2, 300, CONCURRENCY) };
  await counted.close();
  proxy.close();
  return result;
}

/** Numbers of a round never meet those of another. */
function phones(round: number, count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `+9665${round}${String(index).padStart(7, "0")}`,
  );
}

async function warmUp(
  stage: Stage,
  floorTurn: (phone: string, text: string) => Promise<number>,
): Promise<void> {
  progress("warming up");
  for (const turn of [stage.turn, floorTurn])
    await measureTurns({ phones: phones(0, 100), texts: DIALOGUE, concurrency: CONCURRENCY, turn });
  await stage.quiet();
}

/** p99 of people who write one message after another, with or without somebody who writes hundreds at once. */
async function othersP99(stage: Stage, round: number, isFlooded: boolean): Promise<number> {
  const flooder = `+96659${round}000000`;
  if (isFlooded)
    await Promise.all(Array.from({ length: 500 }, () => stage.write(flooder, "القائمة")));
  const { p99 } = await measureTurns({
    phones: phones(round, isQuick ? 60 : 200),
    texts: DIALOGUE,
    concurrency: 16,
    turn: stage.turn,
  });
  await stage.quiet();
  return p99;
}

/** Stored conversations at rest, written through the same repository. */
async function grow(stage: Stage, count: number): Promise<void> {
  const { store } = stage.world;
  const owner = await store.conversations.resolve(khuta, "khuta-sms|+966510000000", "unused");
  const loaded = await store.conversations.load(khuta, owner);
  if (!loaded) throw new Error("nothing to copy");
  const { lease, ...model } = loaded;
  if (lease) throw new Error("the conversation to copy is at work");
  for (let from = 0; from < count; from += 2_000) {
    const size = Math.min(2_000, count - from);
    await Promise.all(
      Array.from({ length: size }, (_, index) =>
        store.conversations.commit({
          ...model,
          id: `grown${from + index}`,
          version: 1,
          addresses: [`khuta-sms|+96656${String(from + index).padStart(7, "0")}`],
          effects: [],
          taken: [],
        }),
      ),
    );
    if (from % 20_000 === 0) progress(`  ${from} stored`);
  }
}

function timed(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

async function redisFloor(url: string): Promise<number> {
  const redis = new Redis(url);
  const begun = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async (_, lane) => {
      for (let count = 0; count < (isQuick ? 50 : 300); count++) {
        await redis.get(`bench:${lane}`);
        await redis.set(`bench:${lane}`, "x".repeat(500));
        done += 1;
      }
    }),
  );
  const perSecond = done / ((performance.now() - begun) / 1000);
  redis.disconnect();
  return perSecond;
}

function progress(what: string): void {
  console.log(`... ${what}`);
}
