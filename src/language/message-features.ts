import { lightStem } from "./light-stem.ts";
import { meaningsOf } from "./meanings.ts";
import { remembered } from "./remembered.ts";

/** Features are numbers below this: a feature is its hash, and a few share one. */
export const FEATURES = 1 << 17;

/** What a word has in it by itself, as numbers: letters see slips and endings, stems and meanings see the dialects. */
export function featuresOfWord(word: string): readonly number[] {
  return partsOf(word).own;
}

/**
 * What each word makes with the three before it: pairs see who does what to whom.
 * @param words in the spelling of `wordsOf`
 */
export function featuresOfPairs(words: readonly string[]): readonly (readonly number[])[] {
  const units = words.map((word) => partsOf(word).units);
  return units.map((own, at) => {
    const pairs: number[] = [];
    for (let back = 1; back <= FARTHEST_PAIR && back <= at; back++)
      for (const before of units[at - back] ?? [])
        for (const unit of own) pairs.push(pairOf(before, unit));
    return pairs;
  });
}

/** What only the whole message has: how it begins and ends, and how long it is. */
export function featuresOfWhole(words: readonly string[]): readonly number[] {
  const { length } = words;
  const first = length === 0 ? [] : partsOf(words[0] ?? "").units;
  const last = length === 0 ? [] : partsOf(words[length - 1] ?? "").units;
  return [
    ...first.map((unit) => pairOf(BEGIN, unit)),
    ...last.map((unit) => pairOf(unit, END)),
    feature(
      hashOf(length <= 2 ? "#short" : length <= 5 ? "#middle" : length <= 15 ? "#long" : "#story"),
    ),
  ];
}

const FARTHEST_PAIR = 3; // words
const SHORTEST_RUN = 3; // letters
const LONGEST_RUN = 5;
const LONGEST_WORD = 24;

/** `units`: the stem and the meanings of the word, not yet folded. */
type Parts = { own: readonly number[]; units: readonly number[] };

const partsOf = remembered((word): Parts => {
  const cut = word.slice(0, LONGEST_WORD);
  const units = [lightStem(cut), ...meaningsOf(cut).map((meaning) => `@${meaning}`)].map(hashOf);
  return { own: [...runsOf(`<${cut}>`), ...units.map(feature)], units };
});

function runsOf(framed: string): number[] {
  const runs: number[] = [];
  for (let start = 0; start + SHORTEST_RUN <= framed.length; start++) {
    let hash = RUN;
    for (let length = 1; length <= LONGEST_RUN && start + length <= framed.length; length++) {
      hash = mix(hash, framed.charCodeAt(start + length - 1));
      if (length >= SHORTEST_RUN) runs.push(feature(hash));
    }
  }
  runs.push(feature(hashOf(framed)));
  return runs;
}

const SEED = 2_166_136_261;
const RUN = mix(SEED, 1);
const BEGIN = mix(SEED, 2);
const END = mix(SEED, 3);

function hashOf(text: string): number {
  let hash = SEED;
  for (let at = 0; at < text.length; at++) hash = mix(hash, text.charCodeAt(at));
  return hash;
}

function pairOf(before: number, unit: number): number {
  return feature(mix(Math.imul(before, 31), unit));
}

/** One step of FNV-1a over 32 bits. */
function mix(hash: number, value: number): number {
  return Math.imul(hash ^ value, 16_777_619);
}

function feature(hash: number): number {
  const spread = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (spread ^ (spread >>> 13)) & (FEATURES - 1);
}
