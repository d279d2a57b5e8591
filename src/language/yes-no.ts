import { normalise } from "./normalise.ts";
import { essentialWords, hasGreeting, indexPhrases, phraseAt, type Phrases } from "./politeness.ts";
import { hasNegation, sideOfSentence } from "./yes-no-sentence.ts";
import {
  CONSENT_NOISE,
  CONSENT_WORDS,
  ENGLISH_CONSENT_WORDS,
  NEGATORS,
  NEGATABLE,
  NEUTRAL,
  NO,
  NO_SIGNS,
  UNSURE,
  YES,
  YES_SIGNS,
} from "./yes-no-lexicon.ts";

/**
 * Yes or no to an ordinary question. The whole message must be made of words of one side, politeness apart, or be a
 * sentence of one side: a message that only begins with "لا" or "اي" says nothing ("لا بد من المستند", "اي مستند").
 * Never used for consent.
 */
export function readYesNo(text: string): "yes" | "no" | "unclear" {
  if (text.length > LONGEST || hasQuestionMark(text)) return "unclear";
  const words = essentialWords(text);
  const sides = new Set<Side>([...sidesOfSigns(text), ...sidesOfWords(words)]);
  if (sides.has("yes") && sides.has("no") && !hasNegation(words.map(singled))) return "unclear";
  if (sides.has("?") || (sides.has("yes") && sides.has("no")))
    return bySentence(words, sidesOfSigns(text));
  if (sides.has("no")) return "no";
  return sides.has("yes") || sides.has("intensifier") ? "yes" : "unclear";
}

function bySentence(words: readonly string[], signs: readonly Side[]): "yes" | "no" | "unclear" {
  const side = sideOfSentence(words.map(singled), (rest) => sidesOfWords(rest).includes("no"));
  return side === undefined || signs.some((sign) => sign !== side) ? "unclear" : side;
}

/**
 * Consent, signature, declaration. Yes only by the explicit words نعم، موافق، أوافق، أقر (with nothing else that could
 * bind or loosen them) or the digit 1; agreeable noise ("طيب", "تمام", a thumb) is asked again. No by any clear no.
 */
export function readConsent(text: string, language: "ar" | "en" = "ar"): "yes" | "no" | "unclear" {
  if (text.length > LONGEST || hasQuestionMark(text)) return "unclear";
  const digit = soleDigit(text);
  if (digit !== undefined) return digit;
  if (readYesNo(text) === "no") return "no";
  const words = essentialWords(text);
  if (phraseAt(words, 0, REFUSALS) > 0) return "no"; // whatever it is that is refused: nothing is taken
  if (NO_SIGNS.test(text)) return "unclear";
  const explicit = language === "en" ? ENGLISH_CONSENT : CONSENT;
  let isExplicit = false;
  for (let at = 0; at < words.length;) {
    const consent = phraseAt(words, at, explicit);
    const length = consent || phraseAt(words, at, NOISE);
    if (length === 0) return "unclear";
    isExplicit ||= consent > 0;
    at += length;
  }
  // "هلا نعم" answers a call, not a question.
  if (hasGreeting(text) && words.every((word) => word === "نعم")) return "unclear";
  return isExplicit ? "yes" : "unclear";
}

const REFUSALS = indexPhrases(
  "انا رافض|انا رافضه|رافض|رافضه|لا اوافق|لا نوافق|غير موافق|غير موافقه|مو موافقه|مش موافقه|مب موافقه|ما ني موافق|ما ني موافقه|مو موافق|مب موافق|ماني موافق|مش موافق|ارفض|نرفض".split(
    "|",
  ),
);

/** The options of a yes-or-no question are numbered: 1 yes, 2 no. */
export function soleDigit(text: string): "yes" | "no" | undefined {
  const digit = normalise(text).replace(/[.,\s]/g, "");
  if (digit === "1") return "yes";
  return digit === "2" ? "no" : undefined;
}

/** "مدري", "يمكن": an honest answer that is neither. */
export function isUnsure(text: string): boolean {
  const words = essentialWords(text);
  const length = phraseAt(words, 0, UNSURE_PHRASES);
  return length > 0 && length >= words.length - 1;
}

/** An unsure word anywhere: "والله مدري بالضبط". */
export function mentionsUnsure(text: string): boolean {
  const words = essentialWords(text);
  return words.some((_, at) => phraseAt(words, at, UNSURE_PHRASES) > 0);
}

export function hasQuestionMark(text: string): boolean {
  return /[?؟\u2753\u2754\u2049]/u.test(text);
}

/** "intensifier": بالتأكيد, والله ... takes the side of its neighbours and is a yes when alone. */
type Side = "yes" | "no" | "intensifier" | "?";

const LONGEST = 120; // characters; a longer message says more than yes or no

const YES_PHRASES = indexSingled(YES);
const NO_PHRASES = indexSingled(NO);
const NEUTRAL_PHRASES = indexSingled(NEUTRAL.words);
const INTENSIFIERS = indexSingled(NEUTRAL.intensifiers);
const NEGATOR_PHRASES = indexSingled(NEGATORS);
const NEGATABLE_PHRASES = indexSingled(NEGATABLE);
const UNSURE_SINGLED = indexSingled(UNSURE);
const UNSURE_PHRASES = indexPhrases(UNSURE);
const CONSENT = indexPhrases(CONSENT_WORDS);
const ENGLISH_CONSENT = indexPhrases([...CONSENT_WORDS, ...ENGLISH_CONSENT_WORDS]);
const NOISE = indexPhrases(CONSENT_NOISE);

function sidesOfWords(words: readonly string[]): Side[] {
  const spoken = words.map(singled);
  const sides: Side[] = [];
  for (let at = 0; at < spoken.length;) {
    const { side, length } = sideAt(spoken, at);
    if (side !== "neutral") sides.push(side);
    at += length;
  }
  return sides;
}

/** The longest phrase wins, so that "ما عندي مشكله" is not the "ما عندي" in it. */
function sideAt(words: readonly string[], at: number): { side: Side | "neutral"; length: number } {
  const found = [
    { side: "?", length: phraseAt(words, at, UNSURE_SINGLED) },
    { side: "no", length: phraseAt(words, at, NO_PHRASES) },
    { side: "yes", length: phraseAt(words, at, YES_PHRASES) },
    { side: "intensifier", length: phraseAt(words, at, INTENSIFIERS) },
    { side: "neutral", length: phraseAt(words, at, NEUTRAL_PHRASES) },
    { side: "no", length: negationAt(words, at) },
    { side: "?", length: doubleNegationAt(words, at) },
  ] as const;
  const best = found.reduce<{ side: Side | "neutral"; length: number }>(
    (a, b) => (b.length > a.length ? b : a),
    found[0],
  );
  return best.length === 0 ? { side: "?", length: 1 } : best;
}

/** "مو صحيح", "ما ابي", "غير موافق". */
function negationAt(words: readonly string[], at: number): number {
  return pairAt(words, at, NEGATABLE_PHRASES);
}

/** "مو غلط", "مو لا": rather a yes, but not surely one. */
function doubleNegationAt(words: readonly string[], at: number): number {
  return pairAt(words, at, NO_PHRASES);
}

function pairAt(words: readonly string[], at: number, second: Phrases): number {
  const negator = phraseAt(words, at, NEGATOR_PHRASES);
  const negated = negator === 0 ? 0 : phraseAt(words, at + negator, second);
  return negated === 0 ? 0 : negator + negated;
}

function sidesOfSigns(text: string): Side[] {
  const signs: Side[] = [];
  if (YES_SIGNS.test(text)) signs.push("yes");
  if (NO_SIGNS.test(text)) signs.push("no");
  return signs;
}

/** Letters said twice ("نعمم", "ايي") are the same word. */
function singled(word: string): string {
  return word.replace(/(\p{L})\1+/gu, "$1");
}

function indexSingled(phrases: readonly string[]): Phrases {
  return indexPhrases(phrases.map((phrase) => singled(normalise(phrase))));
}
