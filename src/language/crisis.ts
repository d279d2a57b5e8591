import { crisisLexicon, type CrisisRule } from "./crisis-lexicon.ts";
import { learntCrisis, type CrisisLabel } from "./learnt.ts";
import { createPhraseAnalyser, type PhraseMatch } from "./phrases.ts";

/** T1: explicit intent, means, an attempt, or a third party. T2: a passive wish, hopelessness. V: violence. */
export type CrisisTier = "T1" | "T2" | "V";

/**
 * Looks for danger in any text that a person writes, says or captions. Negation does not clear. The rules speak first;
 * where they are silent, so does what was learnt of how people say such things.
 * @returns the tier and the id of the rule (never the text), or undefined
 */
export function detectCrisis(text: string): { tier: CrisisTier; rule: string } | undefined {
  const { found, left } = read(text);
  return said(found[0]) ?? felt(left);
}

/** What the rules say, which clinicians own. */
export function dangerSaid(text: string): { tier: CrisisTier; rule: string } | undefined {
  return said(read(text).found[0]);
}

function said(
  match: PhraseMatch<CrisisRule> | undefined,
): { tier: CrisisTier; rule: string } | undefined {
  return match && { tier: TIERS[match.id], rule: match.id };
}

/** Idioms and look-alikes that the rules pass over are passed over here too. */
function felt(words: readonly string[]): { tier: CrisisTier; rule: string } | undefined {
  const { label, sure } = learntCrisis(words);
  if (sure < (words.length <= SHORT ? SURE_ENOUGH : SURE_IN_A_STORY)) return undefined;
  return { tier: TIER_OF_LABEL[label], rule: `learnt_${label}` };
}

const TIER_OF_LABEL: Readonly<Record<CrisisLabel, CrisisTier>> = {
  danger: "T1",
  despair: "T2",
  violence: "V",
};

/** Set on messages that were not learnt from: `docs/understanding.md`. */
const SHORT = 20; // words
const SURE_ENOUGH = 0.5;
const SURE_IN_A_STORY = 0.8;

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
