import { describe, expect, test } from "vitest";
import { fc, test as property } from "@fast-check/vitest";
import { formatCaseNumber, readCaseNumber } from "../../src/language/case-number.ts";
import { outcome } from "./reading.ts";
import vectors from "./vectors.json" with { type: "json" };

test.each(vectors.case_number.generate)(
  "serial $serial of $prefix is $number",
  ({ prefix, year, serial, number }) => {
    expect(formatCaseNumber(prefix, year, serial)).toBe(number);
  },
);

describe("a case number as people write it", () => {
  test.each(vectors.case_number.search_ok)("$input is $normal", ({ input, normal }) => {
    expect(outcome(readCaseNumber(input, "KH"))).toBe(normal);
  });

  test.each(vectors.case_number.search_bad)("$input: $reason", ({ input }) => {
    expect(readCaseNumber(input, "KH").ok).toBe(false);
  });

  test.each([
    ["SR-4800173-0", "(prefix)"],
    ["4800173", "(length)"],
    ["1999999004", "(is_national_id)"],
    ["KH-4800173-5", "(checksum)"],
    ["48001730 او 48001749", "(several)"],
    ["وين وصل طلبي", "(unclear)"],
  ])("%s is refused: %s", (text, expected) => {
    expect(outcome(readCaseNumber(text, "KH"))).toBe(expected);
  });

  const serials = fc.integer({ min: 1, max: 999_999 });

  property.prop([serials])("what was formatted is read back", (serial) => {
    const number = formatCaseNumber("kh", 48, serial);
    expect(outcome(readCaseNumber(number.toLowerCase(), "KH"))).toBe(number);
  });

  property.prop([fc.integer({ min: 1, max: 99_999 }), fc.nat(6)])(
    "a swap of neighbours is never taken",
    (serial, at) => {
      const digits = formatCaseNumber("KH", 48, serial).replace(/\D/g, "");
      const swapped = [...digits]
        .with(at, digits[at + 1] ?? "")
        .with(at + 1, digits[at] ?? "")
        .join("");
      expect(swapped === digits || !readCaseNumber(swapped, "KH").ok).toBe(true);
    },
  );
});
