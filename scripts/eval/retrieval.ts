import { readFileSync } from "node:fs";
import { createKnowledge } from "../../src/language/knowledge.ts";
import { percentile } from "./score.ts";

export interface RetrievalScore {
  questions: number;
  queries: number;
  k: number;
  top1: number;
  top3: number;
  microsecondsPerQuery: { p50: number; p99: number };
}

/**
 * How often the right question is found from its first `k` phrasings.
 * @param queriesFile and @param examplesFile CSV of text and label; a header may name them in either order
 */
export function scoreRetrieval(
  queriesFile: string,
  examplesFile: string,
  k: number,
): RetrievalScore {
  const phrasings = new Map<string, string[]>();
  for (const { text, label } of readPairs(examplesFile)) {
    const known = phrasings.get(label) ?? [];
    if (known.length < k) phrasings.set(label, [...known, text]);
  }
  const knowledge = createKnowledge(
    [...phrasings].map(([id, texts]) => ({ id, phrasings: texts })),
  );
  const queries = readPairs(queriesFile);
  const times: number[] = [];
  let top1 = 0;
  let top3 = 0;
  for (const { text, label } of queries) {
    const start = process.hrtime.bigint();
    const found = knowledge.find(text);
    times.push(Number(process.hrtime.bigint() - start) / 1000);
    if (found[0]?.id === label) top1 += 1;
    if (found.some(({ id }) => id === label)) top3 += 1;
  }
  return {
    questions: phrasings.size,
    queries: queries.length,
    k,
    top1: top1 / Math.max(1, queries.length),
    top3: top3 / Math.max(1, queries.length),
    microsecondsPerQuery: { p50: percentile(times, 0.5), p99: percentile(times, 0.99) },
  };
}

function readPairs(file: string): { text: string; label: string }[] {
  const [first = [], ...rows] = readCsv(readFileSync(file, "utf8"));
  const hasHeader = first.includes("text") || first.includes("label");
  const textAt = hasHeader ? first.indexOf("text") : 0;
  return (hasHeader ? rows : [first, ...rows])
    .filter((row) => row.length >= 2)
    .map((row) => ({ text: row[textAt] ?? "", label: row[1 - textAt] ?? "" }));
}

/** Comma-separated rows; a quoted field may hold commas, line breaks and doubled quotes. */
function readCsv(source: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of source.matchAll(FIELD)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows.filter((fields) => fields.some((field) => field !== ""));
}

const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g;
