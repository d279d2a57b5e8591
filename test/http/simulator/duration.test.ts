import { expect, test } from "vitest";
import { readDuration } from "../../../src/http/simulator/duration.ts";

const HOUR_MS = 3_600_000;

test.each([
  ["P3D", 72 * HOUR_MS],
  ["PT24H", 24 * HOUR_MS],
  ["PT1H30M", 1.5 * HOUR_MS],
  ["P2W", 336 * HOUR_MS],
  ["P1DT12H", 36 * HOUR_MS],
  ["PT90S", 90_000],
  ["P400D", 9_600 * HOUR_MS],
  ["P0D", 0],
  ["P401D", undefined],
  ["P", undefined],
  ["PT", undefined],
  ["P1DT", undefined],
  ["P1M", undefined], // a month has no fixed length
  ["P1Y", undefined],
  ["-P1D", undefined],
  ["P-1D", undefined],
  ["p1d", undefined],
  ["P١D", undefined],
  ["3 days", undefined],
  ["", undefined],
])("%s", (text, ms) => expect(readDuration(text)).toBe(ms));
