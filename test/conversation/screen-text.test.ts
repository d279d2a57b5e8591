import { describe, expect, test } from "vitest";
import { screened } from "../../src/conversation/screen-text.ts";

describe("a free text of a survey says nothing of whom it is about", () => {
  test.each([
    ["الأستاذ خالد الحربي تأخر في الرد", "الأستاذ •••• تأخر في الرد"],
    ["الموظفة نورة كانت لطيفة", "الموظفة •••• كانت لطيفة"],
    ["كلمتني أم محمد من الفرع", "كلمتني أم •••• من الفرع"],
    ["اتصلوا بي على 0551234567", "اتصلوا بي على ••••"],
    ["هويتي ١٩٩٩٩٩٩٠٠٤", "هويتي ••••"],
    ["راسلوني على noura@example.com", "راسلوني على ••••"],
    ["Mr. Khalid was late", "Mr. •••• was late"],
  ])("%s", (text, expected) => {
    expect(screened(text).replace(/•{4,}\d*/gu, "••••")).toBe(expected);
  });

  test.each([
    "الموظف كان متعاوناً",
    "تأخر الرد 3 أيام",
    "أم لا أدري",
    "سرعة الرد وتقليل المستندات",
    "كلام المدير في القاعة",
  ])("what names nobody stays: %s", (text) => {
    expect(screened(text)).toBe(text);
  });
});
