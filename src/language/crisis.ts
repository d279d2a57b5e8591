import { crisisLexicon, type CrisisRule } from "./crisis-lexicon.ts";
import { learntCrisis, type CrisisLabel } from "./learnt.ts";
import { meaningsOf } from "./meanings.ts";
import { createPhraseAnalyser, type PhraseMatch } from "./phrases.ts";

/** T1: explicit intent, means, an attempt, or a third party. T2: a passive wish, hopelessness. V: violence. */
export type CrisisTier = "T1" | "T2" | "V";

/**
 * Looks for danger in any text that a person writes, says or captions. Negation does not clear. The rules speak first;
 * where they are silent, what was learnt of how people say such things speaks. It also takes back a rule of despair or
 * violence in a short message that is far from all of that ("the teacher hit us when we were small"), never one of T1.
 * @returns the tier and the id of the rule (never the text), or undefined
 */
export function detectCrisis(text: string): { tier: CrisisTier; rule: string } | undefined {
  const { found, left } = read(text);
  const rule = said(found[0]);
  if (rule?.tier === "T1") return rule;
  const { label, sure } = learntCrisis(left);
  const isShort = left.length <= SHORT;
  if (rule) return isShort && sure < FAR ? undefined : rule;
  return sure < sureEnough(left)
    ? undefined
    : { tier: TIER_OF_LABEL[label], rule: `learnt_${label}` };
}

/** Whether a word of death, despair or harm is in it that no plain answer has. */
export function hasGraveWord(text: string): boolean {
  return read(text).left.some((word) => meaningsOf(word).some((meaning) => NO_ANSWER.has(meaning)));
}

const NO_ANSWER = new Set(
  "kill suicide die dead_other harm life hopeless grave swallow vein beats".split(" "),
);

/** What the rules say, which clinicians own. */
export function dangerSaid(text: string): { tier: CrisisTier; rule: string } | undefined {
  return said(read(text).found[0]);
}

function said(
  match: PhraseMatch<CrisisRule> | undefined,
): { tier: CrisisTier; rule: string } | undefined {
  return match && { tier: TIERS[match.id], rule: match.id };
}

const TIER_OF_LABEL: Readonly<Record<CrisisLabel, CrisisTier>> = {
  danger: "T1",
  despair: "T2",
  violence: "V",
};

/** Set on messages that were not learnt from: `docs/understanding.md`. */
const SHORT = 20; // words
const FAR = 0.05;

/** One word says too little for anything but a rule; a story says too much, and some of it always sounds near. */
function sureEnough(words: readonly string[]): number {
  if (words.length < 2) return Infinity;
  if (words.length > SHORT) return 0.7;
  return words.length > 2 && words.some(isGrave) ? 0.57 : 0.7;
}

/** Words of death, despair and harm, harmless in themselves; without one a message must sound far more like danger. */
function isGrave(word: string): boolean {
  return meaningsOf(word).some((meaning) => GRAVE.has(meaning));
}

const GRAVE = new Set(
  (
    "kill suicide die dead_other end_it harm throw self life live sleep hopeless weary forever grave means swallow " +
    "height vein beats"
  ).split(" "),
);

const read = createPhraseAnalyser<CrisisRule>(crisisLexicon);

const TIERS: Record<CrisisRule, CrisisTier> = {
  suicide: "T1",
  self_harm: "T1",
  means: "T1",
  farewell: "T1",
  third_party: "T1",
  wish_to_die: "T1",
  violence: "V",
  denied: "T2",
  passive_wish: "T2",
  hopeless: "T2",
  burden: "T2",
};
