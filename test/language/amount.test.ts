import { describe, expect, test } from "vitest";
import { readAmount } from "../../src/language/amount.ts";
import { outcome } from "./reading.ts";
import vectors from "./vectors.json" with { type: "json" };

const limits = { min: 0, max: 1_000_000 };

describe("amounts of the vectors", () => {
  test.each(vectors.amount_sar.filter((each) => typeof each.value === "number" && !each.clarify))(
    "$input is $value",
    ({ input, value, approx }) => {
      expect(readAmount(input, limits)).toMatchObject({ ok: true, value });
      expect("approximate" in readAmount(input, limits)).toBe(approx ?? false);
    },
  );

  test.each(vectors.amount_sar.filter((each) => each.clarify || each.invalid))(
    "$input is asked again",
    ({ input }) => {
      expect(readAmount(input, limits).ok).toBe(false);
    },
  );
});

describe("amounts as people write them", () => {
  test.each([
    ["دخلي تقريبا ٣٥٠٠ ريال", 3500],
    ["٣ آلاف ونص", 3500],
    ["ثلاثة آلاف وخمسمية ريال سعودي", 3500],
    ["راتبي ٤٥٠٠ وعندي ٣ عيال", 4500],
    ["راتبي 4,200 ريال شهريا الله يعافيك", 4200],
    ["ثلاثتلاف", 3000],
    ["خمستالاف وميتين", 5200],
    ["خمس الاف الا ربع", 4750],
    ["الف الا مية", 900],
    ["٣٠٠٠ لا ٣٥٠٠", 3500],
    ["2000 عفوا 2500", 2500],
    ["ميه وعشرين الف", 120_000],
    ["ربع مليون", 250_000],
    ["12 000", 12_000],
    ["3.500 ريال", 3500],
    ["3,5 الف", 3500],
    ["٥ك", 5000],
    ["3500 ريال و50 هلله", 3500.5],
    ["three thousand five hundred", 3500],
    ["about 4k", 4000],
    ["ستة الاف وسبعمية وخمسين", 6750],
    ["خمسملئة ريال", 500],
    ["المجموع 5500: راتب 4000 وضمان 1500", 5500],
    ["ولا هللة والله", 0],
    ["ما عندي اي دخل حاليا", 0],
    ["عاطل وما عندي دخل", 0],
    ["لا يوجد", 0],
    ["بدون دخل", 0],
    ["no income", 0],
    ["ما عندي راتب ولا ضمان", 0],
  ])("%s is %d", (text, expected) => {
    expect(outcome(readAmount(text, limits))).toBe(expected);
  });

  test.each([
    ["بين 2000 و 3000", "range"],
    ["من الفين الى ثلاث الاف", "range"],
    ["ثلاث اربع الاف", "range"],
    ["الفين ثلاث", "range"],
    ["اكثر من 3000", "range"],
    ["راتب 3000 وضمان 1500", "several"],
    ["-500", "negative"],
    ["500 دولار", "currency"],
    ["100 باليوم", "period"],
    ["مدري والله", "unknown"],
    ["على حسب", "unknown"],
    ["دخلي متغير", "unclear"],
    ["ما عندي دخل ثابت", "unclear"],
    ["ما عندي مستند الراتب حاليا", "unclear"],
    ["ما عندي راتب عندي ضمان", "unclear"],
    ["0551234567", "out_of_range"],
    ["نعم", "unclear"],
    ["خمسه ونص", "unclear"],
    ["", "unclear"],
  ])("%s is asked again: %s", (text, reason) => {
    expect(outcome(readAmount(text, limits))).toBe(`(${reason})`);
  });

  test.each([
    "تقريبا 4000",
    "حدود الخمسه الاف",
    "ما يتجاوز ٣٥٠٠",
    "~3000",
    "يمكن الفين",
    "3000 وشوي",
  ])("%s is approximate", (text) => {
    expect(readAmount(text, limits)).toMatchObject({ ok: true, approximate: true });
  });

  test("0 is refused where something must be paid", () => {
    expect(outcome(readAmount("0", { min: 1, max: 10 }))).toBe("(out_of_range)");
  });
});
