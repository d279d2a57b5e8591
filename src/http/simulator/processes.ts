/** What the supervisor says of a process of the demo. */
export interface ProcessNews {
  name: string;
  pid: number | undefined;
  state: "starting" | "running" | "ended";
  /** How often it was started, the first time included. */
  starts: number;
}

/** Listens to the supervisor of the demo; nothing is known, and nothing said, where there is none. */
export function hearSupervisor(): () => readonly ProcessNews[] {
  let latest: readonly ProcessNews[] = [];
  process.on("message", (message: { processes?: ProcessNews[] }) => {
    if (message.processes) latest = message.processes;
  });
  return () => latest;
}
