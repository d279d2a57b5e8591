import { describe, expect, test } from "vitest";
import { readIntent, type Intent } from "../../src/language/intents.ts";
import vectors from "./vectors.json" with { type: "json" };

const said = (texts: string): string[] => texts.split("|");

describe("asking for staff", () => {
  test.each(vectors.handoff.yes)("%s", (text) => {
    expect(readIntent(text)).toBe("staff");
  });

  test.each(
    said(
      "يا ولدي انا كبيره بالسن ابي احد يعبي عني|ابغا اكلم موضف|حولوني على بني ادم|دقوا علي بعد العصر|وين اللي يردون|احتاج اتكلم مع الباحثه|اباكم تتصلون عليه|بدي احكي مع حدا مسوول|عايز اكلم موظف|i want a human|call me please|abi akalem mowathaf|ما ابي روبوت|خل الاخصائية تكلمني|رقم المدير لو سمحت",
    ),
  )("%s, in another voice", (text) => {
    expect(readIntent(text)).toBe("staff");
  });

  test.each([
    ...vectors.handoff.no,
    ...said(
      "كلمت الموظف امس|اتصلوا علي وقالوا انتظر|ابوي شخص كبير في السن|عندي شخص معاق بالبيت|عدد الاشخاص خمسة|رقم جوال زوجي|اخوي موظف في البلدية|انا موظف براتب 4000|الموظف قالي ارسل الهوية|شكرا للموظفة سارة|احد عيالي معاق|ما ابي رسايل",
    ),
  ])("%s does not ask for staff", (text) => {
    expect(readIntent(text)).not.toBe("staff");
  });
});

describe("what must not be missed", () => {
  test.each<[Intent, string]>([
    [
      "complaint",
      "ابي اشتكي على الموظف|موظفكم صرخ علي|تعاملكم زفت|الباحثة اهانتني قدام الجيران|وصلتنا السلة فاسدة|الموظف طلب مني رشوة|your staff was rude",
    ],
    [
      "objection",
      "ابي اتظلم|معترضه على القرار|ليش رفضتوا طلبي|اطلب اعادة النظر|قراركم مجحف|ما اقتنعت بالرفض|i want to appeal",
    ],
    [
      "opt_out",
      "لا عاد ترسلون|وقفوا الرسايل|شيلوني من القائمة|ما ابغى رسايل منكم|بلاش رسايل|الغوا اشتراكي|stop texting me",
    ],
    ["my_data", "احذفوا بياناتي|ابي نسخة من بياناتي|سحبت موافقتي|delete my data"],
  ])("%s", (intent, texts) => {
    expect(said(texts).map((text) => [text, readIntent(text)])).toEqual(
      said(texts).map((text) => [text, intent]),
    );
  });
});

test.each(
  said(
    "ما عندي شكوى الحمد لله|امي تشتكي من ركبها|اشكي همي لله|ما عندي اعتراض|لا اعتراض على حكم الله|الضمان رفضني|البنك رفض القرض|وقف عني الضمان|اوقفوا راتبي|الغوا طلبي|ابي الغي الموعد|لا ترسلوا المندوب اليوم|ما وصلتني رسالة|ظروفي سيئة|وضعي تعبان|صاحب البيت طردنا|زوجي ظلمني|الثلاجة خربانة|بيتنا حالته سيئة|عندي مشكلة مع زوجي",
  ),
)("%s is no complaint, objection or opt-out", (text) => {
  expect(["complaint", "objection", "opt_out"]).not.toContain(readIntent(text));
});

test("small talk counts only when a message says nothing else", () => {
  expect(readIntent("السلام عليكم ورحمة الله")).toBe("greeting");
  expect(readIntent("السلام عليكم كم المدة")).toBeUndefined();
  expect(readIntent("شكرا لكم الله يجزاكم خير")).toBe("thanks");
  expect(readIntent("شكرا بس ابي اكلم موظف")).toBe("staff");
  expect(readIntent("يلا مع السلامة")).toBe("goodbye");
});

test.each(said("ككككك|asdfgh|شسيبلاتن|سيبسيبسيب|......"))("%s is gibberish", (text) => {
  expect(readIntent(text)).toBe("gibberish");
});

test.each(said("هههههه|محمد|مكة|الرياض|نورة القحطاني|qatif|1999999004"))("%s is not", (text) => {
  expect(readIntent(text)).not.toBe("gibberish");
});
