import { isInCrisis } from "./crisis.ts";
import { handOff } from "./handoff.ts";
import type { EventAction } from "./globals.ts";
import { abandonFlow, callFlow, proceed } from "./proceed.ts";
import { topFrame, type Run } from "./run.ts";
import { factsOf, property, textValue } from "./scope.ts";
import { say } from "./say.ts";
import type { Answers, Attachment, Frame, Waiting } from "./types.ts";
import { varsOfValues } from "./event-variables.ts";

/** Something happened outside: it stands in line with what has not been told yet. */
export function keepWaiting(
  run: Run,
  { event, values, attachment }: { event: string; values: Answers; attachment?: Attachment },
): void {
  const waiting: Waiting = { event, values, ...(attachment ? { attachment } : {}) };
  run.state.waiting = [...(run.state.waiting ?? []), waiting];
}

/**
 * Tells what waits, in the order in which it happened, as far as it may be told now. Nothing while a crisis is open, and
 * nothing while a flow waits for a result. The question that is interrupted is asked again at the end, once.
 */
export function tellWaiting(run: Run, isPresent: boolean): void {
  for (let next = takeNext(run, isPresent); next; next = takeNext(run, isPresent))
    tell(run, next, isPresent);
  if (!run.owesQuestion) return;
  delete run.owesQuestion;
  proceed(run, "again");
}

function takeNext(run: Run, isPresent: boolean): Waiting | undefined {
  const { waiting } = run.state;
  if (!waiting || isInCrisis(run) || run.state.frames.some((frame) => frame.awaits !== undefined))
    return undefined;
  const at = waiting.findIndex((each) => isPresent || !each.announced);
  if (at < 0) return undefined;
  const next = waiting[at];
  const left = waiting.filter((_, index) => index !== at);
  if (left.length > 0) run.state.waiting = left;
  else delete run.state.waiting;
  return next;
}

function tell(run: Run, waiting: Waiting, isPresent: boolean): void {
  const { events } = run.flows.globals;
  const action = Object.hasOwn(events, waiting.event) ? events[waiting.event] : undefined;
  // A program newer than its flows: people tell what the bot has no words for.
  if (!action) return handOff(run, `event.${waiting.event}`, "normal");
  if (isUnwanted(run, action)) return;
  if (action.class === "survey") run.state.surveyedAt = run.ctx.now.toISOString();
  run.state.greeted = true;
  const caseId = textValue(waiting.values["case_id"]);
  run.telling = {
    event: waiting.event,
    ...(caseId ? { caseId } : {}),
    purpose: isPresent ? "reply" : "notification",
  };
  if (isNeutral(run) && !isPresent) announce(run, waiting);
  else inFull(run, action, waiting);
  delete run.telling;
}

/** A lock screen is seen by others: only that there is news. What it is waits until the person is here. */
function announce(run: Run, waiting: Waiting): void {
  say(run, "update.neutral", { vars: varsOfValues(run, "update.neutral", waiting.values) });
  run.state.waiting = [...(run.state.waiting ?? []), { ...waiting, announced: true }];
}

function inFull(run: Run, action: EventAction, { event, values, attachment }: Waiting): void {
  dropSettled(run, action, values);
  const open = topFrame(run);
  const owed = run.owesQuestion ?? false;
  if (attachment)
    say(run, "letter.attached", { attachment, vars: varsOfValues(run, "letter.attached", values) });
  if ("say" in action) say(run, action.say, { vars: varsOfValues(run, action.say, values) });
  else proceed(run, callFlow(run, action.call, open !== undefined, { ...values, event }));
  copyToRelative(run, action, values);
  const isOver = topFrame(run) === open;
  // A menu is no question: its numbers can still be answered.
  run.owesQuestion = isOver && (owed || (open !== undefined && !isIdle(open.flow, open.step)));
}

/**
 * Asked on top by an earlier event of this case, or by a file that the person sent for it, and settled by this one: the
 * person is not asked again.
 */
function dropSettled(run: Run, { settles = [] }: EventAction, { case_id: caseId }: Answers): void {
  const { files } = run.flows.globals;
  const settlesFiles = settles.some((event) => flowOfEvent(run, event) === files);
  const isSettled = ({ flow, values = {} }: Frame) =>
    values["event"] === undefined
      ? settlesFiles && flow === files && (values["case_id"] ?? caseId) === caseId
      : values["case_id"] === caseId && settles.includes(textValue(values["event"]));
  for (let top = topFrame(run); top && isSettled(top); top = topFrame(run)) {
    abandonFlow(run);
    delete run.owesQuestion; // it was owed for this one; what lies below is looked at anew
  }
}

function flowOfEvent(run: Run, event: string): string | undefined {
  const action = run.flows.globals.events[event];
  return action && "call" in action ? action.call : undefined;
}

/** Only that there is news of which request: what it is stays the person's own to tell. */
function copyToRelative(run: Run, action: EventAction, values: Answers): void {
  const { relative } = run.state;
  if (!relative || (action.class ?? "service") !== "service") return;
  const vars = varsOfValues(run, "relative.copy", values);
  say(run, "relative.copy", { vars, phone: relative.phone, purpose: "notification", about: {} });
}

function isIdle(flow: string, step: string | null): boolean {
  return flow === "menu" || step === null;
}

function isUnwanted(run: Run, action: EventAction): boolean {
  const kind = action.class ?? "service";
  if (kind === "service") return false;
  if (run.state.optOut !== undefined) return true;
  return kind === "awareness" && !factsOf(run).hasConsent("awareness");
}

function isNeutral(run: Run): boolean {
  return property(property(run.ctx.policy, "notices"), "neutral") === true;
}
