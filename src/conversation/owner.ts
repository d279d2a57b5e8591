import os from "node:os";

/** Who works on a lane: host, process and run. Written into the lease, so that others can tell whether he still lives. */
export interface Owners {
  next(): string;
  /** True only when the owner is certainly gone: a process of this host that no longer runs. Elsewhere the lease runs out. */
  isGone(owner: string): boolean;
}

export function createOwners(newId: () => string): Owners {
  const host = os.hostname();
  return {
    next: () => `${host}/${process.pid}/${newId()}`,
    isGone(owner) {
      const [ownerHost, pid] = owner.split("/");
      return ownerHost === host && !isRunning(Number(pid));
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // it runs, but is not ours
  }
}
