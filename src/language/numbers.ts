import {
  digitGroup,
  HUNDRED,
  isJoin,
  skipJoin,
  wordGroup,
  type Found,
  type Term,
} from "./below-thousand.ts";
import { DIGIT_SUFFIXES } from "./number-lexicon.ts";
import { tokenise, type Token } from "./number-tokens.ts";

/** A text as a row of numbers, words (loose form) and single signs. */
export type Item =
  | {
      kind: "number";
      value: number;
      /** One token of digits, as written. */ digits?: string;
      /** "ل" before it: the end of a range. */ to?: true;
    }
  | { kind: "word"; word: string }
  | { kind: "sign"; sign: string };

export type NumberOptions = {
  /** "3 500" is one number (amounts), not two (choices, dates). */
  grouped?: boolean;
  /** "خمسه سته الف واربعميه": in dates a year begins with a bare "الف". */
  years?: boolean;
};

/**
 * Finds every number of a text, in digits of three scripts, in words, or both at once ("٣ آلاف ونص", "الفين وخمسميه",
 * "5k", "نص الف"). Terms of one number go down in size; a term that does not begins the next number.
 */
export function scanNumbers(text: string, options: NumberOptions = {}): Item[] {
  const tokens = tokenise(text, options.grouped ?? false);
  const items: Item[] = [];
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]!;
    const found = numberAt(tokens, at, options);
    if (found) {
      const isDigits = found.end === at + 1 && token.kind === "digits";
      items.push({
        kind: "number",
        value: tidy(found.value),
        ...(isDigits ? { digits: token.text } : {}),
        ...(found.to ? { to: true } : {}),
      });
      at = found.end;
      continue;
    }
    if (token.kind === "sign") items.push({ kind: "sign", sign: token.text });
    else items.push({ kind: "word", word: token.text });
    at += 1;
  }
  return items;
}

function numberAt(tokens: readonly Token[], at: number, options: NumberOptions): Found | undefined {
  const first = termAt(tokens, at, options);
  if (!first) return undefined;
  let { value, end } = first;
  let last = first;
  while (true) {
    const joined = isJoin(tokens, end);
    const next = skipJoin(tokens, end);
    const rest = restAt(tokens, next, last, joined);
    if (rest) {
      value += rest.value;
      end = rest.end;
      break;
    }
    const term = termAt(tokens, next, options);
    if (!term || term.value >= last.size || tokens[next]?.to || !mayFollow(last, term, joined))
      break;
    value += term.value;
    end = term.end;
    last = term;
  }
  return { value, end, ...(tokens[at]?.to ? { to: true as const } : {}) };
}

/** "ونص", "الا ربع", "الا ميه" after a term. */
function restAt(
  tokens: readonly Token[],
  at: number,
  last: Term,
  joined: boolean,
): Found | undefined {
  const atom = tokens[at]?.atom;
  if (joined && atom?.kind === "fraction")
    return { value: atom.value * last.multiplier, end: at + 1 };
  if (tokens[at]?.text !== "الا") return undefined;
  const less = tokens[at + 1]?.atom;
  if (less?.kind === "fraction") return { value: -less.value * last.multiplier, end: at + 2 };
  const term = termAt(tokens, at + 1, {});
  return term && term.value < last.size ? { value: -term.value, end: term.end } : undefined;
}

/**
 * Words may stand side by side ("الفين خمسميه"), but "الفين ثلاث" is from two to three thousand; digits need a join,
 * except after a word ("3 الاف 500").
 */
function mayFollow(last: Term, term: Term, joined: boolean): boolean {
  if (term.spelled && last.spelled)
    return joined || (last.size >= HUNDRED && term.value * 10 >= last.size);
  if (joined) return last.size >= HUNDRED;
  return last.multiplier > 1 && term.value >= HUNDRED;
}

/** Zero, and the second Hijri month. */
const SAFAR = "صفر";

function termAt(tokens: readonly Token[], at: number, options: NumberOptions): Term | undefined {
  const token = tokens[at];
  if (!token || (options.years && token.text === SAFAR)) return undefined;
  const { atom } = token;
  if (atom?.kind === "multiplier") {
    return {
      value: (atom.own ?? 1) * atom.value,
      end: at + 1,
      size: atom.value,
      multiplier: atom.value,
      spelled: true,
    };
  }
  if (atom?.kind === "fraction") return fractionTerm(tokens, at, atom.value);
  const group = token.kind === "digits" ? digitGroup(tokens, at) : wordGroup(tokens, at);
  if (!group) return undefined;
  return multiplied(tokens, group, options) ?? group;
}

/** "نص الف", "ربع مليون"; half of nothing is a word. */
function fractionTerm(tokens: readonly Token[], at: number, fraction: number): Term | undefined {
  const next = tokens[at + 1]?.atom;
  if (next?.kind !== "multiplier" || next.own) return undefined;
  const value = fraction * next.value;
  return { value, end: at + 2, size: value, multiplier: next.value, spelled: true };
}

/** "٣ الاف", "ميه وخمسين الف", "3 ونص الف", "5k". */
function multiplied(
  tokens: readonly Token[],
  group: Term,
  options: NumberOptions,
): Term | undefined {
  const next = tokens[group.end];
  const fraction = isJoin(tokens, group.end) ? fractionAfterJoin(tokens, group.end) : undefined;
  const at = fraction ? fraction.end : group.end;
  const multiplier = fraction ? tokens[at]?.atom : next?.atom;
  if (!fraction && next?.text !== undefined && !group.spelled && DIGIT_SUFFIXES.has(next.text)) {
    const size = DIGIT_SUFFIXES.get(next.text)!;
    return { value: group.value * size, end: at + 1, size, multiplier: size, spelled: true };
  }
  if (multiplier?.kind !== "multiplier" || multiplier.own || tokens[at]?.and) return undefined;
  if (options.years && multiplier.singular) return undefined;
  const value = (group.value + (fraction?.value ?? 0)) * multiplier.value;
  return {
    value,
    end: at + 1,
    size: multiplier.value,
    multiplier: multiplier.value,
    spelled: true,
  };
}

function fractionAfterJoin(tokens: readonly Token[], at: number): Found | undefined {
  const place = tokens[at]?.text === "و" || tokens[at]?.text === "and" ? at + 1 : at;
  const atom = tokens[place]?.atom;
  return atom?.kind === "fraction" ? { value: atom.value, end: place + 1 } : undefined;
}

/** Halves and quarters of thousands must not leave dust behind. */
function tidy(value: number): number {
  return Math.round(value * HUNDRED) / HUNDRED;
}
