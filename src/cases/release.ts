import { dayInRiyadh } from "../language/calendar.ts";
import type { Decision } from "./case.ts";
import { dayAfter } from "./deadlines.ts";
import { isTwoWeeksOver } from "./gates.ts";
import type { Profile } from "./profile.ts";
import { note, nowOf, wakeAt, type Step } from "./step.ts";

/** Gives the decision out to be printed and told when nothing holds it back any more; otherwise it waits for the day. */
export function releaseIfReady(step: Step): void {
  const { decision, decisionNotBefore } = step.record;
  if (!decision || decision.releasedAt || decision.printingSince) return;
  if (decision.outcome === "declined" && !decision.secondBy) return;
  if (!isTwoWeeksOver(step.record, step.ctx.now) && !decision.earlyReason) {
    if (decisionNotBefore) wakeAt(step, "release", new Date(decisionNotBefore), "service");
    return;
  }
  decision.printingSince = nowOf(step);
  note(step, "decision_printed");
  step.wishes.push({ kind: "letter", letter: "decision" });
}

/** The last day on which the person may object to a decision that was told. */
export function objectionUntil(
  decision: Decision | undefined,
  { objection }: Pick<Profile, "objection">,
): string | undefined {
  return decision?.releasedAt
    ? dayAfter(dayInRiyadh(new Date(decision.releasedAt)), objection.window_days)
    : undefined;
}
