import { createLikelihoods, LABELS, type Label } from "./learnt-model.ts";
import { learntWeights } from "./learnt-weights.ts";
import { FEATURES } from "./message-features.ts";
import { unpackWeights } from "./packed-weights.ts";

/**
 * A second opinion beside the rules: what sentences of people of all regions have in common with a message
 * (`scripts/train-understanding.ts`). Pure: the same words, the same opinion.
 */
export function learntOpinion(words: readonly string[]): { label: Label; sure: number } {
  const likely = words.length === 0 ? [] : likelihoods.ofWhole(words);
  let best = 0;
  for (const [at, each] of likely.entries()) if (each > (likely[best] ?? 0)) best = at;
  return { label: LABELS[best] ?? "other", sure: likely[best] ?? 0 };
}

/** How likely one label is for the whole message. */
export function learntLikelihood(words: readonly string[], label: Label): number {
  return words.length === 0 ? 0 : (likelihoods.ofWhole(words)[LABELS.indexOf(label)] ?? 0);
}

/**
 * The label of danger that a message, or the part of a long one that has most of it, speaks of, and how likely it
 * speaks of any.
 */
export function learntCrisis(words: readonly string[]): { label: CrisisLabel; sure: number } {
  const stretches =
    words.length <= SHORT
      ? [likelihoods.ofWhole(words)]
      : likelihoods.ofStretches(words, STRETCH, STEP);
  let found: { label: CrisisLabel; sure: number } = { label: "despair", sure: 0 };
  for (const likely of stretches) {
    const parts = CRISES.map((label) => ({ label, sure: likely[LABELS.indexOf(label)] ?? 0 }));
    const sure = parts.reduce((sum, part) => sum + part.sure, 0);
    if (sure <= found.sure) continue;
    const [most] = parts.toSorted((a, b) => b.sure - a.sure);
    found = { label: most?.label ?? found.label, sure };
  }
  return found;
}

const CRISES = ["danger", "despair", "violence"] as const;
export type CrisisLabel = (typeof CRISES)[number];

const SHORT = 20; // words
const STRETCH = 14;
const STEP = 7;

const likelihoods = createLikelihoods({
  weights: unpackWeights(Buffer.from(learntWeights.rows, "base64"), FEATURES * LABELS.length),
  scale: learntWeights.scale,
  bias: learntWeights.bias,
});
