import { BEFORE_TEN, TEN_WORDS } from "./number-lexicon.ts";
import { valueOfDigits, type Token } from "./number-tokens.ts";

/** A value, and where the tokens after it begin. `to`: "ل" was written before it. */
export type Found = { value: number; end: number; to?: true };
/** One term of a number: what it adds and the size that the next term must stay under. */
export type Term = Found & { size: number; multiplier: number; spelled: boolean };

export const HUNDRED = 100;

/** A number in digits; "3 ميه" is 300. */
export function digitGroup(tokens: readonly Token[], at: number): Term {
  const value = valueOfDigits(tokens[at]!.text);
  const hundred = tokens[at + 1]?.atom;
  if (
    value < 10 &&
    hundred?.kind === "hundred" &&
    hundred.value === HUNDRED &&
    !tokens[at + 1]?.and
  ) {
    return {
      value: value * HUNDRED,
      end: at + 2,
      size: HUNDRED,
      multiplier: HUNDRED,
      spelled: true,
    };
  }
  return { value, end: at + 1, size: roundness(value), multiplier: 1, spelled: false };
}

/** Below a thousand, in words: [hundred] [teen | ten | unit [ten]]. */
export function wordGroup(tokens: readonly Token[], at: number): Term | undefined {
  const hundred = hundredAt(tokens, at);
  const start = hundred ? skipJoin(tokens, hundred.end) : at;
  const small = smallAt(tokens, start);
  if (!hundred) return small && { ...small, multiplier: 1, spelled: true };
  // "ميه الف": what follows is no part of the group.
  if (!small) return { ...hundred, size: HUNDRED, multiplier: HUNDRED, spelled: true };
  return {
    value: hundred.value + small.value,
    end: small.end,
    size: small.size,
    multiplier: 1,
    spelled: true,
  };
}

function hundredAt(tokens: readonly Token[], at: number): Found | undefined {
  const atom = tokens[at]?.atom;
  if (atom?.kind === "hundred" && (!atom.bound || isHundredBefore(tokens[at + 1])))
    return { value: atom.value, end: at + 1 };
  const next = tokens[at + 1];
  if (
    atom?.kind !== "unit" ||
    next?.atom?.kind !== "hundred" ||
    next.atom.value !== HUNDRED ||
    next.and
  )
    return undefined;
  return { value: atom.value * HUNDRED, end: at + 2 };
}

function isHundredBefore(next: Token | undefined): boolean {
  return next?.atom?.kind === "multiplier" || /^(?:ريال|ريالات|رس|sar)$/.test(next?.text ?? "");
}

function smallAt(tokens: readonly Token[], at: number): (Found & { size: number }) | undefined {
  const token = tokens[at];
  const teen = teenAt(tokens, at);
  if (teen) return { ...teen, size: 1 };
  const atom = token?.atom;
  if (atom?.kind === "teen") return { value: atom.value, end: at + 1, size: 1 };
  if (atom?.kind !== "ten" && atom?.kind !== "unit") return undefined;
  const other = isJoin(tokens, at + 1) ? skipJoin(tokens, at + 1) : -1;
  const second = tokens[other]?.atom;
  const isPair =
    (atom.kind === "unit" && second?.kind === "ten") ||
    (atom.kind === "ten" && second?.kind === "unit");
  if (isPair && atom.value > 0 && hundredAt(tokens, other) === undefined)
    return { value: atom.value + second.value, end: other + 1, size: 1 };
  if (atom.kind === "ten" && second === undefined && isEnglishPair(tokens, at)) {
    return { value: atom.value + tokens[at + 1]!.atom!.value, end: at + 2, size: 1 };
  }
  return { value: atom.value, end: at + 1, size: atom.kind === "ten" ? 10 : 1 };
}

/** "twenty five" has no join. */
function isEnglishPair(tokens: readonly Token[], at: number): boolean {
  return (
    /^[a-z]+$/.test(tokens[at]?.text ?? "") &&
    tokens[at + 1]?.atom?.kind === "unit" &&
    /^[a-z]+$/.test(tokens[at + 1]?.text ?? "")
  );
}

/** "خمسه عشر", "احد عشر". */
function teenAt(tokens: readonly Token[], at: number): Found | undefined {
  const next = tokens[at + 1];
  if (!next || next.and || !TEN_WORDS.has(next.text)) return undefined;
  const atom = tokens[at]?.atom;
  const unit = BEFORE_TEN.get(tokens[at]!.text) ?? (atom?.kind === "unit" ? atom.value : 0);
  return unit > 0 ? { value: 10 + unit, end: at + 2 } : undefined;
}

/** Whether "و" stands at a place, alone or written together with the next word. */
export function isJoin(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token?.and === true || token?.text === "و" || token?.text === "and";
}

export function skipJoin(tokens: readonly Token[], at: number): number {
  return tokens[at]?.text === "و" || tokens[at]?.text === "and" ? at + 1 : at;
}

/** The power of ten that a number is round to, so that "2000 و 500" is one number. */
function roundness(value: number): number {
  if (value === 0 || !Number.isInteger(value)) return 1;
  let size = 1;
  while (value % (size * 10) === 0) size *= 10;
  return size;
}
