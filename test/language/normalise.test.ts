import { describe, expect, test } from "vitest";
import { fc, test as property } from "@fast-check/vitest";
import { foldDigits, normalise, normaliseStrict, stripBidi } from "../../src/language/normalise.ts";
import vectors from "./vectors.json" with { type: "json" };

describe("the loose form", () => {
  test.each(vectors.normalise)("$input is $expect", ({ input, expect: expected }) => {
    expect(normalise(input)).toBe(expected);
  });

  test.each([
    ["  السلام   عليكم!! 🙏 ", "السلام عليكم"],
    ["٣٬٥٠٠٫٥٠", "3,500.50"],
    ["1️⃣", "1"],
    ["گلت له", "قلت له"],
    ["ＯＫ", "ok"],
    ["", ""],
  ])("%j is %j", (input, expected) => {
    expect(normalise(input)).toBe(expected);
  });

  property.prop([fc.string({ unit: "grapheme" })])(
    "does not change what it has folded already",
    (text) => {
      const once = normalise(text);
      expect(normalise(once)).toBe(once);
    },
  );
});

test("the strict form keeps the letters of a name", () => {
  expect(normaliseStrict("\u200fفَاطِمـــة  أحمد\u200e")).toBe("فاطمة أحمد");
});

property.prop([fc.string({ unit: "grapheme" })])("folding digits keeps the length", (text) => {
  expect(foldDigits(text)).toHaveLength(text.length);
});

test("digits of three scripts are Latin", () => {
  expect(foldDigits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ ０１２")).toBe("0123456789 0123456789 012");
});

test("direction controls are dropped", () => {
  expect(stripBidi("\u202eabc\u202c\u2066د\u2069\u200f")).toBe("abcد");
});
