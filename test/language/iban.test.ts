import { expect, test } from "vitest";
import { readIban } from "../../src/language/iban.ts";
import { outcome } from "./reading.ts";
import vectors from "./vectors.json" with { type: "json" };

test.each(vectors.iban.valid)("$input is $normal", ({ input, normal }) => {
  expect(outcome(readIban(input))).toBe(normal);
});

test.each(vectors.iban.invalid)("$input: $reason", ({ input }) => {
  expect(readIban(input).ok).toBe(false);
});

test.each([
  ["رقم الايبان sa2799000000000000000001 الراجحي", "SA2799000000000000000001"],
  ["SA-27-9900-0000-0000-0000-0001", "SA2799000000000000000001"],
  ["S A 2799000000000000000001", "SA2799000000000000000001"],
  ["SA27 9900 0000 0000 0000 0001 thanks", "SA2799000000000000000001"],
  ["SA2899000000000000000001", "(checksum)"],
  ["SA279900000000000000000", "(length)"],
  ["AE070331234567890123456", "(country)"],
  ["2799000000000000000001", "(missing_prefix)"],
  ["123456789012", "(account_number)"],
  ["SA2799000000000000000001 او SA2599000000608010160000", "(several)"],
  ["ما عندي حساب", "(unclear)"],
])("%s is %s", (text, expected) => {
  expect(outcome(readIban(text))).toBe(expected);
});
