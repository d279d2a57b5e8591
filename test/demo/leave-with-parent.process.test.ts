import { fork, spawn, type ChildProcess } from "node:child_process";
import { expect, test } from "vitest";

const guard = new URL("../../scripts/demo/leave-with-parent.ts", import.meta.url).href;
const stuck = new URL("stuck-child.ts", import.meta.url).pathname;
const execArgv = ["--import", "tsx", "--import", guard];

test("a child that cannot stop by itself goes some seconds after its parent", async () => {
  const child = fork(stuck, { execArgv });
  await new Promise((resolve) => child.once("message", resolve));
  const lostAt = Date.now();
  child.disconnect(); // what it sees when the parent is killed
  expect(await exitCode(child)).toBe(1);
  expect(Date.now() - lostAt).toBeGreaterThan(5_000); // time enough for a clean stop
});

test("a child whose parent is gone already does not begin", async () => {
  const child = spawn(process.execPath, [...execArgv, stuck], { stdio: "ignore" });
  expect(await exitCode(child)).toBe(1);
});

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", resolve));
}
