import { lightStem, skeleton } from "./light-stem.ts";
import { normalise } from "./normalise.ts";

/** How near a text is to each example, 0 (nothing in common) to 1 (the same), in the order of the examples. */
export type Similarity = (text: string) => Float64Array;

/**
 * Four views of a text that see different things in common: its letters (slips and endings), the letters of its common
 * stems (dialects), the skeletons of its words, and which of these stand near each other. Each is a weighted cosine in
 * which what is rare among the examples counts more; the result is their weighted mean.
 */
export function similarityTo(examples: readonly string[]): Similarity {
  const compared = VIEWS.map(({ weight, featuresOf }) => ({
    weight,
    near: cosineTo(
      examples.map((example) => count(featuresOf(words(example)))),
      (text) => count(featuresOf(words(text))),
    ),
  }));
  return (text) => {
    const sum = new Float64Array(examples.length);
    for (const { weight, near } of compared) {
      const similarities = near(text);
      for (let index = 0; index < sum.length; index++)
        sum[index] = (sum[index] ?? 0) + (weight / WHOLE) * (similarities[index] ?? 0);
    }
    return sum;
  };
}

type View = { weight: number; featuresOf: (words: readonly string[]) => string[] };

const VIEWS: readonly View[] = [
  { weight: 1, featuresOf: (all) => letterRuns(all.join(" "), 2, 4) },
  { weight: 1, featuresOf: (all) => letterRuns(all.map(lightStem).join(" "), 2, 5) },
  { weight: 1, featuresOf: (all) => all.map(skeleton) },
  { weight: 0.5, featuresOf: (all) => nearPairs(all.map(skeleton)) },
];
const WHOLE = VIEWS.reduce((sum, { weight }) => sum + weight, 0);

const LONGEST_COMPARED = 60; // words; a question is shorter, and a story must not take longer

function words(text: string): string[] {
  return normalise(text.slice(0, 1000))
    .replace(/[.,]/g, " ")
    .split(" ")
    .filter((word) => word !== "")
    .slice(0, LONGEST_COMPARED);
}

function letterRuns(line: string, shortest: number, longest: number): string[] {
  const framed = ` ${line} `;
  const runs: string[] = [];
  for (let length = shortest; length <= longest; length++)
    for (let start = 0; start + length <= framed.length; start++)
      runs.push(framed.slice(start, start + length));
  return runs;
}

/** Two words within three places of each other, in either order. */
function nearPairs(stems: readonly string[]): string[] {
  return stems.flatMap((stem, index) =>
    stems
      .slice(index + 1, index + 4)
      .map((other) => (stem < other ? `${stem} ${other}` : `${other} ${stem}`)),
  );
}

function count(features: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return counts;
}

/** Cosines by an inverted index: a query touches only the examples that share a feature with it. */
function cosineTo(
  examples: readonly Map<string, number>[],
  read: (text: string) => Map<string, number>,
): Similarity {
  const holders = new Map<string, { example: number; times: number }[]>();
  for (const [example, counts] of examples.entries())
    for (const [feature, times] of counts) {
      const list = holders.get(feature) ?? [];
      list.push({ example, times });
      holders.set(feature, list);
    }
  const rarity = (feature: string) =>
    Math.log((1 + examples.length) / (1 + (holders.get(feature)?.length ?? 0))) + 1;
  const weightOf = (feature: string, times: number) => (1 + Math.log(times)) * rarity(feature);
  const lengthOf = (counts: Map<string, number>) =>
    Math.sqrt(
      [...counts].reduce((sum, [feature, times]) => sum + weightOf(feature, times) ** 2, 0),
    );
  const lengths = examples.map(lengthOf);
  return (text) => {
    const counts = read(text);
    const length = lengthOf(counts);
    const dots = new Float64Array(examples.length);
    for (const [feature, times] of counts) {
      const weight = weightOf(feature, times) * rarity(feature);
      for (const holder of holders.get(feature) ?? [])
        dots[holder.example] = (dots[holder.example] ?? 0) + weight * (1 + Math.log(holder.times));
    }
    return dots.map((dot, example) => dot / (length * (lengths[example] ?? 0) || 1));
  };
}
