import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { loadFlows } from "../../src/conversation/load-flows.ts";
import { checkFlows } from "../../src/conversation/check-flows.ts";
import { loadSmsSamples } from "../../src/conversation/load-sms-samples.ts";
import { loadStage } from "../support/stage.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** The project's flows with one more, as it would stand in the folder. */
function withFlow(name: string, source: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "wasl-flows-"));
  cpSync(path.join(root, "flows"), folder, { recursive: true });
  mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, name, "v1.flow.yaml"), source);
  return folder;
}

function startWith(folder: string): void {
  const stage = loadStage();
  const { flows, files, globalsFile } = loadFlows(folder);
  checkFlows({
    flows,
    files,
    globalsFile,
    texts: stage.texts,
    associations: stage.associations.values(),
    samples: loadSmsSamples(path.join(root, "locales")),
  });
}

const head = "flow: trial\nversion: 1\ntexts: trial\nvars: {}\nsteps:\n";

test("the project's own flows start", () => {
  expect(() => startWith(path.join(root, "flows"))).not.toThrow();
});

test.each([
  [
    "a circle that never waits",
    `${head}  - { id: a, say: help }\n  - { id: b, goto: [{ to: a }] }\n`,
    /v1\.flow\.yaml:6: steps run in a circle that never waits: a -> b; put a question/,
  ],
  [
    "a missing text",
    `${head}  - { id: a, say: trial.hello }\n`,
    /v1\.flow\.yaml:6: no Arabic text "trial.hello"; add "trial.hello" to locales\/ar\/trial\.json/,
  ],
  [
    "a mistyped key",
    `${head}  - { id: a, say: help, secton: x }\n`,
    /v1\.flow\.yaml:6: .*; remove it or mend its spelling/,
  ],
  ["broken YAML", "flow: trial\nversion: [1\n", /v1\.flow\.yaml:\d+: .*; mend the YAML/],
  [
    "a key that reaches into prototypes",
    `${head}  - { id: a, say: help }\n__proto__: { x: 1 }\n`,
    /v1\.flow\.yaml:7: this key is not allowed/,
  ],
  [
    "a file that calls itself otherwise",
    `${head.replace("flow: trial", "flow: other")}  - { id: a, say: help }\n`,
    /calls itself other@1; name the file/,
  ],
  [
    "an alias bomb",
    `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n`,
    /too many aliases/,
  ],
])("%s stops the start with file, line and remedy", (_what, source, expected) => {
  expect(() => startWith(withFlow("trial", source))).toThrow(expected);
});

test("a flow that nobody can read is refused: 10,000 steps, a megabyte", () => {
  const steps = Array.from({ length: 10_000 }, (_, index) => `  - { id: s${index}, say: help }`);
  expect(() => startWith(withFlow("trial", head + steps.join("\n")))).toThrow(/500 steps at most/);
  const long = `${head}  - { id: a, say: help }\n# ${"x".repeat(1_000_000)}\n`;
  expect(() => startWith(withFlow("trial", long))).toThrow(/larger than/);
});
