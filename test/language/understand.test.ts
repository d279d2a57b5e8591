import { describe, expect, test } from "vitest";
import { fc, test as property } from "@fast-check/vitest";
import { understand, type Expectation, type Understanding } from "../../src/language/understand.ts";

const context = { now: new Date("2026-11-22T10:00:00+03:00"), language: "ar" as const };

const menu: Expectation = {
  type: "menu",
  options: [
    { id: "request", number: 1, labels: ["تقديم طلب دعم"] },
    { id: "feedback", number: 5, labels: ["شكوى أو اقتراح أو تظلّم", "شكوى"] },
    { id: "staff", number: 9, labels: ["التحدث مع موظف"] },
  ],
};
const review: Expectation = {
  type: "choice",
  options: [
    { id: "approve", number: -1, labels: ["موافق"] },
    { id: "item_name", number: 1, labels: ["الاسم"] },
  ],
};
const income: Expectation = { type: "money", min: 0, max: 200_000 };
const birth: Expectation = { type: "date", mustBe: "past" };
const text: Expectation = { type: "text", min: 3, max: 1000 };

function told(written: string, expectation: Expectation): string {
  return shown(understand(written, expectation, context));
}

function shown(understood: Understanding): string {
  switch (understood.kind) {
    case "answer":
      return `${JSON.stringify(understood.value)}${understood.flags ? " ~" : ""}${understood.also ? ` + ${understood.also}` : ""}`;
    case "reserved":
      return `word ${understood.word}`;
    case "intent":
      return `intent ${understood.intent}`;
    case "unclear":
      return `unclear ${understood.reason}`;
    case "crisis":
      return `crisis ${understood.tier}`;
    case "question":
    case "correction":
      return `${understood.kind} ${understood.text}`;
  }
}

describe("the order of reading", () => {
  test.each<[string, Expectation, string]>([
    ["ابي انتحر", { type: "yes_no" }, "crisis T1"],
    ["ابي انتحر", text, "crisis T1"],
    ["إيقاف", income, "word opt_out"],
    ["menu", birth, "word menu"],
    ["رجوع", { type: "name" }, "word back"],
    ["موظف", text, "word staff"],
    ["شكوى", menu, '"feedback"'],
    ["شكوى", income, "word complaint"],
    [
      "موظف",
      { type: "multi", options: [{ id: "salary", number: 1, labels: ["راتب", "موظف"] }] },
      "word staff",
    ],
    ["موافق", { type: "consent" }, "true"],
    ["موافق", { type: "yes_no" }, "true"],
    ["موافق", review, '"approve"'],
    ["أقر", { type: "declaration" }, "true"],
    ["ابغى اكلم موظف", income, "intent staff"],
    ["ابغى اكلم موظف", { type: "name" }, "intent staff"],
    ["السلام عليكم", { type: "none" }, "intent greeting"],
    ["كم المدة؟", income, "question كم المدة؟"],
    ["كم المدة؟", { type: "city" }, "question كم المدة؟"],
    ["كم المدة؟", menu, "question كم المدة؟"],
  ])("%s", (written, expectation, expected) => {
    expect(told(written, expectation)).toBe(expected);
  });
});

describe("the open question", () => {
  test.each<[string, Expectation, string]>([
    ["١", menu, '"request"'],
    ["لا", { type: "yes_no" }, "false"],
    ["١", { type: "yes_no" }, "true"],
    ["٢", { type: "consent" }, "false"],
    ["طيب", { type: "yes_no" }, "true"],
    ["طيب", { type: "consent" }, "unclear unclear"],
    ["👍", { type: "declaration" }, "unclear unclear"],
    ["مدري", { type: "yes_no" }, "unclear unknown"],
    ["نعم؟", { type: "yes_no" }, "question نعم؟"],
    ["موافق؟", { type: "consent" }, "question موافق؟"],
    ["دخلي تقريبا ٣٥٠٠ ريال", income, "3500 ~"],
    ["0", income, "0"],
    ["راتبي ٤٥٠٠ وعندي ٣ عيال", income, "4500"],
    ["بين 2000 و 3000", income, "unclear range"],
    ["مدري", income, "unclear unknown"],
    ["1 3", { type: "multi", options: menu.options }, "unclear out_of_range"],
    ["1 5", { type: "multi", options: menu.options }, '["request","feedback"]'],
    ["عندنا خمس اطفال", { type: "integer", min: 0, max: 39 }, "5"],
    ["1 2 0", { type: "integers", count: 3, min: 0, max: 20 }, "[1,2,0]"],
    ["10/5/47", birth, "unclear two_digit_year"],
    ["1/1/2030", birth, "unclear future"],
    ["رقم هويتي هو ١٩٩٩٩٩٩٠٠٤", { type: "national_id" }, '"1999999004"'],
    ["1999999005", { type: "national_id" }, "unclear checksum"],
    ["9004", { type: "last4" }, '"9004"'],
    ["١٢٣٤٥٦", { type: "code", digits: 6 }, '"123456"'],
    ["sa2799000000000000000001", { type: "iban" }, '"SA2799000000000000000001"'],
    ["جوالي ٠٥٥١٢٣٤٥٦٧", { type: "mobile" }, '"+966551234567"'],
    ["kh48001730", { type: "case_number", prefix: "KH" }, '"KH-4800173-0"'],
    ["محمد علي حسن القحطاني", { type: "name" }, '"محمد علي حسن القحطاني"'],
    ["مكة - الشوقية", { type: "city" }, '"مكة - الشوقية"'],
    ["لا ينطبق", { type: "document" }, "word not_applicable"],
    ["ما عندي صك", { type: "document" }, "unclear unclear"],
  ])("%s", (written, expectation, expected) => {
    expect(told(written, expectation)).toBe(expected);
  });

  test("a date holds both calendars", () => {
    expect(understand("15/6/1410", birth, context)).toMatchObject({
      kind: "answer",
      value: { calendar: "hijri", gregorian: "1990-01-13", hijri: "1410-06-15" },
    });
  });

  test("a free text keeps everything, and says that staff were asked for", () => {
    expect(told("الايجار متراكم وابغى اكلم موظف", text)).toBe(
      '"الايجار متراكم وابغى اكلم موظف" + staff',
    );
    expect(told("كم المدة؟", text)).toBe('"كم المدة؟"');
    expect(told("${process.exit()} <b>{name}</b>", text)).toBe('"${process.exit()} <b>{name}</b>"');
    expect(told("ا", text)).toBe("unclear too_short");
    expect(told("ا".repeat(1001), text)).toBe("unclear too_long");
  });
});

describe("corrections", () => {
  test.each<[string, Expectation, string]>([
    ["لا غلطت", birth, "correction "],
    ["لا غلطت الصح ٤٥٠٠", birth, "correction ٤٥٠٠"],
    ["٣٠٠٠ لا ٣٥٠٠", income, "3500"],
    ["لا", { type: "yes_no" }, "false"],
  ])("%s", (written, expectation, expected) => {
    expect(told(written, expectation)).toBe(expected);
  });
});

const anyExpectation = fc.constantFrom<Expectation>(
  menu,
  income,
  birth,
  text,
  { type: "multi", options: menu.options },
  { type: "integer", min: 0, max: 39 },
  { type: "integers", count: 3, min: 0, max: 20 },
  { type: "name" },
  { type: "city" },
  { type: "person" },
  { type: "national_id" },
  { type: "last4" },
  { type: "iban" },
  { type: "mobile" },
  { type: "code", digits: 6 },
  { type: "case_number", prefix: "KH" },
  { type: "yes_no" },
  { type: "document" },
  { type: "none" },
);

property.prop([
  fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: fc.constantFrom("1", "٣", " ", "/", "و", "الف", "لا", "نص", "-", "هـ", "؟") }),
  ),
  anyExpectation,
])("any text is understood as something, and as the same twice", (written, expectation) => {
  const once = understand(written, expectation, context);
  expect(understand(written, expectation, context)).toEqual(once);
  expect(JSON.parse(JSON.stringify(once))).toEqual(once);
});

property.prop([
  fc.string({
    unit: fc.constantFrom(
      "طيب",
      "تمام",
      "ok",
      "👍",
      " ",
      "اي",
      "ان شاء الله",
      "صح",
      "لا",
      "مو",
      "؟",
      "بس",
      "يمكن",
    ),
  }),
])("no mixture of agreeable words is consent", (written) => {
  expect(told(written, { type: "consent" })).not.toBe("true");
});
