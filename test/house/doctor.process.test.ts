import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { failpoints } from "../../src/conversation/failpoint.ts";
import { ownStores } from "../support/stores.ts";

const { mongoUri, redisUrl } = ownStores();
const doctor = (args: string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, ["--import", "tsx", "scripts/doctor.ts", ...args], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
  });

test("looks at real stores and says one line each", () => {
  const { stdout } = doctor([], { MONGO_URI: mongoUri, REDIS_URL: redisUrl });
  expect(stdout).toMatch(/^(ok|note) +MongoDB: (standalone|replica set|sharded)/m);
  expect(stdout).toMatch(/^ok +Redis: version \d+\.\S+, noeviction, append-only file$/m);
  expect(stdout).toMatch(/\d+ well, \d+ to know, \d+ to mend\n$/);
});

test("an incomplete production environment is a failure that names what is missing", () => {
  const { stdout, status } = doctor(["--production"]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/^fault Configuration: PUBLIC_URL is missing; MONGO_URI is missing;/m);
});

test("lists the fail points", () => {
  const { stdout } = doctor(["--failpoints"]);
  const names = stdout
    .trim()
    .split("\n")
    .map((line) => line.split(" ")[0]);
  expect(names).toEqual(Object.keys(failpoints));
});
