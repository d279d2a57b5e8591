const words = (list: string): ReadonlySet<string> => new Set(list.split("|"));

/** Days as they are counted in speech, without article. */
export const DATE_ORDINALS: ReadonlyMap<string, number> = new Map(
  [
    "اول|اولى|غره|مستهل|مطلع|حادي|حاديه",
    "ثاني|ثانيه|تاني",
    "ثالث|ثالثه|تالت",
    "رابع|رابعه",
    "خامس|خامسه",
    "سادس|سادسه",
    "سابع|سابعه",
    "ثامن|ثامنه|تامن",
    "تاسع|تاسعه",
    "عاشر|عاشره",
  ].flatMap((list, at) =>
    list.split("|").map((word): [string, number] => [word.replace(/ى/g, "ي"), at + 1]),
  ),
);

export const MONTH_INTRODUCERS = words("شهر|الشهر|بشهر|لشهر|month");

/** "قبل شهرين", "بكره": no calendar day that can be stored without asking. */
export const RELATIVE_WORDS = words(
  "بكره|بكرا|بكرة|غدا|باكر|امس|البارح|البارحه|اليوم|قبل|بعد|الجاي|الجايه|القادم|القادمه|المقبل|الماضي|الماضيه|الفايت|شهرين|اسبوعين|سنتين|tomorrow|yesterday|today|ago|next|last",
);

/** Words that may stand round a date and change nothing. */
export const DATE_WORDS = words(
  "مواليد|مواليدي|ميلاد|ميلادي|تاريخ|تاريخي|تاريخه|ولاده|ولادتي|ولدت|مولود|مولوده|انولدت|انا|هو|هي|يوم|عام|سنه|سنة|بسنه|بتاريخ|في|من|شهر|الموافق|موافق|يوافق|هجري|هذا|كان|ينتهي|تنتهي|انتهاء|انتهي|ينتهى|صلاحيه|عقد|هويه|هويتي|اقامه|اقامتي|بطاقه|و|الي|حتي|الاحد|احد|الاثنين|اثنين|الثلاثاء|ثلاثاء|الاربعاء|اربعاء|الخميس|خميس|الجمعه|جمعه|السبت|سبت|تقريبا|لسنه|لعام|صدر|صدرت|اصدار|born|on|date|of|birth|my|is|the|in|expires|expiry|صحيح|الصحيح|طيب|نعم|sunday|monday|tuesday|wednesday|thursday|friday|saturday|المبارك|الحرام|عندي|لي|خلاص|والله|مسجل|بالهويه|بالاقامه|حسب|الهويه|مكتوب|ميلاده|ميلادها",
);
