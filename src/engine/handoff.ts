import { wish, type Run } from "./run.ts";

/** Puts the conversation into the queue of staff. The bot goes on answering until somebody claims it. */
export function handOff(run: Run, reason: string, priority: "normal" | "urgent" | "crisis"): void {
  wish(run, { kind: "hand_off", reason, priority });
  run.holder = "queue";
}
