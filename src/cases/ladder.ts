import { dayInRiyadh } from "../language/calendar.ts";
import type { CaseRecord } from "./case.ts";
import { dayAfter } from "./deadlines.ts";
import type { Profile } from "./profile.ts";

/*
 * The ladder of missing documents: messages on the days of `documents.messages` after they began to be missing (the
 * first when it is said that they are), the last word two days before the deadline, and the day after the deadline the
 * case stands still. It is never closed, and what is sent later wakes it again (policy S6, 4.11).
 */

type Ladder = NonNullable<CaseRecord["ladder"]>;
type Rules = Pick<Profile, "documents">;

const DAY_MS = 86_400_000;
/** How long a deadline is prolonged when the person asks for it, once. No policy prints a number: ours. */
const EXTENSION_DAYS = 7;

export function dueDay({ since, extended }: Ladder, { documents }: Rules): string {
  return dayAfter(
    dayInRiyadh(new Date(since)),
    documents.deadline_days + (extended ? EXTENSION_DAYS : 0),
  );
}

/** When each message is due; the last moves with the deadline. */
export function rungs(ladder: Ladder, { documents }: Rules): Date[] {
  const since = Date.parse(ladder.since);
  const later = ladder.extended ? EXTENSION_DAYS : 0;
  const last = documents.messages.length - 1;
  return documents.messages.map(
    (day, index) => new Date(since + (day + (index === last ? later : 0)) * DAY_MS),
  );
}

/** When the ladder has to be looked at next: its next message, or the opening of the day after the deadline. */
export function nextLook(ladder: Ladder, rules: Rules): Date {
  return (
    rungs(ladder, rules)[ladder.told] ??
    new Date(`${dayAfter(dueDay(ladder, rules), 1)}T09:00:00+03:00`)
  );
}

/** How far the ladder has come by now. Messages whose time passed together are told as one: the latest. */
export function standing(
  ladder: Ladder,
  rules: Rules,
  now: Date,
): { due: "nothing" } | { due: "message"; told: number; isLast: boolean } | { due: "suspension" } {
  if (now.getTime() >= nextLook({ ...ladder, told: Number.MAX_SAFE_INTEGER }, rules).getTime())
    return { due: "suspension" };
  const all = rungs(ladder, rules);
  const told = all.filter((at) => at.getTime() <= now.getTime()).length;
  if (told <= ladder.told) return { due: "nothing" };
  return { due: "message", told, isLast: told === all.length };
}
