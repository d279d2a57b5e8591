import { flowOf, stepOf, topFrame, type Run } from "./run.ts";
import { proceed } from "./proceed.ts";
import { say } from "./say.ts";
import { keep } from "./steps/ask.ts";
import { kindOf } from "./steps/index.ts";
import type { Input } from "./types.ts";

/**
 * A secure page was submitted: its values are answers like any other, confirmed by the last four digits only.
 * Where the review waited for them it goes on by itself.
 */
export function takeForm(run: Run, input: Extract<Input, { kind: "form" }>): void {
  const frames = [...run.state.frames, ...(run.state.draft?.frames ?? [])];
  for (const [name, value] of Object.entries(input.values)) {
    const variable = frames
      .map((frame) => flowOf(run, frame).vars.get(name))
      .find((each) => each !== undefined);
    if (variable) keep(run, name, variable, value);
  }
  run.secretInput = true;
  say(run, input.values["national_id"] ? "intake.identity.done" : "form.received");
  const frame = topFrame(run);
  const step = frame && stepOf(run, frame);
  if (step?.kind === "review" && frame?.phase === "needs")
    proceed(run, kindOf(step).accept?.(step, run, "approve") ?? "wait");
}
