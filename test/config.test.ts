import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { configFaults, loadConfig } from "../src/config.ts";

const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 37 + 11) % 256)).toString(
  "base64",
);
const PRODUCTION = {
  NODE_ENV: "production",
  MONGO_URI: "mongodb://app:tQ7zL0pXb4Yk@mongo:27017/app?replicaSet=rs0",
  REDIS_URL: "redis://:vR2mN8sDc6Hj@redis:6379",
  PUBLIC_URL: "https://help.example.sa/",
  WASL_MASTER_KEY: KEY,
};

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "wasl-config-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe("outside production", () => {
  test("an empty environment is enough", () => {
    const config = loadConfig({ WASL_DATA_DIR: dataDir });
    expect(config).toMatchObject({
      production: false,
      role: "all",
      port: 3000,
      host: "127.0.0.1",
      publicUrl: "http://localhost:3000",
      logLevel: "info",
      dataDir,
    });
    expect(path.basename(config.flowsDir)).toBe("flows");
    expect(config).not.toHaveProperty("mongoUri");
  });

  test("an empty value counts as absent, as docker compose hands it on", () => {
    const config = loadConfig({ WASL_DATA_DIR: dataDir, PORT: "", MONGO_URI: " " });
    expect(config.port).toBe(3000);
    expect(config).not.toHaveProperty("mongoUri");
  });

  test("a master key is made once and kept for its owner only", () => {
    const first = loadConfig({ WASL_DATA_DIR: dataDir }).masterKey;
    const second = loadConfig({ WASL_DATA_DIR: dataDir }).masterKey;
    expect(first.length).toBe(32);
    expect(second.equals(first)).toBe(true);
    expect(statSync(path.join(dataDir, "master.key")).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(["master.key"]);
  });

  test("a damaged key file stops the start instead of being replaced", () => {
    writeFileSync(path.join(dataDir, "master.key"), "half");
    expect(() => loadConfig({ WASL_DATA_DIR: dataDir })).toThrow(/does not hold a key/);
  });

  test("all faults are told at once, without the values", () => {
    const env = {
      PORT: "http",
      PUBLIC_URL: "help.example.sa",
      WASL_ROLE: "boss",
      FAILPOINT: "A B",
    };
    expect(configFaults(env).map(({ variable }) => variable)).toEqual([
      "PORT",
      "PUBLIC_URL",
      "WASL_ROLE",
      "FAILPOINT",
    ]);
    expect(() => loadConfig(env)).toThrow(/PORT must be.*WASL_ROLE must be all, web/s);
    expect(() => loadConfig(env)).not.toThrow(/help\.example/);
  });

  test("a master key that was given must be long enough here too", () => {
    expect(configFaults({ WASL_MASTER_KEY: "c2hvcnQ=" })).toMatchObject([
      { variable: "WASL_MASTER_KEY" },
    ]);
  });
});

describe("in production", () => {
  test("a complete environment is accepted", () => {
    const config = loadConfig(PRODUCTION);
    expect(config.publicUrl).toBe("https://help.example.sa");
    expect(config.masterKey).toHaveLength(32);
    expect(config.mongoUri).toBe(PRODUCTION.MONGO_URI);
  });

  test("each missing variable is named", () => {
    expect(configFaults({ NODE_ENV: "production" })).toEqual([
      { variable: "PUBLIC_URL", reason: "is missing" },
      { variable: "MONGO_URI", reason: "is missing" },
      { variable: "REDIS_URL", reason: "is missing" },
      { variable: "WASL_MASTER_KEY", reason: "is missing" },
    ]);
  });

  test.each([
    ["WASL_MASTER_KEY", "changeme", /at least 32/],
    ["WASL_MASTER_KEY", Buffer.alloc(32, 1).toString("base64"), /pattern/],
    ["WASL_MASTER_KEY", "ab".repeat(32), /pattern/],
    ["WASL_MASTER_KEY", "not base64 at all, but longer than thirty-two characters", /at least 32/],
    ["MONGO_URI", "mongodb://app:password1234@mongo/app", /no sample/],
    ["MONGO_URI", "mongodb://app:short@mongo/app", /12 characters/],
    ["MONGO_URI", "mongodb://a.example:27017,b.example:27017/app", /needs a password/],
    ["MONGO_URI", "postgres://mongo", /must begin with mongodb/],
    ["REDIS_URL", "redis://redis:6379", /needs a password/],
    ["REDIS_URL", "redis://:changeme-changeme@redis", /no sample/],
    ["PUBLIC_URL", "http://help.example.sa", /https/],
    ["TWILIO_API_URL", "http://stand-in.example", /https/],
    ["FAILPOINT", "turn-saved", /refused in production/],
    ["WASL_DEMO", "1", /refused in production/],
  ])("%s=%s is refused and not repeated", (variable, value, reason) => {
    const faults = configFaults({ ...PRODUCTION, [variable]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ variable, reason: expect.stringMatching(reason) });
    expect(faults[0]?.reason).not.toContain(value);
  });

  test.each([
    ["MONGO_URI", "mongodb://127.0.0.1:27017/app"],
    ["MONGO_URI", "mongodb://%2Fvar%2Frun%2Fmongo.sock/app"],
    ["MONGO_URI", "mongodb+srv://cluster.example/app?authMechanism=MONGODB-X509"],
    ["REDIS_URL", "redis://localhost:6379"],
    ["PUBLIC_URL", "http://127.0.0.1:3000"],
    ["WASL_MASTER_KEY", Buffer.from(KEY, "base64").toString("hex")],
  ])("%s=%s is good enough", (variable, value) => {
    expect(configFaults({ ...PRODUCTION, [variable]: value })).toEqual([]);
  });
});
