import { ABOUT, AT_MOST } from "./amount-lexicon.ts";
import { countPeople, isPerson, personWord, withoutAges } from "./count-people.ts";
import { deniesSomething, isNobody, saysNone } from "./nothing.ts";
import { foldLetters, normalise } from "./normalise.ts";
import { scanNumbers } from "./numbers.ts";
import { ALONE, COUNT_WORDS, NO_ONE, SELF } from "./person-words.ts";
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
  if (min <= 0 && (isNobody(text) || (!/\d/.test(foldLetters(text)) && saysNone(text, NO_ONE))))
    return read(0);
  const items = withoutAges(afterSelfCorrection(scanNumbers(text)));
  const counted = countPeople(items);
  if (typeof counted === "string") return unclear(counted);
  if (counted !== undefined && deniesSomething(text)) return unclear("several");
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
  const bare = personWord(word);
  return [word, bare].some(
    (each) => COUNT_WORDS.has(each) || isPerson(each) || SELF.has(each) || ABOUT.has(each),
  );
}
