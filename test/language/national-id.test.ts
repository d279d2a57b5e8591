import { describe, expect, test } from "vitest";
import { fc, test as property } from "@fast-check/vitest";
import { readCode, readLast4, readNationalId } from "../../src/language/national-id.ts";
import { outcome } from "./reading.ts";
import vectors from "./vectors.json" with { type: "json" };

describe("national identity and residence numbers", () => {
  test.each(vectors.saudi_id.valid)("$input is $normal", ({ input, normal }) => {
    expect(outcome(readNationalId(input))).toBe(normal);
  });

  test.each(vectors.saudi_id.invalid)("$input: $reason", ({ input }) => {
    expect(readNationalId(input).ok).toBe(false);
  });

  test.each([
    ["رقم هويتي هو ١٩٩٩٩٩٩٠٠٤ وعمري 45", "1999999004"],
    ["رقم الهوية١٩٩٩٩٩٩٠٠٤", "1999999004"],
    ["1,999,999,004", "1999999004"],
    ["واحد تسعة تسعة تسعة تسعة تسعة تسعة صفر صفر اربعة", "1999999004"],
    ["1999999004 لا 1999999012", "1999999012"],
    ["1999999004 و 1999999012", "(several)"],
    ["1999999005", "(checksum)"],
    ["3999999000", "(first_digit)"],
    ["199999900", "(length)"],
    ["1111111111", "(repeated)"],
    ["0551234567", "(is_mobile)"],
    ["ما عندي", "(unclear)"],
  ])("%s is %s", (text, expected) => {
    expect(outcome(readNationalId(text))).toBe(expected);
  });

  property.prop([
    fc.constantFrom(...vectors.saudi_id.valid.map(({ normal }) => normal)),
    fc.nat(9),
    fc.integer({ min: 1, max: 9 }),
  ])("one wrong digit is never taken", (id, at, add) => {
    const wrong = [...id].with(at, String((Number(id[at]) + add) % 10)).join("");
    expect(readNationalId(wrong).ok).toBe(false);
  });
});

test.each([
  ["9004", "9004"],
  ["اخر ٤ ارقام ٩٠٠٤", "9004"],
  ["1999999004", "9004"],
  ["تسعة صفر صفر اربعة", "9004"],
  ["900", "(length)"],
  ["مدري", "(unclear)"],
])("the last four of %s are %s", (text, expected) => {
  expect(outcome(readLast4(text))).toBe(expected);
});

test.each([
  ["123456", "123456"],
  ["١٢٣ ٤٥٦", "123456"],
  ["الرمز 123456", "123456"],
  ["12345", "(length)"],
  ["ما وصلني", "(unclear)"],
])("the code in %s is %s", (text, expected) => {
  expect(outcome(readCode(text, 6))).toBe(expected);
});
