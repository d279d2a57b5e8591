import { describe, expect, test } from "vitest";
import { readChoice, readMulti, type ChoiceOption } from "../../src/language/choice.ts";
import { outcome } from "./reading.ts";
import vectors from "./vectors.json" with { type: "json" };

function options(...labels: string[]): ChoiceOption[] {
  return labels.map((label, at) => ({ id: label, number: at + 1, labels: [label] }));
}

const ten = options("ألف باء", "تاء", "ثاء", "جيم", "حاء", "خاء", "دال", "ذال", "راء", "زاي");
const menu = options(
  "تقديم طلب دعم",
  "الاستعلام عن طلب",
  "استكمال مستندات ناقصة",
  "الأسئلة الشائعة وشروط الخدمات",
  "شكوى أو اقتراح أو تظلّم",
  "التطوع مع الجمعية",
  "بياناتي والخصوصية",
);
const housing = options("ملك", "إيجار", "مع الأهل", "سكن خيري أو حكومي", "أخرى");
const sources = options(
  "راتب",
  "تقاعد",
  "الضمان الاجتماعي",
  "حساب المواطن",
  "عمل حر",
  "مساعدة من جهة أخرى",
  "لا يوجد دخل",
);

describe("a number of the menu", () => {
  test.each(vectors.menu_choice)("$input", ({ input, choice }) => {
    const reading = readChoice(input, ten);
    const chosen = reading.ok ? ten.find(({ id }) => id === reading.value)?.number : null;
    expect(chosen).toBe(choice);
  });

  test.each([
    ["ابغى رقم 3 لو سمحت", 3],
    ["الخيار الأخير", 10],
    ["ثاني واحد", 2],
    ["ثانيا", 2],
    ["3 لا 4", 4],
    ["2 2", 2],
    ["٩️⃣", 9],
    ["6 خاء", 6],
    ["⭐⭐⭐⭐", 4],
  ])("%s is %d", (text, number) => {
    expect(outcome(readChoice(text, ten))).toBe(ten[number - 1]?.id);
  });

  test.each([
    ["1 أو 2", "several"],
    ["الاول والثاني", "several"],
    ["١٢", "out_of_range"],
    ["0", "out_of_range"],
    ["عندي 3 اطفال", "unclear"],
    ["مو 1", "unclear"],
    ["طيب", "unclear"],
  ])("%s is asked again: %s", (text, reason) => {
    expect(outcome(readChoice(text, ten))).toBe(`(${reason})`);
  });

  test("5 of 5 is 5 where the scale ends at 5", () => {
    expect(outcome(readChoice("٥ من ٥", options("1", "2", "3", "4", "5")))).toBe("5");
  });
});

describe("a label", () => {
  test.each([
    [menu, "ابغى اتطوع", "التطوع مع الجمعية"],
    [menu, "مستندات ناقصه", "استكمال مستندات ناقصة"],
    [menu, "شكوى", "شكوى أو اقتراح أو تظلّم"],
    [menu, "خصوصيه", "بياناتي والخصوصية"],
    [menu, "طلب", "(several)"],
    [housing, "بيت ايجار", "إيجار"],
    [housing, "مو ملك ايجار", "إيجار"],
    [housing, "ساكن مع اهلي", "مع الأهل"],
    [housing, "خيري ولا ايجار", "(several)"],
    [housing, "قصر", "(unclear)"],
    [options("لا", "نعم"), "ايه والله", "نعم"],
    [options("لا", "نعم"), "لا شكرا", "لا"],
  ])("of %j by %s: %s", (of, text, expected) => {
    expect(outcome(readChoice(text, of))).toBe(expected);
  });

  test("among other words it is loose, so that a question stays a question", () => {
    expect(readChoice("كم سعر الايجار عندكم", housing)).toMatchObject({ ok: true, loose: true });
  });
});

describe("a scale of satisfaction", () => {
  const scale = options("راضٍ جداً", "راضٍ", "محايد", "غير راضٍ");

  test.each([
    ["راضي", "راضٍ"],
    ["راضيه جدا", "راضٍ جداً"],
    ["غير راضي", "غير راضٍ"],
    ["مو راضي ابد", "غير راضٍ"],
  ])("%s is %s", (text, expected) => {
    expect(outcome(readChoice(text, scale))).toBe(expected);
  });
});

describe("several at once", () => {
  test.each([
    ["1 3", ["راتب", "الضمان الاجتماعي"]],
    ["١و٣", ["راتب", "الضمان الاجتماعي"]],
    ["1,3", ["راتب", "الضمان الاجتماعي"]],
    ["13", ["راتب", "الضمان الاجتماعي"]],
    ["ثلاثه واربعه", ["الضمان الاجتماعي", "حساب المواطن"]],
    ["راتب وضمان", ["راتب", "الضمان الاجتماعي"]],
    ["الضمان وحساب المواطن بس", ["الضمان الاجتماعي", "حساب المواطن"]],
    ["١ والضمان", ["راتب", "الضمان الاجتماعي"]],
    ["ما عندي دخل", ["لا يوجد دخل"]],
    ["9", "(out_of_range)"],
    ["مدري", "(unclear)"],
  ])("%s is %j", (text, expected) => {
    expect(outcome(readMulti(text, sources))).toEqual(expected);
  });
});
