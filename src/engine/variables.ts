import { dayInRiyadh, formatGregorian, formatHijri, toHijri } from "../language/calendar.ts";
import { optionsOf } from "./options.ts";
import { flowOf, stepOf, topFrame, isMet, type Run } from "./run.ts";
import { varOfValue } from "./event-variables.ts";
import { documentsOf, look, property, scoped } from "./scope.ts";
import type { Json, Var, Vars } from "./types.ts";

/**
 * The variables of a text: what the caller brings, and of the rest only what the text really uses.
 * Placeholders of the profile ({assoc}, {committee} ...) are filled where the text is rendered.
 */
export function varsFor(run: Run, key: string, extra: Vars = {}): Vars {
  const vars: Vars = { ...extra };
  fillFrom(run, key, vars);
  // A variable may itself be a text ("from {min_g}"), whose placeholders are needed as well.
  for (const value of Object.values(extra)) fillNested(run, value, vars);
  return vars;
}

function fillFrom(run: Run, key: string, vars: Vars): void {
  for (const name of run.ctx.placeholders(key)) {
    if (Object.hasOwn(vars, name)) continue;
    const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
    const value = varOfValue(run, name, (each) => scoped(run, each)) ?? source?.(run);
    if (value === undefined) continue;
    vars[name] = value;
    fillNested(run, value, vars);
  }
}

function fillNested(run: Run, value: Var, vars: Vars): void {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return;
  const nested = "$text" in value ? value.$text : undefined;
  if (typeof nested === "string") fillFrom(run, nested, vars);
}

const NAME_PARTS = { name1: 1, name2: 2, name3: 3 } as const;
const SHORT_NEED = 60; // characters of the need that a summary shows

const sources: Record<string, (run: Run) => Var | undefined> = {
  name: (run) => text(look(run, "$applicant_name") ?? look(run, "$psy_nickname")) ?? "",
  name1: (run) => firstNames(run, NAME_PARTS.name1),
  name2: (run) => firstNames(run, NAME_PARTS.name2),
  name3: (run) => firstNames(run, NAME_PARTS.name3),
  nid_masked: (run) => masked(look(run, "$national_id")) ?? { $text: "review.empty" },
  last4: (run) => text(look(run, "$iban") ?? look(run, "$national_id"))?.slice(-4),
  how_to_send: () => ({ $text: "clause.how_to_send" }),
  refusal: (run) => refusalText(run),
  mobile_masked: (run) => masked(look(run, "$mobile") ?? look(run, "$contact.phone")),
  case_no: (run) => text(look(run, "$case_no")),
  service: (run) => labelOf(run, "service_type"),
  city: (run) => text(look(run, "$region_city_district")),
  housing: (run) => labelOf(run, "housing_tenure"),
  dependants: (run) => look(run, "$dependents_count"),
  income: (run) => money(look(run, "$income_total")),
  obligations: (run) => money(look(run, "$obligations_total")),
  need_short: (run) => text(look(run, "$need_description"))?.slice(0, SHORT_NEED),
  nickname: (run) => text(look(run, "$psy_nickname")) ?? "",
  dob_h: (run) => dateOf(look(run, "$birth_date"), "hijri"),
  dob_g: (run) => dateOf(look(run, "$birth_date"), "gregorian"),
  date_h: (run) => formatHijri(toHijri(dayInRiyadh(run.ctx.now))),
  date_g: (run) => formatGregorian(dayInRiyadh(run.ctx.now)),
  today_h: (run) => formatHijri(toHijri(dayInRiyadh(run.ctx.now))),
  max_clause: (run) => (look(run, "$decision_not_after") ? { $text: "clause.max_clause" } : ""),
  max_g: (run) => isoDate(look(run, "$decision_not_after"), "gregorian"),
  min_clause: (run) => ({
    $text: documentsOf(run).missing.length > 0 ? "receipt.min.missing" : "receipt.min.date",
  }),
  min_h: (run) => isoDate(look(run, "$decision_not_before"), "hijri"),
  min_g: (run) => isoDate(look(run, "$decision_not_before"), "gregorian"),
  missing: (run) => documentsOf(run).missing.map((id) => `document.${id}`),
  docs_numbered: (run) => documentsOf(run).listed.map((id) => `document.${id}`),
  docs_short: (run) => documentsOf(run).listed.map((id) => `document.${id}`),
  docs_state: (run) => documentCount(run),
  doc: (run) => labelFromId("document", documentsOf(run).missing[0]),
  next_doc: (run) => labelFromId("document", documentsOf(run).missing[0]),
  section: (run) => labelFromId("section", progress(run).section),
  done: (run) => progress(run).done,
  total: (run) => progress(run).total,
  left: (run) => Math.max(0, progress(run).total - progress(run).done),
  n: (run) => look(run, "$dependents_count"),
  // On SMS what must not be read on a lock screen is read on a page; a link is made only where the text shows it.
  secure_url: (run) => ({ $resume: `${run.ctx.turnId}.${run.effects.length}.resume` }),
  i: (run) => (topFrame(run)?.item ?? 0) + 1,
};

/** Why something could not be done, in words for the person where there are some. */
function refusalText(run: Run): Var {
  const key = `refusal.${text(look(run, "$case.case_refusal")) ?? ""}.person`;
  return { $text: run.ctx.label(key) === undefined ? "refusal.person" : key };
}

/** Label of the answer to a choice, as a text that is looked up when the message is rendered. */
function labelOf(run: Run, variable: string): Var | undefined {
  const answer = look(run, `$${variable}`);
  if (typeof answer !== "string") return undefined;
  for (const frame of run.state.frames) {
    const flow = flowOf(run, frame);
    const definition = flow.vars.get(variable);
    const step = flow.steps.find((each) => each.kind === "ask" && each.ask === variable);
    if (!definition || step?.kind !== "ask") continue;
    const option = optionsOf(run, step.text ?? `${flow.texts}.${step.id}`, definition).find(
      (each) => each.id === answer,
    );
    if (option?.labelKey) return { $text: option.labelKey };
  }
  return answer;
}

function labelFromId(prefix: string, id: string | undefined): Var | undefined {
  return id === undefined ? undefined : { $text: `${prefix}.${id}` };
}

function firstNames(run: Run, count: number): string {
  return (text(look(run, "$applicant_name")) ?? "").split(" ").slice(0, count).join(" ");
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function masked(value: Json | undefined): string | undefined {
  const whole = text(value);
  return whole === undefined ? undefined : `••••${whole.slice(-4)}`;
}

/** Thousands are grouped by hand: the locale's own currency format carries invisible marks. */
export function money(value: Json | undefined): string | undefined {
  if (typeof value !== "number") return undefined;
  return String(value).replace(/\B(?=(?:\d{3})+(?!\d))/g, ",");
}

function dateOf(value: Json | undefined, calendar: "hijri" | "gregorian"): string | undefined {
  const day = text(property(value, calendar));
  return day === undefined
    ? undefined
    : calendar === "hijri"
      ? formatHijri(day)
      : formatGregorian(day);
}

function isoDate(value: Json | undefined, calendar: "hijri" | "gregorian"): string | undefined {
  const day = text(value)?.slice(0, 10);
  if (day === undefined) return undefined;
  return calendar === "hijri" ? formatHijri(toHijri(day)) : formatGregorian(day);
}

function documentCount(run: Run): Var {
  const { listed, missing } = documentsOf(run);
  return `${listed.length - missing.length}/${listed.length}`;
}

/** Sections of the running request that this person meets, and how many lie behind. */
function progress(run: Run): { section?: string; done: number; total: number } {
  const frame =
    run.state.frames.find((each) => flowOf(run, each).draft) ?? run.state.draft?.frames[0];
  if (!frame) return { done: 0, total: 0 };
  const flow = flowOf(run, frame);
  const sections = [
    ...new Set(flow.steps.filter((step) => isMet(run, step)).flatMap((step) => step.section ?? [])),
  ];
  const section = stepOf(run, frame)?.section;
  const at = section === undefined ? -1 : sections.indexOf(section);
  return {
    ...(section === undefined ? {} : { section }),
    done: Math.max(0, at),
    total: sections.length,
  };
}
