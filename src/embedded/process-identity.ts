import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process beyond doubt: its id alone may belong to another one tomorrow. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks since boot at which it started; absent where there is no /proc. */
  startedAt?: string;
}

export function identityOf(pid: number): ProcessIdentity {
  const startedAt = statOf(pid)?.startedAt;
  return startedAt === undefined ? { pid } : { pid, startedAt };
}

/** Is this very process still there? A zombie is not. */
export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  const stat = statOf(pid);
  if (!stat) return process.platform !== "linux";
  return stat.state !== "Z" && (startedAt === undefined || stat.startedAt === startedAt);
}

/** Waits for a process to end by itself, then ends it. */
export async function endProcess(identity: ProcessIdentity, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (isAlive(identity) && Date.now() < deadline) await sleep(50);
  if (!isAlive(identity)) return;
  process.kill(identity.pid, "SIGKILL");
  const end = Date.now() + 5_000;
  while (isAlive(identity) && Date.now() < end) await sleep(20);
}

function statOf(pid: number): { state: string; startedAt: string } | undefined {
  try {
    // "4711 (name, with any character) S 1 ...": the fields are counted from the last bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", startedAt: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}
