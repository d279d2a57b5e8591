import { digitRuns, joined } from "./digits.ts";
import { read, unclear, type Reading } from "./reading.ts";

/**
 * National identity (first digit 1) or residence permit (2): ten digits, Luhn over the first, third ... ninth doubled.
 * Numbers of another first digit belong to visitors or establishments. Value: ten Latin digits.
 */
export function readNationalId(text: string): Reading<string> {
  const runs = digitRuns(text);
  const whole = runs.filter((run) => run.length === DIGITS);
  if (whole.length > 1 && new Set(whole).size > 1) return unclear("several");
  const digits = whole[0] ?? joined(runs, DIGITS);
  if (digits === undefined) return unclear("unclear");
  if (/^(?:0|00966|966)5\d{8}$/.test(digits)) return unclear("is_mobile");
  if (digits.length !== DIGITS) return unclear("length");
  if (!/^[12]/.test(digits)) return unclear("first_digit");
  if (/^(\d)\1+$/.test(digits)) return unclear("repeated");
  return isLuhn(digits) ? read(digits) : unclear("checksum");
}

/** The last four digits of an identity number; a full valid number gives them too. */
export function readLast4(text: string): Reading<string> {
  const full = readNationalId(text);
  if (full.ok) return read(full.value.slice(-LAST));
  const runs = digitRuns(text);
  const exact = [...new Set(runs.filter((run) => run.length === LAST))];
  if (exact.length > 1) return unclear("several");
  const digits = exact[0] ?? joined(runs, LAST);
  if (digits === undefined) return unclear("unclear");
  return digits.length === LAST ? read(digits) : unclear("length");
}

/** A one-time code of a fixed length, in any digit script, spaces ignored. */
export function readCode(text: string, digits: number): Reading<string> {
  const runs = digitRuns(text);
  const exact = [...new Set(runs.filter((run) => run.length === digits))];
  if (exact.length > 1) return unclear("several");
  const code = exact[0] ?? joined(runs, digits);
  if (code === undefined) return unclear("unclear");
  return code.length === digits ? read(code) : unclear("length");
}

const DIGITS = 10;
const LAST = 4;

function isLuhn(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
