import type { ChoiceOption } from "./choice.ts";
import { readCorrection } from "./correction.ts";
import { detectCrisis, hasGraveWord } from "./crisis.ts";
import type { Expectation } from "./expectation.ts";
import { readIntent, type Intent } from "./intents.ts";
import { normalise } from "./normalise.ts";
import { readExpected } from "./read-expected.ts";
import { isQuestion } from "./question.ts";
import { unclear, type Reading, type UnclearReason } from "./reading.ts";
import { readReserved, type ReservedWord } from "./reserved.ts";
import { scanNumbers } from "./numbers.ts";
import { afterSelfCorrection } from "./self-correction.ts";
import { hasQuestionMark, isUnsure, readYesNo } from "./yes-no.ts";

export type { ChoiceOption } from "./choice.ts";
export type { Expectation } from "./expectation.ts";

/** What a text means where it was written. The values of answers are listed with `Expectation`. */
export type Understanding =
  | { kind: "crisis"; tier: "T1" | "T2" | "V"; rule: string }
  | { kind: "reserved"; word: ReservedWord }
  /** `also`: a free text that asks for staff besides; it is stored and the offer is made. */
  | { kind: "answer"; value: unknown; flags?: "approximate"[]; also?: Intent }
  /** An earlier answer was wrong; `text` is what remains to be read as its new value, perhaps nothing. */
  | { kind: "correction"; value?: unknown; text: string }
  | { kind: "intent"; intent: Intent }
  | { kind: "question"; text: string }
  | { kind: "unclear"; reason: UnclearReason };

export type UnderstandingContext = { now: Date; language: "ar" | "en" };

/**
 * Reads every text that a person writes, in the order of the protocol: crisis, words of opting out and privacy,
 * reserved words as the whole message, the open question, global intents, a question, unclear. Pure: same inputs, same
 * understanding. Buttons do not come here: their option id needs no reading.
 */
export function understand(
  text: string,
  expectation: Expectation,
  context: UnderstandingContext,
): Understanding {
  const crisis = detectCrisis(text);
  if (crisis && !(crisis.rule.startsWith("learnt_") && isPlain(text, expectation)))
    return { kind: "crisis", tier: crisis.tier, rule: crisis.rule };
  const cut = text.slice(0, LONGEST_READ);
  return (
    reservedWord(cut, expectation) ??
    correction(cut, expectation) ??
    answer(text, cut, expectation, context)
  );
}

/**
 * "لا ما ابي اكمل" to a question of yes or no is its answer, and "اكتب اهلي ولا نفسي؟" asks about the open question. Only
 * a rule hears danger in such words.
 */
function isPlain(text: string, expectation: Expectation): boolean {
  if (expectation.type === "none" || hasGraveWord(text)) return false;
  if (isBindingAnswer(expectation)) return hasQuestionMark(text) || readYesNo(text) !== "unclear";
  if (hasQuestionMark(text)) return true;
  return (
    expectation.type !== "text" &&
    readExpected(text, expectation, { now: EPOCH, language: "ar" }).ok
  );
}

const LONGEST_READ = 4000; // characters; nothing but a free text is longer
const LONGEST_WORD = 60;
const LONGEST_CORRECTION_IN_TEXT = 8; // words; a longer free text tells a story with "غلط" in it

/** Reserved words are the whole message. An open option with just that label comes before them. */
function reservedWord(text: string, expectation: Expectation): Understanding | undefined {
  if (text.length > LONGEST_WORD) return undefined;
  const word = readReserved(normalise(text));
  if (word === undefined) return undefined;
  if (word === "approve") return approval(text, expectation);
  if ("options" in expectation && isOwnLabel(word, normalise(text), expectation.options))
    return undefined;
  return { kind: "reserved", word };
}

/** "موظف" may be how a source of income is called, and still it is how one asks for staff. */
function isOwnLabel(word: ReservedWord, whole: string, options: readonly ChoiceOption[]): boolean {
  return options.some(
    ({ id, labels }) =>
      (word !== "staff" || id === "staff") && labels.some((label) => normalise(label) === whole),
  );
}

/** "أقر" and "موافق" are reserved only where a review is open; elsewhere the open question reads them. */
function approval(text: string, expectation: Expectation): Understanding | undefined {
  if (expectation.type !== "choice" || hasQuestionMark(text)) return undefined;
  const choice = readExpected(text, expectation, { now: EPOCH, language: "ar" });
  return choice.ok
    ? { kind: "answer", value: choice.value }
    : { kind: "reserved", word: "approve" };
}

const EPOCH = new Date(0); // a choice does not depend on the time

/** "3000 لا 3500" corrects itself and is an answer; "غلطت، الصح 4500" is about the question before. */
function correction(text: string, expectation: Expectation): Understanding | undefined {
  const { type } = expectation;
  if (type === "none") return undefined;
  if (
    (type === "yes_no" || type === "consent" || type === "declaration") &&
    readYesNo(text) !== "unclear"
  )
    return undefined;
  if (type === "text" && text.split(/\s+/).length > LONGEST_CORRECTION_IN_TEXT) return undefined;
  if (/^(?:لو|اذا|إذا)\s/u.test(text.trim()) && hasQuestionMark(text)) return undefined;
  const found = readCorrection(text);
  const names = found?.names || (type !== "money" && NAMES_INCOME.test(text));
  if (!found || (correctsItself(text) && !names)) return undefined;
  return { kind: "correction", text: found.rest };
}

/** "قصدي الدخل 3000 مو 30000" while something else is asked. */
const NAMES_INCOME = /(?:دخل|راتب)/u;

function correctsItself(text: string): boolean {
  const items = scanNumbers(text);
  return afterSelfCorrection(items).length < items.length;
}

function answer(
  text: string,
  cut: string,
  expectation: Expectation,
  context: UnderstandingContext,
): Understanding {
  const reading =
    expectation.type === "none"
      ? unclear("unclear")
      : readExpected(expectation.type === "text" ? text : cut, expectation, context);
  if (expectation.type === "text" && reading.ok) return freeText(reading.value, cut);
  if (isBindingAnswer(expectation) && hasQuestionMark(cut)) return { kind: "question", text };
  if (reading.ok && !reading.loose) return answered(reading);
  if (!reading.ok && STATED.has(reading.reason) && !hasQuestionMark(cut))
    return reading.reason === "unknown" && !isUnsure(cut)
      ? otherwise(text, cut, reading, expectation)
      : { kind: "unclear", reason: reading.reason };
  return otherwise(text, cut, reading, expectation);
}

/** A value was tried and is wrong: said as such, whatever words stand round it. */
const STATED: ReadonlySet<UnclearReason> = new Set([
  "checksum",
  "length",
  "first_digit",
  "repeated",
  "is_mobile",
  "is_national_id",
  "not_mobile",
  "country",
  "missing_prefix",
  "two_digit_year",
  "impossible",
  "past",
  "future",
  "negative",
  "currency",
  "unknown",
]);

/** Intents and questions come before a value that was found among unknown words, and before a failure. */
function otherwise(
  text: string,
  cut: string,
  reading: Reading<unknown>,
  expectation: Expectation,
): Understanding {
  const intent = readIntent(cut);
  // Nobody begins another request with a question about the open one.
  const asks = intent === "new_request" && isOpen(expectation) && hasQuestionMark(cut);
  if (intent !== undefined && !asks && !(reading.ok && SMALL_TALK.has(intent)))
    return { kind: "intent", intent };
  if (isQuestion(cut)) return { kind: "question", text };
  return reading.ok ? answered(reading) : { kind: "unclear", reason: reading.reason };
}

function isOpen({ type }: Expectation): boolean {
  return type !== "none" && type !== "menu";
}

/** With a value these add nothing. */
const SMALL_TALK: ReadonlySet<Intent> = new Set([
  "thanks",
  "greeting",
  "goodbye",
  "not_understood",
  "gibberish",
  "abuse",
]);

function answered(reading: Extract<Reading<unknown>, { ok: true }>): Understanding {
  return {
    kind: "answer",
    value: reading.value,
    ...(reading.approximate ? { flags: ["approximate" as const] } : {}),
  };
}

function freeText(value: unknown, cut: string): Understanding {
  return {
    kind: "answer",
    value,
    ...(readIntent(cut) === "staff" ? { also: "staff" as const } : {}),
  };
}

/** "نعم؟" asks; it neither confirms nor consents. */
function isBindingAnswer({ type }: Expectation): boolean {
  return type === "yes_no" || type === "consent" || type === "declaration";
}
