import { crisisLexicon, type CrisisRule } from "./crisis-lexicon.ts";
import { createPhraseReader } from "./phrases.ts";

/** T1 explicit intent, means, attempt, or a third party; T2 passive wish or hopelessness; V violence. */
export type CrisisTier = "T1" | "T2" | "V";

const read = createPhraseReader<CrisisRule>(crisisLexicon);

/**
 * Looks for danger to life in any text a person writes, says or captions. Negation does not clear.
 * @returns the tier and the id of the rule (never the text), or undefined
 */
export function detectCrisis(text: string): { tier: CrisisTier; rule: string } | undefined {
  const rule = read(text)[0]?.id;
  return rule && { tier: tierOf(rule), rule };
}

function tierOf(rule: CrisisRule): CrisisTier {
  const tier = rule.slice(0, rule.indexOf("."));
  return tier === "T1" || tier === "V" ? tier : "T2";
}
