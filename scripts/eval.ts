/* Scores the language module on labelled utterances: `npm run eval -- [file.jsonl ...] [--json]`. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { argv, stdout } from "node:process";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { readLines } from "./eval/lines.ts";
import { parseLabelled, scoreRetrieval, type RetrievalScore } from "./eval/retrieval.ts";
import { score, type Score } from "./eval/score.ts";

const OWN_FILES = path.join(import.meta.dirname, "../test/language");

/** What the command prints. Without a file: every labelled file of the tests. Throws for a file that cannot be read. */
export function evaluate(args: readonly string[], now: Date): string {
  const { values, positionals } = parseArgs({
    args: [...args],
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
    const k = Number(values.k);
    if (!Number.isInteger(k) || k < 1) throw new Error("--k must be a whole number from 1");
    const result = scoreRetrieval(
      parseLabelled(readFileSync(values.retrieval, "utf8")),
      parseLabelled(readFileSync(values.examples, "utf8")),
      k,
    );
    return values.json ? JSON.stringify(result) : retrievalTable(result);
  }
  const files = positionals.length > 0 ? positionals : ownFiles();
  const result = score(files.flatMap(readLines), now);
  return values.json ? JSON.stringify(result) : table(result);
}

function ownFiles(): string[] {
  return readdirSync(OWN_FILES)
    .filter((name) => name.endsWith(".jsonl"))
    .toSorted()
    .map((name) => path.join(OWN_FILES, name));
}

function table(result: Score): string {
  const rows = Object.entries(result.classes).map(([name, { n, right, accuracy }]) => {
    const others = Object.entries(result.confusion[name] ?? {})
      .toSorted(([, a], [, b]) => b - a)
      .map(([got, times]) => `${got} ${times}`);
    return `${name.padEnd(20)} ${String(right).padStart(4)} of ${String(n).padStart(4)}  ${percent(accuracy)}  ${others.join(", ")}`;
  });
  const wrong = result.wrong.map(
    (each) =>
      `  ${each.id} [${each.class}] ${JSON.stringify(each.text)}: ${JSON.stringify(each.expect)}, not ${JSON.stringify(each.got) ?? "nothing"}`,
  );
  const { p50, p99 } = result.microsecondsPerMessage;
  return [
    ...rows,
    "",
    `all                  ${percent(result.accuracy)}`,
    `consent taken ${result.consentTaken}, yes and no crossed ${result.yesNoCrossed}, crisis missed ${result.crisisMissed}, crisis false ${result.crisisFalse}`,
    `microseconds a message: p50 ${p50}, p99 ${p99}`,
    ...(wrong.length > 0 ? ["", "wrong:", ...wrong] : []),
  ].join("\n");
}

function retrievalTable(result: RetrievalScore): string {
  const { p50, p99 } = result.microsecondsPerQuery;
  return [
    `${result.queries} queries, ${result.questions} questions, ${result.examples} examples`,
    `top-1 ${percent(result.top1)}`,
    `top-3 ${percent(result.top3)}`,
    `answered at once ${percent(result.answered)}, of these right ${percent(result.answeredRight)}`,
    `load ${result.loadMilliseconds} ms; microseconds a query: p50 ${p50}, p99 ${p99}`,
  ].join("\n");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1).padStart(5)} %`;
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href)
  stdout.write(`${evaluate(argv.slice(2), new Date())}\n`);
