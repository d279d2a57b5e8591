const words = (list: string): ReadonlySet<string> => new Set(list.split(/[|\n]/).filter(Boolean));

/** Words that are one or two people by themselves. */
export const PERSONS: ReadonlyMap<string, number> = new Map([
  ...counted(
    1,
    "ولد|ولدي|بنت|بنتي|طفل|طفله|طفلي|طفلتي|رضيع|رضيعه|زوج|زوجه|زوجتي|زوجي|حرمتي|حرمه|مرتي|مره|المدام|مدام|ام|امي|والدتي|الوالده|والده|اب|ابوي|ابي|والدي|والد|اخوي|اخي|اختي|اخت|جدتي|جده|جدي|عمتي|خالتي|شخص|نفر|فرد|امهم|امه|امها|ابوهم|ابوه|ابوها|جدتهم|جدهم|ابنها|بنتها|ولدها|ابويا|اخويا|ستي|سيدي|صبي|صبيه|شايبي|عجوزي|سلفتي|سلفي|كنتي|خطيبتي|حماتي|حماي|عمته|خالته|اخته|حفيد|حفيده|حفيدي|حفيدتي|ابن|ابنه|ابني|ابنتي|son|daughter|wife|husband|child|kid|mother|father|person|brother|sister",
  ),
  ...counted(
    2,
    "ولدين|ولدان|ابنان|بنتين|بنتان|طفلين|طفلان|طفلتين|ابنين|ابنتين|ابنتان|زوجتين|شخصين|شخصان|نفرين|فردين|فردان|والدين|والديني|الوالدين|والداي|توام|توم|تومين|اختين|اخوين|بنيتين|صبيين|بزرين|عجوزين|ابنتاي|حفيدين|twins|parents",
  ),
]);

/** After a number these are what is counted. */
export const PLURAL_PERSONS = words(
  "اولاد|ولاد|اولادي|عيال|عيالي|بنات|بناتي|اطفال|اطفالي|ابناء|ابنائي|ابنايي|ابناي|بنين|بنون|اشخاص|افراد|نفر|انفار|انفس|نفوس|اخوان|اخوات|اخواتي|اخواني|خوات|خواتي|اخوه|احفاد|زوجات|صغار|كبار|ورعان|بزران|بزارين|بزوره|بزوره|شفع|صبيان|وليدات|بنيات|اولادها|ولادها|عيالها|اولادهم|ولادي|اخواني|جهال|ايتام|يتامى|يتامي|قصر|نساء|حريم|رجال|شباب|ذكور|اناث|طلاب|طالبات|معالين|تابعين|مرافقين|شخص|فرد|طفل|ولد|بنت|kids|children|people|persons|sons|daughters|members|dependants|dependents",
);

export const SELF = words("انا|وانا|احنا|حنا|نحن|me");
/** "خمسه معي", "سته وانا معهم": the speaker is in the number and the question left him out. */
export const SELF_INCLUDED = words(
  "معي|معاي|ومعي|معايا|شاملني|شامله|معهم|وانا|ويايا|includingme|myself",
);
export const ALONE = words(
  "لحالي|لوحدي|وحدي|بروحي|لحالنا|وحيد|وحيده|عايش|عايشه|اعيش|ساكن|ساكنه|اسكن|غيري|اعزب|عزابي|عزباء|عازب|عزوبي|بس|فقط|alone|only|me",
);
/** What follows is a part of what was counted. */
export const PART_OF = words(
  "منهم|منها|بينهم|مع|ضمنهم|وفيهم|فيهم|اعمارهم|اعمار|عمرهم|الكبير|الصغير|اكبرهم|اصغرهم|شاملين|including|with",
);
export const AGE_WORDS = words(
  "سنه|سنوات|سنين|شهر|شهور|اشهر|عام|اعوام|يوم|ايام|years|year|months|ريال|ريالات|غرف|غرفه",
);

/** After "ما عندي": nobody. */
export const NO_ONE = words(
  "احد|واحد|حد|عيال|اولاد|اطفال|بنات|ابناء|افراد|اشخاص|معالين|تابعين|اسره|عايله|عائله|اعولهم|اعوله|يعتمد|علي|شي|شيء|زوجه|زوج|ولد|بنت|طفل|احدا|children|kids|dependants|dependents|one|family|anyone|nobody",
);

/** Words that may stand round a count and change nothing. */
export const COUNT_WORDS = words(
  "عدد|عددهم|عددنا|عدد|افراد|اسره|اسرتي|اسرتنا|عايله|عائله|عايلتي|عائلتي|بيت|عندي|عندنا|لدي|لدينا|معي|معنا|اعول|اعولهم|نعول|عليهم|اصرف|هم|هو|هي|هن|كلهم|جميعا|مجموع|اجمالي|كل|في|من|و|يعني|بس|فقط|والله|حاليا|الان|الحين|تقريبا|رقم|لا|ولا|اكثر|اقل|ساكنين|نكون|يكون|وحده|واحده|صغير|صغيره|الحمد|لله|الله|ما|شاء|يحفظهم|دوني|بدوني|غيري|عدا|we|are|have|i|is|my|there|in|the|family|of|house",
);

function counted(value: number, list: string): [string, number][] {
  return list.split("|").map((word): [string, number] => [word, value]);
}
