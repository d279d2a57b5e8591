import { crisisLexicon, type CrisisRule } from "./crisis-lexicon.ts";
import { createPhraseReader } from "./phrases.ts";

/** T1: explicit intent, means, an attempt, or a third party. T2: a passive wish, hopelessness. V: violence. */
export type CrisisTier = "T1" | "T2" | "V";

/**
 * Looks for danger in any text that a person writes, says or captions. Negation does not clear.
 * @returns the tier and the id of the rule (never the text), or undefined
 */
export function detectCrisis(text: string): { tier: CrisisTier; rule: string } | undefined {
  const [found] = read(text);
  return found && { tier: TIERS[found.id], rule: found.id };
}

const read = createPhraseReader<CrisisRule>(crisisLexicon);

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
