/* Compiles src to dist, from nothing, so that no file of yesterday is left in it. */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

process.chdir(path.join(import.meta.dirname, ".."));
rmSync("dist", { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve("typescript/package.json");
const { status } = spawnSync(
  process.execPath,
  [path.join(path.dirname(tsc), "bin", "tsc"), "-p", "tsconfig.json"],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
