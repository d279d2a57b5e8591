import { optionsOf } from "./options.ts";
import { flowOf, topFrame, type Run } from "./run.ts";
import { documentsOf, look, property, textValue } from "./scope.ts";
import type { Json } from "./types.ts";
import { formatHijri } from "../language/calendar.ts";
import { masked, money } from "./variables.ts";

/**
 * An answer as a summary shows it: a text key for a choice (`{ "$text": key }`), digits for numbers, only the last
 * four of an identity number. Undefined when it was not given.
 */
export function displayValue(run: Run, reference: string): Json | undefined {
  const value = look(run, reference);
  const name = reference.slice(1);
  const frame = topFrame(run);
  const flow = frame && flowOf(run, frame);
  const variable = flow?.vars.get(name);
  if (!flow || !variable || value === undefined || value === null) {
    return variable?.type === "national_id" ? { $text: "review.empty" } : undefined;
  }
  switch (variable.type) {
    case "choice":
    case "menu":
    case "multi": {
      const step = flow.steps.find((each) => each.kind === "ask" && each.ask === name);
      const key = step?.kind === "ask" ? (step.text ?? `${flow.texts}.${step.id}`) : name;
      const options = optionsOf(run, key, variable);
      const ids = Array.isArray(value) ? value : [value];
      const keys = ids
        .map((id) => options.find((option) => option.id === id)?.labelKey)
        .filter((each): each is string => each !== undefined);
      return keys.map((each) => ({ $text: each }));
    }
    case "yes_no":
      return { $text: value === true ? "yes_no.option.yes" : "yes_no.option.no" };
    case "money":
      return money(value) ?? null;
    case "date":
      return typeof value === "object" && !Array.isArray(value)
        ? formatHijri(textValue(property(value, "hijri")))
        : null;
    case "national_id":
    case "iban":
    case "mobile":
      return masked(value) ?? null;
    case "document": {
      const { listed, missing } = documentsOf(run);
      return `${listed.length - missing.length}/${listed.length}`;
    }
    case "person":
      return Array.isArray(value) ? value.length : null;
    default:
      return Array.isArray(value) ? value.map(textValue).join(" ") : value;
  }
}
