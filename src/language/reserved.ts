/** A word that works everywhere when it is the whole message. */
export type ReservedWord =
  | "menu"
  | "back"
  | "skip"
  | "not_applicable"
  | "staff"
  | "continue"
  | "opt_out"
  | "opt_in"
  | "help"
  | "my_data"
  | "complaint"
  | "objection"
  | "status"
  | "contact_me"
  | "english"
  | "arabic"
  | "approve";

const words: Record<string, ReservedWord> = {
  القائمه: "menu",
  قائمه: "menu",
  menu: "menu",
  رجوع: "back",
  السابق: "back",
  back: "back",
  تخطي: "skip",
  skip: "skip",
  "لا ينطبق": "not_applicable",
  موظف: "staff",
  human: "staff",
  staff: "staff",
  متابعه: "continue",
  continue: "continue",
  ايقاف: "opt_out",
  stop: "opt_out",
  "الغاء الاشتراك": "opt_out",
  تفعيل: "opt_in",
  start: "opt_in",
  مساعده: "help",
  help: "help",
  بياناتي: "my_data",
  شكوي: "complaint",
  تظلم: "objection",
  تواصل: "contact_me",
  "حاله طلبي": "status",
  "حاله الطلب": "status",
  english: "english",
  عربي: "arabic",
  موافق: "approve",
  اوافق: "approve",
};

/** The reserved word of a whole message, already in loose normal form. */
export function readReserved(whole: string): ReservedWord | undefined {
  return Object.hasOwn(words, whole) ? words[whole] : undefined;
}
