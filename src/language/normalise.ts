/**
 * Loose form, for matching only, never stored or shown: letters that people exchange are one letter, marks, tatweel
 * and invisible controls are gone, digits are Latin, a letter written three times or more is written once,
 * punctuation and emoji are spaces. "نعمممم" and "‏نعم‎" are both "نعم".
 */
export function normalise(text: string): string {
  return foldLetters(text)
    .replace(/[^\p{L}\p{N}\s.,]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** The loose form with its punctuation, for readers of numbers and dates: "٣٬٥٠٠٫٥٠" is "3,500.50". */
export function foldLetters(text: string): string {
  return foldDigits(stripBidi(composed(text)))
    .replace(MARKS, "")
    .replace(VARIANT_LETTERS, (letter) => LETTERS[letter] ?? letter)
    .toLowerCase()
    .replace(/(\p{L})\1{2,}/gu, "$1");
}

/** Strict form, for names and numbers that are kept: one spelling of each character, no invisible ones, single spaces. */
export function normaliseStrict(text: string): string {
  return foldDigits(stripBidi(composed(text)))
    .replace(MARKS, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Arabic, Persian and full-width digits as Latin ones. The length does not change, so positions stay right. */
export function foldDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹０-９]/g, (digit) =>
    String((digit.charCodeAt(0) - zeroOf(digit)) % 10),
  );
}

/** Drops zero-width and direction controls: a sender must not steer how a line is laid out. */
export function stripBidi(text: string): string {
  return text.replace(CONTROLS, "");
}

/** One code for one character. Marks heaped on a letter would take the square of their number to be put in order. */
function composed(text: string): string {
  return text.replace(HEAP, "$1").normalize("NFKC");
}

const HEAP = /(\p{M}{4})\p{M}+/gu;
const CONTROLS = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u061C\u00AD\u180E]/g;
/** Harakat, superscript alef, Quranic marks, tatweel, emoji selectors and the keycap. */
const MARKS = /[\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06ED\u0640]|[\uFE00-\uFE0F]|\u20E3/g;

/** گ is ق in Gulf and Najdi writing. */
const LETTERS: Readonly<Record<string, string>> = {
  أ: "ا",
  إ: "ا",
  آ: "ا",
  ٱ: "ا",
  ى: "ي",
  ی: "ي",
  ې: "ي",
  ۍ: "ي",
  ئ: "ي",
  ک: "ك",
  ڪ: "ك",
  ة: "ه",
  ۃ: "ه",
  ھ: "ه",
  ہ: "ه",
  ە: "ه",
  ؤ: "و",
  گ: "ق",
  چ: "ج",
  پ: "ب",
  ڤ: "ف",
  "٫": ".",
  "٬": ",",
};
const VARIANT_LETTERS = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

function zeroOf(digit: string): number {
  const code = digit.charCodeAt(0);
  if (code >= 0xff10) return 0xff10;
  return code >= 0x06f0 ? 0x06f0 : 0x0660;
}
