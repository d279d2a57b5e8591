import { describe, expect, test } from "vitest";
import { isQuestion } from "../../src/language/question.ts";

const said = (texts: string): string[] => texts.split("|");

describe("a question in the middle of a form", () => {
  test.each(
    said(
      "؟|?|نعم؟|وش يعني دخل|ايش المقصود|كم المدة|كم باقي سؤال|متى تردون|وين ارسلها|ليش تسألون عن الدخل|ليه تبون الهوية|كيف احسبها|هل يشمل حساب المواطن|شلون اعرف رقمي|منو يشوف بياناتي|شنو الايبان|شو يعني ايبان|فين الاقي الصك|ازاي ابعت الصورة|هجري ولا ميلادي|احسب زوجتي معهم|لازم اكتب اسم الجد|ينفع صورة من الجوال|ينحسب الضمان مع الدخل|عندي سؤال|ممكن اسأل|ابي استفسر عن الدعم|يعني مع راتب زوجتي|طيب والايجار وين اكتبه|ما الفرق بينهم|من وين اطلع البرنت|what do you mean|how long does it take|i have a question|do i need the deed|اذا ما عندي صك وش اسوي",
    ),
  )("%s", (text) => {
    expect(isQuestion(text)).toBe(true);
  });
});

describe("an answer", () => {
  test.each(
    said(
      "٤٥٠٠|الفين وثلاثمية|بين الفين وثلاثة|ابها|الشوقية|سارة بنت محمد|نعم|لا|ما عندي دخل|راتب وضمان|ايجار|متوسطة|ابوي متوفي|خمسة بنات وولد|حوالي الف وخمسمية|1410/6/15|ساكن مع اهلي|سكن خيري|الحمدلله مستورين|مطلقة|I am divorced|rent|غسيل كلى",
    ),
  )("%s", (text) => {
    expect(isQuestion(text)).toBe(false);
  });
});
