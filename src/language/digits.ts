import { foldLetters } from "./normalise.ts";
import { lastMeant } from "./self-correction.ts";

/**
 * Runs of digits in a text, separators inside a run taken out ("1-9-9 99" is one run). Digits that were dictated as
 * words ("خمسه خمسه واحد") count too when nothing else was written in digits.
 */
export function digitRuns(text: string): string[] {
  const folded = foldLetters(lastMeant(text));
  const written = folded.match(RUN)?.map((run) => run.replace(/\D/g, "")) ?? [];
  if (written.length > 0) return written;
  const spoken = folded
    .split(/[^\p{L}]+/u)
    .map((word) => DIGIT_WORDS.get(word) ?? DIGIT_WORDS.get(word.replace(/^و/, "")))
    .filter((digit): digit is string => digit !== undefined);
  return spoken.length >= SPOKEN_AT_LEAST ? [spoken.join("")] : [];
}

/** The run that is meant when none has the right length: the pieces together if they fit, else the longest. */
export function joined(runs: readonly string[], length: number): string | undefined {
  const together = runs.join("");
  if (together.length === length) return together;
  return runs.toSorted((a, b) => b.length - a.length)[0];
}

// One to three separators between digits; a line break or a comma ends the number.
const RUN = /\d(?:[ \t\u00A0\-‐-―_.]{0,3}\d)*/g;
const SPOKEN_AT_LEAST = 4;

const DIGIT_WORDS = new Map(
  [
    ["صفر", "زيرو", "zero"],
    ["واحد", "واحده", "one"],
    ["اثنين", "ثنين", "اتنين", "two"],
    ["ثلاثه", "ثلاث", "تلاته", "three"],
    ["اربعه", "اربع", "four"],
    ["خمسه", "خمس", "five"],
    ["سته", "ست", "six"],
    ["سبعه", "سبع", "seven"],
    ["ثمانيه", "ثمان", "ثماني", "تمانيه", "eight"],
    ["تسعه", "تسع", "nine"],
  ].flatMap((words, digit) => words.map((word): [string, string] => [word, String(digit)])),
);
