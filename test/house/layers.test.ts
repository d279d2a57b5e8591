import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Where, what is written there, and what the lint must say about it. A rule that went silent fails here. */
const violations: [file: string, source: string, says: RegExp][] = [
  ["src/language/a.ts", 'export { x } from "../engine/x.ts";', /it knows text and nothing else/],
  ["src/language/b.ts", 'export { x } from "../log.ts";', /it knows text and nothing else/],
  ["src/language/deep/b.ts", 'export { x } from "../../store/x.ts";', /it knows text and nothing/],
  ["src/language/c.ts", 'export { readFile } from "node:fs";', /no library of the outside world/],
  ["src/language/d.ts", 'export { x } from "a-new-library";', /no library of the outside world/],
  ["src/language/e.ts", "export const at = Date.now();", /the time comes in as `now`/],
  ["src/language/f.ts", "export const at = performance.now();", /performance/],
  ["src/engine/steps/a.ts", 'export { x } from "../../store/x.ts";', /return an Effect/],
  ["src/engine/b.ts", 'export { x } from "i18next";', /effects go out as data/],
  ["src/engine/c.ts", 'export { x } from "yaml";', /effects go out as data/],
  ["src/engine/d.ts", "export const id = Math.random();", /ids come in as arguments/],
  ["src/cases/a.ts", 'export { x } from "../channels/channel.ts";', /return an Effect/],
  ["src/cases/b.ts", 'export { readFileSync } from "node:fs";', /effects go out as data/],
  ["src/cases/c.ts", "export const key = process.env;", /process/],
  ["src/channels/sms/a.ts", 'export { x } from "../../store/x.ts";', /A channel only translates/],
  [
    "src/channels/sms/b.ts",
    'export { x } from "../../language/x.ts";',
    /A channel only translates/,
  ],
  ["src/channels/sms/c.ts", 'export { x } from "../whatsapp/parse.ts";', /never imports another/],
  ["src/channels/sms/d.ts", 'export { x } from "mongoose";', /A channel only translates/],
  ["src/conversation/a.ts", 'export { x } from "../store/x.ts";', /injected/],
  ["src/conversation/b.ts", 'export { x } from "../channels/sms/parse.ts";', /injected/],
  ["src/conversation/c.ts", 'export { x } from "i18next";', /only in load-\*\.ts and texts\.ts/],
  ["src/conversation/d.ts", 'export { readFile } from "node:fs/promises";', /only in load-/],
  ["src/conversation/load-e.ts", 'export { x } from "bullmq";', /injected/],
  ["src/store/a.ts", 'export { x } from "../http/x.ts";', /keeps documents and nothing else/],
  ["src/jobs/a.ts", 'export { x } from "mongoose";', /A job only says look/],
  ["src/http/a.ts", 'export { x } from "../simulators/x.ts";', /A route translates HTTP/],
  ["src/web/a.ts", 'export { x } from "../store/x.ts";', /run in a browser/],
  ["src/embedded/a.ts", 'export { x } from "../store/x.ts";', /know nothing of Wasl/],
  ["src/simulators/a.ts", 'export { x } from "../../main.ts";', /know nothing of Wasl/],
  ["src/jobs/b.ts", 'export { x } from "../main.ts";', /main wires it/],
  ["src/cycle-a.ts", 'import { b } from "./cycle-b.ts";\nexport const a = () => b;', /[Cc]ycle/],
  ["src/cycle-b.ts", 'import { a } from "./cycle-a.ts";\nexport const b = () => a;', /[Cc]ycle/],
  ["src/default.ts", "export default 1;", /default/],
  ["src/any.ts", "export const x = (y: any) => String(y);", /any/],
  ["src/console.ts", 'console.log("x");', /console/],
  ["src/NotKebab.ts", "export const x = 1;", /[Kk]ebab/],
  ["src/floating.ts", "export function x() {\n  Promise.resolve(1);\n}", /[Pp]romise/],
  [
    "src/switch.ts",
    'export function x(y: "a" | "b") {\n  switch (y) {\n    case "a":\n      return 1;\n  }\n}',
    /not exhaustive/,
  ],
];

const allowed: [file: string, source: string][] = [
  ["src/language/ok.ts", 'export { x } from "./a/x.ts";\nexport { z } from "zod";'],
  [
    "src/language/libraries.ts",
    'export { x } from "libphonenumber-js/max";\nexport { y } from "ibantools";',
  ],
  [
    "src/engine/steps/ok.ts",
    'export { x } from "../../language/x.ts";\nexport { y } from "../types.ts";',
  ],
  [
    "src/cases/ok.ts",
    'export { x } from "../language/x.ts";\nexport { y } from "@internationalized/date";',
  ],
  [
    "src/channels/sms/ok.ts",
    'export { x } from "../channel.ts";\nexport { y } from "../../errors.ts";',
  ],
  [
    "src/conversation/ok.ts",
    'export { x } from "../engine/x.ts";\nexport { y } from "../channels/channel.ts";',
  ],
  ["src/conversation/load-ok.ts", 'export { x } from "yaml";\nexport { readFile } from "node:fs";'],
  ["src/conversation/texts.ts", 'export { x } from "i18next";'],
  [
    "src/store/ok.ts",
    'export { x } from "mongoose";\nexport { y } from "../conversation/ports.ts";',
  ],
  ["src/main.ts", 'export { x } from "./simulators/x.ts";\nexport { y } from "./store/x.ts";'],
];

interface Report {
  diagnostics: { message: string; help?: string; code: string; filename: string }[];
  number_of_files: number;
}

let folder: string;
let report: Report;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "wasl-layers-"));
  for (const file of [".oxlintrc.json", "tsconfig.json", "package.json"]) {
    copyFileSync(file, path.join(folder, file));
  }
  symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
  writeFileSync(path.join(folder, ".gitignore"), "node_modules\n");
  for (const [file, source] of [...violations, ...allowed]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), `${source}\n`);
  }
  const oxlint = path.resolve("node_modules/.bin/oxlint");
  const { stdout } = spawnSync(oxlint, ["-f", "json"], { cwd: folder, encoding: "utf8" });
  report = JSON.parse(stdout) as Report;
}, 30_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the lint reports a planted violation", () => {
  test.each(violations)("%s: %s", (file, _, says) => {
    const told = report.diagnostics
      .filter(({ filename }) => filename === file)
      .map(({ message, help, code }) => `${code} ${message} ${help ?? ""}`);
    expect(told.join("\n")).toMatch(says);
  });
});

test.each(allowed)("the lint lets pass %s: %s", (file) => {
  expect(report.diagnostics.filter(({ filename }) => filename === file)).toEqual([]);
});

test("every planted file was read", () => {
  expect(report.number_of_files).toBe(violations.length + allowed.length);
});

test("the pure folders make no date from the clock", () => {
  const files = ["language", "engine", "cases"].flatMap((one) =>
    readdirSync(path.join("src", one), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => path.join("src", one, file)),
  );
  expect(files.length).toBeGreaterThan(20);
  const guilty = files.filter((file) =>
    /new Date\(\s*\)|[^.\w]Date\(\)/.test(readFileSync(file, "utf8")),
  );
  expect(guilty).toEqual([]);
});
