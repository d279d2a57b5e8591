import { foldDigits, stripBidi } from "./normalise.ts";
import { read, unclear, type Reading } from "./reading.ts";

/**
 * Case number: letters of the association, Hijri year (2 digits), serial (5 digits, 6 above 99 999), check digit:
 * "KH-4800173-0". Letter-first, so that it keeps its order inside Arabic text without invisible controls.
 */
export function formatCaseNumber(prefix: string, hijriYear2: number, serial: number): string {
  const body = `${String(hijriYear2).padStart(2, "0")}${String(serial).padStart(SERIAL_DIGITS, "0")}`;
  return `${prefix.toUpperCase()}-${body}-${damm(body)}`;
}

/**
 * Reads a case number as people write it: any digit script, any case, with or without prefix, hyphens and spaces.
 * Reasons: `prefix` (another association's), `length`, `is_national_id`, `checksum`, `several`, `unclear`.
 */
export function readCaseNumber(text: string, prefix: string): Reading<string> {
  const clean = foldDigits(stripBidi(text.normalize("NFKC")));
  const runs = clean.match(/\d[\d\s\-‐-―_.]*/g)?.map(digitsOf) ?? [];
  const likely = runs.filter((digits) => digits.length >= SHORTEST);
  if (likely.length > 1) return unclear("several");
  const digits = likely[0] ?? runs[0];
  if (digits === undefined) return unclear("unclear");
  const letters = /([a-z]{2})[\s\-‐-―_.]*\d/i.exec(clean)?.[1];
  if (letters !== undefined && letters.toUpperCase() !== prefix.toUpperCase())
    return unclear("prefix");
  if (/^[12]\d{9}$/.test(digits)) return unclear("is_national_id");
  if (digits.length < SHORTEST || digits.length > LONGEST) return unclear("length");
  if (damm(digits) !== 0) return unclear("checksum");
  return read(`${prefix.toUpperCase()}-${digits.slice(0, -1)}-${digits.slice(-1)}`);
}

const SERIAL_DIGITS = 5;
const SHORTEST = 8;
const LONGEST = 9;

/** Damm's quasigroup: it finds every single wrong digit and every swap of neighbours. */
const DAMM = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const;

function damm(digits: string): number {
  let state = 0;
  for (const digit of digits) state = DAMM[state]?.[Number(digit)] ?? 0;
  return state;
}

function digitsOf(run: string): string {
  return run.replace(/\D/g, "");
}
