import { describe, expect, test } from "vitest";
import { normalise } from "../../src/language/normalise.ts";
import { readReserved, type ReservedWord } from "../../src/language/reserved.ts";

describe("a reserved word is the whole message, in any spelling", () => {
  test.each<[ReservedWord, string]>([
    ["menu", "القائمة|قائمة|القائمه|Menu|القائمـــة|القائمة."],
    ["back", "رجوع|السابق|BACK"],
    ["skip", "تخطي|تخطى|skip"],
    ["not_applicable", "لا ينطبق|ما ينطبق|لاينطبق"],
    ["staff", "موظف|الموظف|موضف|human"],
    ["continue", "متابعة|المتابعة|continue"],
    ["opt_out", "إيقاف|ايقاف|الغاء الاشتراك|إلغاء|stop|STOP"],
    ["opt_in", "تفعيل|start"],
    ["help", "مساعدة|المساعدة|help"],
    ["my_data", "بياناتي|احذف بياناتي|سحب الموافقة"],
    ["complaint", "شكوى|شكوي|الشكوى"],
    ["suggestion", "اقتراح|مقترح|الاقتراح"],
    ["objection", "تظلم|تظلّم|تضلم"],
    ["contact_me", "تواصل"],
    ["status", "حالة طلبي|حالة الطلب"],
    ["english", "English|انجليزي"],
    ["arabic", "عربي|العربية"],
    ["approve", "أقر|موافق"],
  ])("%s", (word, texts) => {
    expect(texts.split("|").map((text) => [text, readReserved(normalise(text))])).toEqual(
      texts.split("|").map((text) => [text, word]),
    );
  });

  test.each([
    "ابغى القائمة",
    "0",
    "9",
    "٩",
    "الغاء طلبي",
    "ايقاف الكهرباء",
    "",
    "لا",
    "constructor",
  ])("%s is none", (text) => {
    expect(readReserved(normalise(text))).toBeUndefined();
  });
});
