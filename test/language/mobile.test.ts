import { expect, test } from "vitest";
import { isForeign, readMobile } from "../../src/language/mobile.ts";
import { outcome } from "./reading.ts";
import vectors from "./vectors.json" with { type: "json" };

test.each([...vectors.mobile.valid, ...vectors.mobile.foreign_ok])(
  "$input is $normal",
  ({ input, normal }) => {
    expect(outcome(readMobile(input))).toBe(normal);
  },
);

test.each(vectors.mobile.invalid)("$input: $reason", ({ input }) => {
  expect(readMobile(input).ok).toBe(false);
});

test.each([
  ["(055) 123-4567", "+966551234567"],
  ["رقمي ٠٥٥ ١٢٣ ٤٥٦٧ واتس", "+966551234567"],
  ["صفر خمسة خمسة واحد اثنين ثلاثة اربعة خمسة ستة سبعة", "+966551234567"],
  ["0551234567 لا 0557654321", "+966557654321"],
  ["00201001234567", "+201001234567"],
  ["0551234567 او 0557654321", "(several)"],
  ["0112345678", "(not_mobile)"],
  ["05512345", "(length)"],
  ["1999999004", "(is_national_id)"],
  ["نفس الرقم", "(unclear)"],
])("%s is %s", (text, expected) => {
  expect(outcome(readMobile(text))).toBe(expected);
});

test("a number of another country is known as such", () => {
  expect(isForeign("+201001234567")).toBe(true);
  expect(isForeign("+966551234567")).toBe(false);
});
