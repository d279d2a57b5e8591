import { featuresOfPairs, featuresOfWhole, featuresOfWord } from "./message-features.ts";
import { remembered } from "./remembered.ts";

/** What a message may be about for the learnt reader; "other" is everything that it was not taught. */
export const LABELS = [
  "other",
  "danger",
  "despair",
  "violence",
  "complaint",
  "handoff",
  "objection",
  "opt_out",
  "status_inquiry",
  "new_request",
  "documents_question",
  "suggestion",
  "volunteer",
  "privacy_request",
  "opt_in",
  "thanks",
] as const;
export type Label = (typeof LABELS)[number];

/** A linear model: `weights` holds for each feature one number a label. */
export type Model = { weights: Float32Array | Int8Array; scale: number; bias: readonly number[] };

export type Likelihoods = {
  /** How likely each label is for the whole message, in the order of `LABELS`; together 1. */
  ofWhole(words: readonly string[]): Float64Array;
  /**
   * The same for every stretch of `size` words, each beginning `step` words after the one before: a story is about many
   * things, and one sentence of it may be a cry. The work grows with the length of the text, not of a stretch.
   */
  ofStretches(words: readonly string[], size: number, step: number): Float64Array[];
};

/** What a model makes of words in the spelling of `wordsOf`. */
export function createLikelihoods(model: Model): Likelihoods {
  const sumsOfWord = remembered((word) => sumsOf(model, featuresOfWord(word)));
  const sumsOfEach = (words: readonly string[]): Sums[] =>
    featuresOfPairs(words).map((pairs, at) =>
      added(sumsOf(model, pairs), sumsOfWord(words[at] ?? "")),
    );
  return {
    ofWhole: (words) =>
      softmax(model, sumsOfEach(words).reduce(added, sumsOf(model, featuresOfWhole(words)))),
    ofStretches: (words, size, step) => {
      const each = sumsOfEach(words);
      const steps = Array.from({ length: Math.ceil(words.length / step) }, (_, nth) =>
        each.slice(nth * step, (nth + 1) * step).reduce(added, nothing()),
      );
      const most = Math.ceil(size / step);
      return steps
        .slice(0, Math.max(1, steps.length - most + 1))
        .map((_, from) => softmax(model, steps.slice(from, from + most).reduce(added, nothing())));
    },
  };
}

/** The weights that features have for each label, and how many features they are. */
type Sums = { of: Float64Array; count: number };

function nothing(): Sums {
  return { of: new Float64Array(LABELS.length), count: 0 };
}

function sumsOf({ weights }: Model, features: readonly number[]): Sums {
  const width = LABELS.length;
  const { of } = nothing();
  for (const feature of features) {
    const row = feature * width;
    for (let label = 0; label < width; label++)
      of[label] = (of[label] ?? 0) + (weights[row + label] ?? 0);
  }
  return { of, count: features.length };
}

/** Into the first, which nobody else holds. */
function added(sums: Sums, more: Sums): Sums {
  for (let label = 0; label < sums.of.length; label++)
    sums.of[label] = (sums.of[label] ?? 0) + (more.of[label] ?? 0);
  sums.count += more.count;
  return sums;
}

/** Sums are weighed by the root of the number of features, so that long messages are not surer than short ones. */
function softmax({ scale, bias }: Model, { of, count }: Sums): Float64Array {
  const root = Math.sqrt(count) || 1;
  const scores = of.map((sum, label) => (sum * scale) / root + (bias[label] ?? 0));
  const most = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - most));
  const whole = raised.reduce((sum, each) => sum + each, 0);
  return raised.map((each) => each / whole);
}
