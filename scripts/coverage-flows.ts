import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Visit } from "../src/engine/types.ts";
import { loadStage } from "../test/support/stage.ts";
import { runTranscript } from "../test/transcripts/transcript.ts";

/**
 * `npm run coverage:flows`: which steps and branches no transcript visits. A step has up to three: it is entered; it is
 * passed over (when it has a condition or a group); an answer to it fails (when it asks).
 */
const root = path.resolve(import.meta.dirname, "../test/transcripts");
const visited = new Set<string>();
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".golden"),
);
for (const file of files) {
  runTranscript(readFileSync(path.join(root, file), "utf8"), (flow, step, what) =>
    visited.add(`${flow}.${step} ${what}`),
  );
}

const rows = loadStage().files.map(({ flow }) => {
  const branches = flow.steps.flatMap((step) => {
    const isConditional =
      step.when ?? step.group ?? step.only ?? (step.sms === "skip" || undefined);
    const asks = step.kind === "ask" || step.kind === "repeat" || step.kind === "review";
    const kinds: Visit[] = [
      "entered",
      ...(isConditional ? (["passed_over"] as const) : []),
      ...(asks ? (["failed"] as const) : []),
    ];
    return kinds.map((what) => `${flow.name}.${step.id} ${what}`);
  });
  return {
    flow: flow.name,
    branches: branches.length,
    missed: branches.filter((branch) => !visited.has(branch)),
  };
});
console.table(
  rows.map(({ flow, branches, missed }) => ({
    flow,
    branches,
    visited: branches - missed.length,
    "%": Math.round((100 * (branches - missed.length)) / branches),
  })),
);
for (const { missed } of rows) for (const branch of missed) console.log(`not visited: ${branch}`);
const never = rows.flatMap(({ missed }) => missed.filter((branch) => branch.endsWith(" entered")));
console.log(`${files.length} transcripts; ${never.length} steps that no transcript enters`);
