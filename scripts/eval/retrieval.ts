import { performance } from "node:perf_hooks";
import { createKnowledge } from "../../src/language/knowledge.ts";

export type RetrievalScore = {
  questions: number;
  examples: number;
  queries: number;
  top1: number;
  top3: number;
  /** How often a query is answered at once, and how often that is right. */
  answered: number;
  answeredRight: number;
  loadMilliseconds: number;
  microsecondsPerQuery: { p50: number; p99: number };
};

type Labelled = { text: string; label: string };

/**
 * Trains on the first `k` examples of each label and asks every query. A label in words ("card arrival", not
 * "card_arrival") is how the question is shown in a list, and counts as a phrasing besides.
 */
export function scoreRetrieval(
  queries: readonly Labelled[],
  examples: readonly Labelled[],
  k: number,
): RetrievalScore {
  const byLabel = new Map<string, string[]>();
  for (const { text, label } of examples) {
    const phrasings = byLabel.get(label) ?? [];
    if (phrasings.length < k) phrasings.push(text);
    byLabel.set(label, phrasings);
  }
  const entries = [...byLabel].map(([id, phrasings]) => ({
    id,
    phrasings: /\p{L} \p{L}/u.test(id) ? [...phrasings, id] : phrasings,
  }));
  const start = performance.now();
  const knowledge = createKnowledge(entries);
  const loadMilliseconds = Math.round((performance.now() - start) * 10) / 10;
  let top1 = 0;
  let top3 = 0;
  let answered = 0;
  let answeredRight = 0;
  const times: number[] = [];
  for (const { text, label } of queries) {
    const before = performance.now();
    const found = knowledge.find(text);
    times.push((performance.now() - before) * 1000);
    if (found[0]?.id === label) top1 += 1;
    if (found.some(({ id }) => id === label)) top3 += 1;
    const answer = knowledge.answer(text);
    if (answer && "clear" in answer) {
      answered += 1;
      if (answer.clear === label) answeredRight += 1;
    }
  }
  times.sort((a, b) => a - b);
  const n = queries.length || 1;
  return {
    questions: entries.length,
    examples: entries.reduce((sum, { phrasings }) => sum + phrasings.length, 0),
    queries: queries.length,
    top1: rounded(top1 / n),
    top3: rounded(top3 / n),
    answered: rounded(answered / n),
    answeredRight: rounded(answeredRight / (answered || 1)),
    loadMilliseconds,
    microsecondsPerQuery: { p50: at(times, 0.5), p99: at(times, 0.99) },
  };
}

/**
 * The rows of a file of two columns, with or without a header. A header says which column is which ("text" and
 * "label", in either order); without one the text stands first.
 */
export function parseLabelled(content: string): Labelled[] {
  const rows = parseCsv(content.replace(/^\uFEFF/, ""));
  const header = rows[0]?.map((cell) => cell.trim().toLowerCase()) ?? [];
  const labelAt = header.findIndex((name) => LABEL_NAMES.has(name));
  const textAt = header.findIndex((name) => TEXT_NAMES.has(name));
  const hasHeader = labelAt >= 0 || textAt >= 0;
  const label = labelAt >= 0 ? labelAt : textAt === 1 ? 0 : 1;
  const text = textAt >= 0 ? textAt : label === 0 ? 1 : 0;
  return rows.slice(hasHeader ? 1 : 0).flatMap((row) => {
    const [query, name] = [row[text]?.trim() ?? "", row[label]?.trim() ?? ""];
    return query === "" || name === "" ? [] : [{ text: query, label: name }];
  });
}

const LABEL_NAMES = new Set(["label", "id", "intent", "category", "class"]);
const TEXT_NAMES = new Set(["text", "query", "question", "utterance", "example"]);

/** Commas, quotes doubled within quotes, lines within quotes; a lone quote within quotes is kept as it is. */
function parseCsv(content: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|""|"(?=[^",\r\n]))*)"|([^,\r\n]*))(,|\r?\n|$)/gy;
  for (let match = cell.exec(content); match; match = cell.exec(content)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] !== ",") {
      if (row.length > 1 || row[0] !== "") rows.push(row);
      row = [];
    }
    if (cell.lastIndex >= content.length) break;
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function at(sorted: readonly number[], part: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
