import { DATE_ORDINALS, DATE_WORDS, MONTH_INTRODUCERS, RELATIVE_WORDS } from "./date-words.ts";
import { MONTH_PHRASES, MONTHS, type Month } from "./month-names.ts";
import { foldLetters } from "./normalise.ts";
import { isOneSlipAway, scanNumbers, type Item } from "./numbers.ts";
import { phraseAt } from "./politeness.ts";
import { unclear, type UnclearReason } from "./reading.ts";
import { afterSelfCorrection } from "./self-correction.ts";
import { mentionsUnsure } from "./yes-no.ts";

/** Day, month and year as written; `calendar` only when the text names it. A two-digit year is left as it is. */
export type DateParts = { y: number; m: number; d: number; calendar?: "hijri" | "gregorian" };

/** All dates of a text, in order. `loose`: unknown words stand round them. */
export function readDateParts(
  text: string,
): { ok: true; value: DateParts[]; loose: boolean } | { ok: false; reason: UnclearReason } {
  if (text.length > LONGEST) return unclear("unclear");
  const marks = marksOf(afterSelfCorrection(scanNumbers(separated(text), { years: true })));
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

/** "الاثنين" is a day here and no two. */
const WEEKDAY =
  /(?<!\p{L})(?:يوم )?ال(?:احد|اثنين|اتنين|ثلاثاء|ثلاثا|اربعاء|اربعا|خميس|جمعه|سبت)(?!\p{L})/gu;

type Mark =
  | { kind: "number"; value: number; digits?: string }
  | { kind: "month"; month: number; calendar?: Month["calendar"] }
  | { kind: "era"; calendar: Month["calendar"] }
  | { kind: "age" | "relative" | "unknown" };

/** Dots, dashes and slashes only part the numbers of a date. */
function separated(text: string): string {
  return foldLetters(text)
    .replace(WEEKDAY, " ")
    .replace(/(?<=\d)\s*[./\\\-–—_,،:|]\s*(?=\d)/g, " / ")
    .replace(/(?<=\d)\s*هـ?(?!\p{L})/gu, " هجري ")
    .replace(/(?<=\d)\s*م(?!\p{L})/gu, " ميلادي ")
    .replace(/(?<=\d)(?:st|nd|rd|th)\b/g, " ");
}

function marksOf(items: readonly Item[]): Mark[] {
  const words = items.map((item) =>
    item.kind === "word" ? item.word : item.kind === "number" ? (item.digits ?? "") : "",
  );
  const marks: Mark[] = [];
  for (let at = 0; at < items.length;) {
    const { mark, length } = markAt(items, words, at);
    if (mark) marks.push(mark);
    at += length;
  }
  return marks;
}

function markAt(
  items: readonly Item[],
  words: readonly string[],
  at: number,
): { mark?: Mark; length: number } {
  const item = items[at]!;
  if (item.kind === "sign") return { length: 1 };
  const month = monthAt(words, at);
  if (month) return month;
  if (item.kind === "number")
    return {
      mark: { kind: "number", value: item.value, ...(item.digits ? { digits: item.digits } : {}) },
      length: 1,
    };
  const numbered = numberedMonthAt(items, at);
  if (numbered) return numbered;
  const ordinal = ordinalAt(items, at);
  if (ordinal) return ordinal;
  const { word } = item;
  const bare = word.replace(/^(?:وال|بال|لل|ال|و|ب|ل)/, "");
  if (/^(?:هجري|هجريه|هجرى|ه|للهجره|hijri|ah|h)$/.test(bare))
    return { mark: { kind: "era", calendar: "hijri" }, length: 1 };
  // "تاريخ ميلادي 15/6/1410" says "my birth", so the word is an era only after a number.
  if (/^(?:ميلادي|ميلاديه|م|gregorian|ad)$/.test(bare) && items[at - 1]?.kind === "number")
    return { mark: { kind: "era", calendar: "gregorian" }, length: 1 };
  if (
    /^(?:عمري|عمره|عمرها|سني)$/.test(word) ||
    (/^(?:سنه|سنوات|سنين)$/.test(word) && isAge(items, at))
  )
    return { mark: { kind: "age" }, length: 1 };
  if (RELATIVE_WORDS.has(word) || RELATIVE_WORDS.has(bare))
    return { mark: { kind: "relative" }, length: 1 };
  if (DATE_WORDS.has(word) || DATE_WORDS.has(bare)) return { length: 1 };
  return { mark: { kind: "unknown" }, length: 1 };
}

/** "45 سنه" is an age, "سنه 1405" a year. */
function isAge(items: readonly Item[], at: number): boolean {
  const previous = items[at - 1];
  const next = items[at + 1];
  return previous?.kind === "number" && previous.value < 120 && next?.kind !== "number";
}

function monthAt(words: readonly string[], at: number): { mark: Mark; length: number } | undefined {
  const variants = [words, words.with(at, (words[at] ?? "").replace(/^(?:و|ب|ل)(?=.{3})/, ""))];
  for (const each of variants) {
    const length = phraseAt(each, at, MONTH_PHRASES);
    if (length === 0) continue;
    const month = MONTHS.get(each.slice(at, at + length).join(" "));
    if (month) return { mark: { kind: "month", ...month }, length };
  }
  const month = misspelledMonth(words[at] ?? "");
  return month && { mark: { kind: "month", ...month }, length: 1 };
}

/** One slip of the finger in a long name, if it is that of one month only. */
function misspelledMonth(word: string): Month | undefined {
  if (word.length < SHORTEST_TO_MEND || DATE_WORDS.has(word)) return undefined;
  const near = [...MONTHS]
    .filter(([name]) => name.length > SHORTEST_TO_MEND && isOneSlipAway(name, word))
    .map(([, month]) => month);
  const [first] = near;
  return first &&
    near.every(({ calendar, month }) => calendar === first.calendar && month === first.month)
    ? first
    : undefined;
}

const SHORTEST_TO_MEND = 4;

/** "شهر ٦", "شهر سته", "شهر السادس". */
function numberedMonthAt(
  items: readonly Item[],
  at: number,
): { mark: Mark; length: number } | undefined {
  const item = items[at];
  const next = items[at + 1];
  if (item?.kind !== "word" || !MONTH_INTRODUCERS.has(item.word)) return undefined;
  if (next?.kind === "number" && next.value >= 1 && next.value <= 12)
    return { mark: { kind: "month", month: next.value }, length: 2 };
  const ordinal =
    next?.kind === "word" ? DATE_ORDINALS.get(next.word.replace(/^ال/, "")) : undefined;
  return ordinal ? { mark: { kind: "month", month: ordinal }, length: 2 } : undefined;
}

/** "الخامس عشر", "الحادي والعشرين", "اول". */
function ordinalAt(items: readonly Item[], at: number): { mark: Mark; length: number } | undefined {
  const item = items[at];
  const unit =
    item?.kind === "word"
      ? DATE_ORDINALS.get(item.word.replace(/^(?:ب|ل)?(?:ال)?/, ""))
      : undefined;
  if (unit === undefined) return undefined;
  const next = items[at + 1];
  const isTeen = unit < 10 && next?.kind === "number" && next.value === 10;
  const isTwenties =
    unit < 10 &&
    next?.kind === "number" &&
    (next.value === 20 || next.value === 30) &&
    next.digits === undefined;
  if ((isTeen || isTwenties) && next?.kind === "number")
    return { mark: { kind: "number", value: unit + next.value }, length: 2 };
  return { mark: { kind: "number", value: unit }, length: 1 };
}

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
