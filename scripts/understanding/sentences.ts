import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readLines, type Line } from "../eval/lines.ts";
import { dangerSaid } from "../../src/language/crisis.ts";
import { LABELS, type Label } from "../../src/language/learnt-model.ts";

/** `label` "no crisis" says what a sentence is not, and leaves open what it is. */
export type Sentence = { text: string; label: Label | "no crisis"; source: string };

const PATTERNS = path.join(import.meta.dirname, "sentences");
const LABELLED = path.join(import.meta.dirname, "../../test/language");

/** The sentences that patterns make: `{ابي|ودي} اعترض` is two. Of many, a fixed choice in which every part occurs. */
export function madeSentences(most: number): Sentence[] {
  return readdirSync(PATTERNS)
    .filter((name) => name.endsWith(".txt"))
    .toSorted()
    .flatMap((name) => {
      const random = createRandom(7);
      let label: Sentence["label"] = "other";
      return readFileSync(path.join(PATTERNS, name), "utf8")
        .split("\n")
        .flatMap((line): Sentence[] => {
          if (line.trim() === "") return [];
          if (line.startsWith("# ")) {
            label = labelOf(line.slice(2).trim());
            return [];
          }
          return spellOut(line, most, random).map((text) => ({ text, label, source: name }));
        });
    });
}

/**
 * The labelled utterances of the tests, file by file: one file is by one hand. Those under `first-reading` are never
 * learnt from and never tuned on.
 */
export function labelledSentences(): Sentence[] {
  return [...listedSentences(), ...utterances()];
}

/** The lists of voices: what is dangerous or asked for in each list, and what only looks like it. */
function listedSentences(): Sentence[] {
  return Object.entries(LISTS).flatMap(([source, labels]) => {
    const lists = JSON.parse(readFileSync(path.join(LABELLED, source), "utf8")) as Lists;
    return Object.entries(labels).flatMap(([list, label]) =>
      (lists[list] ?? []).map((text) => ({ text, label, source })),
    );
  });
}

type Lists = Record<string, readonly string[]>;

const LISTS: Readonly<Record<string, Record<string, Sentence["label"]>>> = {
  "danger.json": {
    explicit: "danger",
    passive: "despair",
    violence: "violence",
    ordinary: "no crisis",
  },
  "requests.json": {
    staff: "handoff",
    complaint: "complaint",
    objection: "objection",
    opt_out: "opt_out",
    ordinary: "other",
  },
};

function utterances(): Sentence[] {
  return readdirSync(LABELLED)
    .filter((name) => name.endsWith(".jsonl"))
    .toSorted()
    .flatMap((name) =>
      readLines(path.join(LABELLED, name)).map((line) => ({
        text: line.text,
        label: labelOfLine(line),
        source: name,
      })),
    );
}

/** The labelled files do not say how near a danger is; what the rules say of it is taken for that. */
function labelOfLine({ class: name, expect, text }: Line): Sentence["label"] {
  if (expect === "not_crisis") return "no crisis";
  if (name === "crisis") return LABEL_OF_TIER[dangerSaid(text)?.tier ?? "T2"];
  return isLabel(name) ? name : "other";
}

const LABEL_OF_TIER = { T1: "danger", T2: "despair", V: "violence" } as const;

function labelOf(name: string): Sentence["label"] {
  if (isLabel(name) || name === "no crisis") return name;
  throw new Error(`no label: ${name}`);
}

function isLabel(name: string): name is Label {
  return (LABELS as readonly string[]).includes(name);
}

function spellOut(pattern: string, most: number, random: () => number): string[] {
  const parts = pattern
    .split(/\{([^}]*)\}/)
    .map((part, at) => (at % 2 === 1 ? shuffled(part.split("|"), random) : [part]));
  const possible = parts.reduce((product, part) => product * part.length, 1);
  const longest = Math.max(...parts.map((part) => part.length));
  const wanted = Math.min(possible, Math.max(most, longest));
  const made = new Set<string>();
  for (let nth = 0; nth < wanted * 3 && made.size < wanted; nth++)
    made.add(
      parts
        .map((part) => part[nth < longest ? nth % part.length : Math.floor(random() * part.length)])
        .join("")
        .replace(/\s+/g, " ")
        .trim(),
    );
  return [...made].filter((text) => text !== "");
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** The same numbers in every run (mulberry32), so that the same sentences make the same weights. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
