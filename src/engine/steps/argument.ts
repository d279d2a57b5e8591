import type { StepOf } from "../flow.ts";
import type { Run } from "../run.ts";
import { look } from "../scope.ts";
import type { Json } from "../types.ts";

/** What a `do` step is given under `with`: a literal, or the value of a reference. */
export function given(step: StepOf<"do">, run: Run, name: string): Json | undefined {
  const asked = step.with && Object.hasOwn(step.with, name) ? step.with[name] : undefined;
  return asked === undefined ? undefined : look(run, asked);
}

export function argument(step: StepOf<"do">, run: Run, name: string): string | undefined {
  const value = given(step, run, name);
  return typeof value === "string" ? value : undefined;
}
