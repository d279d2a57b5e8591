import { expect, test } from "vitest";
import { readCity } from "../../src/language/city.ts";
import { readPostalCode, readShortAddress } from "../../src/language/national-address.ts";
import { outcome } from "./reading.ts";
import vectors from "./vectors.json" with { type: "json" };

test.each(vectors.national_address.short.valid.map((each) => each.split("→")))(
  "%s is a short address",
  (input, normal) => {
    expect(outcome(readShortAddress(input ?? ""))).toBe(normal ?? input);
  },
);

test.each(vectors.national_address.short.invalid)("%s is no short address", (input) => {
  expect(readShortAddress(input).ok).toBe(false);
});

test.each(vectors.national_address.postal.valid)("%s is a postal code", (input) => {
  expect(readPostalCode(input).ok).toBe(true);
});

test.each(vectors.national_address.postal.invalid)("%s is no postal code", (input) => {
  expect(readPostalCode(input).ok).toBe(false);
});

test.each([
  ["مكة المكرمة - الشوقية", "مكة المكرمة - الشوقية"],
  ["ساكن في جدة حي الصفا", "جدة حي الصفا"],
  ["العنوان الوطني rrrd ٢٩٢٩", "RRRD2929"],
  ["12", "(unclear)"],
  [".", "(unclear)"],
  ["ا".repeat(81), "(too_long)"],
])("the place %s is %s", (text, expected) => {
  expect(outcome(readCity(text))).toBe(expected);
});
