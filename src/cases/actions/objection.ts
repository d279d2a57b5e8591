import { dayAfter } from "../deadlines.ts";
import { objectionUntil } from "../release.ts";
import { endCase } from "../ending.ts";
import type { ActionOf } from "../action.ts";
import type { CaseRecord, Decision, Objection } from "../case.ts";
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
  todayOf,
  wakeAt,
  type ActionRule,
  type Refusal,
  type Step,
} from "../step.ts";

/*
 * Objection (تظلم): within its period, and heard by a body of which nobody had a part in the decision (policy P3, 4.3).
 */

export const objectionActions: {
  [K in "object" | "decide_objection"]: ActionRule<K>;
} = {
  object: { from: ["decided"], by: ["contact", "officer"], holds: mayObject, apply: object },
  decide_objection: {
    from: ["decided"],
    by: ["objection_body"],
    holds(step) {
      if (!isOpen(step.record)) return refuse("no_objection");
      return partOf(step) && step.ctx.profile.separation === "enforced"
        ? refuse("same_person", { duty: "objection" })
        : undefined;
    },
    apply: hear,
  },
};

/** Whether an objection waits for its answer. */
export function isOpen({ objection }: Pick<CaseRecord, "objection">): boolean {
  return objection !== undefined && objection.outcome === undefined;
}

function mayObject(step: Step): Refusal | undefined {
  const { decision, objection } = step.record;
  if (!decision?.releasedAt || decision.outcome === "accepted") return refuse("nothing_to_object");
  if (isOpen(step.record)) return refuse("objection_open", { number: objection?.number ?? null });
  if (objection?.against === decision.number) return refuse("objection_heard");
  const until = objectionUntil(decision, step.ctx.profile) ?? "";
  return todayOf(step) > until ? refuse("window_over", { until }) : undefined;
}

function object(step: Step, { text }: ActionOf<"object">): Refusal | undefined {
  const { number, profile } = step.ctx;
  const against = step.record.decision?.number ?? "";
  if (number === undefined || text.trim() === "") return refuse("reason_needed");
  const dueOn = dayAfter(todayOf(step), profile.objection.reply_days);
  const dueAt = new Date(`${dueOn}T09:00:00+03:00`);
  step.record.objection = {
    number,
    against,
    at: nowOf(step),
    text,
    dueAt: dueAt.toISOString(),
  };
  note(step, "objected", { data: { number } });
  dontWake(step, "objection_window");
  wakeAt(step, "objection_due", dueAt);
  ask(step, "objection", "objected", { priority: "urgent", dueAt });
  return undefined;
}

function hear(step: Step, { result, reason }: ActionOf<"decide_objection">): Refusal | undefined {
  const { objection, decision } = step.record;
  if (!objection || !decision) return refuse("no_objection");
  if (reason.trim() === "") return refuse("reason_needed");
  if (partOf(step)) {
    const may = overlap(step, "objection");
    if (may !== "allowed") return may;
    objection.overlaps = [...(objection.overlaps ?? []), "objection"];
  }
  objection.outcome = { result, reason, by: [nameOf(step.ctx.actor)], at: nowOf(step) };
  dontWake(step, "objection_due");
  done(step, "objection", "call_declined");
  settle(step, objection, decision);
  step.wishes.push({ kind: "letter", letter: "objection" });
  return undefined;
}

/** Upheld: studied and decided once more, the old decision stays in the history. Rejected: a refusal is final now. */
function settle(step: Step, { number, outcome }: Objection, decision: Decision): void {
  const { record } = step;
  const data = { number, result: outcome?.result ?? null };
  if (outcome?.result === "upheld") {
    move(step, "matched", "objection_upheld", {
      data: { ...data, overturned: { number: decision.number, outcome: decision.outcome } },
    });
    delete record.decision;
    delete record.committee;
    delete record.delivery;
    done(step, "deliver");
    return;
  }
  note(step, "objection_rejected", { data });
  if (decision.outcome === "declined") endCase(step, "objection_rejected");
}

/** Had this actor a part in what is objected to? */
function partOf({ record: { decision }, ctx }: Step): boolean {
  const id = nameOf(ctx.actor);
  return (
    decision !== undefined &&
    [...decision.decidedBy, decision.recordedBy, decision.secondBy?.id].includes(id)
  );
}
