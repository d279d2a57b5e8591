import { indexPhrases, phraseAt } from "./politeness.ts";

/**
 * Yes or no as a sentence: "نعم استلمتها امس", "لا، البيت ملك", "ما وصلني شيء". A first word alone decides nothing
 * ("لا بد من المستند"): every word behind it is looked at, and one that asks, limits, puts off or takes the other side
 * leaves it unclear. Words in loose form, politeness apart. Never used for consent.
 */
export function sideOfSentence(
  words: readonly string[],
  deniesIn: (words: readonly string[]) => boolean,
): "yes" | "no" | undefined {
  if (words.length < 2 && !isNegatedVerb(words[0] ?? "")) return undefined;
  if (words.length > LONGEST || words.some((_, at) => loosens(words, at))) return undefined;
  const yes = phraseAt(words, 0, LEADING_YES) || shortYes(words);
  if (yes > 0 && yes < words.length) return affirmed(words.slice(yes), deniesIn);
  const no = phraseAt(words, 0, LEADING_NO);
  if (no > 0 && no < words.length) return denied(words.slice(no));
  const at = words.findIndex((word) => !BEFORE_NEGATION.has(word));
  if (at >= 0 && (isNegation(words, at) || phraseAt(words, at, NEVER) > 0))
    return negated(words.slice(at));
  return isTrue(words.at(0) ?? "") || ENDING_YES.has(words.at(-1) ?? "")
    ? affirmed(words, deniesIn)
    : undefined;
}

function loosens(words: readonly string[], at: number): boolean {
  if (phraseAt(words, at, LOOSENS) === 0) return false;
  // "ما وصلت لا سله ولا غيره" denies twice; "نعم ولا لا" asks.
  return (
    words[at] !== "ولا" ||
    !(AT_ALL.has(words[at + 1] ?? "") || at === 0 || hasNegation(words.slice(0, at)))
  );
}

/** "اي عندنا سجل", but not "اي فرع": alone before a noun it means "any" or "which". */
function shortYes([word, next = ""]: readonly string[]): number {
  return (word === "اي" || word === "إي") && STATES.test(next) ? 1 : 0;
}

function affirmed(
  rest: readonly string[],
  deniesIn: (words: readonly string[]) => boolean,
): "yes" | undefined {
  return deniesIn(rest) || hasNegation(rest) ? undefined : "yes";
}

/** "لا" belongs to the word behind it in "لا بد" and "لا تلغي": these deny nothing. */
function denied(rest: readonly string[]): "no" | undefined {
  const [first = ""] = rest;
  if (BOUND_TO_LA.has(first) || /^[تي]/u.test(first)) return undefined;
  return negated(rest);
}

function negated(rest: readonly string[]): "no" | undefined {
  return rest.some((word, at) => TRUTH.has(word) && !NEGATION.has(rest[at - 1] ?? ""))
    ? undefined
    : "no";
}

function isNegation(words: readonly string[], at: number): boolean {
  const word = words[at] ?? "";
  const next = words[at + 1];
  if (words.slice(at + 1, at + 3).some((each) => HARMLESS.has(each))) return false;
  return isNegatedVerb(word) || (NEGATION.has(word) && next !== undefined && !NO_DENIAL.has(next));
}

/** A verb or adjective that is denied, more than a bare "لا". */
export function hasNegation(words: readonly string[]): boolean {
  return words.some((_, at) => isNegation(words, at));
}

/** Written as one: "ماعندنا", "ماقدر", and as in Egypt "ماوصلتش", "مجاش", "معنديش". */
function isNegatedVerb(word: string): boolean {
  return NEGATED_VERB.test(word) && !NO_DENIAL.has(word.replace(/^ما?/u, ""));
}

const LONGEST = 12; // words

/** What is so: "صحيح هذا رقمي", "وصلتني السله امس". Agreeable words ("تمام", "طيب") say nothing of the sentence behind. */
const isTrue = (word: string): boolean => TRUE.test(word);
const TRUE =
  /^(?:صح|صحيح|صحيحه|مظبوط|مضبوط|مزبوط|مظبوطه|مضبوطه|اكيد|طبعا|بالتاكيد|مبلي|امبلي|وصل\p{L}{0,3}|استلم(?:ت\p{L}?|نا\p{L}?|تها|ته)|جاتني|جاني|جاتنا)$/u;

const NEGATED_VERB =
  /^(?:ما?\p{L}{2,}(?<!م)ش|ما(?:عند|معي|لي|له|في|قدر|اقدر|احتاج|وصل|استلم|قدم|حصل|صار|جا|ا?بي|ا?بغ|ودي|بدي|وافق|اوافق|يصلح|ينفع|يناسب)\p{L}*)$/u;

const words = (list: string): ReadonlySet<string> => new Set(list.split(/[|\s]+/).filter(Boolean));
const phrases = (list: string) => indexPhrases(list.split(/[|\n]/).map((each) => each.trim()));

const STATES =
  /^(?:انا|احنا|حنا|والله|عند\p{L}*|معي|معنا|وصل\p{L}*|استلم\p{L}*|قدم\p{L}*|ساكن\p{L}*|كل|لا|لازل\p{L}*|مازل\p{L}*|للحين|محتاج\p{L}*|مستا?جر\p{L}*|مستاجر\p{L}*|ايجار|اني|انه|انها|ذا|هذا|هذي|هاذا)$/u;
/** "ولا شي": not at all. */
const AT_ALL = words("شي شيء حاجه مره ريال واحد احد");

const LEADING_YES = phrases(
  "هي والله|الا والله|اي اكيد|اي طبعا|اي نعم|نعم|نعم نعم|اي والله|اي بالله|ايه والله|ايه|ايوه|ايوا|ايوة|ايو|اه|اها|هيه|هيه نعم|بلى|بلي|اجل|yes|yeah|yep|aywa|na3am|naam",
);
const LEADING_NO = phrases("لا|لا لا|لا والله|لاا|لالا|لاء|كلا|لا ابد|لا ابدا|no|nope|la");

/** With one of these a denial is of two minds, except that "مو صحيح" denies. */
const TRUTH = words("نعم ايوه ايوا ايه موافق موافقه اوافق تمام اكيد طبعا");
/** "ما عندي مانع", "ما فيه غلط": to have none of these is no no. */
const HARMLESS = words("مانع مشكله اعتراض باس شك غلط خطا اخطاء عيب");
const NEVER = phrases(
  "ولا مره|ولا عمري|ابدا ما|ابدا|ابد ما|عمري ما|نو|نو نو|رقم خطا|الرقم خطا|الرقم غلط",
);
const ENDING_YES = words("نعم ايوه ايوا ايه");

/** What may stand before a negated verb. */
const BEFORE_NEGATION = words(
  "والله انا احنا حنا نحن لسه لسا للحين للان الي_الان عمري ابد ابدا بس_انا صراحه الصراحه هو هي",
);
const NEGATION = words(
  "ما مو مب موب مهو مهي مهوب ماهو ماهي مش مني ماني مانيب مانا لم لن ليس ليست لست لسنا",
);

/** After a negation these deny nothing, or nothing that was asked: "ما شاء الله", "ما فهمت", "ما عليكم امر". */
const NO_DENIAL =
  words(`فرقت فرق تفرق يفرق يهم تهم شاء علي عليك عليكم يخالف يمنع قصرت قصرتو قصرتوا احلي اجمل اروع اطيب فهمت فهمنا افهم عرفت عرفنا اعرف نعرف ادري ندري
  اذكر اتذكر تذكرت قررت قررنا اظن اعتقد ظنيت لحقت قريت قرات شفت انتبهت سمعت متاكد متاكده اكيد كل هي هو كذا دايم الحين الان اليوم بعد لا غلط خطا مشكله مانع عندي_مانع`);

/** "لا بد", "لا زلت", "لا اله الا الله" ... */
const BOUND_TO_LA =
  words(`بد بدد شك غني سيما زال زلت زلنا زلتم يزال يزالون ازال نزال مانع مشكله باس اعتراض اله حول هنت هنتم هنتو هنتوا حرج عجب ادري اعلم اعرف اذكر افهم
  عادي عليك عليكم داعي_للقلق`);

/** Asks, limits, puts off, or speaks of another thing: then it is asked again. */
const LOOSENS =
  phrases(`بس|لكن|ولكن|لاكن|الا|ما عدا|ماعدا|باستثناء|اذا|لو|بشرط|شرط|يمكن|ممكن|احتمال|ربما|بعدين|لاحقا|انتظر|انتظروا|لحظه|ثواني|دقيقه|اصبر|اصبروا
ولا|والا|او|كيف|شلون|ليش|ليه|متي|وش|ايش|ايه ده|كم|هل|وين|فين|مين|منو|اي واحد|سوال|استفسار|استفسر|اسال|ابي اعرف|ابغي اعرف|مدري|نسيت|ناسي|ناسيه|احيانا|تقريبا|غالبا
عدل|عدلوا|صحح|صححوا|تعديل|اعدل|اصحح|غلطت|غلطان|غلطانه|اقصد|قصدي|اسمع|اسمعوني|اسمعني|موظف|موظفه|شكوي|الغ|الغي|الغوا|الغاء
but|if|except|later|maybe|wait|question|how|what|why|when|or`);
