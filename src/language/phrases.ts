import { normalise } from "./normalise.ts";
import { remembered } from "./remembered.ts";
import { spelling, takeApart, wordsOf, type Word } from "./words.ts";

/**
 * Rules for what people say, as data that a native reader can check line by line. A phrase is written in slots:
 * - `حولني`      this word, also with و ف ب ل ال in front
 * - `@want`      any word of the set `want`; `a|b|@set|$` one of these; `يا_رب` in a set or choice is two words
 * - `اكلم*`      a word that begins so and goes on for at most four letters
 * - `%ضرب`       this stem in any person, tense and future ("يضرب", "بتضرب", "هيضرب"), going on for at most four letters
 * - `=موظف`      this word and nothing in front of it
 * - `~شكوي`      this word with at most one slip of the finger
 * - `..3`        at most three other words
 * - `^` `$`      the begin and the end of the message
 */
export interface Lexicon<Id extends string> {
  words: Record<string, string>;
  /** What such a phrase covers is not looked at by the rules: idioms and look-alikes. */
  ignore: string[];
  /** `unless` covers words for its own rule only. */
  rules: { id: Id; unless?: string[]; says: string[] }[];
}

export interface PhraseMatch<Id extends string> {
  id: Id;
  /** Where the phrase ends in the text as typed. */
  end: number;
}

/** Compiles a lexicon to a reader: the rules that a text meets, in the order of the lexicon. */
export function createPhraseReader<Id extends string>(
  lexicon: Lexicon<Id>,
): (text: string) => PhraseMatch<Id>[] {
  const read = createPhraseAnalyser(lexicon);
  return (text) => read(text).found;
}

/** The same, and the words that are not covered by an idiom or look-alike. */
export function createPhraseAnalyser<Id extends string>(
  lexicon: Lexicon<Id>,
): (text: string) => { found: PhraseMatch<Id>[]; left: string[] } {
  const { index, ignored, rules } = compileLexicon(lexicon);
  return (text) => {
    const typed = wordsOf(text);
    const words: Read[] = typed.map(({ word, end }) => ({ slots: index.slotsOf(word), end }));
    const present = placesOf(words);
    for (const phrase of ignored.thoseOf(present)) coverFrom(words, words, phrase, present);
    const found = rules.flatMap(({ id, unless, phrases }) => {
      const said = phrases.thoseOf(present);
      if (said.length === 0) return [];
      const exceptions = unless.thoseOf(present);
      const seen = exceptions.length === 0 ? words : [...words];
      for (const phrase of exceptions) coverFrom(seen, seen, phrase, present);
      const last = lastWordOf(seen, said, present);
      return last === undefined ? [] : [{ id, end: words[last]?.end ?? 0 }];
    });
    const left = typed.flatMap(({ word }, at) => (words[at]?.slots === NOTHING ? [] : [word]));
    return { found, left };
  };
}

/** Compiles a lexicon to the rules that words meet and the words that no phrase of any rule takes up. */
export function createPhraseCover<Id extends string>(
  lexicon: Lexicon<Id>,
): (words: readonly Word[]) => { found: Id[]; uncovered: string[] } {
  const { index, rules } = compileLexicon(lexicon);
  return (words) => {
    const read = words.map(({ word, end }) => ({ slots: index.slotsOf(word), end }));
    const left = [...read];
    const places = placesOf(read);
    const found = rules.filter(({ phrases }) => {
      for (const phrase of phrases.all) coverFrom(read, left, phrase, places);
      return lastWordOf(read, phrases.all, places) !== undefined;
    });
    return {
      found: found.map(({ id }) => id),
      uncovered: words.flatMap(({ word }, at) => (left[at]?.slots === NOTHING ? [] : [word])),
    };
  };
}

function compileLexicon<Id extends string>({ words, ignore, rules }: Lexicon<Id>) {
  const index = new WordIndex();
  const compiled = (phrase: string): Slot[] => compile(phrase, words, index);
  return {
    index,
    ignored: new Phrases(ignore.map(compiled)),
    rules: rules.map(({ id, unless = [], says }) => ({
      id,
      unless: new Phrases(unless.map(compiled)),
      phrases: new Phrases(says.map(compiled)),
    })),
  };
}

/** Phrases by a word that each must have: most lack theirs in most messages and are not looked at. */
class Phrases {
  readonly #byWord = new Map<number, number[]>();
  readonly #others: number[] = [];
  readonly all: readonly Slot[][];

  constructor(all: readonly Slot[][]) {
    this.all = all;
    for (const [at, phrase] of all.entries()) {
      const needed = phrase.findLast(isOneWord);
      if (needed === undefined) this.#others.push(at);
      else this.#byWord.set(needed.word, [...(this.#byWord.get(needed.word) ?? []), at]);
    }
  }

  /** Those whose words are all there, in the order in which they are listed. */
  thoseOf(present: Places): Slot[][] {
    const possible = [...this.#others];
    for (const [word, phrases] of this.#byWord) if (present.has(word)) possible.push(...phrases);
    return possible
      .toSorted((a, b) => a - b)
      .map((at) => this.all[at] ?? [])
      .filter((phrase) => hasWordsOf(phrase, present));
  }
}

function isOneWord(slot: Slot): slot is { word: number; longer: Slot[][] } {
  return typeof slot === "object" && "word" in slot && slot.longer.length === 0;
}

/** `longer`: what may stand there instead and is more than one word. */
type Slot = { word: number; longer: Slot[][] } | { gap: number } | "begin" | "end";
/** A word of the message as the set of word slots that it fits. */
type Read = { slots: ReadonlySet<number>; end: number };

function compile(phrase: string, sets: Record<string, string>, index: WordIndex): Slot[] {
  return phrase.split(" ").map((part): Slot => {
    if (part === "") throw new Error(`phrase "${phrase}" has an empty slot`);
    if (part === "^") return "begin";
    if (part === "$") return "end";
    if (part.startsWith("..")) return { gap: Number(part.slice(2)) };
    const choices = part.split("|").flatMap((word) => expand(word, sets, phrase));
    return {
      word: index.add(choices.filter((choice) => !isLonger(choice))),
      longer: choices
        .filter(isLonger)
        .map((choice) => compile(choice.replaceAll("_", " "), sets, index)),
    };
  });
}

function isLonger(choice: string): boolean {
  return choice === "$" || choice.includes("_");
}

function expand(word: string, sets: Record<string, string>, phrase: string): string[] {
  if (!word.startsWith("@")) return [apart(word)];
  const name = word.slice(1);
  if (!Object.hasOwn(sets, name)) throw new Error(`phrase "${phrase}" names no word set: ${word}`);
  return (sets[name] ?? "")
    .split(/\s+/)
    .filter((entry) => entry !== "")
    .map(apart);
}

/** A lexicon may write together what a text has taken apart. */
function apart(word: string): string {
  return /^[=~%]|[*_$]/.test(word) ? word : takeApart(normalise(word)).join("_");
}

/** Which slots a word fits. Looking up costs the length of the word, however long the lexicon is. */
class WordIndex {
  readonly #whole = new Map<string, Set<number>>();
  readonly #exact = new Map<string, Set<number>>();
  readonly #stems = new Map<string, Set<number>>();
  readonly #beginnings = new Map<string, Set<number>>();
  readonly #slips = new Map<string, Map<string, Set<number>>>();
  #slots = 0;

  add(words: string[]): number {
    const slot = this.#slots++;
    for (const word of words) {
      if (word.startsWith("=")) put(this.#whole, spelling(word.slice(1)), slot);
      else if (word.startsWith("%")) put(this.#stems, spelling(word.slice(1)), slot);
      else if (word.endsWith("*")) put(this.#beginnings, spelling(word.slice(0, -1)), slot);
      else if (word.startsWith("~")) this.#addWithSlips(spelling(word.slice(1)), slot);
      else put(this.#exact, spelling(word), slot);
    }
    return slot;
  }

  readonly slotsOf = remembered((word): ReadonlySet<number> => this.#look(word));

  #look(word: string): ReadonlySet<number> {
    const slots = new Set(this.#whole.get(word));
    for (const form of formsOf(word)) {
      addAll(slots, this.#exact.get(form));
      addBeginnings(slots, this.#beginnings, form);
      for (const stem of stemsOf(form)) addBeginnings(slots, this.#stems, stem);
      for (const less of [form, ...withoutOneLetter(form)])
        for (const [meant, found] of this.#slips.get(less) ?? [])
          if (isOneSlip(form, meant)) addAll(slots, found);
    }
    return slots;
  }

  #addWithSlips(word: string, slot: number): void {
    put(this.#exact, word, slot);
    for (const less of [word, ...withoutOneLetter(word)]) {
      const meant = this.#slips.get(less) ?? new Map<string, Set<number>>();
      put(meant, word, slot);
      this.#slips.set(less, meant);
    }
  }
}

const LONGEST_ENDING = 4; // letters: "نا", "كم", "هم", "وني", "تكم"

function put(map: Map<string, Set<number>>, key: string, slot: number): void {
  map.set(key, (map.get(key) ?? new Set()).add(slot));
}

function addAll(to: Set<number>, from: ReadonlySet<number> | undefined): void {
  for (const slot of from ?? []) to.add(slot);
}

function addBeginnings(to: Set<number>, known: Map<string, Set<number>>, word: string): void {
  for (let more = 0; more <= LONGEST_ENDING && more < word.length; more++)
    addAll(to, known.get(word.slice(0, word.length - more)));
}

/** A verb without what marks its person, and the future of the regions in front of that. */
function stemsOf(word: string): string[] {
  const verb = /^[بهحس](?=[ايتن])/.test(word) ? [word, word.slice(1)] : [word];
  return [
    ...verb,
    ...verb.filter((form) => /^[ايتن]/.test(form)).map((form) => form.slice(1)),
    ...(/^[هحس]/.test(word) ? [word.slice(1)] : []), // "هقتل": the person is lost in the future
  ];
}

/** The word and what is left of it without what Arabic writes in front of a word. */
function formsOf(word: string): string[] {
  if (word.length > LONGEST_WORD) return [];
  if (word === "وما") return [word, "ما"]; // as short as it is, it negates; "ولا" is left whole, it also means "or"
  return [
    word,
    ...PROCLITICS.filter(
      ([letters, left]) => word.startsWith(letters) && word.length - letters.length >= left,
    ).map(([letters]) => word.slice(letters.length)),
  ];
}

const LONGEST_WORD = 30; // no word of a lexicon comes near; what is longer is noise
/** Letters, and how many must be left of the word. */
const PROCLITICS: readonly (readonly [string, number])[] = [
  ["و", 3],
  ["ف", 3],
  ["ب", 3],
  ["ل", 3],
  ["ال", 3],
  ["وال", 3],
  ["بال", 3],
  ["لل", 3],
  ["هال", 3],
  ["عال", 3],
  ["بهال", 3],
  ["وب", 4],
  ["ول", 4],
];

function withoutOneLetter(word: string): string[] {
  if (word.length < 5) return [];
  return [...word].map((_, at) => word.slice(0, at) + word.slice(at + 1));
}

/** One letter more, less, other, or two neighbours swapped. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 5) return a === b;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  const restOf = (word: string, skip: number): string => word.slice(from + skip);
  return (
    a === b ||
    restOf(a, 1) === restOf(b, 1) ||
    restOf(a, 1) === restOf(b, 0) ||
    restOf(a, 0) === restOf(b, 1) ||
    (a[from] === b[from + 1] && a[from + 1] === b[from] && restOf(a, 2) === restOf(b, 2))
  );
}

/** Most phrases lack a word in most messages; those are not tried at every place. */
function hasWordsOf(phrase: readonly Slot[], present: Places): boolean {
  return phrase.every(
    (slot) =>
      !(typeof slot === "object" && "word" in slot) ||
      present.has(slot.word) ||
      slot.longer.some((longer) => hasWordsOf(longer, present)),
  );
}

/** Where in a message each slot is met. */
type Places = ReadonlyMap<number, readonly number[]>;

function placesOf(words: readonly Read[]): Places {
  const places = new Map<number, number[]>();
  for (const [at, { slots }] of words.entries())
    for (const slot of slots) {
      const known = places.get(slot);
      if (known) known.push(at);
      else places.set(slot, [at]);
    }
  return places;
}

/** Where a phrase may begin: few places of a long message are worth a try. */
function beginningsOf(phrase: readonly Slot[], places: Places, length: number): readonly number[] {
  const [slot] = phrase;
  if (slot === undefined || slot === "begin") return [0];
  if (slot === "end") return [length];
  if ("gap" in slot) return Array.from({ length: length + 1 }, (_, at) => at);
  const own = places.get(slot.word) ?? [];
  if (slot.longer.length === 0) return own;
  const others = slot.longer.flatMap((longer) => beginningsOf(longer, places, length));
  return [...new Set([...own, ...others])].toSorted((a, b) => a - b);
}

/** What a phrase takes up among the words is covered in the copy. */
function coverFrom(
  words: readonly Read[],
  copy: Read[],
  phrase: readonly Slot[],
  places: Places,
): void {
  for (const from of beginningsOf(phrase, places, words.length)) {
    const to = matchAt(words, phrase, from, 0) ?? from;
    for (let at = from; at < to; at++) copy[at] = { slots: NOTHING, end: words[at]?.end ?? 0 };
  }
}

const NOTHING: ReadonlySet<number> = new Set();

/** The last word of the first phrase that is said, undefined when none is. */
function lastWordOf(
  words: readonly Read[],
  phrases: readonly (readonly Slot[])[],
  places: Places,
): number | undefined {
  for (const phrase of phrases)
    for (const from of beginningsOf(phrase, places, words.length)) {
      const to = matchAt(words, phrase, from, 0);
      if (to !== undefined) return to - 1;
    }
  return undefined;
}

/** Where a phrase ends that begins at a place. Gaps are short, so the search is bounded by the phrase. */
function matchAt(
  words: readonly Read[],
  phrase: readonly Slot[],
  at: number,
  next: number,
): number | undefined {
  const slot = phrase[next];
  if (slot === undefined) return at;
  if (slot === "begin") return at === 0 ? matchAt(words, phrase, at, next + 1) : undefined;
  if (slot === "end") return at === words.length ? matchAt(words, phrase, at, next + 1) : undefined;
  if ("word" in slot) return matchWordAt(words, phrase, at, next, slot);
  for (let skip = 0; skip <= slot.gap && at + skip <= words.length; skip++) {
    const end = matchAt(words, phrase, at + skip, next + 1);
    if (end !== undefined) return end;
  }
  return undefined;
}

function matchWordAt(
  words: readonly Read[],
  phrase: readonly Slot[],
  at: number,
  next: number,
  slot: Extract<Slot, { word: number }>,
): number | undefined {
  if (words[at]?.slots.has(slot.word)) {
    const end = matchAt(words, phrase, at + 1, next + 1);
    if (end !== undefined) return end;
  }
  for (const longer of slot.longer) {
    const after = matchAt(words, longer, at, 0);
    const end = after === undefined ? undefined : matchAt(words, phrase, after, next + 1);
    if (end !== undefined) return end;
  }
  return undefined;
}
