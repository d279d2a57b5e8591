import type { FastifyInstance } from "fastify";

/** What the supervisor says of a process of the demo. */
export interface ProcessNews {
  name: string;
  pid: number | undefined;
  state: "starting" | "running" | "ended";
  /** How often it was started, the first time included. */
  starts: number;
}

/** Listens to the supervisor of the demo; nothing is known, and nothing said, where there is none. */
export function hearSupervisor(app: FastifyInstance): () => readonly ProcessNews[] {
  let latest: readonly ProcessNews[] = [];
  const hear = (message: { processes?: ProcessNews[] }) => {
    if (message.processes) latest = message.processes;
  };
  process.on("message", hear);
  app.addHook("onClose", async () => void process.off("message", hear));
  return () => latest;
}
