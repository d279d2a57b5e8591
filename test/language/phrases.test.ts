import { expect, test } from "vitest";
import { createPhraseReader } from "../../src/language/phrases.ts";

function meets(phrase: string, text: string, ignore: string[] = []): boolean {
  const read = createPhraseReader<"rule">({
    words: { want: "ابي ودي" },
    ignore,
    rules: [{ id: "rule", says: [phrase] }],
  });
  return read(text).length > 0;
}

test.each([
  ["a word", "موظف", "وين موظف", "وين باحث"],
  ["a word with what is written in front", "موظف", "بالموظف", "متوظف"],
  ["this word alone", "=موظف", "موظف", "بالموظف"],
  ["one of several", "موظف|باحث", "باحث", "مدير"],
  ["a set", "@want موظف", "ودي موظف", "وين موظف"],
  ["two words in a choice", "يا_رب|الله خذني", "يا رب خذني", "يا خذني"],
  ["what is written together", "مالي نفس", "ما لي نفس", "لي نفس"],
  ["a beginning", "اشتك*", "اشتكيكم", "اشتباك"],
  ["a stem in any person", "%ضرب", "بيضربوني", "اضطراب"],
  ["a stem in the future of Egypt", "%قتل", "هقتل", "مقتول"],
  ["one slip of the finger", "~موظفين", "موظفبن", "مواطنون"],
  ["a gap", "ابي ..2 موظف", "ابي الحين والله موظف", "ابي الحين والله يا اخي موظف"],
  ["the begin", "^ موظف", "موظف", "انا موظف"],
  ["the end", "موظف $", "انا موظف", "موظف حكومي"],
  ["a joined negation", "ما ابي", "ومابي", "ابي"],
])("%s", (_, phrase, yes, no) => {
  expect(meets(phrase, yes)).toBe(true);
  expect(meets(phrase, no)).toBe(false);
});

test("what a phrase to ignore covers is not read", () => {
  expect(meets("موظف", "زوجي موظف", ["زوجي موظف"])).toBe(false);
  expect(meets("موظف", "زوجي موظف وابي موظف", ["زوجي موظف"])).toBe(true);
});

test("`unless` covers words for its own rule only", () => {
  const read = createPhraseReader<"first" | "second">({
    words: {},
    ignore: [],
    rules: [
      { id: "first", unless: ["انا موظف"], says: ["موظف"] },
      { id: "second", says: ["موظف"] },
    ],
  });
  expect(read("انا موظف")).toEqual([{ id: "second", end: 8 }]);
});

test("a phrase that names no set is refused", () => {
  expect(() => meets("@nothing", "x")).toThrow("@nothing");
});
