import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "wasl-start-"));
  put("package.json", '{ "type": "module" }');
  mkdirSync(path.join(root, "scripts"));
  for (const script of ["start.mjs", "build.mjs", "build-inbox.mjs"]) {
    copyFileSync(`scripts/${script}`, path.join(root, "scripts", script));
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("without the compiled code and a compiler it says what to do", () => {
  const { status, stderr } = start();
  expect(stderr).toBe("dist/main.js is missing: run `npm ci && npm run build` first.\n");
  expect(status).toBe(1);
});

test("runs the compiled code as production, as an image ships it", () => {
  put(
    "dist/main.js",
    "console.log(process.env.NODE_ENV, process.argv[1].endsWith('dist/main.js'))",
  );
  expect(start()).toMatchObject({ stdout: "production true\n", status: 0 });
  expect(start({ NODE_ENV: "development" }).stdout).toBe("development true\n");
});

test("compiles again when a source is newer, and stops when that fails", () => {
  put("dist/main.js", "console.log('old')");
  utimesSync(path.join(root, "dist/main.js"), 1, 1);
  put("src/main.ts", "console.log('new')");
  put("node_modules/typescript/package.json", "{}");
  put("node_modules/typescript/bin/tsc", "console.log('compiling'); process.exit(2)");
  expect(start()).toMatchObject({ stdout: "compiling\n", status: 2 });
});

function start(env: Record<string, string> = {}) {
  const script = path.join(root, "scripts/start.mjs");
  return spawnSync(process.execPath, [script], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...env },
  });
}

function put(file: string, content: string): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}
