import { failQuestion } from "../failure.ts";
import type { StepOf } from "../flow.ts";
import { flowOf, topFrame, type Run, type StepKind } from "../run.ts";
import { holds } from "../conditions.ts";
import { factsOf, look } from "../scope.ts";
import { say } from "../say.ts";
import { keep } from "./ask.ts";

type Repeat = StepOf<"repeat">;

/**
 * Asks the same question once for each of `times` (family members, at most `max`) and keeps the answers as a list.
 * Example: `- { id: dependant, repeat: dependents, times: $dependents_count, max: 10, text: intake.dependant.one }`
 */
export const repeat: StepKind<Repeat> = {
  enter(step, run) {
    const frame = topFrame(run);
    if (!frame || timesOf(step, run) === 0) return "next";
    frame.item ??= 0;
    ask(step, run);
    return "wait";
  },

  accept(step, run, value) {
    const frame = topFrame(run);
    const variable = frame && flowOf(run, frame).vars.get(step.repeat);
    if (!frame || !variable)
      throw new Error(`step "${step.id}" repeats the unknown variable "${step.repeat}"`);
    const at = frame.item ?? 0;
    const had = look(run, `$${step.repeat}`);
    keep(run, step.repeat, variable, [...(Array.isArray(had) ? had.slice(0, at) : []), value]);
    frame.item = at + 1;
    frame.failures = 0;
    if (frame.item < timesOf(step, run)) {
      ask(step, run);
      return "wait";
    }
    delete frame.item;
    return "next";
  },

  fail(step, run, reason) {
    return failQuestion(run, step, keyOf(step), reason);
  },
};

export function timesOf(step: Repeat, run: Run): number {
  const times = look(run, step.times);
  return Math.min(typeof times === "number" ? times : 0, step.max);
}

export function keyOf(step: Repeat): string {
  return step.text ?? `intake.${step.id}`;
}

function ask(step: Repeat, run: Run): void {
  const frame = topFrame(run);
  const items = step.of === undefined ? undefined : look(run, step.of);
  const item = Array.isArray(items) ? items[frame?.item ?? 0] : undefined;
  if (frame && typeof item === "string") frame.values = { ...frame.values, item, doc: item };
  const wording = step.textWhen?.find(({ when }) => holds(when, factsOf(run)))?.text;
  say(run, keyOf(step), { wording });
}
