const words = (list: string): ReadonlySet<string> => new Set(list.split("|"));

/** Ordinals without their article. */
export const ORDINALS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    1: "اولا|اول|اولى|اولي|اوله|first|1st",
    2: "ثانيا|ثاني|ثانيه|تاني|تانيه|second|2nd",
    3: "ثالثا|ثالث|ثالثه|تالت|تالته|third|3rd",
    4: "رابع|رابعه|fourth|4th",
    5: "خامس|خامسه|fifth|5th",
    6: "سادس|سادسه|sixth",
    7: "سابع|سابعه|seventh",
    8: "ثامن|ثامنه|تامن|eighth",
    9: "تاسع|تاسعه|ninth",
    10: "عاشر|عاشره|tenth",
  }).flatMap(([value, list]) =>
    list.split("|").map((word): [string, number] => [word, Number(value)]),
  ),
);

/** After an ordinal without article: "ثاني خيار". */
export const ORDINAL_NOUNS = words("واحد|واحده|وحده|خيار|اختيار|رقم|one|option|choice");
export const LAST_WORDS = words("الاخير|الاخيره|اخر|last");

/** Words of choosing that say nothing about what is chosen. */
export const ANSWER_WORDS = words(
  "رقم|الرقم|خيار|الخيار|اختيار|الاختيار|اختياري|اختار|اخترت|بختار|نختار|ابي|ابغي|ابغا|اريد|نبي|نبغي|نريد|ودي|بغيت|ابا|هو|هي|هذا|هذي|انا|طيب|اوكي|خلاص|و|يا|من|في|القايمه|قايمه|جوابي|الجواب|الاجابه|اجابه|نعم|ايه|تمام|نجوم|نجمه|درجه|درجات|تقييم|تقييمي|option|number|no|choose|choice|the|i|want|pick|select|and|is|answer|my|stars|star|please|ا|الخدمه|خدمه|ارسل|ارسلت|اضغط|كتبت|برقم|بالرقم|لرقم|او|ولا|والا|or",
);

/** Before a word these refuse it. */
export const NEGATIONS = words(
  "لا|مو|مب|موب|مش|ليس|ليست|غير|بدون|ما|ماني|مهو|not|without|except|الا",
);

/** Too common to tell one option from another. */
export const STOP_WORDS = words(
  "ولا|والا|ابي|ابغي|ابغا|اريد|نبي|نريد|ودي|بغيت|احتاج|ممكن|لو|عن|على|علي|في|من|الي|مع|او|هو|هي|هذا|هذه|هذي|انا|احنا|عندي|عندنا|لدي|لدينا|كان|يكون|ان|يا|طيب|خيار|الخيار|رقم|اختار|و|ب|ل|والله|بس|فقط|شي|اي|كل|نحن|حاليا|الان|الحين|ساكن|ساكنين|ساكنه|نسكن|اسكن|عايش|عايشين|عايشه|the|a|an|of|to|in|i|want|my|is|am|and|or|for|with|need|من|عند|لي|لنا|اقدر|كيف",
);
