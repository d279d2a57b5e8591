import { randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { decodeKey } from "./config-strength.ts";
import { AppError } from "./errors.ts";

/** The master key of a demo or development folder: made once, kept for its owner only. */
export function keptMasterKey(dataDir: string): Buffer {
  const file = path.join(dataDir, "master.key");
  const text = read(file) ?? create(dataDir, file);
  const key = decodeKey(text);
  if (!key) {
    // Making a new one would lock out everything that the old one has sealed.
    throw new AppError("config.invalid", { detail: `${file} does not hold a key; restore it` });
  }
  chmodSync(file, 0o600);
  return key;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Several processes may start on an empty folder at once: the link is made by one, and all read that one's key. */
function create(dataDir: string, file: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file, "utf8").trim();
}
