import { normalise, normaliseStrict } from "./normalise.ts";
import { read, unclear, type Reading } from "./reading.ts";

/**
 * A full name: two to six names (بن, بنت, آل and عبد do not count) of Arabic or Latin letters, at most 100 characters.
 * Value: as written, without marks, tatweel and what introduces it ("اسمي ..."). Reasons: `one_word`, `too_long`, `unclear`.
 */
export function readName(text: string): Reading<string> {
  if (text.length > LONGEST * 2) return unclear("too_long");
  if (TURNS_DIRECTION.test(text)) return unclear("unclear");
  const name = cleanName(text);
  if (name.length > LONGEST) return unclear("too_long");
  if (!/^[\p{L}\s'’\-.]+$/u.test(name) || isSentence(name)) return unclear("unclear");
  const names = name.split(/\s+/).filter((word) => !PARTICLES.has(normalise(word)));
  if (names.length < 2)
    return unclear(names.length === 1 && (names[0]?.length ?? 0) > 1 ? "one_word" : "unclear");
  return names.length > MOST ? unclear("too_long") : read(name);
}

/** A name without what people write round it. */
export function cleanName(text: string): string {
  return normaliseStrict(text)
    .replace(/[\p{Extended_Pictographic}"«»()]/gu, " ")
    .replace(/(?<=\p{L})[.،,/](?=\s?\p{L})/gu, " ")
    .replace(INTRODUCTION, "")
    .replace(/[\s:،,.-]+$/u, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Whether words are a sentence and no name. */
export function isSentence(text: string): boolean {
  return normalise(text)
    .split(" ")
    .some((word) => NEVER_A_NAME.has(word));
}

/** Overrides and embeddings turn how a line reads; nobody's name has them. The mark that keyboards add is allowed. */
const TURNS_DIRECTION = /[\u202A-\u202E\u2066-\u2069]/;

const LONGEST = 100;
const MOST = 6;

const INTRODUCTION =
  /^[\s:،,.-]*(?:(?:السلام عليكم(?: ورحمة الله)?(?: وبركاته)?|مرحبا|يا هلا|هلا|أهلا|اهلا|أنا|انا|معكم|معك|اسمي|إسمي|الاسم|الإسم|هو|الرباعي|الكامل|my name is|i am|name)[\s:،,.-]+)*/iu;

const PARTICLES = new Set([
  "بن",
  "ابن",
  "بنت",
  "ال",
  "عبد",
  "ابو",
  "ام",
  "bin",
  "bint",
  "ibn",
  "al",
  "abdul",
]);

const NEVER_A_NAME = new Set(
  "ابي|ابغي|ابغا|اريد|نبي|نبغي|ودي|احتاج|نحتاج|محتاج|محتاجه|كم|كيف|متي|وين|فين|ليش|ليه|لماذا|هل|ايش|وش|شو|ماذا|ممكن|عندي|عندنا|لدي|لدينا|ما|لا|مو|مب|مش|الي|عن|في|من|مع|اللي|الذي|التي|هذا|هذه|هذي|انا|احنا|انت|انتم|هو|هي|موظف|موظفه|الموظف|طلب|طلبي|الطلب|شكوي|مساعده|المساعده|رقم|الرقم|تسجيل|سجل|كلم|اكلم|اتكلم|تعبت|خلاص|طيب|تمام|نعم|ايه|اوكي|شكرا|مدري|ادري|اعرف|لازم|ضروري|الحين|بكره|اليوم|ليس|ريال|سنه|الاسم|اسمي|اكتب|كتبت|ارسل|ارسلت|لماذا|سبب|المستندات|الوثائق|الشروط|الجمعيه|تقبلون|تحتاجون|تطلبون|what|why|how|when|where|is|the|want|need|can|you|please|do|my|your|have|not".split(
    "|",
  ),
);
