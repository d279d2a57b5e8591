import { foldDigits } from "./normalise.ts";

export type PersonalNumber = {
  kind: "national_id" | "iban" | "mobile";
  /** Positions in the text as it was given. */
  start: number;
  end: number;
  /** Digits (and for an IBAN its letters) without separators, Latin. */
  value: string;
};

/**
 * Full personal numbers inside a text, in every digit script, with spaces, hyphens or invisible marks between digits.
 * A Saudi identity number counts even with a wrong check digit: a slip of the finger is still somebody's number.
 */
export function findPersonalNumbers(text: string): PersonalNumber[] {
  const folded = foldDigits(text); // same length, so positions hold
  const ibans = [...folded.matchAll(IBAN)].map((match) => ibanIn(match));
  const numbers = [...folded.matchAll(DIGIT_RUN)].flatMap((match) => numbersIn(match));
  const outside = numbers.filter(
    (each) => !ibans.some((iban) => each.start < iban.end && iban.start < each.end),
  );
  return [...ibans, ...outside].toSorted((a, b) => a.start - b.start);
}

/** The text with every identity number and IBAN as "••••0004". Telephone numbers stay: staff search by them. */
export function maskPersonalNumbers(text: string): string {
  let masked = "";
  let at = 0;
  for (const each of findPersonalNumbers(text)) {
    if (each.kind === "mobile") continue;
    masked += `${text.slice(at, each.start)}••••${each.value.slice(-SHOWN)}`;
    at = each.end;
  }
  return masked + text.slice(at);
}

const SHOWN = 4;
/** What people and keyboards put between digits: space, hyphens, dots, direction marks. */
const GAP = String.raw`[\s\-‐-―_.\u00A0\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]`;
// Gaps and digits exclude each other, so a run is read once, from left to right.
const DIGIT_RUN = new RegExp(String.raw`\+?\d(?:${GAP}{0,3}\d){8,}`, "g");
const IBAN = new RegExp(
  String.raw`sa(?:${GAP}{0,3}\d){2}(?:(?:${GAP}{0,3}[0-9a-z]){20}(?![0-9a-z])|(?:${GAP}{0,3}\d){16,26})`,
  "gi",
);
const LONGEST = 14;

/** A run may hold several numbers ("45 1999999004"): its pieces are joined until they are a number. */
function numbersIn(match: RegExpMatchArray): PersonalNumber[] {
  const pieces = [...match[0].matchAll(/\d+/g)].map((piece) => ({
    digits: piece[0],
    at: match.index! + piece.index,
  }));
  const found: PersonalNumber[] = [];
  for (let from = 0; from < pieces.length; from++) {
    let value = "";
    for (let to = from; to < pieces.length && value.length < LONGEST; to++) {
      const piece = pieces[to]!;
      value += piece.digits;
      const kind = kindOf(value);
      if (!kind) continue;
      found.push({ kind, start: pieces[from]!.at, end: piece.at + piece.digits.length, value });
      from = to;
      break;
    }
  }
  return found;
}

function kindOf(digits: string): "national_id" | "mobile" | undefined {
  if (/^[12]\d{9}$/.test(digits)) return "national_id";
  return /^(?:0|966|00966|9660)?5\d{8}$/.test(digits) ? "mobile" : undefined;
}

function ibanIn(match: RegExpMatchArray): PersonalNumber {
  const start = match.index ?? 0;
  const value = match[0].replace(/[^0-9A-Za-z]/g, "").toUpperCase();
  return { kind: "iban", start, end: start + match[0].length, value };
}
