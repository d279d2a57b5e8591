import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFolder } from "../../src/embedded/folder-lock.ts";
import { identityOf, isAlive } from "../../src/embedded/process-identity.ts";

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "wasl-lock-"));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

test("a folder has one holder at a time, and is free after", async () => {
  const lock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${process.pid}`);
  lock.release();
  (await lockFolder(folder)).release();
  expect(readdirSync(folder)).toEqual([]);
});

test("a process id that now belongs to another process does not hold the folder", async () => {
  leaveLock({ owner: { pid: process.pid, startedAt: "1" } });
  const lock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow("in use");
  lock.release();
});

test("a server that outlived its owner and does not end by itself is ended", async () => {
  const orphan = identityOf(sleeper());
  leaveLock({ owner: { pid: process.pid, startedAt: "1" }, server: orphan });
  const lock = await lockFolder(folder, 100);
  expect(isAlive(orphan)).toBe(false);
  lock.release();
});

test("a stranger that got the server's process id is left alone", async () => {
  const pid = sleeper();
  leaveLock({
    owner: { pid: process.pid, startedAt: "1" },
    server: { pid, startedAt: "1" },
  });
  (await lockFolder(folder, 100)).release();
  expect(isAlive({ pid })).toBe(true);
});

test("of many starts at once on a stale lock one gets the folder", async () => {
  leaveLock({ owner: { pid: process.pid, startedAt: "1" } });
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder)));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a damaged lock is told, not guessed at", async () => {
  writeFileSync(path.join(folder, "wasl.lock"), "{");
  await expect(lockFolder(folder)).rejects.toThrow(/is damaged; remove it when/);
});

function leaveLock(content: object): void {
  writeFileSync(path.join(folder, "wasl.lock"), JSON.stringify(content));
}

function sleeper(): number {
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  children.push(child);
  return child.pid ?? 0;
}
