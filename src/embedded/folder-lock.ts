import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../errors.ts";
import { endProcess, identityOf, isAlive } from "./process-identity.ts";
import type { ProcessIdentity } from "./process-identity.ts";

/** An orphan sees its pipe close and shuts down cleanly; flushing a big store may take a while. */
const ORPHAN_PATIENCE_MS = 15_000;
/** A start right after a stop or a kill meets an owner that is just going. */
const OWNER_PATIENCE_MS = 2_000;

/** One store a folder: who holds it, and which process serves it. */
export interface FolderLock {
  /** Notes the process that serves the folder, so that a later start can end it if we cannot. */
  servedBy(pid: number): void;
  release(): void;
}

interface LockContent {
  owner: ProcessIdentity;
  server?: ProcessIdentity;
}

/**
 * Takes a folder, after reclaiming it from an owner that was killed. Throws `embedded.failed` when its owner lives.
 */
export async function lockFolder(
  folder: string,
  orphanPatienceMs = ORPHAN_PATIENCE_MS,
): Promise<FolderLock> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, "wasl.lock");
  const owner = identityOf(process.pid);
  while (!create(file, { owner })) {
    const found = read(file);
    if (found && (await staysAlive(found.content.owner))) {
      throw new AppError("embedded.failed", {
        detail: `${folder} is in use by process ${found.content.owner.pid}; stop it, or set WASL_DATA_DIR to another folder`,
      });
    }
    if (found?.content.server) await endProcess(found.content.server, orphanPatienceMs);
    if (found) takeAway(file, found.text);
  }
  return {
    servedBy: (pid) => overwrite(file, { owner, server: identityOf(pid) }),
    release: () => rmSync(file, { force: true }),
  };
}

async function staysAlive(other: ProcessIdentity): Promise<boolean> {
  const deadline = Date.now() + (other.pid === process.pid ? 0 : OWNER_PATIENCE_MS);
  while (isAlive(other) && Date.now() < deadline) await sleep(50);
  return isAlive(other);
}

/** The whole content appears at once under its name, or not at all. */
function create(file: string, content: LockContent): boolean {
  const draft = draftOf(file);
  writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function overwrite(file: string, content: LockContent): void {
  const draft = draftOf(file);
  writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
  renameSync(draft, file);
}

/** Two starts may find the same stale lock: the second must not take away the fresh one of the first. */
function takeAway(file: string, seen: string): void {
  const aside = draftOf(file);
  try {
    renameSync(file, aside);
  } catch {
    return; // somebody else was quicker
  }
  if (readFileSync(aside, "utf8") !== seen) linkSync(aside, file);
  unlinkSync(aside);
}

function read(file: string): { text: string; content: LockContent } | undefined {
  try {
    const text = readFileSync(file, "utf8");
    return { text, content: JSON.parse(text) as LockContent };
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new AppError("embedded.failed", {
        detail: `${file} is damaged; remove it when no other process uses its folder`,
        cause: error,
      });
    }
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

let drafts = 0;
function draftOf(file: string): string {
  return `${file}.${process.pid}.${++drafts}`;
}
