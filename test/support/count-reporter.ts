import type { Reporter, TestModule } from "vitest/node";

interface Tally {
  passed: number;
  failed: number;
  skipped: { title: string; reason: string }[];
}

/** Ends a run with one line, "N passed, N failed, N skipped", and above it why each skipped test was skipped. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    for (const line of linesOf(tallyOf(modules, unhandled.length)))
      process.stdout.write(`${line}\n`);
  }
}

export function tallyOf(modules: readonly TestModule[], unhandled: number): Tally {
  const tally: Tally = { passed: 0, failed: unhandled, skipped: [] };
  for (const module of modules) {
    // A file that could not be read, or a hook that broke, failed without a test to show for it.
    if (module.errors().length > 0) tally.failed++;
    for (const suite of module.children.allSuites()) if (suite.errors().length > 0) tally.failed++;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === "passed") tally.passed++;
      else if (result.state === "failed") tally.failed++;
      else {
        const note = result.state === "skipped" ? result.note : "it never ended";
        tally.skipped.push({ title: test.fullName, reason: note ?? "no reason was given" });
      }
    }
  }
  return tally;
}

export function linesOf({ passed, failed, skipped }: Tally): string[] {
  return [
    ...skipped.map(({ title, reason }) => `skipped: ${title}: ${reason}`),
    `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
  ];
}
