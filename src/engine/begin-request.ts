import { scheduleIdle } from "./idle.ts";
import { dropDraft } from "./drop-draft.ts";
import type { Run } from "./run.ts";

/** A new request: nothing of an old one is left, and one follow-up looks after it. */
export function beginRequest(run: Run): void {
  dropDraft(run);
  scheduleIdle(run, run.ctx.now);
}
