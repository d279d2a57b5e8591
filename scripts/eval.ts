import { readdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { scoreRetrieval } from "./eval/retrieval.ts";
import { scoreUtterances, type Score } from "./eval/score.ts";
import { loadUtterances } from "./eval/utterance.ts";

/**
 * `npm run eval -- [file.jsonl ...] [--json]` scores the language module on labelled utterances; without a file, on all
 * of test/language. `npm run eval -- --retrieval queries.csv --examples examples.csv --k 5` scores question retrieval.
 */
function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      retrieval: { type: "string" },
      examples: { type: "string" },
      k: { type: "string", default: "5" },
    },
  });
  if (values.retrieval !== undefined) {
    if (values.examples === undefined) throw new Error("--retrieval needs --examples <file.csv>");
    const score = scoreRetrieval(values.retrieval, values.examples, Number(values.k));
    console.log(
      values.json
        ? JSON.stringify(score)
        : `${score.queries} queries, ${score.questions} questions of ${score.k} phrasings: top-1 ${percent(score.top1)}, top-3 ${percent(score.top3)}, ${score.microsecondsPerQuery.p50} µs a query (p99 ${score.microsecondsPerQuery.p99})`,
    );
    return;
  }
  const files = positionals.length > 0 ? positionals : labelledFiles();
  const score = scoreUtterances(files.flatMap(loadUtterances), new Date());
  console.log(values.json ? JSON.stringify(score, null, 2) : report(score));
}

function labelledFiles(): string[] {
  const folder = path.join(import.meta.dirname, "..", "test", "language");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => path.join(folder, name));
}

function report(score: Score): string {
  return [
    ...score.wrong.map(
      ({ id, text, expect, got }) =>
        `${id}  ${text}  expected ${JSON.stringify(expect)}, got ${JSON.stringify(got)}`,
    ),
    "",
    ...Object.entries(score.classes).map(
      ([name, { n, right, accuracy }]) =>
        `${name.padEnd(20)} ${String(right).padStart(4)} of ${String(n).padStart(4)}  ${percent(accuracy)}`,
    ),
    "",
    `accuracy ${percent(score.accuracy)}; consent taken ${score.consentTaken}, yes and no crossed ${score.yesNoCrossed}, crisis missed ${score.crisisMissed}, false alarms ${score.crisisFalse}; ${score.microsecondsPerMessage.p50} µs a message (p99 ${score.microsecondsPerMessage.p99})`,
  ].join("\n");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

main();
