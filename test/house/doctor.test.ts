import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dataFolder, glibc, node } from "../../scripts/doctor/machine.ts";
import {
  channelSecrets,
  configuration,
  port,
  publicAddress,
} from "../../scripts/doctor/settings.ts";
import { mongoFinding, mongodb, redis, redisFinding } from "../../scripts/doctor/stores.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "wasl-doctor-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("this machine is well", () => {
  expect(node()).toEqual({ state: "ok", text: process.versions.node });
  expect(glibc({}).state).toBe("ok");
});

test.each([
  [{ setName: "rs0", hosts: ["a", "b", "c"] }, 0, "ok", /replica set of 3/],
  [{ msg: "isdbgrid" }, 0, "ok", /sharded/],
  [{ setName: "rs0", hosts: ["a"] }, 0, "note", /replica set of one/],
  [{}, 0, "note", /standalone/],
  [{ setName: "rs0", hosts: ["a", "b"] }, 9_000, "fault", /9 s away/],
])("MongoDB that says %j and is %i ms off: %s", (hello, offMs, state, text) => {
  expect(mongoFinding(hello, offMs)).toMatchObject({ state, text: expect.stringMatching(text) });
});

test.each([
  ["7.0.15", ["maxmemory-policy", "noeviction", "appendonly", "yes"], "ok"],
  ["8.2.0", undefined, "note"],
  ["7.0.15", ["appendonly", "no", "maxmemory-policy", "noeviction"], "note"],
  ["7.0.15", ["maxmemory-policy", "allkeys-lru", "appendonly", "yes"], "fault"],
  ["6.2.1", ["maxmemory-policy", "noeviction", "appendonly", "yes"], "fault"],
])("Redis %s with %j: %s", (version, settings, state) => {
  expect(redisFinding(version, settings)).toMatchObject({ state });
});

test("a store that does not answer is told without its password", async () => {
  const answers = [
    await mongodb({ MONGO_URI: "mongodb://u:s3cr3t@127.0.0.1:no-port/" }),
    await redis({ REDIS_URL: "redis://:s3cr3t@127.0.0.1:1" }),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ state: "fault" });
  expect(JSON.stringify(answers)).not.toContain("s3cr3t");
});

test("production without stores is a fault, a demo without them is well", async () => {
  expect(await mongodb({ NODE_ENV: "production" })).toMatchObject({ state: "fault" });
  expect(await mongodb({})).toMatchObject({ state: "ok" });
});

test("every fault of the configuration is named in one line", () => {
  expect(configuration({ PORT: "x", WASL_ROLE: "y" }).text).toMatch(/^PORT must.*; WASL_ROLE must/);
  expect(configuration({})).toMatchObject({ state: "ok" });
});

test("secrets that the profiles name and nobody set are listed", () => {
  const associations = path.join(folder, "associations");
  mkdirSync(associations);
  writeFileSync(
    path.join(associations, "a.yaml"),
    "sid: env:A_SID\ntoken: env:A_TOKEN\nagain: env:A_SID\n",
  );
  const env = { WASL_FLOWS_DIR: folder, A_SID: "x" };
  expect(channelSecrets(env)).toMatchObject({ state: "note", text: "not set: A_TOKEN" });
  expect(channelSecrets({ ...env, NODE_ENV: "production" })).toMatchObject({ state: "fault" });
  expect(channelSecrets({ ...env, A_TOKEN: "y" })).toMatchObject({ state: "ok" });
  expect(channelSecrets({ WASL_FLOWS_DIR: "/nowhere" })).toMatchObject({ state: "fault" });
});

test("a master key that others can read is a fault", () => {
  const key = path.join(folder, "master.key");
  writeFileSync(key, "x", { mode: 0o600 });
  expect(dataFolder({ WASL_DATA_DIR: folder }).state).toBe("ok");
  chmodSync(key, 0o644);
  expect(dataFolder({ WASL_DATA_DIR: folder })).toMatchObject({
    state: "fault",
    fix: { en: `chmod 600 ${key}` },
  });
});

test("a port in use is told", async () => {
  const { taken, close } = await listen();
  expect(await port({ PORT: taken })).toMatchObject({ state: "note" });
  await close();
  expect(await port({ PORT: taken })).toMatchObject({ state: "ok" });
});

test("a public address that nobody answers at is told", async () => {
  expect(await publicAddress({})).toMatchObject({ state: "ok" });
  const { taken, close } = await listen();
  await close();
  expect(await publicAddress({ PUBLIC_URL: `http://127.0.0.1:${taken}` })).toMatchObject({
    state: "note",
    text: expect.stringContaining("ECONNREFUSED"),
  });
});

async function listen(): Promise<{ taken: string; close: () => Promise<unknown> }> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    taken: String((server.address() as net.AddressInfo).port),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
