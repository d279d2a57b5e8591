import { dayInRiyadh } from "../language/calendar.ts";

const DAY_MS = 86_400_000;
const OPENING = "T09:00:00+03:00"; // no decision leaves before the service window opens; the day is the same in UTC

/**
 * The moment before which no decision may be told: the day on which the registration was completed plus `minDays`
 * calendar days, Riyadh. The policies say "not less than two weeks", so this is a floor and never a promise.
 */
export function decisionNotBefore(completedAt: Date, minDays: number): Date {
  return new Date(`${dayAfter(dayInRiyadh(completedAt), minDays)}${OPENING}`);
}

/** The calendar day `days` after a day `YYYY-MM-DD`. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
