import { meaningClasses } from "./meaning-classes.ts";
import { spelling } from "./words.ts";

/** The classes of meaning that a word belongs to, most often none. Expects the spelling of `wordsOf`. */
export function meaningsOf(word: string): readonly string[] {
  if (word.length < 2 || word.length > LONGEST_WORD) return NONE;
  const found = new Set(WHOLE.get(word));
  for (let start = 0; start <= LONGEST_START && word.length - start >= 2; start++) {
    const before = word.slice(0, start);
    const rest = word.slice(start);
    if (PARTICLES.has(before)) addAll(found, WITH_PARTICLES.get(rest));
    if (!STARTS.has(before)) continue;
    for (let more = 0; more <= LONGEST_ENDING && rest.length - more >= SHORTEST_STEM; more++)
      addAll(found, STEMS.get(rest.slice(0, rest.length - more)));
  }
  for (const [ending, classes] of ENDINGS)
    if (word.length >= SHORTEST_WITH_ENDING && word.endsWith(ending)) addAll(found, classes);
  return [...found];
}

const NONE: readonly string[] = [];
const LONGEST_WORD = 20;
const LONGEST_ENDING = 4; // letters: "نا", "كم", "وني"
const SHORTEST_STEM = 3;
const SHORTEST_WITH_ENDING = 5;

type Index = Map<string, Set<string>>;
const WHOLE: Index = new Map();
const WITH_PARTICLES: Index = new Map();
const STEMS: Index = new Map();
const ENDINGS: Index = new Map();

for (const [meaning, entries] of Object.entries(meaningClasses))
  for (const entry of entries.split(/\s+/).filter(Boolean)) {
    if (entry.startsWith("=")) put(WHOLE, entry.slice(1), meaning);
    else if (entry.startsWith("%")) put(ENDINGS, entry.slice(1), meaning);
    else if (entry.endsWith(".")) put(WITH_PARTICLES, entry.slice(0, -1), meaning);
    else put(STEMS, entry, meaning);
  }

/** What Arabic joins to the front of a word, and in front of a verb what marks person and future in the regions. */
const PARTICLES = new Set([
  "",
  "و",
  "ف",
  "ب",
  "ل",
  "ال",
  "وال",
  "بال",
  "لل",
  "هال",
  "عال",
  "وب",
  "ول",
]);
const PERSONS = [
  "",
  ..."ا ي ت ن م با بي بت بن ها هي هت هن حا حي حت سا سي ست سن ان ين تن مت ب ه ح س".split(" "),
];
const STARTS = new Set(
  [...PARTICLES].flatMap((particle) => PERSONS.map((person) => particle + person)),
);
const LONGEST_START = Math.max(...[...STARTS].map((start) => start.length));

function put(index: Index, entry: string, meaning: string): void {
  const word = spelling(entry);
  index.set(word, (index.get(word) ?? new Set()).add(meaning));
}

function addAll(to: Set<string>, from: ReadonlySet<string> | undefined): void {
  for (const each of from ?? []) to.add(each);
}
