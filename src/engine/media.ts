import { proceed } from "./proceed.ts";
import { stepOf, topFrame, type Run } from "./run.ts";
import { say } from "./say.ts";
import { variableOf } from "./steps/ask.ts";
import { kindOf } from "./steps/index.ts";
import { hear } from "./hear.ts";
import type { Input } from "./types.ts";

/** A file, picture or voice note: taken where a document is awaited, kept and told kindly everywhere else. */
export function takeMedia(run: Run, input: Extract<Input, { kind: "media" }>): void {
  const frame = topFrame(run);
  const step = frame && stepOf(run, frame);
  const kept = input.media.flatMap((each) => each.storageKey ?? []);
  if (kept.length === 0) {
    say(run, "docs.wrongtype");
    return;
  }
  if (step?.kind === "ask" && variableOf(step, run).type === "document" && !input.voiceNote) {
    return proceed(run, kindOf(step).accept?.(step, run, kept) ?? "wait");
  }
  say(run, input.voiceNote ? "voice.received" : "media.received");
  if (input.caption) return hear(run, { kind: "text", text: input.caption });
  if (frame) proceed(run, "again");
}
