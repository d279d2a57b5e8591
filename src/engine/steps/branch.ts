import { holds } from "../conditions.ts";
import type { StepOf } from "../flow.ts";
import type { StepKind } from "../run.ts";
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
    return { call: flowNameOf(step.call, String(look(run, step.call))) };
  },
};

function flowNameOf(target: string, value: string): string {
  if (!target.startsWith("$")) return target;
  return menuFlows[value] ?? value;
}

/** Items of the menu whose id is not the name of their flow. */
const menuFlows: Record<string, string> = { request: "support-request", my_data: "my-data" };
