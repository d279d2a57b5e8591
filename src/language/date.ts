import {
  dayInRiyadh,
  FIRST_HIJRI_YEAR,
  isGregorianDay,
  isHijriDay,
  isoDay,
  LAST_HIJRI_YEAR,
  toGregorian,
  toHijri,
} from "./calendar.ts";
import { readDateParts, type DateParts } from "./date-parts.ts";
import { read, unclear, type Reading, type UnclearReason } from "./reading.ts";

/** A date as it is stored: what was written, in which calendar, and the same day in both (`YYYY-MM-DD`). Plain JSON. */
export type StoredDate = {
  raw: string;
  calendar: "hijri" | "gregorian";
  y: number;
  m: number;
  d: number;
  gregorian: string;
  hijri: string;
};

/**
 * One whole date of either calendar: "١٥/٣/١٤٤٥هـ", "2026-03-20", "15 ربيع أول 1445", "الخامس من رمضان الف واربعميه
 * وعشره". Day, month, year, unless the year comes first. Years 1300-1500 are Hijri, 1900-2100 Gregorian.
 * Reasons: `two_digit_year`, `year_only`, `incomplete`, `impossible` (no such day), `past` / `future` (against
 * `mustBe`), `age` ("عمري 45"), `relative` ("بكره"), `several`, `unknown`, `unclear`.
 */
export function readDate(
  text: string,
  options: { now: Date; mustBe?: "past" | "future" },
): Reading<StoredDate> {
  const parts = readDateParts(text);
  if (!parts.ok) return parts;
  const dates = parts.value.map((each) => storedDate(text, each));
  const failed = dates.find((each) => typeof each === "string");
  if (typeof failed === "string") return unclear(failed);
  const [date, ...others] = dates as StoredDate[];
  if (!date) return unclear("unclear");
  // "15/6/1410 الموافق 13/1/1990": one day said twice; old tables differ by a day or two.
  if (others.some((other) => daysBetween(other.gregorian, date.gregorian) > TOLERANCE_DAYS))
    return unclear("several");
  const wrong = against(date, options);
  return wrong
    ? unclear(wrong)
    : { ...read(date), ...(parts.loose ? { loose: true as const } : {}) };
}

const TOLERANCE_DAYS = 2;
const DAY_MS = 86_400_000;
const EARLIEST_GREGORIAN = 1900;
const LATEST_GREGORIAN = 2100;

function storedDate(text: string, { y, m, d, calendar }: DateParts): StoredDate | UnclearReason {
  if (y < 100) return "two_digit_year";
  const kind = calendarOf(y, calendar);
  if (kind === undefined) return "impossible";
  const raw = text.trim();
  if (kind === "hijri") {
    return isHijriDay(y, m, d)
      ? { raw, calendar: kind, y, m, d, gregorian: toGregorian(y, m, d), hijri: isoDay(y, m, d) }
      : "impossible";
  }
  const day = isoDay(y, m, d);
  return isGregorianDay(y, m, d)
    ? { raw, calendar: kind, y, m, d, gregorian: day, hijri: toHijri(day) }
    : "impossible";
}

/** What is written (هـ, م, the name of the month) wins, but not against the year: there is no "1410م". */
function calendarOf(y: number, written: DateParts["calendar"]): "hijri" | "gregorian" | undefined {
  const isHijri = y >= FIRST_HIJRI_YEAR && y <= LAST_HIJRI_YEAR;
  const isGregorian = y >= EARLIEST_GREGORIAN && y <= LATEST_GREGORIAN;
  const byYear = isHijri ? "hijri" : isGregorian ? "gregorian" : undefined;
  return written === undefined || written === byYear ? byYear : undefined;
}

function against(
  date: StoredDate,
  { now, mustBe }: { now: Date; mustBe?: "past" | "future" },
): "past" | "future" | undefined {
  const today = dayInRiyadh(now);
  if (mustBe === "past" && date.gregorian > today) return "future";
  return mustBe === "future" && date.gregorian < today ? "past" : undefined;
}

function daysBetween(a: string, b: string): number {
  return Math.abs(Date.parse(a) - Date.parse(b)) / DAY_MS;
}
