import type { StepOf } from "../flow.ts";
import type { StepKind } from "../run.ts";
import { look, property, textValue } from "../scope.ts";
import { hasText, say as sayText } from "../say.ts";
import type { Json, Vars } from "../types.ts";

/** Says a text and goes on. Example: `- { id: receipt, say: receipt }` */
export const say: StepKind<StepOf<"say">> = {
  enter(step, run) {
    const caseId = step.tells && textValue(look(run, "$case_id"));
    sayText(run, step.say, step.tells && caseId ? { about: { event: step.tells, caseId } } : {});
    return "next";
  },
};

/** Says a text once for each item of a list, whose properties are the text's variables. */
export const sayEach: StepKind<StepOf<"sayEach">> = {
  enter(step, run) {
    const list = look(run, step.of);
    for (const item of Array.isArray(list) ? list : []) {
      // Without days to count (documents are missing, or the time has come) the line that counts them is left out.
      const due = `${step.sayEach}.due`;
      const isDue = property(item, "is_due") === true && hasText(run, due);
      sayText(run, step.sayEach, { vars: varsOf(item), wording: isDue ? due : undefined });
    }
    return "next";
  },
};

function varsOf(item: Json): Vars {
  if (item === null || typeof item !== "object" || Array.isArray(item)) return {};
  return Object.fromEntries(Object.keys(item).map((key) => [key, property(item, key) ?? null]));
}
