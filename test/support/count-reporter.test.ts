import { expect, test } from "vitest";
import type { TestModule } from "vitest/node";
import { linesOf, tallyOf } from "./count-reporter.ts";

const testOf = (fullName: string, result: object) => ({ fullName, result: () => result });
const moduleOf = (tests: object[], errors: object[] = [], suites: object[] = []) =>
  ({
    errors: () => errors,
    children: { allTests: () => tests, allSuites: () => suites },
  }) as unknown as TestModule;

test("counts every test, and says why one was skipped above the last line", () => {
  const modules = [
    moduleOf([testOf("a", { state: "passed" }), testOf("b", { state: "failed" })]),
    moduleOf([
      testOf("c", { state: "skipped", note: "no Chromium" }),
      testOf("d", { state: "skipped" }),
      testOf("e", { state: "pending" }),
    ]),
  ];
  expect(linesOf(tallyOf(modules, 0))).toEqual([
    "skipped: c: no Chromium",
    "skipped: d: no reason was given",
    "skipped: e: it never ended",
    "1 passed, 1 failed, 3 skipped",
  ]);
});

test("a file that could not be read, a broken hook and a stray error count as failed", () => {
  const broken = { errors: () => [{}] };
  expect(linesOf(tallyOf([moduleOf([], [{}]), moduleOf([], [], [broken])], 1))).toEqual([
    "0 passed, 3 failed, 0 skipped",
  ]);
});
