/** A word that works at any time when it is the whole message. The table is complete: digits are the menu's business. */
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
  | "suggestion"
  | "objection"
  | "status"
  | "contact_me"
  | "english"
  | "arabic"
  | "approve";

/**
 * Reads a whole message as a reserved word.
 * @param normalisedWhole the message in the loose form of `normalise`
 * @returns the word, or undefined when the message is anything longer or else
 */
export function readReserved(normalisedWhole: string): ReservedWord | undefined {
  const whole = normalisedWhole.replace(/[.,]/g, " ").replace(/\s+/g, " ").trim();
  return spellings.get(whole) ?? spellings.get(withoutArticle(whole));
}

function withoutArticle(word: string): string {
  return word.startsWith("ال") && word.length > 4 ? word.slice(2) : word;
}

/** Loose spellings, one a line's "|", without the article unless the word needs it. */
const table: Record<ReservedWord, string> = {
  menu: "قائمه|قايمه|قائمه الرئيسيه|قايمه الرئيسيه|القايمه الرييسيه|قايمه رييسيه|رييسيه|القائمه|منيو|المنيو|menu|main menu|home",
  back: "رجوع|سابق|رجعني|ارجع|رجعه|عوده|للخلف|خطوه للخلف|back|go back|previous",
  skip: "تخطي|تخط|تجاوز|تخطي السوال|skip|pass",
  not_applicable:
    "لا ينطبق|لاينطبق|ما ينطبق|ماينطبق|غير منطبق|لا تنطبق|ما تنطبق|لا ينطبق علي|ما ينطبق علي|not applicable|n a|na",
  staff:
    "موظف|موظفه|موضف|موضفه|موظفين|تحدث مع موظف|محادثه موظف|تحويل لموظف|انسان|بشر|human|staff|agent|operator|employee",
  continue:
    "متابعه|استمرار|مواصله|اكمال|تكمله|اكمال الطلب|اكمل الطلب|كمل الطلب|كمل طلبي|اكمل طلبي|ابي اكمل|ابغي اكمل|ابي اكمل طلبي|ابغي اكمل طلبي|continue|resume",
  opt_out:
    "ايقاف|وقف|اوقف|اوقفوا|وقفوا|الغاء الاشتراك|الغاء اشتراك|الغاء الاشتراكات|الغا الاشتراك|الغي الاشتراك|الغو الاشتراك|الغوا الاشتراك|الغاء|الغا|ايقاف الرسايل|وقف الرسايل|وقفوا الرسايل|stop|unsubscribe|stop all|opt out|optout|cancel|end|quit",
  opt_in: "تفعيل|فعل|فعلوا|اعاده التفعيل|تفعيل الرسايل|اشتراك|start|subscribe|unstop|opt in|optin",
  help: "مساعده|مساعدة|ساعدني|ساعدوني|help|info",
  my_data:
    "بياناتي|خصوصيه|خصوصيتي|معلوماتي|احذف بياناتي|احذفوا بياناتي|حذف بياناتي|امسح بياناتي|امسحوا بياناتي|حذف البيانات|اتلاف بياناتي|سحب الموافقه|سحب موافقتي|اسحب موافقتي|نسخه من بياناتي|my data|delete my data|privacy|withdraw consent",
  complaint: "شكوي|شكوا|شكوه|شكاوي|تقديم شكوي|رفع شكوي|بلاغ|complaint|feedback",
  suggestion: "اقتراح|مقترح|اقتراحات|مقترحات|ملاحظه|suggestion",
  objection: "تظلم|تضلم|اعتراض|تقديم تظلم|تقديم اعتراض|objection|appeal",
  status:
    "حاله طلبي|حاله الطلب|حالة طلبي|وين طلبي|وش صار علي طلبي|متابعه الطلب|متابعه طلبي|استعلام|استعلام عن طلب|استعلام عن طلبي|status|request status|my status|track",
  contact_me: "تواصل|تواصلوا معي|تواصلو معي|contact me|contact",
  english: "english|انجليزي|انقليزي|اللغه الانجليزيه|eng|بالانجليزي",
  arabic: "عربي|عربيه|عربي لو سمحت|اللغه العربيه|arabic|بالعربي|ar",
  approve: "موافق|موافقه|اوافق|اقر|اقر واوافق|نعم اقر|approve|i approve|i agree|agree",
};

const spellings = new Map<string, ReservedWord>(
  Object.entries(table).flatMap(([word, forms]) =>
    forms.split("|").map((form) => [form, word as ReservedWord] as const),
  ),
);
