import { closeSync, openSync } from "node:fs";
import path from "node:path";
import type { FailpointName } from "../wire.ts";

/** Kills this process with SIGKILL where a test wants it, once a folder: the next process runs on. */
export function createFailpoint(
  wanted: readonly FailpointName[],
  folder: string,
): (name: FailpointName) => void {
  return (passed) => {
    if (wanted.includes(passed) && claimOnce(path.join(folder, `failpoint-${passed}`)))
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
