/* Learns the second opinion of the language module: `node --import tsx scripts/train-understanding.ts`. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { stdout } from "node:process";
import { packWeights } from "../src/language/packed-weights.ts";
import { learn, rounded } from "./understanding/learn.ts";
import { labelledSentences, madeSentences } from "./understanding/sentences.ts";

const FILE = path.join(import.meta.dirname, "../src/language/learnt-weights.ts");
const PER_PATTERN = 40;

const sentences = [...madeSentences(PER_PATTERN), ...labelledSentences()];
const { weights, scale, bias } = rounded(learn(sentences));
writeFileSync(
  FILE,
  `/** Made by scripts/train-understanding.ts; rows of one byte a label, packed, see packed-weights.ts. */
export const learntWeights = {
  scale: ${scale},
  bias: [${bias.join(", ")}],
  rows: "${Buffer.from(packWeights(Int8Array.from(weights))).toString("base64")}",
};
`,
);
stdout.write(`learnt from ${sentences.length} sentences\n`);
