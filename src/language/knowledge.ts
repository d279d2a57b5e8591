import { normalise } from "./normalise.ts";
export interface Knowledge {
  find(text: string): { id: string; score: number }[];
  answer(text: string): { clear: string } | { options: string[] } | undefined;
}
export function createKnowledge(
  entries: readonly { id: string; phrasings: readonly string[] }[],
): Knowledge {
  const grams = (s: string) => {
    const t = ` ${normalise(s)} `;
    return new Set(Array.from({ length: Math.max(0, t.length - 2) }, (_, i) => t.slice(i, i + 3)));
  };
  const docs = entries.flatMap(({ id, phrasings }) => phrasings.map((p) => ({ id, g: grams(p) })));
  const find = (text: string) => {
    const q = grams(text);
    const best = new Map<string, number>();
    for (const { id, g } of docs) {
      let n = 0;
      for (const x of q) if (g.has(x)) n++;
      const s = n / Math.sqrt(q.size * g.size || 1);
      best.set(id, Math.max(best.get(id) ?? 0, s));
    }
    return [...best]
      .map(([id, score]) => ({ id, score }))
      .sort((a, b) => b.score - a.score)
      .slice(0, 3);
  };
  return {
    find,
    answer: (text) => {
      const [a, b] = find(text);
      if (!a || a.score < 0.35) return undefined;
      return !b || a.score - b.score > 0.1
        ? { clear: a.id }
        : { options: find(text).map((x) => x.id) };
    },
  };
}
