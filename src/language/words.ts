import { fromArabizi, isArabizi, spellOut } from "./arabizi.ts";
import { normalise } from "./normalise.ts";
import { remembered } from "./remembered.ts";

/** A word as it is compared, and where it ends in the text as typed. */
export interface Word {
  word: string;
  end: number;
}

/** The words of a text in the spelling that lexicons are compared in, with what is written together taken apart. */
export function wordsOf(text: string): readonly Word[] {
  if (text === last.text) return last.words; // every reader asks for the words of the same message
  const inLatin = isArabizi(text.slice(0, 500));
  const words = [...text.matchAll(PIECE)].flatMap((piece) => {
    const end = piece.index + piece[0].length;
    return wordsOfPiece(piece[0]).map((word) => ({
      word: inLatin ? spelling(spellOut(word)) : word,
      end,
    }));
  });
  last = { text, words };
  return words;
}

let last: { text: string; words: readonly Word[] } = { text: "", words: [] };

const wordsOfPiece = remembered((piece): readonly string[] =>
  normalise(piece.replace(APOSTROPHES, ""))
    .split(/[\s.,]+/)
    .filter((word) => word !== "")
    .flatMap((word) => takeApart(fromArabizi(word)))
    .map(spelling),
);

const PIECE = /[^\s.,،؛:!?؟()"«»/\\-]+/gu;
const APOSTROPHES = /['’`]/g; // "don't" is one word

/**
 * One spelling more than the loose form: letters typed for one another (ظ ض), a letter typed twice, a hamza left out
 * and the silent alef of "احذفوا". Only for comparing with a lexicon in the same spelling.
 */
export function spelling(word: string): string {
  const folded = normalise(word).replaceAll("ظ", "ض").replaceAll("ء", "");
  const keepsDoubles = /[a-z]/.test(folded) || NAME_OF_GOD.test(folded);
  const single = keepsDoubles ? folded : folded.replace(/(\p{L})\1+/gu, "$1");
  if (single.endsWith("وا") && single.length > 3) return single.slice(0, -1);
  return single;
}

const NAME_OF_GOD = /^[وبيته]?ا?لله$/; // else it would be "اله", a machine

/** "مابي" is "ما ابي", "لاترسلون" is "لا ترسلون", "يارب" is "يا رب". */
export function takeApart(word: string): string[] {
  const joined = JOINED.get(word);
  if (joined) return joined;
  const [first, ...others] = word.startsWith("و") ? (JOINED.get(word.slice(1)) ?? []) : [];
  if (first !== undefined) return [`و${first}`, ...others];
  if (word.startsWith("لات") && word.length > 5) return ["لا", word.slice(2)];
  if (/^ما(?:ا|عند[ين]|ي...|ت...|عجب|وصل|واف|جا[^د]|شفت|نب|نقد|نعرف|نفه)/.test(word))
    return ["ما", word.slice(2)];
  return [word];
}

const JOINED = new Map(
  `مابي ما ابي|ماابي ما ابي|مابيكم ما ابيكم|مابيه ما ابيه|مابغي ما ابغي|مابغا ما ابغي|ماابغي ما ابغي|ماابغا ما ابغي|مابغيت ما بغيت
ماودي ما ودي|ماعاد ما عاد|معاد ما عاد|معد ما عاد|ماعد ما عاد|مااقدر ما اقدر|ماقدر ما اقدر|ماقدرت ما قدرت|مافيه ما فيه|مافي ما في|ماله ما له|مالي ما لي
مافهمت ما فهمت|مافهمتك ما فهمت|مافهمتكم ما فهمت|مافهم ما افهم|ماافهم ما افهم|مااعرف ما اعرف|ماعرف ما اعرف|مااحد ما احد|ماحد محد|مابقي ما بقي|مابقا ما بقي
مااريد ما اريد|مااستحمل ما استحمل|مااتحمل ما اتحمل|ماتحمل ما اتحمل|ماحب ما احب|مااحب ما احب|مااعجبني ما عجبني|ماعجبني ما عجبني|ماعجبتني ما عجبني|مارضيت ما رضيت
مارد ما رد|ماردوا ما ردوا|ماردو ما ردوا|محدش محد|مااستلمت ما استلمت|ماستلمت ما استلمت|ماوصلني ما وصلني|ماجاني ما جاني|ماجاوبتوني ما جاوبتوني|مااطيق ما اطيق
يارب يا رب|ياربي يا رب|يارب يا رب|ياليت يا ليت|ياليتني ليتني|ياليتي ليتني|ياخي يا اخي|ياناس يا ناس|ياربيه يا رب|انشاءالله ان شاء الله|لوسمحت لو سمحت|لوسمحتوا لو سمحت|لوسمحتو لو سمحت
لاعاد لا عاد|لاابي لا ابي|لابي لا ابي|وينطلبي وين طلبي|وينكم وين انتم|وينك وين انت|وينه وين هو`
    .split(/[|\n]/)
    .map((entry) => entry.split(" "))
    .map(([together, ...apart]) => [together ?? "", apart]),
);
