import { describe, expect, test } from "vitest";
import { readInteger, readIntegers } from "../../src/language/integer.ts";
import { outcome } from "./reading.ts";

const family = { min: 0, max: 39 };

describe("how many people", () => {
  test.each([
    ["٤", 4],
    ["اربعة", 4],
    ["عندنا خمس اطفال", 5],
    ["احنا سبعه", 7],
    ["سبعة أنفار الله يحفظهم", 7],
    ["احد عشر", 11],
    ["ثلاث اولاد وبنتين", 5],
    ["بنتين وولد", 3],
    ["زوجتي و٤ عيال", 5],
    ["٥ عيال ٣ اولاد وبنتين", 5],
    ["ستة أفراد الأب والأم وأربعة أطفال", 6],
    ["8 افراد منهم 5 اطفال", 8],
    ["عندي ٣ اطفال اعمارهم ٥ و٧ و٩", 3],
    ["ولدي عمره ١٠ سنوات", 1],
    ["طفلين", 2],
    ["الوالدين", 2],
    ["خمسه قصدي سته", 6],
    ["سته مو خمسه", 6],
    ["5️⃣", 5],
    ["ما عندي احد", 0],
    ["لا يوجد", 0],
    ["محد", 0],
    ["ما عندي زوجة", 0],
    ["ما عندي ولا ولد", 0],
    ["ولا واحد", 0],
    ["انا بس", 0],
    ["no one", 0],
    ["i have 3 kids", 3],
  ])("%s is %d", (text, expected) => {
    expect(outcome(readInteger(text, family))).toBe(expected);
  });

  test.each([
    ["انا وزوجتي وثلاث عيال", "several"],
    ["خمسه معي", "several"],
    ["زوجتي وعيالي", "several"],
    ["ما عندي زوجه وعندي ولد", "several"],
    ["٤ او ٥", "range"],
    ["بين ٥ و٦", "range"],
    ["اكثر من ٥", "range"],
    ["-2", "negative"],
    ["٤٠", "out_of_range"],
    ["3.5", "out_of_range"],
    ["مدري", "unknown"],
    ["كثير", "unclear"],
    ["نعم", "unclear"],
  ])("%s is asked again: %s", (text, reason) => {
    expect(outcome(readInteger(text, family))).toBe(`(${reason})`);
  });

  test("an approximate number says so", () => {
    expect(readInteger("تقريبا ٦", family)).toEqual({ ok: true, value: 6, approximate: true });
  });
});

describe("three bands in one message", () => {
  test.each([
    ["1 2 0", [1, 2, 0]],
    ["١-٢-٠", [1, 2, 0]],
    ["1,2,0", [1, 2, 0]],
    ["واحد اثنين صفر", [1, 2, 0]],
    ["1 و 2 و 0", [1, 2, 0]],
    ["120", [1, 2, 0]],
    ["لا يوجد", [0, 0, 0]],
    ["1 2", "(incomplete)"],
    ["1 2 3 4", "(several)"],
    ["1 2 50", "(out_of_range)"],
    ["نعم", "(unclear)"],
  ])("%s is %j", (text, expected) => {
    expect(outcome(readIntegers(text, { count: 3, min: 0, max: 20 }))).toEqual(expected);
  });
});
