import { maskPersonalNumbers } from "../language/personal-numbers.ts";
import { foldDigits } from "../language/normalise.ts";

/**
 * A free text of a survey without what would name somebody: numbers of four digits or more, addresses of mail and pages,
 * and the words after a title («الأستاذ خالد الحربي», «الموظفة نورة»). It errs on the side of hiding too much.
 */
export function screened(text: string): string {
  return maskPersonalNumbers(text)
    .replace(/\S+@\S+|https?:\/\/\S+|www\.\S+/gu, HIDDEN)
    .replace(NUMBER, (digits) =>
      foldDigits(digits).replace(/\D/g, "").length >= 4 ? HIDDEN : digits,
    )
    .replace(TITLED, (_, title: string) => `${title} ${HIDDEN}`);
}

const HIDDEN = "••••";
const NUMBER = /[0-9\u0660-\u0669\u06f0-\u06f9](?:[\s-]?[0-9\u0660-\u0669\u06f0-\u06f9])*/gu;
const TITLES =
  "الأستاذ|الاستاذ|الأستاذة|الاستاذة|أستاذ|استاذ|أستاذة|استاذة|الموظف|الموظفة|موظف اسمه|موظفة اسمها|الأخ|الاخ|الأخت|الاخت|السيد|السيدة|الدكتور|الدكتورة|دكتور|دكتورة|المهندس|المهندسة|الشيخ|المدير|المديرة|الباحث|الباحثة|الأخصائي|الاخصائي|الأخصائية|الاخصائية|أبو|ابو|أم|ام|اسمه|اسمها|اسمي|Mr\\.?|Mrs\\.?|Ms\\.?|Dr\\.?";
/** Words with which a sentence goes on: no names. */
const ORDINARY =
  "في|من|على|عن|الى|إلى|الذي|التي|كان|كانت|لم|لا|ما|هو|هي|جدا|جداً|ممتاز|ممتازة|رائع|رائعة|تأخر|تأخرت|متعاون|متعاونة|تعامل|تعاملت|was|is|did|very|who|at";
const WORD = `(?!(?:${ORDINARY})(?![\\p{L}]))[\\p{L}]+`;
const TITLED = new RegExp(`(?<![\\p{L}])(${TITLES})\\s*[:/]?\\s+${WORD}(?:\\s+${WORD})?`, "gu");
