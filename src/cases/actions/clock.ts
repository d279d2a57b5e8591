import type { ClockName } from "../action.ts";
import { caseStates } from "../life-cycle.ts";
import { expiredOn, validUntil } from "../documents.ts";
import { endCase } from "../ending.ts";
import { isNoticed } from "../gates.ts";
import { nextLook, standing } from "../ladder.ts";
import { expire, isRunningOut, missingValues, watchExpiry } from "../registration.ts";
import { releaseIfReady } from "../release.ts";
import { surveyNow } from "../survey-rules.ts";
import { suspend } from "./standing.ts";
import { isOpen } from "./objection.ts";
import {
  ask,
  note,
  nowOf,
  shownDay,
  tell,
  todayOf,
  wakeAt,
  type ActionRule,
  type Step,
} from "../step.ts";

/*
 * Time has come. What wakes may be late, early or no longer of interest: each looks at the case as it stands, and says
 * nothing where nothing is due. A time that was missed is told as one message, not as many.
 */

export const clockActions: { clock: ActionRule<"clock"> } = {
  clock: {
    from: caseStates,
    by: ["system"],
    apply: (step, { name }) => handlers[name](step),
  },
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const handlers: Record<ClockName, (step: Step) => void> = {
  ladder(step) {
    const { record, ctx } = step;
    const { ladder } = record;
    if (record.state !== "awaiting_documents" || record.suspended || !ladder) return;
    const at = standing(ladder, ctx.profile, ctx.now);
    if (at.due === "suspension") return suspend(step, "documents_late");
    if (at.due === "message") {
      record.ladder = { ...ladder, told: at.told };
      note(step, at.isLast ? "last_reminder" : "reminded", { data: { told: at.told } });
      tell(step, at.isLast ? "documents_last" : "documents_missing", missingValues(step));
    }
    wakeAt(step, "ladder", nextLook(record.ladder ?? ladder, ctx.profile), "service");
  },

  expiry(step) {
    const { record, ctx } = step;
    if (!isBeforeDecision(step)) return;
    const expired = expiredOn(record, todayOf(step), ctx.profile);
    if (expired.length > 0) expire(step, expired);
    else tellWhatRunsOut(step);
    watchExpiry(step);
  },

  urgent(step) {
    const { record } = step;
    const isSeen = record.history.some(
      ({ actor, change }) => change !== "opened" && actor !== "contact" && actor !== "system",
    );
    if (isSeen || !isUndecided(step)) return;
    breach(step, "urgent");
    ask(step, "urgent", "urgent_unseen", { priority: "urgent" });
  },

  notice(step) {
    if (step.record.completedAt === undefined || isNoticed(step.record) || !isUndecided(step))
      return;
    note(step, "notice_unconfirmed");
    ask(step, "tell_notice", "notice_unconfirmed");
  },

  still_waiting(step) {
    const { record } = step;
    // A decision that only waits for this day is told now, by itself.
    const isWaiting = isBeforeDecision(step) || isUnseconded(step);
    if (!isWaiting || record.suspended || isNoted(step, "still_waiting")) return;
    note(step, "still_waiting");
    tell(step, "still_waiting");
  },

  target: (step) => late(step, "target"),
  latest: (step) => late(step, "latest"),

  release: (step) => {
    if (step.record.state === "decided") releaseIfReady(step);
  },

  objection_window(step) {
    const { record } = step;
    if (record.state !== "decided" || record.decision?.outcome !== "declined") return;
    if (!record.decision.releasedAt || isOpen(record)) return;
    endCase(step, "objection_window_over");
    tell(step, "case_closed", { final: true });
  },

  objection_due(step) {
    if (!isOpen(step.record)) return;
    breach(step, "objection");
    ask(step, "objection", "objection_late", { priority: "urgent" });
  },

  confirm(step) {
    const { state, delivery } = step.record;
    if (state !== "delivered" || delivery?.confirmed) return;
    note(step, "delivery_unconfirmed");
    ask(step, "confirm_delivery", "delivery_unconfirmed");
  },

  survey(step) {
    const { record, ctx } = step;
    const { person, profile, now } = ctx;
    if (!person) throw new Error("the clock of the survey needs to know the person");
    const verdict = surveyNow(record, person, profile, now);
    if (verdict === "never") return;
    if (verdict === "later")
      return wakeAt(step, "survey", new Date(now.getTime() + DAY_MS), "survey");
    record.survey = "invited";
    record.surveyInvitedAt = nowOf(step);
    note(step, "survey_invited");
    tell(step, "survey", {}, { messageClass: "survey" });
    const again = new Date(now.getTime() + profile.survey.reminder_hours * HOUR_MS);
    wakeAt(step, "survey_reminder", again, "survey");
  },

  survey_reminder(step) {
    const { record, ctx } = step;
    const isStopped =
      ctx.person?.inCrisis || ctx.person?.hasOpenObjection || ctx.person?.hasOpenComplaint;
    if (record.survey !== "invited" || isStopped || isNoted(step, "survey_reminded")) return;
    note(step, "survey_reminded");
    tell(step, "survey", { again: true }, { messageClass: "survey" });
  },

  renewal(step) {
    if (step.record.state !== "closed" || isNoted(step, "renewal_told")) return;
    note(step, "renewal_told");
    tell(step, "renewal", {}, { messageClass: "awareness" });
  },
};

/** Those that run out on one day are one message. */
function tellWhatRunsOut(step: Step): void {
  const { record, ctx } = step;
  const byDay = new Map<string, string[]>();
  for (const document of record.documents) {
    const until = validUntil(document, ctx.profile);
    if (until === undefined || !isRunningOut(document, todayOf(step), ctx.profile)) continue;
    document.warnedOf = until;
    byDay.set(until, [...(byDay.get(until) ?? []), document.id]);
  }
  for (const [until, documents] of byDay) {
    note(step, "expiry_told", { data: { documents, until } });
    tell(step, "document_expiring", {
      documents,
      doc: documents.map((id) => `document.${id}`),
      ...shownDay("exp", until),
    });
  }
}

function isBeforeDecision({ record: { state } }: Step): boolean {
  return state === "submitted" || state === "matched" || state === "committee";
}

function isUndecided(step: Step): boolean {
  return isBeforeDecision(step) || step.record.state === "awaiting_documents";
}

function isUnseconded({ record: { decision } }: Step): boolean {
  return decision?.outcome === "declined" && !decision.secondBy;
}

function isNoted({ record }: Step, change: string): boolean {
  return record.history.some((each) => each.change === change);
}

/** A deadline that was missed is an event of its own, with its name: the breach register reads them (policy P2). */
function breach(step: Step, deadline: string): void {
  note(step, "breach", { data: { deadline } });
}

function late(step: Step, deadline: "target" | "latest"): void {
  const { record } = step;
  if (!isUndecided(step) && record.state !== "decided") return;
  if (record.decision?.releasedAt || record.suspended || record.state === "awaiting_documents")
    return;
  breach(step, deadline);
  ask(step, "decision_late", deadline, { priority: deadline === "latest" ? "urgent" : "normal" });
}
