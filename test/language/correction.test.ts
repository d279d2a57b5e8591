import { describe, expect, test } from "vitest";
import { readCorrection } from "../../src/language/correction.ts";
import { understand } from "../../src/language/understand.ts";
import { isQuestion } from "../../src/language/question.ts";

describe("a correction of an earlier answer", () => {
  test.each([
    ["لا غلطت، الصح ٤٥٠٠", "٤٥٠٠"],
    ["لا غلطت", ""],
    ["اقصد 4,500", "4,500"],
    ["قصدي جدة", "جدة"],
    ["عدلوا الدخل", ""],
    ["تصحيح: 3000", "3000"],
    ["معليش كتبت رقم غلط الصح 0551234567", "0551234567"],
    ["كتبت اسمي غلط", ""],
    ["ابي اعدل الجواب اللي قبل", ""],
    ["sorry i meant 4500", "4500"],
  ])("%s leaves «%s» to be read", (text, rest) => {
    expect(readCorrection(text)).toMatchObject({ rest });
  });

  test.each([
    "4500",
    "لا",
    "نعم",
    "محمد علي",
    "مكة المكرمة",
    "ما اعرف",
    "الموظف غلط علي",
    "كم المدة؟",
  ])("%s corrects nothing", (text) => {
    expect(readCorrection(text)).toBeUndefined();
  });
});

describe("a question in the middle", () => {
  test.each([
    "كم المدة",
    "طيب متى تردون",
    "هجري ولا ميلادي",
    "هل بياناتي سرية",
    "ينفع رقم الاقامة",
    "عندي سؤال",
    "نعم؟",
    "why do you ask",
    "بالله وش يعني معال",
  ])("%s", (text) => {
    expect(isQuestion(text)).toBe(true);
  });

  test.each([
    "4500",
    "نعم",
    "لا",
    "محمد علي",
    "في مكة",
    "ما عندي ولا ريال",
    "على كيفكم",
    "سبعة اشخاص",
  ])("%s is an answer", (text) => {
    expect(isQuestion(text)).toBe(false);
  });
});

test("the question before, named, is what is corrected, whatever stands open", () => {
  expect(readCorrection("قصدي 5 مو 4 في السؤال اللي قبل")?.names).toBe(true);
  expect(readCorrection("قصدي 5 مو 4")?.names).toBe(false);
});

test("an amount that is named corrects itself only where an amount is asked", () => {
  const context = { now: new Date("2026-11-24T09:00:00+03:00"), language: "ar" } as const;
  const text = "قصدي الدخل 3000 مو 30000";
  expect(understand(text, { type: "money", min: 0, max: 1_000_000 }, context)).toEqual({
    kind: "answer",
    value: 3000,
  });
  expect(understand(text, { type: "integer", min: 1, max: 30 }, context)).toMatchObject({
    kind: "correction",
  });
});
