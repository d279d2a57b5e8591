import { dayInRiyadh } from "../language/calendar.ts";
import type { CaseDocument, CaseRecord } from "./case.ts";
import { afterWorking } from "./calendar.ts";
import { dayAfter, decisionNotBefore } from "./deadlines.ts";
import { isSettled, nextExpiry, outstanding, validUntil } from "./documents.ts";
import { isNoticed } from "./gates.ts";
import { dueDay, nextLook } from "./ladder.ts";
import {
  ask,
  done,
  dontWake,
  move,
  note,
  nowOf,
  shownDay,
  tell,
  wakeAt,
  type Step,
} from "./step.ts";
import type { Profile } from "./profile.ts";

/*
 * When a registration is complete and when it is not: what begins, stops and is told with either (policy S5, S6).
 */

const DAY_MS = 86_400_000;
/** A carrier that has not confirmed the notice by then may never do so (decisions 6). */
export const NOTICE_WAIT_MS = 72 * 3_600_000;
/** How long before a document runs out the person is asked for the renewed one. */
const WARN_DAYS = 7;

/** Documents are missing from now on: the first message of the ladder is what told so. */
export function startLadder(step: Step): void {
  const { record, ctx } = step;
  record.ladder = { since: nowOf(step), told: 1 };
  setDeadline(step);
  dontWake(step, "still_waiting", "target", "latest", "notice", "expiry");
  wakeAt(step, "ladder", nextLook(record.ladder, ctx.profile), "service");
}

export function setDeadline({ record, ctx }: Step): void {
  if (record.ladder) record.documentsDueAt = dueDay(record.ladder, ctx.profile);
}

/** What is missing and until when, for the text that says so. */
export function missingValues({ record }: Step) {
  const due = record.documentsDueAt;
  return {
    missing: outstanding(record).map(({ id }) => `document.${id}`),
    documents: outstanding(record).map(({ id }) => id),
    ...(due ? shownDay("due", due) : {}),
  };
}

/** The last outstanding document came: on to matching. Nothing happens while one is still missing. */
export function completeIfNothingIsMissing(step: Step): void {
  if (outstanding(step.record).length > 0) return;
  if (step.record.state === "awaiting_documents") move(step, "submitted", "documents_complete");
  else if (step.record.completedAt) return;
  complete(step, { isTold: false });
}

/** The registration is complete. `isTold`: the flow that opened the case says the two-week notice itself. */
export function complete(step: Step, { isTold }: { isTold: boolean }): void {
  const { record } = step;
  record.completedAt ??= nowOf(step);
  delete record.ladder;
  delete record.documentsDueAt;
  delete record.suspended;
  dontWake(step, "ladder");
  done(step, "documents_late", "more_time");
  ask(step, "match_documents", "documents_complete");
  setClocks(step);
  if (isNoticed(record)) return;
  wakeAt(step, "notice", new Date(step.ctx.now.getTime() + NOTICE_WAIT_MS));
  if (!isTold) tell(step, "receipt", noticeValues(record, step.ctx.profile));
}

/** The registration is not complete after all: a document was refused. What was promised from then on is taken back. */
export function reopen(step: Step): void {
  const { record } = step;
  delete record.completedAt;
  record.notice = {};
  record.decisionNotBefore = null;
}

/** The two weeks count from complete documents and from the notice, whichever was later; the honest word and the inner alarms with them. */
export function setClocks(step: Step): void {
  const { record, ctx } = step;
  if (record.completedAt === undefined) return;
  const { min_days, max_days, target_days } = ctx.profile.decision;
  const from = [record.completedAt, record.notice.deliveredAt ?? record.notice.toldBy?.at]
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1)!;
  const earliest = decisionNotBefore(new Date(from), min_days);
  record.decisionNotBefore = earliest.toISOString();
  wakeAt(step, "still_waiting", earliest, "service");
  const since = Date.parse(record.completedAt);
  if (target_days !== null) wakeAt(step, "target", new Date(since + target_days * DAY_MS));
  if (max_days !== null) wakeAt(step, "latest", latestAnswer(record, ctx.profile)!);
  watchExpiry(step);
}

/** The last day of an answer, where the association promises one. */
export function latestAnswer(
  { decisionNotBefore: earliest }: Pick<CaseRecord, "decisionNotBefore">,
  { decision: { min_days, max_days } }: Pick<Profile, "decision">,
): Date | null {
  if (earliest === null || max_days === null) return null;
  return new Date(Date.parse(earliest) + (max_days - min_days) * DAY_MS);
}

/** What the two-week notice says. */
function noticeValues(record: CaseRecord, profile: Profile) {
  const latest = latestAnswer(record, profile);
  return {
    decision_not_before: record.decisionNotBefore,
    decision_not_after: latest?.toISOString() ?? null,
    ...(record.decisionNotBefore
      ? shownDay("min", dayInRiyadh(new Date(record.decisionNotBefore)))
      : {}),
    ...(latest ? shownDay("max", dayInRiyadh(latest)) : {}),
  };
}

/** Wakes before the next document runs out, and the day after it did. */
export function watchExpiry(step: Step): void {
  const { record, ctx } = step;
  const days = record.documents.flatMap((each) => watchDay(each, ctx.profile) ?? []).toSorted();
  if (days[0] !== undefined)
    wakeAt(step, "expiry", new Date(`${days[0]}T09:00:00+03:00`), "service");
  else if (nextExpiry(record, ctx.profile) === undefined) dontWake(step, "expiry");
}

function watchDay(document: CaseDocument, profile: Profile): string | undefined {
  if (document.state !== "received" && document.state !== "matched") return undefined;
  const until = validUntil(document, profile);
  if (until === undefined) return undefined;
  return document.warnedOf === until ? dayAfter(until, 1) : dayAfter(until, -WARN_DAYS);
}

/** Whether the person should be asked for the renewed one by now. */
export function isRunningOut(document: CaseDocument, today: string, profile: Profile): boolean {
  const day = watchDay(document, profile);
  const until = validUntil(document, profile);
  return day !== undefined && until !== undefined && document.warnedOf !== until && day <= today;
}

/** These have run out: back to waiting for them. The notice that was delivered stays, and so do the two weeks. */
export function expire(step: Step, documents: readonly CaseDocument[]): void {
  for (const document of documents) {
    document.state = "expired";
    delete document.matched;
  }
  const data = { documents: documents.map(({ id }) => id) };
  if (step.record.state === "awaiting_documents") note(step, "documents_expired", { data });
  else {
    move(step, "awaiting_documents", "documents_expired", { data });
    delete step.record.committee;
    startLadder(step);
  }
  tell(step, "documents_missing", { ...missingValues(step), expired: true });
}

/** All documents were looked at by a human: the request is matched. */
export function matchIfAllIsSettled(step: Step): void {
  if (step.record.state !== "submitted" || !step.record.documents.every(isSettled)) return;
  move(step, "matched", "matched");
  done(step, "match_documents");
}

/** The urgent track: somebody looks at it within so many working hours (policy 4.12). */
export function watchUrgency(step: Step): void {
  const { record, ctx } = step;
  if (record.urgent)
    wakeAt(step, "urgent", afterWorking(ctx.profile, ctx.now, ctx.profile.urgent.hours * 60));
}
