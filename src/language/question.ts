import { createPhraseReader } from "./phrases.ts";

/**
 * Is the message something asked, not something answered? A question mark, a word that asks near the beginning, or a
 * choice ("هجري ولا ميلادي"). Asked only of texts in which the open question found no plain answer.
 */
export function isQuestion(text: string): boolean {
  return /[?؟]/.test(text) || read(text).length > 0;
}

const read = createPhraseReader<"question">({
  words: {
    asking: `كم متي وين وش ايش ليش ليه كيف هل شلون وشو منو مين لماذا ماذا اين شنو شو وشلون =فين ايمتي علامكم كيفيه ليتش لويش وشهو ايشو ازاي امتي فاين قديش
      ما_هو ما_هي ما_هم ما_معني ما_المقصود ما_الفرق ما_المطلوب من_اللي من_الذي من_يقدر من_يحق من_وين لاي باي علي_ايش عشان_ايش وش_هو`,
    whether: `ينفع يصير يمدي يمديني لازم ضروري مسموح اقدر ممكن تقبلون تبون تحتاجون يعني احسب احسبه احسبها ينحسب ينحسبون عندكم فيه تخدمون تغطون يشمل تشمل يدخل تدخل يدخلون
      اكتب نكتب احط اذكر يجوز تكفي يكفي يحق يشترط لزوم بتسوون بترسلون تقدرون تعطون يحتاج تحتاج يطلع تطلبون يضر يفرق يلزم يلزمني`,
  },
  ignore: [
    "علي كيفكم|كيفك|كيفي",
    "ما|لا|مافي|مافيه|ماعندي|بدون|ما_عندي|ولا ..3 ولا|والا",
    "كم|شلون|كيف حالكم|حالك|الحال",
  ],
  rules: [
    {
      id: "question",
      says: [
        "^ ..2 @asking",
        "^ @whether ..12 $",
        "^ هو|هي|طيب|يعني|بس|و|اوكي|لو_سمحت|لو_سمحتوا ..0 @whether",
        "ولا|او|والا لا $",
        "صح ولا|او|والا",
        "^ ..6 ولا|والا|ام ..4 $",
        "@whether ..3 ولا|او|والا",
        "احد ..2 يشوف*|يعرف*|يدري|يطلع|يشوفها|ياخذها",
        "ينحسب|ينحسبون|ينضاف|يدخل_معهم|احسبه|احسبها|احسبهم|احسب_نفسي",
        "ابي|ابغي|ابغا|ودي|ممكن|بغيت|اريد|حاب|حابه|ارغب|اود اعرف|اسال|استفسر|افهم|استوضح|السوال|اتاكد",
        "عندي|لدي|فيه|معي سوال|استفسار|تساول",
        "^ سوال|استفسار",
        "^ اذا|لو ..8 @asking",
        "و|بس|طيب @asking",
        "^ ..1 what|when|where|why|how|who|which|whats|hows",
        "^ can|could|do|does|is|are|should|will|would|may|am|did|shall",
        "^ and|so|but|ok|hi|please can|could|do|does|is|are|should|will|would|may|am|did|shall",
        "have|got ..1 question|questions",
        "what|when|where|why|how ..1 is|are|do|does|should|can|to",
      ],
    },
  ],
});
