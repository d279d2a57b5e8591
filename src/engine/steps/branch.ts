import { holds } from "../conditions.ts";
import type { StepOf } from "../flow.ts";
import { flowOf, topFrame, type Run, type StepKind } from "../run.ts";
import { factsOf, look } from "../scope.ts";
import { openMenu, resumeDraft } from "../draft.ts";

/** Goes to the first step whose condition holds; without one, on. Example: `- { id: route, goto: [{ when: ..., to: a }, { to: b }] }` */
export const goto: StepKind<StepOf<"goto">> = {
  enter(step, run) {
    const branch = step.goto.find((each) => !each.when || holds(each.when, factsOf(run)));
    return branch ? { to: branch.to } : "next";
  },
};

/** Leaves the flow for the menu (keeping a draft), or takes the draft up again. */
export const go: StepKind<StepOf<"go">> = {
  enter(step, run) {
    return step.go === "menu" ? openMenu(run) : resumeDraft(run);
  },
};

/** Runs another flow and comes back. `$name` calls the flow that an option of a menu names. */
export const call: StepKind<StepOf<"call">> = {
  enter(step, run) {
    return { call: step.call.startsWith("$") ? flowOfOption(run, step.call.slice(1)) : step.call };
  },
};

function flowOfOption(run: Run, name: string): string {
  const frame = topFrame(run);
  const variable = frame && flowOf(run, frame).vars.get(name);
  const options =
    variable && "options" in variable && Array.isArray(variable.options) ? variable.options : [];
  const flow = options.find((option) => option.id === look(run, `$${name}`))?.flow;
  if (!flow) throw new Error(`the answer to "${name}" names no flow`);
  return flow;
}
