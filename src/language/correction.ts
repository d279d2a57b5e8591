import { createPhraseReader } from "./phrases.ts";

/**
 * A message that corrects an EARLIER answer: "لا غلطت، الصح ٤٥٠٠", "عدلوا الدخل", "كتبت اسمي غلط".
 * `rest` is what remains to be read as the new answer, as typed; it may be empty. `names`: the earlier question is
 * named, so that "قصدي 5 مو 4 في السؤال اللي قبل" cannot be meant for the open one.
 */
export function readCorrection(text: string): { rest: string; names: boolean } | undefined {
  const [found] = correction(text);
  if (!found) return undefined;
  const [said] = newValue(text);
  return {
    names: earlier(text).length > 0,
    rest: text
      .slice(Math.max(said?.end ?? 0, found.end))
      .replace(LEADING, "")
      .trim(),
  };
}

const LEADING = /^[\s:،,.-]+/;

const field = `اسم الاسم اسمي عمر العمر عمري ميلاد الميلاد ميلادي تاريخ التاريخ تاريخي دخل الدخل دخلي راتب الراتب راتبي عدد العدد مدينه المدينه مدينتي حي الحي جوال الجوال جوالي
  رقم الرقم رقمي هويه الهويه هويتي ايبان الايبان ايجار الايجار جواب الجواب جوابي اجابه الاجابه اجابتي سوال السوال اختيار الاختيار اختياري خيار الخيار عنوان العنوان عنواني مبلغ المبلغ
  الافراد افراد الاسره العيال الحساب حسابي السكن الخدمه الجنسيه الحاله المعلومه المعلومات بيان البيان البيانات الخانه الكلام الرد ردي`;

const wrong = `غلط خطا خطأ خاطي خاطيه خاطئ خاطئه مغلوط مغلوطه بالغلط بالخطا غلطه مو_صحيح مو_صحيحه غير_صحيح غير_صحيحه مب_صحيح مو_صح مب_صح مهو_صحيح مو_مضبوط ماهو_صحيح ماهي_صحيحه ماهو_صح مش_صح مش_صحيح مش_مظبوط مو_مظبوط مو_دقيق مش_دقيق مب_دقيق مش_مضبوط الغلط الخطا`;

const before = `اللي_قبل اللي_قبله السابق السابقه اللي_فات اللي_فاتت اللي_راح اللي_راحت اللي_قلته اللي_كتبته اللي_ارسلته اللي_عطيتكم الاول الاولي قبل_شوي اللي_دخلته الي_قبل الماضي الماضيه اللي_اخترته اللي_حطيته اللي_قبلها قبيل الاولاني اللي_فوق يلي_قبل يلي_فوق يلي_كتبتو يلي_ذكرتو`;

const correction = createPhraseReader<"correction">({
  words: {
    field,
    wrong,
    before,
    erred: `غلطت غلطان غلطانه اخطات اخطيت اخطأت لخبطت خربطت اخبطت تلخبطت غلطنا اخطانا توهقت سهوت`,
    wrote: `كتبت كتبته كتبتها ارسلت ارسلته ارسلتها دخلت ادخلت دخلته اخترت اخترته اخترتها كتبتو كتبتوا ذكرتو قلتو القلتو الكتبتو الكتبتها قلتلكم قلتلكن الرسلتو الاديتك اديتكم كتبنا دونت ضغطت حطيت حطيته قلت قلته عطيتكم عطيتك سجلت سجلته جاوبت ذكرت عبيت رسلت`,
    mend: `عدلوا عدل عدلو عدلي صححوا صحح صححي غيروا غير غيري عدلوه صححوه غيروه بدلوا بدل صلح صلحا صلحها صلحوها صححوها صححها عدلوها غيروها صلحوا صلحو صلحي`,
    to_mend: `اعدل اصحح اغير نعدل نصحح نغير تعديل تصحيح تغيير اعدله اصححه اغيره اعدلها اغيرها صحح تعدلون تصححون تعدلوا تغيرون ارجع_اعدل اصلح اصلحه تصليح ابدل ابدله نصلح اصلحو اغيرو اعدلو ارجعلو ارجعله داير_اصلح داير_اغير يتصلح يتعدل`,
    want: `ابي ابغي ابغا ابا بغيت ودي نبي نبغي ممكن اقدر اريد نريد احتاج لازم بدي عايز عاوز عايزه ارغب حاب حابه كيف خلوني خلني`,
  },
  ignore: ["@erred ..1 علي|معه|معها|معكم", "غلط|خطا علي|فيني", "اذا|لو|خايف|اخاف ..1 @erred"],
  rules: [
    {
      id: "correction",
      says: [
        "^ ..4 @erred ..1 الصح|الصحيح|والصح|والصحيح|اقصد|قصدي",
        "^ ..4 @erred ..0 في|ب",
        "^ ..4 @erred",
        "@field ..3 @erred",
        "^ ..1 @wrong ..1 @wrong|$",
        "^ ..1 @wrong الصح|الصحيح|والصح|هو|هي",
        "@wrote ..4 @wrong",
        "@field ..2 @wrote ..2 @wrong",
        "@field ..1 @before ..4 @wrong",
        "@before ..3 @wrong",
        "@wrote ..4 ناقص|ناقصه|زايد|زايده",
        "@field ..3 نقصته|نقصتها|ناقص|ناقصه|زايد|زايده|قديم|قديمه",
        "رجعوني|رجعني|ارجعني|نرجع|ارجع|رجوع ..1 خطوه|خطوتين|ورا|فوق|قبل|قبله|للي_قبل|للي_قبله",
        "نسيت ..3 بعدد|بالعدد|في_العدد|بالعداد",
        "@field ..5 مو|مش|مب|مهو|ما حقي|حقتي|لي|هو|هي",
        "@field ..5 @wrong",
        "@mend ..2 @field|@before",
        "نسيت ..0 احسب|اضيف|احط|اذكر|اكتب ..8 $",
        "@wrong ..0 في|ب|بال ..0 @field|الرقم|السوال|الجواب",
        "^ ..1 مو_كذا|مو_كذه|مب_كذا ..1 @field",
        "بدلت|غيرت رايي ..1 في|ب|بخصوص|بجواب|بالجواب|بنوع|بموضوع",
        "ارجع|برجع|ابرجع|نرجع احط|اكتب|اعدل|اغير|اصلح|اصحح",
        "undo|redo",
        "@wrote ..5 وهو|وهم|وهي|والصح|والصحيح|وانا",
        "@field ..1 @wrong",
        "@want ..2 @to_mend ..2 @field @before",
        "@mend ..1 @field @before",
        "@want ..2 @to_mend ..2 @field|@before|$|شي|حاجه|اللي",
        "@mend ..1 @field|@before|اللي",
        "@field ..3 @want ..1 @to_mend",
        "@field ..1 @mend|@to_mend",
        "^ ..1 اقصد|قصدي|كان_قصدي|قصدت",
        "^ ..1 الصح|الصحيح|تصحيح|تعديل|عفوا_الصح|الاصح",
        "@want|رجعوني|رجعني|ارجع|نرجع ..2 سوال|السوال|للسوال|الجواب|للجواب|الخطوه|للخطوه ..1 @before|اللي",
        "بدل|بدال ..2 @before",
        "made|did|my|a ..1 mistake|error|typo",
        "typed|entered|wrote|gave|put|chose|pressed|selected|sent ..4 wrong|incorrect|incorrectly|mistake",
        "^ ..3 wrong ..1 number|name|answer|date|city|option|amount|one",
        "^ ..2 i ..0 meant|mean",
        "^ ..1 correction",
        "change|correct|edit|fix|go_back ..2 previous|last|my|answer|name|number|date|income",
        "previous|last ..1 answer ..2 wrong|incorrect",
      ],
    },
  ],
});

const earlier = createPhraseReader<"earlier">({
  words: { before },
  ignore: [],
  rules: [{ id: "earlier", says: ["سوال|السوال|جواب|الجواب|الخطوه|الخانه|الاجابه @before"] }],
});

/** The word after which the new value stands. */
const newValue = createPhraseReader<"value">({
  words: { field },
  ignore: [],
  rules: [
    {
      id: "value",
      says: [
        "الصح|الصحيح|والصح|والصحيح|الاصح ..0 هو|هي|انه|ان|اني",
        "الصح|الصحيح|والصح|والصحيح|الاصح",
        "اقصد|قصدي|قصدت ..0 @field",
        "اقصد|قصدي|قصدت",
        "@field ..0 هو|الي|صار|يصير|اصبح",
        "meant|mean|its|should_be|correct_is",
      ],
    },
  ],
});
