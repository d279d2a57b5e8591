import { normalise } from "./normalise.ts";

export interface KnowledgeEntry {
  id: string;
  phrasings: readonly string[];
}

export interface Knowledge {
  /** The three nearest entries, best first; score 0 to 1. */
  find(text: string): { id: string; score: number }[];
  /** One entry that is clearly ahead, or up to three to choose from, or nothing near enough. */
  answer(text: string): { clear: string } | { options: string[] } | undefined;
}

const NEIGHBOURS = 15;
const MIN_SCORE = 0.12;
const CLEAR_SCORE = 0.3;
const CLEAR_LEAD = 1.6;

/** Retrieval by character n-grams of 2 to 4 over the loose form, TF-IDF, vote of the nearest phrasings. */
export function createKnowledge(entries: readonly KnowledgeEntry[]): Knowledge {
  const phrasings = entries.flatMap((entry) =>
    entry.phrasings.map((text) => ({ id: entry.id, counts: grams(text) })),
  );
  const documentCount = new Map<string, number>();
  for (const { counts } of phrasings) {
    for (const gram of counts.keys()) documentCount.set(gram, (documentCount.get(gram) ?? 0) + 1);
  }
  const weigh = (counts: Map<string, number>): Map<string, number> => {
    const weights = new Map<string, number>();
    let sum = 0;
    for (const [gram, count] of counts) {
      const df = documentCount.get(gram);
      if (df === undefined) continue;
      const weight = (1 + Math.log(count)) * Math.log(1 + phrasings.length / (1 + df));
      weights.set(gram, weight);
      sum += weight * weight;
    }
    const length = Math.sqrt(sum) || 1;
    for (const [gram, weight] of weights) weights.set(gram, weight / length);
    return weights;
  };
  const vectors = phrasings.map(({ id, counts }) => ({ id, weights: weigh(counts) }));

  const find = (text: string): { id: string; score: number }[] => {
    const query = weigh(grams(text));
    const near = vectors
      .map(({ id, weights }) => {
        let score = 0;
        for (const [gram, weight] of query) score += weight * (weights.get(gram) ?? 0);
        return { id, score };
      })
      .toSorted((a, b) => b.score - a.score)
      .slice(0, NEIGHBOURS);
    const votes = new Map<string, number>();
    for (const { id, score } of near) votes.set(id, (votes.get(id) ?? 0) + score * score);
    return [...votes]
      .map(([id, vote]) => ({ id, score: Math.min(1, Math.sqrt(vote)) }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, 3);
  };

  return {
    find,
    answer(text) {
      const found = find(text);
      const [best, second] = found;
      if (!best || best.score < MIN_SCORE) return undefined;
      if (best.score >= CLEAR_SCORE && best.score >= CLEAR_LEAD * (second?.score ?? 0))
        return { clear: best.id };
      return { options: found.map(({ id }) => id) };
    },
  };
}

function grams(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const padded = ` ${normalise(text)} `;
  for (let size = 2; size <= 4; size += 1) {
    for (let start = 0; start + size <= padded.length; start += 1) {
      const gram = padded.slice(start, start + size);
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
  }
  return counts;
}
