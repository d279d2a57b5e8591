import { DATE_ORDINALS, DATE_WORDS, MONTH_INTRODUCERS, RELATIVE_WORDS } from "./date-words.ts";
import { MONTH_PHRASES, MONTHS, type Month } from "./month-names.ts";
import { foldLetters } from "./normalise.ts";
import { scanNumbers, type Item } from "./numbers.ts";
import { isOneSlipAway } from "./one-slip.ts";
import { phraseAt } from "./politeness.ts";
import { afterSelfCorrection } from "./self-correction.ts";

/** What a date can be made of. */
export type Mark =
  | { kind: "number"; value: number; digits?: string }
  | { kind: "month"; month: number; calendar?: Month["calendar"] }
  | { kind: "era"; calendar: Month["calendar"] }
  | { kind: "age" | "relative" | "unknown" };

/** The numbers, months and words of a text that may hold a date, in order. */
export function readMarks(text: string): Mark[] {
  return marksOf(afterSelfCorrection(scanNumbers(separated(text), { years: true })));
}

/** "الاثنين" is a day here and no two. */
const WEEKDAY =
  /(?<!\p{L})(?:يوم )?ال(?:احد|اثنين|اتنين|ثلاثاء|ثلاثا|اربعاء|اربعا|خميس|جمعه|سبت)(?!\p{L})/gu;

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
