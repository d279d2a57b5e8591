import { expect, test } from "vitest";
import { fromArabizi, isArabizi, spellOut } from "../../src/language/arabizi.ts";
import { detectCrisis } from "../../src/language/crisis.ts";
import { readIntent } from "../../src/language/intents.ts";

test.each([
  ["na3am", "نعم"],
  ["mowathaf", "موظف"],
  ["7awelni", "حولني"],
  ["abi", "ابي"],
  ["wesh", "وش"],
])("%s is %s", (typed, arabic) => {
  expect(fromArabizi(typed)).toBe(arabic);
});

test.each(["Sarah", "Mohammed", "rent", "hello", "3500", "SA03", "constructor", "نعم"])(
  "%s stays as typed",
  (typed) => {
    expect(fromArabizi(typed)).toBe(typed);
  },
);

test.each([
  ["abi akalem mowathaf", "staff"],
  ["shukran", "thanks"],
  ["salam alaikum", "greeting"],
])("%s is understood as %s", (typed, intent) => {
  expect(readIntent(typed)).toBe(intent);
});

test.each(["abi ant7er", "abi amoot", "bantaher"])("%s is danger", (typed) => {
  expect(detectCrisis(typed)?.tier).toBe("T1");
});

test.each([
  ["el sat7", true],
  ["abi akalem a7ad", true],
  ["i want to talk to someone", false],
  ["my son is 7 years old", false],
  ["ابي اكلم احد", false],
])("%s is Arabic in Latin letters: %s", (typed, expected) => {
  expect(isArabizi(typed)).toBe(expected);
});

test.each([
  ["elsat7", "الستح"],
  ["3ndi", "عندي"],
  ["khallas", "خللس"],
  ["1234", "1234"],
])("%s is spelt %s", (typed, spelt) => {
  expect(spellOut(typed)).toBe(spelt);
});
