import { expireDraft, hasOpenRequest } from "./draft.ts";
import { wish, type Run } from "./run.ts";
import { property } from "./scope.ts";
import { say } from "./say.ts";

const HOUR_MS = 3_600_000;

/** One follow-up looks after a draft: a turn costs no write for it, because it looks at the last activity when it wakes. */
export function scheduleIdle(run: Run, lastActivity: Date, afterHours = thresholds(run)[0]): void {
  if (afterHours === undefined) return;
  const at = new Date(lastActivity.getTime() + afterHours * HOUR_MS);
  wish(run, { kind: "schedule", followUp: "idle", at: at.toISOString(), messageClass: "service" });
}

/**
 * A draft has been quiet: remind at the profile's `draft.reminders_hours`, forget it after `draft.ttl_days`.
 * Whoever wrote in the meantime is not reminded of what he is doing.
 */
export function takeIdle(run: Run, lastActivity: Date): void {
  if (!hasOpenRequest(run)) return;
  const idleHours = (run.ctx.now.getTime() - lastActivity.getTime()) / HOUR_MS;
  const marks = thresholds(run);
  const passed = marks.filter((hours) => hours <= idleHours);
  if (passed.length === marks.length) return expireDraft(run);
  if (passed.length > 0 && run.state.optOut !== "all")
    say(run, "idle.24h", { purpose: "notification" });
  scheduleIdle(run, lastActivity, marks[passed.length]);
}

/** Hours of silence at which something happens; the last one ends the draft. */
function thresholds(run: Run): number[] {
  const draft = property(run.ctx.policy, "draft");
  const reminders = property(draft, "reminders_hours");
  const days = property(draft, "ttl_days");
  const hours = Array.isArray(reminders)
    ? reminders.filter((each): each is number => typeof each === "number")
    : [];
  return [...hours, (typeof days === "number" ? days : 14) * 24];
}
