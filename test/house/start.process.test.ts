import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";

/* A start that cannot be whole says everything that it lacks, in words, and begins nothing. */

function startWith(env: Record<string, string>): { status: number | null; told: string } {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "wasl-start-"));
  const { PATH = "" } = process.env;
  const result = spawnSync(process.execPath, ["--import", "tsx", "src/main.ts"], {
    cwd: path.resolve(import.meta.dirname, "../.."),
    env: { PATH, WASL_DATA_DIR: dataDir, LOG_LEVEL: "error", ...env },
    encoding: "utf8",
    timeout: 30_000,
  });
  return { status: result.status, told: result.stderr };
}

test("production without addresses and secrets names each of them", () => {
  const { status, told } = startWith({ NODE_ENV: "production" });
  expect(status).toBe(1);
  for (const name of ["PUBLIC_URL", "MONGO_URI", "REDIS_URL", "WASL_MASTER_KEY"])
    expect(told).toContain(`${name} is missing`);
});

test("a channel without its secrets names each variable and each channel", () => {
  const { status, told } = startWith({});
  expect(status).toBe(1);
  expect(told).toContain("KHUTA_SMS_AUTH_TOKEN is missing (khuta-sms)");
  expect(told).toContain("AMAL_SMS_FROM is missing (amal-sms)");
});

test("a failpoint and the demo's open doors are refused in production", () => {
  const { status, told } = startWith({
    NODE_ENV: "production",
    FAILPOINT: "send.done",
    WASL_DEMO: "1",
  });
  expect(status).toBe(1);
  expect(told).toMatch(/FAILPOINT is refused in production/);
  expect(told).toMatch(/WASL_DEMO is refused in production/);
});
