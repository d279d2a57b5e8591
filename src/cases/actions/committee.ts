import { dayInRiyadh } from "../../language/calendar.ts";
import type { ActionOf } from "../action.ts";
import { afterWorking } from "../calendar.ts";
import type { CaseLetter, Decision } from "../case.ts";
import { hasQuorum, tally, voters, type AgendaItem, type Session } from "../committee.ts";
import { dayAfter } from "../deadlines.ts";
import { isDecisionReason } from "../decision-reasons.ts";
import { expiredOn } from "../documents.ts";
import { gatesOf, isTwoWeeksOver } from "../gates.ts";
import { releaseIfReady, objectionUntil } from "../release.ts";
import {
  ask,
  done,
  dontWake,
  move,
  nameOf,
  note,
  nowOf,
  overlap,
  refuse,
  shownDay,
  tell,
  todayOf,
  wakeAt,
  type ActionRule,
  type Refusal,
  type Step,
} from "../step.ts";

/*
 * From the officer's table to the committee's, and from its decision to the letter. Who decided is never typed: it is
 * who sat at the table of a session with a quorum and without a conflict of interest.
 */

type Kind = "to_committee" | "decide" | "second" | "release_decision" | "letter_ready";

export const committeeActions: { [K in Kind]: ActionRule<K> } = {
  to_committee: {
    from: ["matched", "committee"],
    by: ["officer", "committee"],
    holds(step) {
      if (step.record.suspended) return refuse("suspended");
      const on = step.ctx.session && dayInRiyadh(new Date(step.ctx.session.at));
      const shut = gatesOf(step.record, step.ctx.now, step.ctx.profile, on).find(
        ({ id, met }) => !met && id !== "two_weeks",
      );
      return shut && refuse(shut.id, shut.detail);
    },
    apply(step, { sessionId }) {
      const { record } = step;
      if (sessionId !== undefined) record.committee = { sessionId };
      done(step, "outcome_refused");
      const data = { sessionId: sessionId ?? null };
      if (record.state === "matched") move(step, "committee", "to_committee", { data });
      else note(step, "to_session", { data });
    },
  },

  decide: { from: ["committee"], by: ["committee", "manager"], holds: atTheTable, apply: decide },

  second: {
    from: ["decided"],
    by: ["manager", "committee"],
    holds: ({ record: { decision } }) =>
      decision?.outcome !== "declined" || decision.secondBy
        ? refuse("nothing_to_second")
        : undefined,
    apply(step) {
      const { decision } = step.record;
      if (!decision) return refuse("nothing_to_second");
      const id = nameOf(step.ctx.actor);
      if (id === decision.recordedBy) {
        const may = overlap(step, "second");
        if (may !== "allowed") return may;
        decision.overlaps = [...(decision.overlaps ?? []), "second"];
      }
      decision.secondBy = { id, at: nowOf(step) };
      note(step, "seconded");
      done(step, "second");
      releaseIfReady(step);
    },
  },

  release_decision: {
    from: ["decided"],
    by: ["officer", "manager", "committee"],
    holds({ record: { decision } }) {
      if (!decision || decision.releasedAt || decision.printingSince) return refuse("released");
      return decision.outcome === "declined" && !decision.secondBy
        ? refuse("second_needed")
        : undefined;
    },
    apply(step, { earlyReason }) {
      if (!isTwoWeeksOver(step.record, step.ctx.now) && !step.record.decision?.earlyReason) {
        const refusal = bearEarly(step, earlyReason);
        if (refusal) return refusal;
      }
      releaseIfReady(step);
    },
  },

  letter_ready: {
    from: [
      "decided",
      "delivered",
      "matched",
      "submitted",
      "awaiting_documents",
      "committee",
      "closed",
    ],
    by: ["system"],
    apply(step, action) {
      tellings[action.letter](step, action);
    },
  },
};

// ---------------------------------------------------------------- deciding

/** The session in which the case is decided, with the case on its agenda and enough members without a conflict. */
function atTheTable(step: Step): Refusal | undefined {
  const { record, ctx } = step;
  if (record.suspended) return refuse("suspended");
  const found = sessionOf(step);
  if (!found) return refuse("session_needed");
  const { session, item } = found;
  const { actor } = ctx;
  if (item.conflicts.some(({ member }) => member === nameOf(actor))) return refuse("conflict");
  if (!hasQuorum(ctx.profile.committee_rules, session, item)) return refuse("no_quorum");
  const sits = voters(session, item).some(({ id }) => id === nameOf(actor));
  if (!sits && !step.movers.includes("manager")) return refuse("not_at_the_table");
  const expired = expiredOn(record, dayInRiyadh(new Date(session.at)), ctx.profile);
  return expired.length > 0
    ? refuse("documents_valid", { documents: expired.map(({ id }) => id) })
    : undefined;
}

function sessionOf({ record, ctx }: Step): { session: Session; item: AgendaItem } | undefined {
  const { session } = ctx;
  if (!session || session.status === "planned" || session.id !== record.committee?.sessionId)
    return undefined;
  const item = session.agenda.find(({ caseId }) => caseId === record.id);
  return item && { session, item };
}

function decide(step: Step, action: ActionOf<"decide">): Refusal | undefined {
  const found = sessionOf(step);
  const { number, profile } = step.ctx;
  if (!found || number === undefined) return refuse("session_needed");
  const { session, item } = found;
  const votes = item.votes.length > 0 ? tally(profile.committee_rules, session, item) : undefined;
  if (votes && "none" in votes) return refuse(votes.none);
  if (votes && votes.outcome !== action.outcome)
    return refuse("votes_differ", { outcome: votes.outcome });
  if (action.outcome !== "accepted" && !isDecisionReason(action.reason))
    return refuse("reason_needed");
  const decision: Decision = {
    number,
    outcome: action.outcome,
    ...pick(action, "reason", "advice", "grant", "payout"),
    decidedBy: voters(session, item).map(({ id }) => id),
    sessionId: session.id,
    recordedBy: nameOf(step.ctx.actor),
    at: nowOf(step),
  };
  done(step, "outcome_refused");
  return action.outcome === "deferred"
    ? defer(step, decision, action.nextSessionOn)
    : record(step, decision, action.earlyReason);
}

/** The committee wants something more: the case stays complete and comes back. That is no answer, so no two weeks hold it. */
function defer(step: Step, decision: Decision, nextSessionOn: string | undefined): undefined {
  const { number, reason, decidedBy, sessionId } = decision;
  move(step, "matched", "deferred", {
    reason,
    data: { number, decidedBy, sessionId: sessionId ?? null, nextSessionOn: nextSessionOn ?? null },
  });
  delete step.record.committee;
  step.record.deferral = {
    ...decision,
    printingSince: nowOf(step),
    ...(nextSessionOn ? { nextSessionOn } : {}),
  };
  step.wishes.push({ kind: "letter", letter: "deferral" });
}

function record(step: Step, decision: Decision, earlyReason: string | undefined) {
  step.record.decision = decision;
  move(step, "decided", "decided", {
    reason: decision.reason,
    data: {
      number: decision.number,
      outcome: decision.outcome,
      decidedBy: decision.decidedBy,
      sessionId: decision.sessionId ?? null,
    },
  });
  if (earlyReason !== undefined) {
    const refusal = bearEarly(step, earlyReason);
    if (refusal) return refusal;
  }
  if (decision.outcome === "declined") ask(step, "second", "decision_declined");
  releaseIfReady(step);
  return undefined;
}

/** Before the two weeks are over a manager says why it cannot wait (policy 4.1). */
function bearEarly(step: Step, reason: string | undefined): Refusal | undefined {
  const { record, movers } = step;
  if (!movers.includes("manager")) return refuse("two_weeks", { until: record.decisionNotBefore });
  if (reason === undefined || reason.trim() === "") return refuse("early_reason_needed");
  if (record.decision) record.decision.earlyReason = { by: nameOf(step.ctx.actor), reason };
  note(step, "early_reply", { reason });
  return undefined;
}

// ---------------------------------------------------------------- telling

/** What a letter became on paper; nothing where no printer was there. */
type Printed = Omit<ActionOf<"letter_ready">, "kind" | "letter">;

function released(step: Step, { storageKey, number, fileName }: Printed): void {
  const { decision } = step.record;
  if (!decision?.printingSince || decision.releasedAt || step.record.state !== "decided") return;
  delete decision.printingSince;
  decision.releasedAt = nowOf(step);
  if (storageKey !== undefined) decision.letterKey = storageKey;
  if (number !== undefined) decision.letterNumber = number;
  note(step, "decision_told", { data: { outcome: decision.outcome } });
  dontWake(step, "still_waiting", "target", "latest", "release", "expiry");
  tell(
    step,
    `decision_${decision.outcome}`,
    decisionValues(step, decision),
    attached(storageKey, fileName),
  );
  if (decision.outcome === "declined") afterRefusal(step);
  else afterGrant(step, decision);
}

function putOff(step: Step, { storageKey, number, fileName }: Printed): void {
  const { deferral } = step.record;
  if (!deferral?.printingSince) return;
  delete deferral.printingSince;
  deferral.releasedAt = nowOf(step);
  if (storageKey !== undefined) deferral.letterKey = storageKey;
  if (number !== undefined) deferral.letterNumber = number;
  note(step, "deferral_told");
  const { advice, reason, nextSessionOn } = deferral;
  tell(
    step,
    "decision_deferred",
    {
      what: advice ?? { $text: `decision.reason.${reason}` },
      ...(nextSessionOn ? shownDay("next_session", nextSessionOn) : {}),
    },
    attached(storageKey, fileName),
  );
}

/** How each letter is told once it is ready. */
const tellings: Record<CaseLetter, (step: Step, printed: Printed) => void> = {
  decision: released,
  deferral: putOff,
  objection: answered,
};

function decisionValues(step: Step, decision: Decision) {
  const { reason, advice, grant, outcome } = decision;
  return {
    outcome,
    dec_no: decision.number,
    ...shownDay("dec", dayInRiyadh(new Date(decision.at))),
    ...(reason ? { reason, reason_text: { $text: `decision.reason.${reason}` } } : {}),
    ...(reason || advice ? { advice: advice ?? { $text: `decision.advice.${reason}` } } : {}),
    ...(grant ? { grant } : {}),
    ...(outcome === "accepted"
      ? {}
      : shownDay("obj", objectionUntil(decision, step.ctx.profile) ?? todayOf(step))),
  };
}

/** A refusal is followed by a call from a person; the case ends when nobody may object to it any more. */
function afterRefusal(step: Step): void {
  const { now, profile } = step.ctx;
  const until = objectionUntil(step.record.decision, profile) ?? todayOf(step);
  wakeAt(step, "objection_window", new Date(`${dayAfter(until, 1)}T09:00:00+03:00`));
  ask(step, "call_declined", "decision_declined", {
    dueAt: afterWorking(profile, now, profile.handoff.callback_hours * 60),
  });
}

function afterGrant(step: Step, decision: Decision): void {
  step.record.delivery = {
    tasks: [{ id: "1", what: decision.grant ?? step.record.service }],
  };
  ask(step, "deliver", "decision_accepted");
  if (decision.payout) tell(step, "payout_details");
}

function answered(step: Step, { storageKey, number, fileName }: Printed): void {
  const { objection } = step.record;
  if (!objection?.outcome || objection.toldAt) return;
  if (storageKey !== undefined) objection.letterKey = storageKey;
  if (number !== undefined) objection.letterNumber = number;
  objection.toldAt = nowOf(step);
  note(step, "objection_told", { data: { result: objection.outcome.result } });
  tell(
    step,
    "objection_decided",
    {
      obj_no: objection.number,
      result: objection.outcome.result,
      reason_text: objection.outcome.reason,
    },
    attached(storageKey, fileName),
  );
}

function attached(storageKey: string | undefined, fileName = "letter.pdf") {
  return storageKey === undefined
    ? {}
    : { attachment: { storageKey, mime: "application/pdf", fileName } };
}

function pick<T extends object, K extends keyof T>(from: T, ...keys: K[]): Pick<T, K> {
  return Object.fromEntries(
    keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]),
  ) as Pick<T, K>;
}
