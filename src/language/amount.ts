import {
  DAILY,
  EVERY,
  FOREIGN,
  HALALA,
  ABOUT,
  AT_MOST,
  BOUNDS,
  MINUS,
  MONEY_WORDS,
  NOT_MONEY,
  RANGE,
  TOTAL,
  NO_MONEY,
} from "./amount-lexicon.ts";
import { saysNone } from "./nothing.ts";
import { scanNumbers, type Item } from "./numbers.ts";
import { foldLetters, normalise } from "./normalise.ts";
import { read, unclear, type Reading } from "./reading.ts";
import { afterSelfCorrection } from "./self-correction.ts";
import { isUnsure, mentionsUnsure } from "./yes-no.ts";

/**
 * An amount in riyals, halalas as hundredths: digits, words or both, "ما عندي دخل" = 0. Reasons: `range` (two bounds or
 * "more than"), `several`, `negative`, `unknown` ("مدري"), `currency` (not riyals), `period` (a day's or a week's pay),
 * `out_of_range`, `unclear`. `approximate` when the person says so.
 */
export function readAmount(
  text: string,
  { min, max }: { min: number; max: number },
): Reading<number> {
  if (text.length > LONGEST) return unclear("unclear");
  const scanned = withHalalas(scanNumbers(text, { grouped: true }));
  const items = relevant(afterSelfCorrection(scanned));
  const words = items.filter((item) => item.kind === "word").map((item) => item.word);
  const numbers = items.filter((item) => item.kind === "number");
  if (numbers.length === 0) return withoutNumber(text, min);
  if (isNegative(text, words)) return unclear("negative");
  if (words.some((word) => FOREIGN.has(word)) || /[$€£]/.test(text)) return unclear("currency");
  if (
    words.some((word, at) => DAILY.has(word) || (word === "كل" && EVERY.has(words[at + 1] ?? "")))
  )
    return unclear("period");
  if (items.some((item) => item.kind === "sign" && item.sign === "%")) return unclear("unclear");
  const value = oneOf(items);
  if (typeof value === "string") return unclear(value);
  if (isBound(items, words)) return unclear("range");
  if (value < min || value > max) return unclear("out_of_range");
  if (value < SMALLEST_FRACTION && !Number.isInteger(value)) return unclear("unclear");
  return {
    ...read(value),
    ...(isApproximate(text, words) ? { approximate: true as const } : {}),
    ...(words.every((word) => MONEY_WORDS.has(bare(word)) || MONEY_WORDS.has(word))
      ? {}
      : { loose: true as const }),
  };
}

const LONGEST = 400; // characters
/** "خمسه ونص" is five and a half thousand or five riyals: nobody has an income of 5.5. */
const SMALLEST_FRACTION = 20;

function withoutNumber(text: string, min: number): Reading<number> {
  if (min <= 0 && saysNone(text, NO_MONEY)) return read(0);
  return unclear(isUnsure(text) || mentionsUnsure(text) ? "unknown" : "unclear");
}

/** The one amount of a text, or why there is none: a total that is named wins, the same amount twice is one. */
function oneOf(items: readonly Item[]): number | "range" | "several" {
  const at = items.flatMap((item, index) => (item.kind === "number" ? [index] : []));
  const values = at.map((index) => (items[index] as Extract<Item, { kind: "number" }>).value);
  const [first, second] = at;
  if (new Set(values).size === 1 && values[0] !== undefined) return values[0];
  const total = at.find(
    (index) =>
      isTotal(items[index - 1]) ||
      (isTotal(items[index - 2]) && items[index - 1]?.kind !== "number"),
  );
  if (total !== undefined) return values[at.indexOf(total)]!;
  if (first === undefined || second === undefined || at.length > 2) return "several";
  const between = items.slice(first + 1, second);
  const isSpan =
    between.length > 0
      ? between.every((item) => isRangeWord(item))
      : (items[second] as { to?: true }).to === true || sameSize(values);
  return isSpan ||
    items.some((item) => item.kind === "word" && (item.word === "بين" || item.word === "مابين"))
    ? "range"
    : "several";
}

/** "ثلاث اربع الاف": three to four thousand. */
function sameSize([a = 0, b = 0]: readonly number[]): boolean {
  return a + 1 === b || (a + 1) * 1000 === b || a + 1000 === b * 1000 || (a < b && b <= a * 2);
}

function isTotal(item: Item | undefined): boolean {
  if (item?.kind === "sign") return item.sign === "=";
  return item?.kind === "word" && TOTAL.has(bare(item.word));
}

function isRangeWord(item: Item): boolean {
  if (item.kind === "sign") return /^[-–—~/]$/.test(item.sign);
  return item.kind === "word" && RANGE.has(item.word);
}

/** Numbers of other things are left out: "راتبي 4500 وعندي 3 عيال". */
function relevant(items: readonly Item[]): Item[] {
  return items.filter((item, at) => {
    if (item.kind !== "number") return true;
    const next = items[at + 1];
    const previous = items[at - 1];
    if (next?.kind === "word" && NOT_MONEY.has(next.word)) return false;
    return !(
      previous?.kind === "word" && /^(?:يوم|و?عمر[يهنا]?|وعمرها|عمرها)$/.test(previous.word)
    );
  });
}

/** "3500 ريال و50 هلله". */
function withHalalas(items: readonly Item[]): Item[] {
  const merged: Item[] = [];
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!;
    const next = items[at + 1];
    const isHalala = item.kind === "number" && next?.kind === "word" && HALALA.has(next.word);
    const amount = isHalala ? merged.findLast((each) => each.kind === "number") : undefined;
    if (!amount || item.kind !== "number" || amount.kind !== "number") {
      merged.push(item);
      continue;
    }
    merged[merged.indexOf(amount)] = { kind: "number", value: amount.value + item.value / 100 };
    at += 1;
  }
  return merged;
}

/** A minus touches its number and follows no other: "3500-4000" is a range, "- 500" may be a dash. */
function isNegative(text: string, words: readonly string[]): boolean {
  return (
    /(?<![\p{L}\p{N}])[-−–]\d/u.test(foldLetters(text)) || words.some((word) => MINUS.has(word))
  );
}

/** "اكثر من 3000", "3000+", "فوق الالف": a bound is no amount. */
function isBound(items: readonly Item[], words: readonly string[]): boolean {
  if (words.some((word, at) => BOUNDS.has(word) && !NEGATES_BOUND.has(words[at - 1] ?? "")))
    return true;
  return items.some(
    (item, at) =>
      item.kind === "sign" &&
      /^[+<>]$/.test(item.sign) &&
      (items[at - 1]?.kind === "number" || item.sign !== "+"),
  );
}
/** "لا اكثر ولا اقل". */
const NEGATES_BOUND = new Set(["لا", "ولا", "مو", "مب"]);

function isApproximate(text: string, words: readonly string[]): boolean {
  if (/[~≈±]/.test(text)) return true;
  const whole = ` ${normalise(text)} `;
  return (
    words.some((word) => ABOUT.has(word) || ABOUT.has(bare(word))) ||
    AT_MOST.some((phrase) => whole.includes(` ${phrase} `)) ||
    mentionsUnsure(text)
  );
}

function bare(word: string): string {
  return word.replace(/^(?:و|ف)?(?:ب|ل|ك)?(?:ال)?/, "");
}
