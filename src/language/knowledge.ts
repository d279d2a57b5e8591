import { solveRidge } from "./ridge.ts";
import { similarityTo } from "./text-similarity.ts";

export type Knowledge = {
  /** The nearest questions, at most three, best first. A score near 1 is as sure as for a phrasing that is listed. */
  find(text: string): { id: string; score: number }[];
  /** One question that is meant, or two or three that may be, or nothing. */
  answer(text: string): { clear: string } | { options: string[] } | undefined;
};

/**
 * Finds which of the questions an association answers a text asks. Each question is known by a few phrasings; a text
 * is compared with all of them, and how much each phrasing speaks for each question is learnt at load (kernel ridge
 * regression), so that a phrasing which resembles those of another question counts for less.
 */
export function createKnowledge(
  entries: readonly { id: string; phrasings: readonly string[] }[],
): Knowledge {
  const examples = entries.flatMap(({ phrasings }, entry) =>
    phrasings.map((text) => ({ text, entry })),
  );
  const similarities = similarityTo(examples.map(({ text }) => text));
  const voices = solveRidge(
    examples.map(({ text }) => similarities(text)),
    entries.map((_, entry) =>
      Float64Array.from(examples, (example) => (example.entry === entry ? 1 : -1 / entries.length)),
    ),
    RIDGE,
  );
  const rank = (text: string) => {
    const near = similarities(text);
    const ranked = entries
      .map(({ id }, entry) => ({ id, score: (1 + RIDGE) * dot(voices[entry] ?? near, near) }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, 3);
    return { ranked, nearest: near.reduce((most, each) => Math.max(most, each), 0) };
  };
  return {
    find: (text) => rank(text).ranked,
    answer: (text) => {
      const { ranked, nearest } = rank(text);
      return decide(ranked, nearest);
    },
  };
}

/** Found on questions of another field that were not used to build this; between 1 and 3 it makes no difference. */
const RIDGE = 2;

/**
 * Set by leaving out each phrasing of `flows/knowledge.yaml` in turn and by messages that ask nothing of the kind: what
 * is answered at once is then right nine times out of ten, and a question too many is rather offered than answered.
 */
const NEAR_ENOUGH = 0.2;
const LOWEST_SCORE = 0.15;
const CLEAR_MARGIN = 0.3;

function decide(
  ranked: { id: string; score: number }[],
  nearest: number,
): ReturnType<Knowledge["answer"]> {
  const [best, second] = ranked;
  if (!best || nearest < NEAR_ENOUGH || best.score < LOWEST_SCORE) return undefined;
  return !second || best.score - second.score >= CLEAR_MARGIN
    ? { clear: best.id }
    : { options: ranked.map(({ id }) => id) };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}
