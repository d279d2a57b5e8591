import { describe, expect, test } from "vitest";
import { readName } from "../../src/language/name.ts";
import { readPerson } from "../../src/language/person.ts";
import { outcome } from "./reading.ts";

test.each([
  ["محمد عبدالله سعد القحطاني", "محمد عبدالله سعد القحطاني"],
  ["اسمي نورة بنت سعد بن فهد العتيبي", "نورة بنت سعد بن فهد العتيبي"],
  ["الاسم: خالد بن علي آل سعد", "خالد بن علي آل سعد"],
  ["السلام عليكم معك خالد سعد الحربي 🌹", "خالد سعد الحربي"],
  ["فَاطِمَة أَحْمَـــد", "فاطمة أحمد"],
  ["محمد،علي،حسن", "محمد علي حسن"],
  ["علي بن علي", "علي بن علي"],
  ["Mohammed Al-Ali", "Mohammed Al-Ali"],
  ["محمد", "(one_word)"],
  ["محمد ٥", "(unclear)"],
  ["ابغى اكلم موظف", "(unclear)"],
  ["ليش تحتاجون اسمي", "(unclear)"],
  ["محمد عبدالرحمن عبدالله محمد سعد فهد خالد", "(too_long)"],
  ["123", "(unclear)"],
])("the name in %s is %s", (text, expected) => {
  expect(outcome(readName(text))).toBe(expected);
});

describe("a member of the family", () => {
  const now = new Date("2026-11-22T10:00:00+03:00"); // 1448

  test.each([
    [
      "سارة، ابنة، 1436",
      { name: "سارة", relation: "daughter", birth_year: 1436, calendar: "hijri" },
    ],
    [
      "بنتي سارة مواليد ١٤٣٦ هـ",
      { name: "سارة", relation: "daughter", birth_year: 1436, calendar: "hijri" },
    ],
    ["محمد ولد 2012", { name: "محمد", relation: "son", birth_year: 2012, calendar: "gregorian" }],
    [
      "خالد ابني عمره 10 سنوات",
      { name: "خالد", relation: "son", birth_year: 1438, calendar: "hijri" },
    ],
    ["امي فاطمة ١٣٧٥", { name: "فاطمة", relation: "mother", birth_year: 1375, calendar: "hijri" }],
    [
      "يوسف ابن الف واربعميه وخمسه وثلاثين",
      { name: "يوسف", relation: "son", birth_year: 1435, calendar: "hijri" },
    ],
    [
      "فهد اخوي 12/5/1430",
      { name: "فهد", relation: "brother", birth_year: 1430, calendar: "hijri" },
    ],
    ["نورة زوجتي", "(incomplete)"],
    ["سارة، ابنة، 36", "(two_digit_year)"],
    ["سارة 1436", "(incomplete)"],
    ["كم باقي", "(unclear)"],
  ])("%s is %j", (text, expected) => {
    expect(outcome(readPerson(text, now))).toEqual(expected);
  });
});
