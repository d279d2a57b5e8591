import type { KindName, Step, StepOf } from "../flow.ts";
import type { StepKind } from "../run.ts";
import { ask } from "./ask.ts";
import { call, go, goto } from "./branch.ts";
import { doStep } from "./do.ts";
import { answer, crisis, handoff } from "./handoff.ts";
import { repeat } from "./repeat.ts";
import { review } from "./review.ts";
import { say, sayEach } from "./say.ts";

/** Every kind of step. A new kind is one file and one line here, and its shape in `flow.ts`. */
const stepKinds: { [K in KindName]: StepKind<StepOf<K>> } = {
  ask,
  say,
  sayEach,
  do: doStep,
  goto,
  go,
  call,
  repeat,
  review,
  handoff,
  answer,
  crisis,
};

export function kindOf(step: Step): StepKind<Step> {
  return stepKinds[step.kind];
}
