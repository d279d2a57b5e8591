import path from "node:path";
import { expect, test } from "vitest";
import { readLines } from "../../scripts/eval/lines.ts";
import { score } from "../../scripts/eval/score.ts";

/**
 * Sentences that nothing was learnt from. The least of each class is what was heard when it was last measured, less two
 * in a hundred; docs/understanding.md tells the figures. Whoever mends a sentence of these files ends its use: write new
 * ones. What may never happen is not a matter of degree: consent that was not given, a yes taken for a no.
 */
test.each<[string, Record<string, number>]>([
  [
    "utterances.jsonl",
    {
      crisis: 0.88,
      crisis_negative: 0.85,
      complaint: 0.84,
      handoff: 0.91,
      objection: 0.96,
      opt_out: 0.91,
      ordinary: 0.95,
    },
  ],
  [
    "five-voices.jsonl",
    {
      crisis: 0.91,
      crisis_negative: 0.91,
      complaint: 0.82,
      handoff: 0.9,
      objection: 0.9,
      opt_out: 0.86,
      ordinary: 0.94,
    },
  ],
  [
    "after-learning.jsonl",
    {
      crisis: 0.84,
      crisis_negative: 0.96,
      complaint: 0.83,
      handoff: 0.9,
      objection: 0.94,
      opt_out: 0.84,
      ordinary: 0.96,
    },
  ],
  [
    "answers.jsonl",
    {
      affirm: 0.78,
      deny: 0.85,
      ambiguous_yes_no: 0.95,
      consent_traps: 0.88,
      number_income: 0.9,
      number_family: 0.75,
      date: 0.98,
      correction: 0.75,
      digression: 0.9,
    },
  ],
])("%s, never learnt from, is heard as when it was measured", (file, least) => {
  const lines = readLines(path.join(import.meta.dirname, "first-reading", file));
  const { classes, consentTaken, yesNoCrossed } = score(lines, new Date("2026-11-24T09:00:00Z"));
  const worse = Object.entries(least).filter(
    ([name, share]) => !((classes[name]?.accuracy ?? 0) >= share),
  );
  expect({ worse, consentTaken, yesNoCrossed }).toEqual({
    worse: [],
    consentTaken: 0,
    yesNoCrossed: 0,
  });
});
