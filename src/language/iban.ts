import { isValidIBAN } from "ibantools";
import { foldDigits, stripBidi } from "./normalise.ts";
import { read, unclear, type Reading } from "./reading.ts";

/**
 * Saudi IBAN: SA, two check digits, two of the bank, 18 of the account; mod 97. Value: 24 characters, upper case.
 * Reasons: `checksum`, `length`, `country`, `missing_prefix` (22 digits), `account_number`, `several`, `unclear`.
 */
export function readIban(text: string): Reading<string> {
  const clean = foldDigits(stripBidi(text.normalize("NFKC")))
    .toUpperCase()
    .replace(SPLIT_COUNTRY, "SA");
  const candidates = [...new Set(clean.match(CANDIDATE)?.map(compact) ?? [])];
  if (candidates.length > 1) return unclear("several");
  const candidate = candidates[0];
  if (candidate === undefined) return withoutCountry(clean);
  if (!candidate.startsWith("SA")) return unclear("country");
  const iban = cut(candidate);
  if (iban.length !== LENGTH) return unclear("length");
  return isValidIBAN(iban) ? read(iban) : unclear("checksum");
}

const LENGTH = 24;
const SPLIT_COUNTRY = /(?<![A-Z])S[ \-.]A(?=[ \-.]?\d)/;
/** Two letters, two digits, then letters and digits with single separators: long enough to be meant as an IBAN. */
const CANDIDATE = /(?<![A-Z0-9])[A-Z]{2}[ \-.]?[0-9]{2}(?:[ \-.]?[A-Z0-9])+/g;

function withoutCountry(clean: string): Reading<string> {
  const runs = clean.match(/\d(?:[ \-.]?\d)+/g)?.map(compact) ?? [];
  const longest = runs.toSorted((a, b) => b.length - a.length)[0];
  if (longest === undefined) return unclear("unclear");
  return unclear(longest.length === LENGTH - 2 ? "missing_prefix" : "account_number");
}

/** "SA27 ... 0001 THANKS": Latin words after a whole IBAN are not part of it. */
function cut(candidate: string): string {
  const tail = candidate.slice(LENGTH);
  return /^[A-Z]+$/.test(tail) ? candidate.slice(0, LENGTH) : candidate;
}

function compact(text: string): string {
  return text.replace(/[^A-Z0-9]/g, "");
}
