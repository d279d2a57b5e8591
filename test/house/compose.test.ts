import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

interface Service {
  image: string;
  environment: Record<string, string>;
  [key: string]: unknown;
}
const text = readFileSync("docker-compose.yml", "utf8");
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };

const REQUIRED = [
  "PUBLIC_URL",
  "WASL_MASTER_KEY",
  "MONGO_ROOT_PASSWORD",
  "MONGO_PASSWORD",
  "MONGO_REPLICA_KEY",
  "REDIS_PASSWORD",
];

test.each(["web", "worker"])("%s is a role of the one image, locked down", (role) => {
  const service = services[role];
  expect(service).toMatchObject({
    image: services["web"]?.image,
    environment: { WASL_ROLE: role, NODE_ENV: "production" },
    user: "node",
    read_only: true,
    init: true,
    shm_size: "512m",
    cap_drop: ["ALL"],
  });
});

test("every service that stays has a health check, and none runs as root", () => {
  const staying = Object.entries(services).filter(([name]) => name !== "mongo-init");
  expect(staying.map(([name]) => name)).toEqual(["web", "worker", "mongo", "redis"]);
  for (const [, service] of staying) {
    expect(service).toMatchObject({ healthcheck: { test: expect.any(Array) } });
    expect(service["user"]).toMatch(/^(node|999:999)$/);
  }
});

test("MongoDB is a replica set with accounts, Redis keeps and never evicts", () => {
  expect(String(services["mongo"]?.["entrypoint"])).toMatch(/--replSet rs0 --keyFile/);
  expect(services["mongo"]?.environment).toHaveProperty("MONGO_INITDB_ROOT_PASSWORD");
  expect(String(services["redis"]?.["entrypoint"])).toMatch(
    /--appendonly yes --appendfsync everysec --maxmemory-policy noeviction --requirepass/,
  );
});

test("no secret has a default: each must be given", () => {
  const used = [...text.matchAll(/(?<!\$)\$\{(\w+)(:?[-?])?/g)];
  const withoutDefault = used.filter(([, , sign]) => sign === ":?").map(([, name]) => name);
  expect(new Set(withoutDefault)).toEqual(new Set(REQUIRED));
  const withDefault = used.filter(([, , sign]) => sign !== ":?").map(([, name]) => name);
  expect(new Set(withDefault)).toEqual(new Set(["WASL_VERSION", "LOG_LEVEL", "PORT"]));
  expect(text).not.toMatch(/(PASSWORD|KEY|SECRET|TOKEN)\w*: *["']?[A-Za-z0-9]/);
});

test("the session of a linked number outlives the worker, which holds it", () => {
  expect(services["worker"]?.["volumes"]).toEqual(["whatsapp:/data"]);
  expect(text).not.toMatch(/replicas|scale/);
});

test("only what serves HTTP is reached from outside, and from this host alone", () => {
  const published = Object.entries(services).filter(([, service]) => "ports" in service);
  expect(published.map(([name]) => name)).toEqual(["web"]);
  for (const [, { ports }] of published) expect(ports).toEqual(["127.0.0.1:${PORT:-3000}:3000"]);
});

describe("docker compose itself", () => {
  const hasCompose = spawnSync("docker", ["compose", "version"]).status === 0;
  const config = (environment: Record<string, string>) =>
    spawnSync("docker", ["compose", "config", "--quiet"], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], ...environment },
    });

  test("accepts the file, and refuses it when a secret is missing", ({ skip }) => {
    skip(!hasCompose, "the docker compose client is not installed here");
    const complete = Object.fromEntries(REQUIRED.map((name) => [name, "x".repeat(24)]));
    expect(config(complete)).toMatchObject({ status: 0 });
    for (const name of REQUIRED) {
      const { [name]: _, ...incomplete } = complete;
      expect(config(incomplete)).toMatchObject({ stderr: expect.stringContaining(name) });
    }
  });
});
