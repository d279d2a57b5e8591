import { dayInRiyadh, formatGregorian, formatHijri, toHijri } from "../language/calendar.ts";
import type { ActionKind, ActionOf, ClockName } from "./action.ts";
import type { Actor, CaseDocument, CaseEffect, CaseRecord, CaseTask } from "./case.ts";
import type { CaseEventName } from "./case-events.ts";
import type { Session } from "./committee.ts";
import type { Json } from "./json.ts";
import { moversOf, type CaseState, type Mover } from "./life-cycle.ts";
import type { Profile } from "./profile.ts";
import type { PersonFacts } from "./survey-rules.ts";

/*
 * What one action works on: a copy of the record that it may change, and the effects that it wishes for.
 */

export interface ActContext {
  actor: Actor;
  now: Date;
  profile: Profile;
  /** `<case>.<version>` of the record after this action: effects are numbered below it. */
  id: string;
  /** The same key twice changes nothing. */
  key: string;
  /** Reserved by the store: of a decision (`KH-D48-0017`) or an objection (a case number). */
  number?: string;
  /** Hash of answers and secrets as they stand now. */
  answersHash?: string;
  /** The session on whose agenda the case stands. */
  session?: Session;
  /** For the clock of the survey. */
  person?: PersonFacts;
}

/** Why an action may not be done: `case.<what>`, a text of `refusal.json`; `data` fills it. */
export interface Refusal {
  code: string;
  data?: Json;
}

/** An effect before it has its id. */
type CaseWish = CaseEffect extends infer E ? (E extends CaseEffect ? Omit<E, "id"> : never) : never;

export interface Step {
  record: CaseRecord;
  wishes: CaseWish[];
  ctx: ActContext;
  /** As whom the actor may do this. */
  movers: readonly Mover[];
  /** Values that go to the sealed part of the case and nowhere else. */
  secrets?: Record<string, Json>;
  /** Evidence of a signature. */
  evidence?: Json;
}

/** One kind of action: from which states, by whom, what must hold, and what it does. */
export interface ActionRule<K extends ActionKind> {
  from: readonly CaseState[];
  by: readonly Mover[];
  /** What must hold whatever the action brings with it: staff see it before they press the button. */
  holds?: (step: Step) => Refusal | undefined;
  /** Changes `step.record`; a refusal undoes it all. */
  apply: (step: Step, action: ActionOf<K>) => Refusal | undefined | void;
}

export function refuse(what: string, data?: Json): Refusal {
  return { code: `case.${what}`, ...(data === undefined ? {} : { data }) };
}

/** What the history says of who did it. */
export function nameOf(actor: Actor): string {
  return actor.kind === "staff" ? actor.id : actor.kind;
}

export function nowOf({ ctx }: Step): string {
  return ctx.now.toISOString();
}

export function todayOf({ ctx }: Step): string {
  return dayInRiyadh(ctx.now);
}

/** A line of the history that moves nothing. */
export function note(
  step: Step,
  change: string,
  { reason, data }: { reason?: string | undefined; data?: Json } = {},
): void {
  step.record.history.push({
    at: nowOf(step),
    actor: nameOf(step.ctx.actor),
    change,
    ...(reason === undefined ? {} : { reason }),
    ...(data === undefined ? {} : { data }),
  });
}

/** Into another state; whether the table allows it is looked at where all actions pass (`act.ts`). */
export function move(
  step: Step,
  to: CaseState,
  change: string,
  { reason, data }: { reason?: string | undefined; data?: Json } = {},
): void {
  const { state: from } = step.record;
  note(step, change, { reason, ...(data === undefined ? {} : { data }) });
  Object.assign(step.record.history.at(-1) ?? {}, { from, to });
  step.record.state = to;
}

// ---------------------------------------------------------------- wishes

/** Says something to the person; number and service of the case always go with it. */
export function tell(
  step: Step,
  event: CaseEventName,
  values: Record<string, Json> = {},
  options: {
    messageClass?: "service" | "survey" | "awareness";
    attachment?: { storageKey: string; mime: string; fileName: string };
  } = {},
): void {
  const { messageClass = "service", attachment } = options;
  step.wishes.push({
    kind: "tell",
    event,
    values: { ...aboutCase(step.record), ...values },
    messageClass,
    ...(attachment ? { attachment } : {}),
  });
}

function aboutCase({ id, number, service, answers }: CaseRecord): Record<string, Json> {
  const name = answers["applicant_name"] ?? answers["psy_nickname"];
  return {
    case_id: id,
    case_no: number,
    service: { $text: `service.${service}` },
    ...(typeof name === "string" ? { name } : {}),
  };
}

/** Wakes the case at this time, or now where it has passed; the same name again moves it. */
export function wakeAt(
  step: Step,
  name: ClockName,
  at: Date,
  messageClass?: "service" | "survey" | "awareness",
): void {
  step.wishes.push({
    kind: "follow_up",
    name,
    at: new Date(Math.max(at.getTime(), step.ctx.now.getTime())).toISOString(),
    ...(messageClass ? { messageClass } : {}),
  });
}

export function dontWake(step: Step, ...names: ClockName[]): void {
  for (const name of names) step.wishes.push({ kind: "cancel_follow_up", name });
}

export function ask(
  step: Step,
  task: CaseTask,
  reason: string,
  options: { priority?: "normal" | "urgent"; dueAt?: Date } = {},
): void {
  step.wishes.push({
    kind: "task",
    task,
    reason,
    priority: options.priority ?? (step.record.urgent ? "urgent" : "normal"),
    ...(options.dueAt ? { dueAt: options.dueAt.toISOString() } : {}),
  });
}

export function done(step: Step, ...tasks: CaseTask[]): void {
  for (const task of tasks) step.wishes.push({ kind: "close_task", task });
}

// ---------------------------------------------------------------- values of texts

/** A day, and as texts show it in both calendars: `<name>`, `<name>_h`, `<name>_g`. */
export function shownDay(name: string, day: string): Record<string, string> {
  return {
    [name]: day,
    [`${name}_h`]: formatHijri(toHijri(day)),
    [`${name}_g`]: formatGregorian(day),
  };
}

export function documentLabel(id: string): Json {
  return { $text: `document.${id}` };
}

export function documentOf(step: Step, id: string): CaseDocument | undefined {
  return step.record.documents.find((each) => each.id === id);
}

export function moversIn(step: Pick<Step, "ctx">): Mover[] {
  return moversOf(step.ctx.actor, step.ctx.profile);
}

/** The same person in two duties: refused, or recorded where duties cannot be kept apart (decisions 19). */
export function overlap(step: Step, duty: string): "allowed" | Refusal {
  if (step.ctx.profile.separation === "enforced") return refuse("same_person", { duty });
  note(step, "overlap", { data: { duty } });
  return "allowed";
}
