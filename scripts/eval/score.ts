import { isDeepStrictEqual } from "node:util";
import { understand, type Understanding } from "../../src/language/understand.ts";
import { outcomeOf } from "./outcome.ts";
import { expectationOf, type Utterance } from "./utterance.ts";

export interface Score {
  accuracy: number;
  classes: Record<string, { n: number; right: number; accuracy: number }>;
  /** Consent or declaration read as given that was not given. */
  consentTaken: number;
  /** Yes read as no, or no as yes. */
  yesNoCrossed: number;
  crisisMissed: number;
  crisisFalse: number;
  wrong: { id: string; class: string; text: string; expect: unknown; got: unknown }[];
  microsecondsPerMessage: { p50: number; p99: number };
}

/** Scores what the bot would do, through the one function that a turn uses. Ages are told on the day `now`. */
export function scoreUtterances(utterances: readonly Utterance[], now: Date): Score {
  const times: number[] = [];
  const read = utterances.map((utterance) => {
    const start = process.hrtime.bigint();
    const understood = understand(utterance.text, expectationOf(utterance), {
      now,
      language: "ar",
    });
    times.push(Number(process.hrtime.bigint() - start) / 1000);
    const got = outcomeOf(utterance, understood);
    return { utterance, understood, got, right: isRight(utterance, got) };
  });
  const classes: Score["classes"] = {};
  for (const { utterance, right } of read) {
    const entry = (classes[utterance.class] ??= { n: 0, right: 0, accuracy: 0 });
    entry.n += 1;
    entry.right += right ? 1 : 0;
    entry.accuracy = entry.right / entry.n;
  }
  const count = (test: (line: (typeof read)[number]) => boolean): number =>
    read.filter(test).length;
  return {
    accuracy: count(({ right }) => right) / Math.max(1, read.length),
    classes,
    consentTaken: count(
      ({ utterance, understood }) =>
        (utterance.context === "consent" || utterance.context === "declaration") &&
        isYes(understood) &&
        utterance.expect !== "yes",
    ),
    yesNoCrossed: count(
      ({ utterance, got }) =>
        utterance.context === "yes_no" &&
        ((utterance.expect === "yes" && got === "no") ||
          (utterance.expect === "no" && got === "yes")),
    ),
    crisisMissed: count(({ utterance, right }) => utterance.class === "crisis" && !right),
    crisisFalse: count(
      ({ utterance, understood }) => utterance.expect !== "crisis" && understood.kind === "crisis",
    ),
    wrong: read
      .filter(({ right }) => !right)
      .map(({ utterance: { id, class: name, text, expect }, got }) => ({
        id,
        class: name,
        text,
        expect,
        got,
      })),
    microsecondsPerMessage: { p50: percentile(times, 0.5), p99: percentile(times, 0.99) },
  };
}

function isRight(utterance: Utterance, got: unknown): boolean {
  return [utterance.expect, ...(utterance.accept ?? [])].some((answer) =>
    isDeepStrictEqual(answer, got),
  );
}

function isYes(understood: Understanding): boolean {
  return understood.kind === "answer" && understood.value === true;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
