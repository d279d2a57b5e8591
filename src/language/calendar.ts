import {
  CalendarDate,
  GregorianCalendar,
  IslamicUmalquraCalendar,
  toCalendar,
} from "@internationalized/date";

/** Umm al-Qura day of a Gregorian day, both `YYYY-MM-DD`. Throws when the text is no such day. */
export function toHijri(gregorian: string): string {
  const { y, m, d } = partsOf(gregorian);
  return iso(toCalendar(new CalendarDate(gregorianCalendar, y, m, d), umalqura));
}

/** Gregorian day, `YYYY-MM-DD`, of an Umm al-Qura day that exists (see `isHijriDay`). */
export function toGregorian(y: number, m: number, d: number): string {
  return iso(toCalendar(new CalendarDate(umalqura, y, m, d), gregorianCalendar));
}

/** Days of an Umm al-Qura month, 29 or 30. */
export function monthLength(y: number, m: number): number {
  return umalqura.getDaysInMonth(new CalendarDate(umalqura, y, m, 1));
}

// The library clamps what does not exist without a word, so days are checked before they are built.
export function isHijriDay(y: number, m: number, d: number): boolean {
  return (
    y >= FIRST_HIJRI_YEAR && y <= LAST_HIJRI_YEAR && isMonth(m) && d >= 1 && d <= monthLength(y, m)
  );
}

export function isGregorianDay(y: number, m: number, d: number): boolean {
  return isMonth(m) && d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate();
}

/** `YYYY-MM-DD` of either calendar as `DD/MM/YYYY`, the way dates are printed in Saudi papers. */
export function formatHijri(hijri: string): string {
  return dayFirst(hijri);
}

export function formatGregorian(gregorian: string): string {
  return dayFirst(gregorian);
}

/** 0 = Sunday ... 6 = Saturday, of a Gregorian day `YYYY-MM-DD`. */
export function weekdayOf(gregorian: string): number {
  return new Date(`${gregorian}T00:00:00Z`).getUTCDay();
}

export function isoDay(y: number, m: number, d: number): string {
  return `${pad(y, 4)}-${pad(m, 2)}-${pad(d, 2)}`;
}

/** The calendar day in Riyadh (UTC+3 all year), `YYYY-MM-DD`. */
export function dayInRiyadh(at: Date): string {
  return new Date(at.getTime() + RIYADH_MS).toISOString().slice(0, 10);
}

/** First and last year that the tables of Umm al-Qura hold. */
export const FIRST_HIJRI_YEAR = 1300;
export const LAST_HIJRI_YEAR = 1500;

const RIYADH_MS = 3 * 60 * 60 * 1000;
const umalqura = new IslamicUmalquraCalendar();
const gregorianCalendar = new GregorianCalendar();

function isMonth(m: number): boolean {
  return m >= 1 && m <= 12;
}

function iso(date: CalendarDate): string {
  return isoDay(date.year, date.month, date.day);
}

function dayFirst(day: string): string {
  return day.split("-").toReversed().join("/");
}

function partsOf(day: string): { y: number; m: number; d: number } {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  const [y, m, d] = match ? match.slice(1).map(Number) : [];
  if (y === undefined || m === undefined || d === undefined || !isGregorianDay(y, m, d)) {
    throw new Error("a calendar day is written YYYY-MM-DD and exists");
  }
  return { y, m, d };
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, "0");
}
