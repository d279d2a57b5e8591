import { LABELS, type Model } from "../../src/language/learnt-model.ts";
import {
  FEATURES,
  featuresOfPairs,
  featuresOfWhole,
  featuresOfWord,
} from "../../src/language/message-features.ts";
import { wordsOf } from "../../src/language/words.ts";
import { createRandom, shuffled, type Sentence } from "./sentences.ts";

const PASSES = 6;
const RATE = 0.2;
const UNSEEN = 0.3; // of the features of a sentence, others each time: no one word may carry a whole meaning
const CRISES: readonly string[] = ["danger", "despair", "violence"];
const SHRINK = 1 - 0.0001; // what is not confirmed again fades
const BY_PATTERN = 0.3; // what a pattern made weighs less than what somebody wrote
const COMMON_BY_PATTERN = 1; // look-alikes are mostly told by patterns
const WRITTEN = /^messages-|\.jsonl?$/;
const OF_NO_KIND = 1.5; // most messages ask for none of these; a wrong alarm costs trust

function weightOf(label: Sentence["label"], source: string): number {
  const common = label === "other" || label === "no crisis";
  return (
    (WRITTEN.test(source) ? 1 : common ? COMMON_BY_PATTERN : BY_PATTERN) * (common ? OF_NO_KIND : 1)
  );
}

/** Logistic regression over all labels, by AdaGrad: a rare feature moves as far as a frequent one. */
export function learn(sentences: readonly Sentence[]): Model {
  const width = LABELS.length;
  const weights = new Float32Array(FEATURES * width);
  const moved = new Float32Array(FEATURES * width).fill(0.01);
  const bias = Array.from({ length: width }, () => 0);
  const random = createRandom(1);
  let lines = sentences.map((sentence) => ({ ...sentence, features: featuresOf(sentence.text) }));
  for (let pass = 0; pass < PASSES; pass++) {
    lines = shuffled(lines, random);
    for (const { features: all, label, source } of lines) {
      const features = all.filter(() => random() >= UNSEEN);
      const root = Math.sqrt(features.length) || 1;
      const likely = softmaxOf(weights, bias, features, root);
      for (let at = 0; at < width; at++) {
        if (label === "no crisis" && !CRISES.includes(LABELS[at] ?? "")) continue;
        const missed = (likely[at] ?? 0) - (LABELS[at] === label ? 1 : 0);
        const error = missed * weightOf(label, source);
        if (Math.abs(error) < 0.001) continue;
        const step = error / root;
        for (const feature of features) {
          const index = feature * width + at;
          moved[index] = (moved[index] ?? 0) + step * step;
          weights[index] =
            (weights[index] ?? 0) * SHRINK - (RATE * step) / Math.sqrt(moved[index] ?? 1);
        }
        bias[at] = (bias[at] ?? 0) - 0.02 * error;
      }
    }
  }
  return { weights, scale: 1, bias };
}

const LEAST_KEPT = 2; // of 127; what weighs less changes nothing that is heard

/** As whole numbers of one byte, which is how they are kept. */
export function rounded({ weights, bias }: Model): Model {
  let most = 0;
  for (const each of weights) most = Math.max(most, Math.abs(each));
  const scale = most / 127;
  return {
    weights: Int8Array.from(weights, (each) => {
      const whole = Math.round(each / scale);
      return Math.abs(whole) < LEAST_KEPT ? 0 : whole;
    }),
    scale,
    bias: bias.map((each) => Math.round(each * 1000) / 1000),
  };
}

function featuresOf(text: string): Int32Array {
  const words = wordsOf(text).map(({ word }) => word);
  return Int32Array.from([
    ...words.flatMap(featuresOfWord),
    ...featuresOfPairs(words).flat(),
    ...featuresOfWhole(words),
  ]);
}

function softmaxOf(
  weights: Float32Array,
  bias: readonly number[],
  features: Int32Array,
  root: number,
): number[] {
  const width = LABELS.length;
  const scores = bias.map((start, at) => {
    let sum = 0;
    for (const feature of features) sum += weights[feature * width + at] ?? 0;
    return sum / root + start;
  });
  const most = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - most));
  const whole = raised.reduce((sum, each) => sum + each, 0);
  return raised.map((each) => each / whole);
}
