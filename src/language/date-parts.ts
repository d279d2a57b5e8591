import { readMarks, type Mark } from "./date-marks.ts";
import { unclear, type UnclearReason } from "./reading.ts";
import { mentionsUnsure } from "./yes-no.ts";

/** Day, month and year as written; `calendar` only when the text names it. A two-digit year is left as it is. */
export type DateParts = { y: number; m: number; d: number; calendar?: "hijri" | "gregorian" };

/** All dates of a text, in order. `loose`: unknown words stand round them. */
export function readDateParts(
  text: string,
): { ok: true; value: DateParts[]; loose: boolean } | { ok: false; reason: UnclearReason } {
  if (text.length > LONGEST) return unclear("unclear");
  const marks = readMarks(text);
  const written = marks.filter((mark) => mark.kind === "number" || mark.kind === "month");
  const loose = marks.some((mark) => mark.kind === "unknown");
  if (written.length === 0) return unclear(withoutDate(text, marks));
  if (marks.some((mark) => mark.kind === "age")) return unclear("age");
  const dates: DateParts[] = [];
  for (let at = 0; at < written.length;) {
    const found = dateAt(written, at);
    if (typeof found === "string")
      return unclear(
        dates.length > 0 && found === "incomplete"
          ? "several"
          : isRelative(marks)
            ? "relative"
            : found,
      );
    dates.push(found.parts);
    at = found.end;
  }
  const eras = marks.filter((mark) => mark.kind === "era");
  return { ok: true, value: dates.map((date, at) => withEra(date, eras, dates.length, at)), loose };
}

const LONGEST = 300; // characters

/** The next date that begins at a mark: three numbers, or two round a month, or eight digits. */
function dateAt(
  marks: readonly Mark[],
  at: number,
): { parts: DateParts; end: number } | UnclearReason {
  const [a, b, c] = marks.slice(at, at + 3);
  const compact = a?.kind === "number" ? compactDate(a.digits) : undefined;
  if (compact) return { parts: compact, end: at + 1 };
  if (a?.kind === "number" && a.digits !== undefined && a.digits.length > 4) return "unclear";
  const left = marks.slice(at);
  if (left.length < 3) return tooFew(left);
  const month = [a, b, c].find((mark) => mark?.kind === "month");
  const numbers = [a, b, c].filter((mark) => mark?.kind === "number");
  if (month?.kind === "month" && numbers.length === 2) {
    const [first, second] = numbers;
    const yearFirst = first!.value > 31 && second!.value <= 31;
    const [d, y] = yearFirst ? [second!, first!] : [first!, second!];
    return {
      parts: {
        y: yearOf(y),
        m: month.month,
        d: d.value,
        ...(month.calendar ? { calendar: month.calendar } : {}),
      },
      end: at + 3,
    };
  }
  if (numbers.length < 3) return "incomplete";
  const [first, second, third] = numbers;
  const isYearFirst = isYear(first!) && !isYear(third!);
  const [y, d] = isYearFirst ? [first!, third!] : [third!, first!];
  return { parts: { y: yearOf(y), m: second!.value, d: d.value }, end: at + 3 };
}

function tooFew(marks: readonly Mark[]): UnclearReason {
  const [first] = marks;
  if (marks.length === 1 && first?.kind === "number" && first.value >= 1300 && first.value <= 2100)
    return "year_only";
  return marks.length === 1 && first?.kind === "number" ? "unclear" : "incomplete";
}

function isYear(mark: { value: number; digits?: string }): boolean {
  return mark.value >= 1000 || (mark.digits?.length ?? 0) === 4;
}

/** A year of three or of more than four digits is a slip: it belongs to no calendar. */
function yearOf(mark: { value: number; digits?: string }): number {
  return mark.digits?.length === 2 || mark.value < 100 ? mark.value % 100 : mark.value;
}

/** "15061410" or "14100615", if only one of the two can be a date. */
function compactDate(digits: string | undefined): DateParts | undefined {
  if (digits?.length !== 8) return undefined;
  const dayFirst = {
    d: Number(digits.slice(0, 2)),
    m: Number(digits.slice(2, 4)),
    y: Number(digits.slice(4)),
  };
  const yearFirst = {
    y: Number(digits.slice(0, 4)),
    m: Number(digits.slice(4, 6)),
    d: Number(digits.slice(6)),
  };
  const possible = [dayFirst, yearFirst].filter(
    ({ y, m, d }) =>
      ((y >= 1300 && y <= 1500) || (y >= 1900 && y <= 2100)) &&
      m >= 1 &&
      m <= 12 &&
      d >= 1 &&
      d <= 31,
  );
  return possible.length === 1 ? possible[0] : undefined;
}

/** One era belongs to all dates, or one to each. */
function withEra(
  date: DateParts,
  eras: readonly Extract<Mark, { kind: "era" }>[],
  dates: number,
  at: number,
): DateParts {
  if (date.calendar !== undefined) return date;
  const era =
    eras.length === dates ? eras[at] : dates === 1 && eras.length === 1 ? eras[0] : undefined;
  return era ? { ...date, calendar: era.calendar } : date;
}

function isRelative(marks: readonly Mark[]): boolean {
  return marks.some((mark) => mark.kind === "relative");
}

function withoutDate(text: string, marks: readonly Mark[]): UnclearReason {
  if (isRelative(marks)) return "relative";
  return mentionsUnsure(text) ? "unknown" : "unclear";
}
