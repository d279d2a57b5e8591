import { endCase } from "../ending.ts";
import { mayMove } from "../life-cycle.ts";
import { missingValues, startLadder } from "../registration.ts";
import { objectionUntil } from "../release.ts";
import { isOpen } from "./objection.ts";
import {
  ask,
  done,
  dontWake,
  note,
  refuse,
  tell,
  todayOf,
  type ActionRule,
  type Refusal,
  type Step,
} from "../step.ts";

/*
 * A case that stands still is suspended, never closed by itself. Whoever closes one says why, and the person is told.
 */

type Kind = "suspend" | "reactivate" | "close" | "withdraw";

const UNDECIDED = ["awaiting_documents", "submitted", "matched", "committee"] as const;

export const standingActions: { [K in Kind]: ActionRule<K> } = {
  suspend: {
    from: UNDECIDED,
    by: ["officer"],
    holds: ({ record }) => (record.suspended ? refuse("suspended") : undefined),
    apply(step, { reason }) {
      if (reason.trim() === "") return refuse("reason_needed");
      suspend(step, reason);
    },
  },
  reactivate: {
    from: UNDECIDED,
    by: ["contact", "officer"],
    holds: ({ record }) => (record.suspended ? undefined : refuse("not_suspended")),
    apply(step) {
      delete step.record.suspended;
      note(step, "reactivated");
      done(step, "documents_late");
      if (step.record.state !== "awaiting_documents") return;
      startLadder(step);
      tell(step, "documents_missing", missingValues(step));
    },
  },
  close: {
    from: [...UNDECIDED, "decided", "delivered"],
    by: ["officer", "manager"],
    holds: mayClose,
    apply(step, { reason }) {
      if (reason.trim() === "") return refuse("reason_needed");
      endCase(step, "closed", reason);
      tell(step, "case_closed", { reason_text: reason });
    },
  },
  withdraw: {
    from: UNDECIDED,
    by: ["contact", "manager"],
    apply(step, { reason }) {
      endCase(step, "withdrawn", reason);
      tell(step, "case_closed", { withdrawn: true });
    },
  },
};

/** Stands still until something comes; never closed. */
export function suspend(step: Step, reason: string): void {
  step.record.suspended = true;
  note(step, "suspended", { reason });
  dontWake(step, "ladder");
  if (step.record.state === "awaiting_documents") ask(step, "documents_late", reason);
  tell(step, "suspended", { ...missingValues(step), reason });
}

/** A refusal may be objected to until its day has passed; an objection is answered first. */
function mayClose(step: Step): Refusal | undefined {
  const { record, movers, ctx } = step;
  if (!movers.some((mover) => mayMove(record.state, "closed", mover)))
    return refuse("not_yours", { needs: ["manager"] });
  if (record.state !== "decided") return undefined;
  if (isOpen(record)) return refuse("objection_open", { number: record.objection?.number ?? null });
  const until = objectionUntil(record.decision, ctx.profile);
  if (until === undefined) return refuse("not_told");
  return record.decision?.outcome === "declined" && todayOf(step) <= until
    ? refuse("window_open", { until })
    : undefined;
}
