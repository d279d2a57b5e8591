import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { Redis } from "ioredis";
import mongoose from "mongoose";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openStores } from "../../src/embedded/stores.ts";
import type { Stores } from "../../src/embedded/stores.ts";

let dataDir: string;
const undo: (() => Promise<unknown> | void)[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "wasl-embedded-"));
});
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
  rmSync(dataDir, { recursive: true, force: true });
});

test("with both addresses given nothing is started", async () => {
  const given = { mongoUri: "mongodb://127.0.0.1:1/x", redisUrl: "redis://127.0.0.1:1" };
  const stores = await openStores({ ...given, dataDir });
  expect(stores).toMatchObject({ ...given, pids: {} });
  await stores.stop();
  expect(existsSync(path.join(dataDir, "mongo"))).toBe(false);
});

test("MongoDB killed with -9 under writers comes back on its address with every acknowledged write", async () => {
  const stores = await open();
  const notes = await collection(stores);
  const acknowledged: string[] = [];
  const killing = new AbortController();
  const writer = async (name: number) => {
    for (let n = 0; !killing.signal.aborted; n++) {
      const _id = `${name}-${n}`;
      await notes.insertOne({ _id: _id as never }).then(
        () => acknowledged.push(_id),
        () => {}, // cut off by the kill: written or not, nobody was told
      );
    }
  };
  const writers = Array.from({ length: 8 }, (_, name) => writer(name));
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(200), wait);
  const killed = stores.pids.mongo ?? 0;
  process.kill(killed, "SIGKILL");
  killing.abort();

  await vi.waitFor(() => expect(stores.pids.mongo).not.toBe(killed), wait);
  await Promise.all(writers);
  const found = await notes.countDocuments({ _id: { $in: acknowledged as never[] } });
  expect(found).toBe(acknowledged.length);
});

test("Redis killed with -9 comes back on its address with its data", async () => {
  const stores = await open();
  const redis = connect(stores);
  await redis.set("kept", "yes");
  await vi.waitFor(async () =>
    expect(await redis.info("persistence")).toMatch(/aof_pending_bio_fsync:0/),
  );
  const killed = stores.pids.redis ?? 0;
  process.kill(killed, "SIGKILL");

  await vi.waitFor(() => expect(stores.pids.redis).not.toBe(killed), wait);
  await vi.waitFor(async () => expect(await redis.get("kept")).toBe("yes"), wait);
  expect(await redis.config("GET", "maxmemory-policy")).toContain("noeviction");
  expect(await redis.config("GET", "appendfsync")).toContain("everysec");
});

test("a parent killed with -9 takes its stores along, and the next start finds their data", async () => {
  const { parent, stores } = await startParent();
  const notes = await collection(stores);
  await notes.insertOne({ n: 1 });
  const redis = connect(stores);
  await redis.set("kept", "yes");
  parent.kill("SIGKILL");

  // At once, while the orphans still shut down: the start waits for them.
  const again = await open();
  expect(await (await collection(again)).countDocuments()).toBe(1);
  expect(await connect(again).get("kept")).toBe("yes");
  expect(isThere(stores.pids.mongo)).toBe(false);
  expect(isThere(stores.pids.redis)).toBe(false);
});

test("a parent killed with -9 leaves no process, even when nobody starts again", async () => {
  const { parent, stores } = await startParent();
  expect(isThere(stores.pids.mongo) && isThere(stores.pids.redis)).toBe(true);
  parent.kill("SIGKILL");
  await vi.waitFor(() => {
    expect(isThere(stores.pids.mongo)).toBe(false);
    expect(isThere(stores.pids.redis)).toBe(false);
  }, wait);
});

test("a clean stop leaves no process and no lock", async () => {
  const stores = await openStores({ dataDir });
  const pids = { ...stores.pids };
  await stores.stop();
  expect(isThere(pids.mongo)).toBe(false);
  expect(isThere(pids.redis)).toBe(false);
  expect(existsSync(path.join(dataDir, "mongo", "wasl.lock"))).toBe(false);
  expect(existsSync(path.join(dataDir, "redis", "wasl.lock"))).toBe(false);
});

test("a folder in use is refused with the process that holds it, and its stores go on", async () => {
  const { parent, stores } = await startParent();
  await expect(openStores({ dataDir })).rejects.toThrow(
    `is in use by process ${parent.pid}; stop it, or set WASL_DATA_DIR`,
  );
  await (await collection(stores)).insertOne({ n: 1 });
});

test("a start that fails half way stops what it had started", async () => {
  await expect(openStores({ dataDir, redisServerPath: "/bin/false" })).rejects.toThrow(
    /Redis: it ended/,
  );
  expect(existsSync(path.join(dataDir, "mongo", "wasl.lock"))).toBe(false);
  const stores = await open();
  expect(stores.pids.mongo).toBeGreaterThan(0);
});

test("an expired document is swept, as mongod would", async () => {
  const { startEmbeddedMongo } = await import("../../src/embedded/mongo.ts");
  const mongo = await startEmbeddedMongo({ dataDir, ttlSweepMs: 200 });
  undo.push(() => mongo.stop());
  const tokens = await collection({ mongoUri: mongo.uri });
  await tokens.createIndex(
    { at: 1 },
    { expireAfterSeconds: 60, partialFilterExpression: { state: "open" } },
  );
  const old = new Date(Date.now() - 61_000);
  await tokens.insertMany([
    { _id: "expired" as never, at: old, state: "open" },
    { _id: "not covered" as never, at: old, state: "kept" },
    { _id: "young" as never, at: new Date(), state: "open" },
  ]);
  await vi.waitFor(async () => {
    const left = await tokens.find().sort({ _id: 1 }).toArray();
    expect(left.map(({ _id }) => String(_id))).toEqual(["not covered", "young"]);
  }, wait);
});

const wait = { timeout: 20_000, interval: 50 };

async function open(): Promise<Stores> {
  const stores = await openStores({ dataDir });
  undo.push(() => stores.stop());
  return stores;
}

async function collection({ mongoUri }: Pick<Stores, "mongoUri">) {
  const connection = await mongoose.createConnection(mongoUri, { dbName: "test" }).asPromise();
  undo.push(() => connection.close());
  return connection.collection("notes");
}

function connect({ redisUrl }: Pick<Stores, "redisUrl">): Redis {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  redis.on("error", () => {}); // it is killed on purpose
  undo.push(() => redis.disconnect());
  return redis;
}

async function startParent(): Promise<{ parent: ChildProcess; stores: Stores }> {
  const script = path.join(import.meta.dirname, "store-parent.ts");
  const parent = spawn(process.execPath, ["--import", "tsx", script, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  undo.push(async () => {
    parent.kill("SIGTERM");
    if (parent.exitCode === null && parent.signalCode === null) {
      await new Promise((resolve) => parent.once("exit", resolve));
    }
  });
  for await (const line of createInterface({ input: parent.stdout })) {
    return { parent, stores: JSON.parse(line) as Stores };
  }
  throw new Error("the parent ended before its stores were ready");
}

function isThere(pid: number | undefined): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0] !== "Z";
  } catch {
    return false;
  }
}
