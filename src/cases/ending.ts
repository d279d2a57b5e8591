import { clockNames } from "./action.ts";
import { caseTasks } from "./case.ts";
import { done, dontWake, move, nowOf, wakeAt, type Step } from "./step.ts";
import { isSurveyed, SURVEY_AFTER_DAYS } from "./survey-rules.ts";

const DAY_MS = 86_400_000;
const RENEWAL_DAYS = 365; // a year of the calendar that the association plans by

/** The end of a case: nothing of it wakes or waits any more, but the question how it was, and next year's renewal. */
export function endCase(step: Step, change: string, reason?: string): void {
  const { record, ctx } = step;
  move(step, "closed", change, { reason });
  record.closedAt = nowOf(step);
  delete record.suspended;
  delete record.documentsDueAt;
  delete record.ladder;
  dontWake(step, ...clockNames.filter((name) => name !== "survey" && name !== "renewal"));
  done(step, ...caseTasks.filter((task) => task !== "call_declined"));
  if (isSurveyed(record)) wakeAt(step, "survey", inDays(ctx.now, SURVEY_AFTER_DAYS), "survey");
  if (record.delivery?.confirmed?.how === "full")
    wakeAt(step, "renewal", inDays(ctx.now, RENEWAL_DAYS), "awareness");
}

function inDays(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS);
}
