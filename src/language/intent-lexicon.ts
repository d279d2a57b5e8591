import type { Intent } from "./intents.ts";
import type { Lexicon } from "./phrases.ts";

/** Phrases for what people want, Saudi wording first. Order matters: the earlier rule wins. */
export const intentLexicon: Lexicon<Intent> = {
  words: {
    want: "ابي ابغي ابغا ودي ممكن احتاج اقدر بغيت نبي نبغي اريد",
    human: "موظف موظفه موظفين انسان بشر احد شخص المدير الباحثه الباحث مسوول",
    talk: "اكلم اتكلم اتحدث احاكي اتواصل يكلمني يرد",
  },
  ignore: ["انا موظف|موظفه", "زوجي|ولدي|ابوي موظف", "الموظف ..1 ماقصر"],
  rules: [
    {
      id: "staff",
      says: [
        "@want ..2 @talk ..2 @human",
        "@want ..1 @human",
        "حولني|حولوني|كلموني|وين @human",
        "اتصلوا علي",
      ],
    },
    { id: "complaint", says: ["شكوي", "اشتكي"] },
    { id: "objection", says: ["اتظلم|تظلم", "اعترض|اعتراض"] },
    { id: "opt_out", says: ["اوقفوا|وقفوا|ايقاف ..1 رسايل*", "لا ترسلون|ترسلوا"] },
    { id: "my_data", says: ["احذفوا|احذف بياناتي", "سحب الموافقه"] },
    { id: "status", says: ["حاله|وين طلبي", "وش صار ..1 طلبي"] },
    { id: "thanks", says: ["شكرا", "يعطيكم العافيه"] },
    { id: "greeting", says: ["^ السلام عليكم", "^ هلا|مرحبا"] },
    { id: "goodbye", says: ["مع السلامه"] },
    { id: "bot_challenge", says: ["انت روبوت|بوت"] },
    { id: "not_understood", says: ["ما|لم فهمت|افهم"] },
  ],
};
