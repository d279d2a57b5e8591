/* Compiles src to dist, from nothing, so that no file of yesterday is left in it. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { buildInbox } from "./build-inbox.mjs";

process.chdir(path.join(import.meta.dirname, ".."));
rmSync("dist", { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve("typescript/package.json");
const { status } = spawnSync(
  process.execPath,
  [path.join(path.dirname(tsc), "bin", "tsc"), "-p", "tsconfig.json"],
  { stdio: "inherit" },
);
if (status !== 0) process.exit(status ?? 1);

// What pages load needs no compiling: it goes beside the compiled server as it was written.
for (const kind of [".css", ".js", ".svg"]) {
  for (const file of readdirSync("src/web", { recursive: true, encoding: "utf8" })) {
    if (path.extname(file) !== kind) continue;
    mkdirSync(path.join("dist/web", path.dirname(file)), { recursive: true });
    copyFileSync(path.join("src/web", file), path.join("dist/web", file));
  }
}

await buildInbox(path.resolve("dist/web/inbox"));
