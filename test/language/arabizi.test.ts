import { expect, test } from "vitest";
import { fromArabizi } from "../../src/language/arabizi.ts";
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
