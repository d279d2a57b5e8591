import { essentialWords, indexPhrases, phraseAt } from "./politeness.ts";

/**
 * Whether a text says that there is none of what was asked: "ما عندي دخل", "ولا ريال", "لا يوجد". Something that
 * limits it ("ما عندي دخل ثابت", "ما عندي الا الضمان") makes it no zero.
 */
export function saysNone(text: string, things: ReadonlySet<string>): boolean {
  const words = essentialWords(text).map((word) => word.replace(/^و(?=ما|ليس|بدون|بلا)/, ""));
  if (words.some((word, at) => isLimit(word, words[at - 1]))) return false;
  for (let at = 0; at < words.length; at++) {
    const length = phraseAt(words, at, NONE);
    if (length === 0) continue;
    const rest = words.slice(at + length);
    const thing = rest.findIndex((word) => !FILLERS.has(word));
    const others = words
      .slice(0, at)
      .filter((word) => !FILLERS.has(word) && !isThing(word, things));
    if (thing < 0 ? others.length === 0 : isThing(rest[thing] ?? "", things)) return true;
  }
  return isNobody(text);
}

/** "ولا واحد", "no one": there is a number word in it, and it is no number. */
export function isNobody(text: string): boolean {
  const words = essentialWords(text);
  return words.length > 0 && phraseAt(words, 0, ALONE) === words.length;
}

/** Whether something is denied among other things that are told: "ما عندي زوجه وعندي ولد". */
export function deniesSomething(text: string): boolean {
  const words = essentialWords(text);
  return words.some((word, at) => phraseAt(words, at, NONE) > 0 && !EXCEPTS.has(word));
}

/** "٤ بدون حسابي" denies nobody. */
const EXCEPTS = new Set(["بدون", "بلا", "من", "without", "no"]);

/** "ما عندي دخل ثابت", "ما عندي راتب عندي ضمان"; but "ما عندي راتب ولا ضمان". */
function isLimit(word: string, previous: string | undefined): boolean {
  const bare = word.replace(/^و/, "");
  if (LIMITS.has(word) || LIMITS.has(bare)) return true;
  const isSource = SOURCES.has(bare) || SOURCES.has(bare.replace(/^ال/, ""));
  return isSource && !DENIES.has(previous ?? "");
}

const NONE = indexPhrases(
  `ما عندي|ماعندي|ما عندنا|ماعندنا|ما عنده|ما عندها|ما عندهم|ماعنده|ماعندها|ماعندهم|ما لدي|ليس لدي|ليس لدينا|ليس عندي|ليس لي|ليس هناك|ليس معي|لا املك|لا نملك|ما املك|ما نملك|لا يوجد|لايوجد|لا توجد|لاتوجد|لا يوجد لدي|لا توجد لدي|لا يوجد عندي|ما يوجد|مايوجد|ما فيه|مافيه|ما في|مافي|مفيش|ما لي|مالي|ما لنا|مالنا|ما معي|مامعي|معنديش|معندناش|ماعنديش|بدون|من غير|بلا|من دون|ولا|ولا اي|ولا فيه|لا شي|لاشي|لا شيء|لا شئ|لاشيء|ولا شي|ولا شيء|ولاشي|ما ادفع|ما ندفع|لا ادفع|لا ندفع|ما علي|ماعلي|ما علينا|ليس علي|لا علي|ما اعول|لا اعول|ما نعول|لا نعول|ما استلم|ما نستلم|لا استلم|لا اتقاضى|ما اتقاضى|ما يدخل علي|ما يدخل علينا|ما يجيني|ما يجينا|ما تجيني|معدوم|معدومه|no|none|without|i have no|i don t have|i dont have|i do not have|there is no|we have no|zero|nothing`.split(
    "|",
  ),
);

/** Enough as a whole message. */
const ALONE = indexPhrases(
  "لا احد|محد|ما احد|ولا احد|ولا واحد|ولا واحده|لا يوجد احد|ما فيه احد|مافيه احد|مافي احد|لا شيء|لا شي|ولا شي|لاشي|معدوم|ابد ما فيه|nobody|no one|noone|none|nothing|zero|nil".split(
    "|",
  ),
);

const LIMITS = new Set(
  "ثابت|ثابته|كافي|يكفي|تكفي|الا|غير|سوى|سوا|بس|لكن|فقط|كثير|كبير|معروف|محدد|محدده|مستقر|مستقره|كامل|قليل|only|except|enough|fixed|stable|but|مشكله|مانع|اعتراض|فكره|خبر|علم".split(
    "|",
  ),
);

const DENIES = new Set("ولا|او|ما|ليس|لا|يوجد|توجد".split("|"));
/** Named without a denial they are had. */
const SOURCES = new Set("ضمان|تقاعد|مكافاه|حافز|عندي|عندنا|لدي".split("|"));

const FILLERS = new Set(
  "انا|احنا|حنا|نحن|والله|حاليا|الحين|الان|ابدا|ابد|اطلاقا|نهائيا|اي|لا|يعني|صراحه|بصراحه|للاسف|الحمد|لله|شي|شيء|هذا|الشهر|مطلقا|بالمره|خلاص|يا|في|لي|لنا|عندي|لدي|any|at|all|i|have|احد|منهم|فيه".split(
    "|",
  ),
);

function isThing(word: string, things: ReadonlySet<string>): boolean {
  const bare = word.replace(/^(?:و|ب|ل)?(?:ال)?/, "");
  return things.has(word) || things.has(bare);
}
