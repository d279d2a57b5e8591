import { foldDigits } from "../language/normalise.ts";
import type { Expectation } from "../language/understand.ts";
import type { Step, Variable } from "./flow.ts";
import { optionsOf, readable } from "./options.ts";
import { flowOf, topFrame, type Run } from "./run.ts";
import { property, textValue } from "./scope.ts";
import { itemsOf, reviewOptions } from "./steps/review.ts";
import { textOf, variableOf } from "./steps/ask.ts";
import type { Json, Option } from "./types.ts";

/** What the open question expects: the one thing that the reader of language needs to know of the engine. */
export function expectationOf(
  run: Run,
  step: Step | undefined,
  phase: string | undefined,
): Expectation {
  if (phase === "confirm") return { type: "yes_no" };
  if (step?.kind === "review")
    return { type: "choice", options: readable(run, reviewOptions(step, run)) };
  if (step?.kind === "repeat") return expectationOfVariable(run, "", repeated(run, step.repeat));
  if (step?.kind !== "ask") return { type: "none" };
  return expectationOfVariable(run, textOf(step, run), variableOf(step, run));
}

export function repeated(run: Run, name: string): Variable {
  const frame = topFrame(run);
  const variable = frame && flowOf(run, frame).vars.get(name);
  if (!variable) throw new Error(`the unknown variable "${name}" is repeated`);
  return variable;
}

function expectationOfVariable(run: Run, key: string, variable: Variable): Expectation {
  switch (variable.type) {
    case "text":
      return { type: "text", min: variable.min, max: variable.max };
    case "integer":
    case "money":
      return { type: variable.type, min: variable.min, max: variable.max };
    case "integers":
      return { type: "integers", count: variable.count, min: variable.min, max: variable.max };
    case "date":
      return { type: "date", ...(variable.mustBe ? { mustBe: variable.mustBe } : {}) };
    case "choice":
    case "menu":
    case "multi":
      return { type: variable.type, options: readable(run, optionsOf(run, key, variable)) };
    case "code":
      return { type: "code", digits: variable.digits };
    case "case_number":
      return { type: "case_number", prefix: textValue(property(run.ctx.policy, "prefix")) };
    case "name":
    case "city":
    case "national_id":
    case "iban":
    case "mobile":
    case "person":
    case "yes_no":
    case "consent":
    case "declaration":
    case "document":
      return { type: variable.type };
  }
}

/** The options that are open, by which a button is known. */
export function openOptions(run: Run, step: Step | undefined, phase: string | undefined): Option[] {
  if (phase === "confirm") return optionsOf(run, "yes_no", { type: "yes_no" });
  if (step?.kind === "review") {
    const items = itemsOf(step, run).map(({ id, number }) => ({ id: `item_${id}`, number }));
    return [...reviewOptions(step, run), ...items];
  }
  return step?.kind === "ask" ? optionsOf(run, textOf(step, run), variableOf(step, run)) : [];
}

/** The value that a pressed button means, in the same words as a typed answer. */
export function valueOfOption(
  step: Step | undefined,
  run: Run,
  phase: string | undefined,
  id: string,
): Json {
  if (phase === "confirm") return id === "yes";
  if (step?.kind !== "ask") return id;
  const { type } = variableOf(step, run);
  if (type === "yes_no" || type === "consent" || type === "declaration") return id === "yes";
  return type === "multi" ? [id] : id;
}

/** 0 is the menu and 9 is staff wherever digits are not answers and no option has that number. */
export function reservedDigit(
  run: Run,
  step: Step | undefined,
  phase: string | undefined,
  text: string,
): "menu" | "staff" | undefined {
  const digit = foldDigits(text).trim();
  const isMenu = digit === "0";
  if (!isMenu && digit !== "9") return undefined;
  if (
    step?.kind === "repeat" ||
    (step?.kind === "ask" && step.digitsAreAnswers && phase !== "confirm")
  )
    return undefined;
  if (step?.kind === "ask" && phase !== "confirm" && !digitTypes.has(variableOf(step, run).type))
    return undefined;
  if (openOptions(run, step, phase).some((option) => option.number === Number(digit)))
    return undefined;
  return isMenu ? "menu" : "staff";
}

const digitTypes = new Set<Variable["type"]>([
  "choice",
  "menu",
  "consent",
  "yes_no",
  "declaration",
]);
