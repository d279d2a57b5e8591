import { topFrame, wish, type Run } from "./run.ts";

const DAY_MS = 86_400_000;

/** What was answered in confidence stands with the person only as long as the flow asks on, and no longer than a day. */
export function keepInConfidence(run: Run): void {
  const frame = topFrame(run);
  if (!frame) return;
  frame.confidential = true;
  const at = new Date(run.ctx.now.getTime() + DAY_MS).toISOString();
  wish(run, { kind: "schedule", followUp: "confidence", at, messageClass: "service" });
}

/** A survey or a complaint that was left half way: over, and what was answered is gone. Nothing is said. */
export function forgetConfidence(run: Run): void {
  run.state.frames = run.state.frames.filter(({ confidential }) => !confidential);
}
