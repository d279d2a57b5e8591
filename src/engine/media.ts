import { hasFlow } from "./flow-set.ts";
import { callFlow, proceed } from "./proceed.ts";
import { flowOf, stepOf, topFrame, wish, type Run } from "./run.ts";
import { say } from "./say.ts";
import { variableOf } from "./steps/ask.ts";
import { kindOf } from "./steps/index.ts";
import type { Step } from "./flow.ts";
import { hear } from "./hear.ts";
import type { Input, Json } from "./types.ts";

type Media = Extract<Input, { kind: "media" }>;

/** A file, picture or voice note: taken where it is awaited, kept and told kindly everywhere else. */
export function takeMedia(run: Run, input: Media): void {
  const frame = topFrame(run);
  const step = frame && stepOf(run, frame);
  const kept = input.media.flatMap((each) => each.storageKey ?? []);
  if (kept.length === 0) {
    // Refused for what it is, or lost on its way: then it may simply be sent once more.
    say(run, input.media.some(({ refusal }) => refusal) ? "docs.wrongtype" : "media.lost");
    return;
  }
  if (step?.kind === "ask" && step.conceal) return refuseFile(run, step.conceal, kept);
  if (isAwaited(run, step, input))
    return proceed(run, kindOf(step).accept?.(step, run, answerOf(run, input, kept)) ?? "wait");
  if (!input.voiceNote && belongsToCase(run)) return openFiles(run, kept);
  say(run, input.voiceNote ? "voice.received" : "media.received");
  if (input.caption) return hear(run, { kind: "text", text: input.caption });
  if (frame) proceed(run, "again");
}

/** A voice tells who it is, so it cannot answer what is asked without a name. */
function refuseFile(run: Run, conceal: string, storageKeys: string[]): void {
  run.conceal = conceal;
  wish(run, { kind: "hide_files", storageKeys });
  say(run, "media.not_here");
}

function isAwaited(run: Run, step: Step | undefined, { voiceNote }: Media): step is Step {
  if (step?.kind !== "ask") return false;
  return voiceNote ? step.voice === true : variableOf(step, run).type === "document";
}

function answerOf(run: Run, { voiceNote }: Media, kept: string[]) {
  if (!voiceNote) return kept;
  say(run, "voice.received");
  return run.ctx.label("voice.as_text") ?? "";
}

/** Outside a request that is being written, a file is one that a case misses, if there is a case. */
function belongsToCase(run: Run): boolean {
  const { files } = run.flows.globals;
  return (
    files !== undefined &&
    hasFlow(run.flows, files) &&
    !run.state.frames.some((frame) => flowOf(run, frame).draft)
  );
}

export function openFiles(run: Run, files: Json[]): void {
  const name = run.flows.globals.files ?? "";
  proceed(run, callFlow(run, name, run.state.frames.length > 0, { files }));
}
