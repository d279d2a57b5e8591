import { closeSync, openSync } from "node:fs";
import path from "node:path";
import type { Failpoint, FailpointName } from "../wire.ts";

/** Kills this process with SIGKILL where a test wants it, once a folder: the next process runs on. */
export function createFailpoint(
  wanted: Failpoint | undefined,
  folder: string,
): (name: FailpointName) => void {
  let left = wanted?.nth ?? 0;
  return (passed) => {
    if (passed !== wanted?.name) return;
    left -= 1;
    if (left === 0 && claimOnce(path.join(folder, `failpoint-${passed}-${wanted.nth}`)))
      process.kill(process.pid, "SIGKILL");
  };
}

function claimOnce(file: string): boolean {
  try {
    closeSync(openSync(file, "wx"));
    return true;
  } catch {
    return false;
  }
}
