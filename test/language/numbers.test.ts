import { expect, test } from "vitest";
import { fc, test as property } from "@fast-check/vitest";
import { scanNumbers } from "../../src/language/numbers.ts";

const UNITS = ["", "واحد", "اثنين", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"];
const TEENS = [
  "عشرة",
  "احدعش",
  "اثنعش",
  "ثلطعش",
  "اربعطعش",
  "خمسطعش",
  "ستطعش",
  "سبعطعش",
  "ثمنطعش",
  "تسعطعش",
];
const TENS = ["", "", "عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين"];
const HUNDREDS = [
  "",
  "مية",
  "ميتين",
  "ثلاثمية",
  "أربعمية",
  "خمسمية",
  "ستمية",
  "سبعمية",
  "ثمانمية",
  "تسعمية",
];

/** A number below a million as it is said, written apart from the reader so that the two check each other. */
function spelled(value: number): string {
  const thousands = Math.floor(value / 1000);
  const parts = [thousandsOf(thousands), belowThousand(value % 1000)].filter(Boolean);
  return parts.join(" و");
}

function thousandsOf(count: number): string {
  if (count === 0) return "";
  if (count === 1) return "ألف";
  if (count === 2) return "ألفين";
  return `${belowThousand(count)} ${count <= 10 ? "آلاف" : "ألف"}`;
}

function belowThousand(value: number): string {
  const small = value % 100;
  const below =
    small < 10
      ? UNITS[small]
      : small < 20
        ? TEENS[small - 10]
        : [UNITS[small % 10], TENS[Math.floor(small / 10)]].filter(Boolean).join(" و");
  return [HUNDREDS[Math.floor(value / 100)], below].filter(Boolean).join(" و");
}

property.prop([fc.integer({ min: 1, max: 999_999 })])(
  "every number below a million is read as it is said",
  (value) => {
    expect(scanNumbers(spelled(value))).toEqual([{ kind: "number", value }]);
  },
);

property.prop([fc.integer({ min: 0, max: 9_999_999 })])(
  "digits with thousands separators are the number",
  (value) => {
    const grouped = value.toLocaleString("en");
    expect(scanNumbers(grouped)).toEqual([expect.objectContaining({ kind: "number", value })]);
  },
);

test("words that lie beside numbers are no numbers", () => {
  const text = "الثلاثاء الاربعاء ثالثة زوجي ميت احد مئات";
  expect(scanNumbers(text).filter((item) => item.kind === "number")).toEqual([]);
});

test("a text without end is read once", () => {
  expect(scanNumbers("الف و".repeat(2000)).length).toBeGreaterThan(0);
});
