import { dayInRiyadh, formatGregorian, formatHijri, toHijri } from "../language/calendar.ts";
import type { Run } from "./run.ts";

import type { Answers, Json, Var, Vars } from "./types.ts";

/** The placeholders of a text that the values of an event fill. */
export function varsOfValues(run: Run, key: string, values: Answers): Vars {
  const vars: Vars = {};
  for (const name of run.ctx.placeholders(key)) {
    const value = varOfValue(run, name, (each) => values[each]);
    if (value !== undefined) vars[name] = value;
  }
  return vars;
}

/**
 * What a value says in a text: a service, document or reason by its label, `{due_h}` and `{due_g}` from the instant or
 * day `due`, anything else as it stands.
 */
export function varOfValue(
  run: Run,
  name: string,
  valueOf: (name: string) => Json | undefined,
): Var | undefined {
  const value = valueOf(name);
  if (Object.hasOwn(labels, name)) return labels[name]?.(run, value, valueOf);
  if (value !== undefined && value !== null) return value;
  const [, base = "", calendar] = /^(.+)_(h|g)$/.exec(name) ?? [];
  const day = valueOf(base);
  if (calendar === undefined || typeof day !== "string") return undefined;
  return dayOf(day, calendar === "h" ? "hijri" : "gregorian");
}

type Label = (
  run: Run,
  value: Json | undefined,
  valueOf: (name: string) => Json | undefined,
) => Var | undefined;

const labels: Record<string, Label> = {
  service: (run, value) => label(run, "service", value),
  doc: (run, value, valueOf) => label(run, "document", value ?? firstOf(valueOf("expired"))),
  theme: (run, value) => label(run, "pulse.q1.option", value),
  myth: (run, value) => label(run, "myth", value),
  fact: (run, _value, valueOf) => label(run, "faq", valueOf("myth")),
  fact_short: (run, _value, valueOf) => label(run, "faq", valueOf("myth")),
  missing: (_run, value, valueOf) => documents(value ?? valueOf("documents")),
  received: (_run, value) => documents(value),
  expired: (_run, value) => documents(value),
  // Amounts never leave by SMS, so its next step is a sentence of ours.
  next_step: (_run, value) => value ?? { $text: "decision.next" },
  next_step_short: () => ({ $text: "decision.next" }),
  advice: (_run, value) => value ?? { $text: "decision.advice" },
  grant: (_run, value) => value ?? { $text: "decision.grant" },
  reason_text: (run, value, valueOf) => value ?? label(run, "decision.reason", valueOf("reason")),
};

/** The label of an id; words that somebody wrote, and texts that were named already, stay as they are. */
function label(run: Run, prefix: string, value: Json | undefined): Var | undefined {
  if (typeof value !== "string") return value ?? undefined;
  return run.ctx.label(`${prefix}.${value}`) === undefined
    ? value
    : { $text: `${prefix}.${value}` };
}

/** Ids of documents, or the keys of their labels. */
function documents(value: Json | undefined): Var | undefined {
  if (!Array.isArray(value)) return undefined;
  return value
    .filter((each) => typeof each === "string")
    .map((id) => (id.startsWith("document.") ? id : `document.${id}`));
}

function firstOf(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? value[0] : undefined;
}

const DAY_LENGTH = 10; // YYYY-MM-DD

function dayOf(text: string, calendar: "hijri" | "gregorian"): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const day = text.length > DAY_LENGTH ? dayInRiyadh(new Date(text)) : text;
  return calendar === "hijri" ? formatHijri(toHijri(day)) : formatGregorian(day);
}
