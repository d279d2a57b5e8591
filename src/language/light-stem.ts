import { everydayWord } from "./everyday-words.ts";

/** The word without article, joined particles and endings, in its common form. Expects one word in the loose form. */
export function lightStem(word: string): string {
  const whole = everydayWord(word);
  if (whole !== undefined) return whole;
  const bare = withoutStart(word);
  const common = everydayWord(bare);
  if (common !== undefined) return common;
  const ending = ENDINGS.find((each) => bare.endsWith(each) && bare.length - each.length >= 3);
  const stem = ending === undefined ? bare : bare.slice(0, -ending.length);
  const known = everydayWord(stem);
  if (known !== undefined) return known;
  return stem.length >= 4 && VERB_STARTS.has(stem[0] ?? "") ? stem.slice(1) : stem;
}

/** The stem's consonants: "تحويل", "يحول" and "محولة" come nearer to each other. At least two letters. */
export function skeleton(word: string): string {
  const stem = lightStem(word);
  const consonants = stem.slice(0, 1) + stem.slice(1).replace(/[اوي]/g, "");
  return consonants.length >= 2 ? consonants : stem;
}

function withoutStart(word: string): string {
  const start = STARTS.find((each) => word.startsWith(each) && word.length - each.length >= 3);
  if (start !== undefined) return word.slice(start.length);
  if (!JOINED.has(word[0] ?? "")) return word;
  return word.length >= 5 || everydayWord(word.slice(1)) !== undefined ? word.slice(1) : word;
}

const STARTS = ["وال", "بال", "فال", "كال", "هال", "لل", "ال"];
const JOINED: ReadonlySet<string> = new Set("وفبلك");
const VERB_STARTS: ReadonlySet<string> = new Set("ياتنب");
const ENDINGS = [
  "تها",
  "ونها",
  "كم",
  "ها",
  "هم",
  "نا",
  "ني",
  "ات",
  "ون",
  "ين",
  "ان",
  "وا",
  "تي",
  "ته",
  "تك",
  "ه",
  "ي",
  "ك",
  "ت",
  "ا",
];
