import { expect, test } from "vitest";
import { nearestWord } from "../../src/cases/nearest-word.ts";

test.each([
  ["desicion", ["decision", "draft"], "decision"],
  ["two_way", ["two-way", "outbound-only"], "two-way"],
  ["Standard", ["standard", "primary"], "standard"],
  ["wrod", ["word", "code"], "word"],
  ["telegram", ["web", "sms"], undefined],
  ["", ["web", "sms"], undefined],
])("%j is nearest to the right one of %j", (typed, valid, nearest) => {
  expect(nearestWord(typed, valid)).toBe(nearest);
});
