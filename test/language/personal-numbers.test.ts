import { expect, test } from "vitest";
import { fc, test as property } from "@fast-check/vitest";
import { findPersonalNumbers, maskPersonalNumbers } from "../../src/language/personal-numbers.ts";
import vectors from "./vectors.json" with { type: "json" };

test.each([
  ["هويتي 1999999004 شكرا", "هويتي ••••9004 شكرا"],
  ["هويتي ١٩٩٩٩٩٩٠٠٥", "هويتي ••••9005"],
  ["۲۹۹۹۹۹۹۰۰۲", "••••9002"],
  ["1999 999 004", "••••9004"],
  ["1-9-9-9-9-9-9-0-0-4", "••••9004"],
  ["\u200f1999\u200f999004", "\u200f••••9004"],
  ["عمري 45 وهويتي 1999999004 2999999002", "عمري 45 وهويتي ••••9004 ••••9002"],
  ["SA27 9900 0000 0000 0000 0001 الراجحي", "••••0001 الراجحي"],
  ["sa٢٧٩٩٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠١", "••••0001"],
  ["SA279900000000000000000", "••••0000"],
  ["same day please, I would like to ask", "same day please, I would like to ask"],
  [
    "جوالي 0551234567 وطلبي KH-4800173-0 بتاريخ 15/6/1410",
    "جوالي 0551234567 وطلبي KH-4800173-0 بتاريخ 15/6/1410",
  ],
  ["12345678901234567890", "12345678901234567890"],
])("%s is kept as %s", (text, masked) => {
  expect(maskPersonalNumbers(text)).toBe(masked);
});

test("positions are those of the text as given", () => {
  const text = "جوالي ٠٥٥ ١٢٣ ٤٥٦٧ وهويتي ١٩٩٩٩٩٩٠٠٤";
  const found = findPersonalNumbers(text).map(({ kind, start, end, value }) => [
    kind,
    text.slice(start, end),
    value,
  ]);
  expect(found).toEqual([
    ["mobile", "٠٥٥ ١٢٣ ٤٥٦٧", "0551234567"],
    ["national_id", "١٩٩٩٩٩٩٠٠٤", "1999999004"],
  ]);
});

property.prop([
  fc.constantFrom(...vectors.saudi_id.valid.map(({ normal }) => normal)),
  fc.constantFrom("هويتي ", "", "رقم الهوية:", "x "),
  fc.constantFrom(" شكرا", "", ".", "\n"),
])("no full number survives masking", (id, before, after) => {
  expect(maskPersonalNumbers(before + id + after)).toBe(`${before}••••${id.slice(-4)}${after}`);
});
