import { afterWorking } from "./calendar.ts";
import type { Profile } from "./profile.ts";

/** When staff owe the next answer: in working time, and not while they wait for the person. */
export interface ServiceClock {
  dueAt: string | null;
  state: "ok" | "soon" | "late" | "paused";
}

/** The last part of the time, in which a card says that it is near. */
const SOON_PART = 0.25;
const MINUTE_MS = 60_000;

export function serviceClock(
  profile: Profile,
  desk: {
    holder: "bot" | "queue" | "staff";
    priority: string;
    since?: Date | undefined;
    unansweredSince?: Date | undefined;
    acknowledgedAt?: Date | undefined;
  },
  now: Date,
): ServiceClock | null {
  if (desk.holder === "bot") return null;
  const from = desk.unansweredSince ?? (desk.holder === "queue" ? desk.since : undefined);
  if (!from) return { dueAt: null, state: "paused" };
  const isAlarm = desk.priority === "crisis" && !desk.acknowledgedAt;
  const minutes = isAlarm
    ? profile.crisis.ack_minutes
    : desk.holder === "queue"
      ? profile.handoff.unclaimed_minutes
      : profile.handoff.staff_silent_minutes;
  // A crisis knows no closing time.
  const dueAt = isAlarm
    ? new Date(from.getTime() + minutes * MINUTE_MS)
    : afterWorking(profile, from, minutes);
  const soonAt = dueAt.getTime() - minutes * SOON_PART * MINUTE_MS;
  const state = now >= dueAt ? "late" : now.getTime() >= soonAt ? "soon" : "ok";
  return { dueAt: dueAt.toISOString(), state };
}
