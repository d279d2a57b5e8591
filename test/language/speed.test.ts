import { describe, expect, test } from "vitest";
import { readCorrection } from "../../src/language/correction.ts";
import { detectCrisis } from "../../src/language/crisis.ts";
import { readIntent } from "../../src/language/intents.ts";
import { normalise } from "../../src/language/normalise.ts";
import { findPersonalNumbers } from "../../src/language/personal-numbers.ts";
import { isQuestion } from "../../src/language/question.ts";
import { readReserved } from "../../src/language/reserved.ts";
import { understand } from "../../src/language/understand.ts";

const LENGTH = 50_000; // characters; far over what a channel delivers
const ALLOWED = 3_000; // milliseconds, on a busy machine; a pattern that backtracks takes minutes

const long = (piece: string): string => piece.repeat(LENGTH / piece.length + 1).slice(0, LENGTH);

const readers: Record<string, (text: string) => unknown> = {
  normalise,
  detectCrisis,
  readIntent,
  isQuestion,
  readCorrection,
  readReserved,
  findPersonalNumbers,
  understand: (text) =>
    understand(
      text,
      { type: "text", min: 1, max: LENGTH },
      { now: new Date("2026-11-24T09:00:00+03:00"), language: "ar" },
    ),
};

describe.each(Object.entries(readers))("%s takes no long time for", (_, read) => {
  test.each([
    ["one letter", "ا"],
    ["one word", "ابي "],
    ["beginnings of requests", "ابي اكلم احد ما "],
    ["beginnings of despair", "ما ابي كل حبوب انا كثير "],
    ["words of despair", "ابي اموت"],
    ["English", "i want to not "],
    ["spaces", " "],
    ["digits", "1"],
    ["digits apart", "1 "],
    ["question marks", "؟"],
    ["commas", "،,"],
    ["heaped marks", "\u064B\u0650"],
    ["Latin marks", "a\u0301\u0327"],
    ["direction controls", "\u202E\u200F"],
    ["emoji", "😭"],
  ])("%s", (_name, piece) => {
    const begun = performance.now();
    read(long(piece));
    expect(performance.now() - begun).toBeLessThan(ALLOWED);
  });
});
