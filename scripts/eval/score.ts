import { performance } from "node:perf_hooks";
import { isDeepStrictEqual } from "node:util";
import type { Line } from "./lines.ts";
import { readLabel } from "./read-label.ts";

export type Score = {
  accuracy: number;
  classes: Record<string, { n: number; right: number; accuracy: number }>;
  /** For each class, how often each answer came. */
  confusion: Record<string, Record<string, number>>;
  /** Lines under a consent or declaration that were read as yes and are not. */
  consentTaken: number;
  /** Lines under a yes-no question that were read as the opposite. */
  yesNoCrossed: number;
  crisisMissed: number;
  crisisFalse: number;
  wrong: { id: string; class: string; text: string; expect: unknown; got: unknown }[];
  microsecondsPerMessage: { p50: number; p99: number };
};

/** Reads every line as a turn would and counts. `now` decides only what is past and future in dates. */
export function score(lines: readonly Line[], now: Date): Score {
  const result: Score = {
    accuracy: 0,
    classes: {},
    confusion: {},
    consentTaken: 0,
    yesNoCrossed: 0,
    crisisMissed: 0,
    crisisFalse: 0,
    wrong: [],
    microsecondsPerMessage: { p50: 0, p99: 0 },
  };
  for (const line of lines.slice(0, WARM_UP)) readLabel(line, now);
  const times: number[] = [];
  for (const line of lines) {
    const start = performance.now();
    const got = readLabel(line, now);
    times.push((performance.now() - start) * 1000);
    count(result, line, got);
  }
  for (const each of Object.values(result.classes)) each.accuracy = share(each.right, each.n);
  result.accuracy = share(lines.length - result.wrong.length, lines.length);
  times.sort((a, b) => a - b);
  result.microsecondsPerMessage = { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  return result;
}

/** The first messages of a process pay for its compilation; a running bot has long paid. */
const WARM_UP = 200;

function count(result: Score, line: Line, got: unknown): void {
  const isRight = [line.expect, ...(line.accept ?? [])].some((each) => isSame(each, got));
  const ofClass = (result.classes[line.class] ??= { n: 0, right: 0, accuracy: 0 });
  ofClass.n += 1;
  const row = (result.confusion[line.class] ??= {});
  const name = typeof got !== "string" ? "a value" : /^\+?\d/.test(got) ? "digits" : got;
  row[name] = (row[name] ?? 0) + 1;
  if (isRight) ofClass.right += 1;
  else {
    const { id, text, expect } = line;
    result.wrong.push({ id, class: line.class, text, expect, got });
  }
  countDangers(result, line, got, isRight);
}

function countDangers(result: Score, line: Line, got: unknown, isRight: boolean): void {
  const { context, expect } = line;
  const isYes = got === "yes" || (got as { value?: unknown } | undefined)?.value === true;
  if ((context === "consent" || context === "declaration") && isYes && !isRight)
    result.consentTaken += 1;
  if (context === "yes_no" && !isRight && OPPOSITE[String(expect)] === got)
    result.yesNoCrossed += 1;
  if (expect === "crisis" && got !== "crisis") result.crisisMissed += 1;
  if (expect !== "crisis" && got === "crisis" && !isRight) result.crisisFalse += 1;
}

const OPPOSITE: Readonly<Record<string, string>> = { yes: "no", no: "yes" };

/** A file may say a number as text ("3") or a value alone. */
function isSame(expected: unknown, got: unknown): boolean {
  if (typeof got === "number" && typeof expected === "string") return String(got) === expected;
  return isDeepStrictEqual(expected, got);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
}

function percentile(sorted: readonly number[], part: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return Math.round(value * 10) / 10;
}
