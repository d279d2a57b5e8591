/* `npm start`: production, from the compiled code; compiles it where the compiler is at hand and dist is missing or old. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = path.join(import.meta.dirname, "..");
const main = path.join(root, "dist", "main.js");
process.env.NODE_ENV ??= "production";

if (isOld() && hasCompiler()) {
  const build = path.join(import.meta.dirname, "build.mjs");
  const { status } = spawnSync(process.execPath, [build], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
if (!existsSync(main)) {
  console.error("dist/main.js is missing: run `npm ci && npm run build` first.");
  process.exit(1);
}
process.argv[1] = main;
await import(pathToFileURL(main).href);

function isOld() {
  if (!existsSync(main)) return true;
  const source = path.join(root, "src");
  if (!existsSync(source)) return false; // an image ships dist alone
  const compiledAt = statSync(main).mtimeMs;
  return readdirSync(source, { recursive: true, withFileTypes: true }).some(
    (file) => file.isFile() && statSync(path.join(file.parentPath, file.name)).mtimeMs > compiledAt,
  );
}

function hasCompiler() {
  try {
    createRequire(import.meta.url).resolve("typescript/package.json");
    return true;
  } catch {
    return false;
  }
}
