import {
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
  linkSync,
  unlinkSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/*
 * The folder of one linked number. A browser outlives the process that started it when that is killed, and holds the
 * profile; the next start then fails ("already running for ..."). It is found by an argument that nobody else uses.
 */

export interface Folders {
  /** What LocalAuth is given; the profile of a number is `session-<channel id>` inside. */
  data: string;
  profile: string;
  /** Chromium ignores arguments that it does not know: this one says whose browser it is. */
  marker: string;
}

export function foldersOf({ folder, channelId }: { folder: string; channelId: string }): Folders {
  const data = path.resolve(folder);
  const profile = path.join(data, `session-${channelId}`);
  return { data, profile, marker: `--wasl-profile=${profile}` };
}

/**
 * Makes the folder ours alone. Returns how to give it back, or the process that holds it: an adapter that lives is
 * never killed, only the browsers of one that is dead.
 */
export async function takeFolder(
  folders: Folders,
  patienceMs: number,
): Promise<{ release(): void } | { heldBy: number }> {
  mkdirSync(folders.data, { recursive: true, mode: 0o700 });
  const lock = lockOf(folders);
  const deadline = Date.now() + patienceMs;
  while (!claim(lock)) {
    const holder = holderOf(lock);
    if (holder !== undefined && isAlive(holder)) {
      // The one before us may be just going: its parent was killed.
      if (Date.now() > deadline) return { heldBy: holder.pid };
      await sleep(100);
      continue;
    }
    rmSync(lock, { force: true });
  }
  await endOrphans(folders);
  return { release: () => rmSync(lock, { force: true }) };
}

/** The same from outside: what a dead adapter left is ended and taken away, that of one that lives is left alone. */
export async function sweepFolder(folders: Folders): Promise<void> {
  const lock = lockOf(folders);
  const holder = holderOf(lock);
  if (holder !== undefined && isAlive(holder)) return;
  await endOrphans(folders);
  if (holder?.pid === holderOf(lock)?.pid) rmSync(lock, { force: true });
}

/** Ends every browser that was started for this profile, and takes away what it left locked. Returns how many. */
export async function endOrphans({ profile, marker }: Folders): Promise<number> {
  const found = processesWith(marker);
  for (const pid of found.flatMap(withDescendants)) killQuietly(pid);
  const deadline = Date.now() + 5_000;
  while (processesWith(marker).length > 0 && Date.now() < deadline) await sleep(50);
  for (const name of ["SingletonLock", "SingletonCookie", "SingletonSocket"])
    rmSync(path.join(profile, name), { force: true });
  return found.length;
}

/** A number that was unlinked leaves a profile that pairs no more. */
export function wipeProfile({ profile }: Folders): void {
  rmSync(profile, { recursive: true, force: true, maxRetries: 4 });
}

/** Memory of a browser with all its processes, shared pages counted once; 0 where there is no /proc. */
export function burdenOf({ marker }: Folders): number {
  return processesWith(marker)
    .flatMap(withDescendants)
    .map((pid) => kilobytesOf(pid) * 1024)
    .reduce((sum, bytes) => sum + bytes, 0);
}

// ---------------------------------------------------------------- processes

function processesWith(marker: string): number[] {
  return pids().filter((pid) => read(`/proc/${pid}/cmdline`).split("\0").includes(marker));
}

/** Only the first process of a browser carries our argument; pages and helpers are its children. */
function withDescendants(pid: number): number[] {
  const children = pids().filter((each) => statOf(each)[1] === String(pid));
  return [pid, ...children.flatMap(withDescendants)];
}

function pids(): number[] {
  try {
    return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return []; // no /proc: orphans are then ended by hand
  }
}

function kilobytesOf(pid: number): number {
  const pss = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
  const rss = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1];
  return Number(pss ?? rss ?? 0);
}

function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has just ended
  }
}

// ---------------------------------------------------------------- the lock

function lockOf({ data }: Folders): string {
  return path.join(data, "adapter.lock");
}

interface Holder {
  pid: number;
  startedAt: string;
}

/** The whole content appears at once under its name, or not at all. */
function claim(lock: string): boolean {
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }), {
    mode: 0o600,
  });
  try {
    linkSync(draft, lock);
    return true;
  } catch {
    return false;
  } finally {
    unlinkSync(draft);
  }
}

function holderOf(lock: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(lock, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return startOf(pid) === startedAt;
}

/** Clock ticks since boot: tomorrow the number may belong to another process. A zombie is nobody. */
function startOf(pid: number): string {
  const fields = statOf(pid);
  return fields[0] === "Z" ? "dead" : (fields[19] ?? "");
}

/** State, parent and so on: "4711 (name, with any character) S 1 ...", counted from the last bracket. */
function statOf(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}
