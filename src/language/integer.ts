import { ABOUT, AT_MOST, BOUNDS, RANGE, TOTAL } from "./amount-lexicon.ts";
import { saysNone } from "./nothing.ts";
import { foldLetters, normalise } from "./normalise.ts";
import { scanNumbers, type Item } from "./numbers.ts";
import {
  AGE_WORDS,
  ALONE,
  COUNT_WORDS,
  NO_ONE,
  PART_OF,
  PERSONS,
  PLURAL_PERSONS,
  SELF,
  SELF_INCLUDED,
} from "./person-words.ts";
import { read, unclear, type Reading } from "./reading.ts";
import { afterSelfCorrection } from "./self-correction.ts";
import { isUnsure, mentionsUnsure } from "./yes-no.ts";

/**
 * A whole number, mostly of people: "٤", "اربعه", "خمس اطفال", "ولدين وبنت" (3), "٥ عيال: ٣ اولاد وبنتين" (5),
 * "ما عندي احد" (0). Reasons: `range`, `several` (also when the speaker counts himself: "انا وزوجتي وثلاث عيال"),
 * `negative`, `unknown`, `out_of_range`, `unclear`.
 */
export function readInteger(
  text: string,
  { min, max }: { min: number; max: number },
): Reading<number> {
  if (text.length > LONGEST) return unclear("unclear");
  const items = withoutAges(afterSelfCorrection(scanNumbers(text)));
  const counted = count(items);
  if (typeof counted === "string") return unclear(counted);
  if (counted === undefined) return withoutNumber(text, min);
  if (/(?<![\p{L}\p{N}])[-−–]\d/u.test(foldLetters(text))) return unclear("negative");
  if (!Number.isInteger(counted) || counted < min || counted > max) return unclear("out_of_range");
  const words = items.filter((item) => item.kind === "word").map((item) => item.word);
  return {
    ...read(counted),
    ...(isApproximate(text, words) ? { approximate: true as const } : {}),
    ...(words.every((word) => isKnown(word)) ? {} : { loose: true as const }),
  };
}

/** Several counts in one message, in the order in which they were asked: "1 2 0", "١-٢-٠", "واحد اثنين صفر". */
export function readIntegers(
  text: string,
  { count: wanted, min, max }: { count: number; min: number; max: number },
): Reading<number[]> {
  if (text.length > LONGEST) return unclear("unclear");
  const items = scanNumbers(text.replace(/[.,،٫٬]/g, " "));
  const numbers = items
    .filter((item) => item.kind === "number")
    .map((item) => ({ value: item.value, digits: item.digits }));
  if (numbers.length === 0) {
    if (min <= 0 && saysNone(text, NO_ONE)) return read(Array.from({ length: wanted }, () => 0));
    return unclear(mentionsUnsure(text) ? "unknown" : "unclear");
  }
  const [only] = numbers;
  // "120" for three bands: there are not 120 people in one of them.
  const together =
    numbers.length === 1 && only?.digits?.length === wanted && wanted > 1
      ? [...only.digits].map(Number)
      : undefined;
  const values = together ?? numbers.map(({ value }) => value);
  if (values.length !== wanted) return unclear(values.length > wanted ? "several" : "incomplete");
  return values.every((value) => Number.isInteger(value) && value >= min && value <= max)
    ? read(values)
    : unclear("out_of_range");
}

const LONGEST = 300; // characters

function withoutNumber(text: string, min: number): Reading<number> {
  if (min <= 0 && (saysNone(text, NO_ONE) || isAlone(text))) return read(0);
  return unclear(isUnsure(text) || mentionsUnsure(text) ? "unknown" : "unclear");
}

/** "لحالي", "انا بس": nobody besides. */
function isAlone(text: string): boolean {
  const words = normalise(text).split(" ");
  return (
    words.some((word) => ALONE.has(word)) &&
    words.every((word) => ALONE.has(word) || SELF.has(word) || COUNT_WORDS.has(word))
  );
}

/** One counted group: a number before a person word ("٣ اولاد"), a dual ("ولدين") or one person ("زوجتي"). */
type Group = { value: number; isPerson: boolean };

function count(items: readonly Item[]): number | "range" | "several" | undefined {
  const total = items.findIndex(
    (item) => item.kind === "word" && TOTAL.has(item.word.replace(/^ال/, "")),
  );
  const part = items.findIndex(
    (item, at) => at > 0 && item.kind === "word" && PART_OF.has(item.word),
  );
  const before =
    part > 0 && items.slice(0, part).some((item) => item.kind === "number")
      ? items.slice(0, part)
      : items;
  if (total >= 0) {
    const named = items.slice(total).find((item) => item.kind === "number");
    if (named?.kind === "number") return named.value;
  }
  if (
    before.some((item) => item.kind === "word" && SELF_INCLUDED.has(item.word)) &&
    before.some((item) => item.kind === "number")
  )
    return "several";
  if (
    before.some(
      (item, at) => item.kind === "word" && BOUNDS.has(item.word) && isNotDenied(before[at - 1]),
    )
  ) {
    return before.some((item) => item.kind === "number") ? "range" : undefined;
  }
  const groups = groupsOf(before);
  if (groups === "range") return "range";
  const [first, ...rest] = groups;
  if (!first) return undefined;
  const sum = rest.reduce((all, group) => all + group.value, 0);
  if (rest.length === 0)
    return hasSelf(before) && first.isPerson && !startsWithWe(before) ? "several" : first.value;
  if (rest.length > 1 && sum === first.value) return first.value; // the whole, then its parts
  if (
    groups.every((group) => group.value === first.value) &&
    !groups.some((group) => group.isPerson)
  )
    return first.value;
  if (rest.length === 1 && rest[0]!.value === first.value && !first.isPerson) return first.value;
  if (hasSelf(before) || !groups.every((group) => group.isPerson)) return "several";
  return first.value + sum;
}

function groupsOf(items: readonly Item[]): Group[] | "range" {
  const groups: Group[] = [];
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!;
    if (item.kind === "number") {
      const next = wordAt(items, at + 1);
      if (isRange(items, at)) return "range";
      const isPerson =
        next !== undefined && (PLURAL_PERSONS.has(stripped(next)) || PERSONS.has(stripped(next)));
      groups.push({ value: item.value, isPerson });
      if (isPerson) at += 1;
      continue;
    }
    if (item.kind !== "word") continue;
    const persons = PERSONS.get(stripped(item.word));
    if (persons === undefined) continue;
    // "بنت وحده", "ولد واحد", "طفلين اثنين": the number says the same once more.
    const next = items[at + 1];
    if (next?.kind === "number" && next.value === persons && !isPersonWord(wordAt(items, at + 2)))
      at += 1;
    groups.push({ value: persons, isPerson: true });
  }
  return groups;
}

/** "4-5", "اربعه او خمسه", "من 4 الى 6". */
function isRange(items: readonly Item[], at: number): boolean {
  const between = items[at + 1];
  const next = items[at + 2];
  if (items[at + 1]?.kind === "number") return (items[at + 1] as { to?: true }).to === true;
  if (next?.kind !== "number") return false;
  if (between?.kind === "sign") return /^[-–—~/]$/.test(between.sign);
  return between?.kind === "word" && between.word !== "و" && RANGE.has(between.word);
}

/** "عمره 5 سنوات" counts nobody. */
function withoutAges(items: readonly Item[]): Item[] {
  return items.filter((item, at) => {
    if (item.kind !== "number") return true;
    const next = wordAt(items, at + 1);
    const previous = wordAt(items, at - 1);
    return (
      !(next !== undefined && AGE_WORDS.has(next)) &&
      !(previous !== undefined && /^(?:عمر|اعمار)/.test(stripped(previous)))
    );
  });
}

function hasSelf(items: readonly Item[]): boolean {
  return items.some((item) => item.kind === "word" && SELF.has(stripped(item.word)));
}

/** "احنا خمسه": said of the household. */
function startsWithWe(items: readonly Item[]): boolean {
  return items.some((item) => item.kind === "word" && /^(?:احنا|حنا|نحن|عددنا)$/.test(item.word));
}

function isNotDenied(previous: Item | undefined): boolean {
  return !(previous?.kind === "word" && /^(?:لا|ولا|مو|مب)$/.test(previous.word));
}

function isPersonWord(word: string | undefined): boolean {
  return word !== undefined && (PERSONS.has(stripped(word)) || PLURAL_PERSONS.has(stripped(word)));
}

function isApproximate(text: string, words: readonly string[]): boolean {
  const whole = ` ${normalise(text)} `;
  return (
    /[~≈±]/.test(text) ||
    words.some((word) => ABOUT.has(word)) ||
    AT_MOST.some((phrase) => whole.includes(` ${phrase} `)) ||
    mentionsUnsure(text)
  );
}

function isKnown(word: string): boolean {
  const bare = stripped(word);
  return [word, bare].some(
    (each) =>
      COUNT_WORDS.has(each) ||
      PERSONS.has(each) ||
      PLURAL_PERSONS.has(each) ||
      SELF.has(each) ||
      ABOUT.has(each),
  );
}

function stripped(word: string): string {
  for (const prefix of ["وال", "ال", "و", "ب"]) {
    const rest = word.slice(prefix.length);
    if (
      word.startsWith(prefix) &&
      (PERSONS.has(rest) || PLURAL_PERSONS.has(rest) || SELF.has(rest) || COUNT_WORDS.has(rest))
    )
      return rest;
  }
  return word;
}

function wordAt(items: readonly Item[], at: number): string | undefined {
  const item = items[at];
  return item?.kind === "word" ? item.word : undefined;
}
