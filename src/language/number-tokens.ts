import { foldLetters } from "./normalise.ts";
import { ATOMS, BEFORE_TEN, type Atom } from "./number-lexicon.ts";
import { isOneSlipAway } from "./one-slip.ts";

/** One piece of a text. `atom`: it is a number word; `and`, `to`: a و or ل was written together with it. */
export type Token = {
  kind: "digits" | "word" | "sign";
  text: string;
  atom?: Atom;
  and?: true;
  to?: true;
};

/** Digits, words and signs in order. `grouped`: "3 500" is one number. */
export function tokenise(text: string, grouped: boolean): Token[] {
  const folded = foldLetters(text).replace(/🔟/gu, "10");
  return (folded.match(grouped ? GROUPED : PLAIN) ?? []).map((raw) => {
    if (/^\d/.test(raw)) return { kind: "digits", text: raw.replaceAll(" ", "") };
    return /^\p{L}/u.test(raw) ? wordToken(raw) : { kind: "sign", text: raw };
  });
}

const DIGITS = String.raw`\d+(?:[.,،']\d+)*`;
const PLAIN = new RegExp(String.raw`${DIGITS}|\p{L}+|[^\s\p{L}\d]`, "gu");
const GROUPED = new RegExp(
  String.raw`(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d.,]| \d)|${DIGITS}|\p{L}+|[^\s\p{L}\d]`,
  "gu",
);

/** Prefixes that Arabic writes together with a number word. */
const PREFIXES = ["و", "ب", "ال", "وال", "بال", "وب", "وبال", "ل", "لل", "ه", "هال", "ف", "ك"];

function wordToken(word: string): Token {
  if (ATOMS.has(word)) return { kind: "word", text: word, atom: ATOMS.get(word)! };
  if (word === "و" || BEFORE_TEN.has(word)) return { kind: "word", text: word };
  for (const prefix of PREFIXES) {
    const bare = word.startsWith(prefix) ? word.slice(prefix.length) : "";
    const atom = bare.length > 1 ? ATOMS.get(bare) : undefined;
    if (!atom) continue;
    return {
      kind: "word",
      text: bare,
      atom,
      ...(prefix.startsWith("و") ? { and: true } : {}),
      ...(prefix.startsWith("ل") ? { to: true } : {}),
    };
  }
  const singled = word.replace(/(\p{L})\1/gu, "$1");
  if (ATOMS.has(singled)) return { kind: "word", text: singled, atom: ATOMS.get(singled)! };
  return misspelled(word) ?? { kind: "word", text: word };
}

const SHORTEST_TO_MEND = 5;

/** One slip of the finger in a long number word, if only one number is that near. */
function misspelled(word: string): Token | undefined {
  const and = word.startsWith("و") && word.length > SHORTEST_TO_MEND;
  const bare = and ? word.slice(1) : word;
  if (bare.length < SHORTEST_TO_MEND || NOT_NUMBERS.has(bare)) return undefined;
  const near = LONG_ATOMS.filter(
    ([known]) => known[0] === bare[0] && isOneSlipAway(known, bare),
  ).map(([, atom]) => atom);
  const first = near[0];
  if (!first || near.some((atom) => atom.kind !== first.kind || atom.value !== first.value))
    return undefined;
  return { kind: "word", text: bare, atom: first, ...(and ? { and: true } : {}) };
}

const LONG_ATOMS = [...ATOMS].filter(
  ([word, atom]) =>
    word.length >= SHORTEST_TO_MEND && atom.kind !== "fraction" && /^[\u0600-\u06FF]+$/.test(word),
);
/** Ordinals, weekdays and other words that lie one letter beside a number. */
const NOT_NUMBERS = new Set(
  "ثالثه|ثالثا|رابعه|خامسه|سادسه|سابعه|ثامنه|تاسعه|عاشره|الثلاثاء|الاربعاء|اربعاء|ثلاثاء|الخميس|الثالث|عشيره|العشره|معسرين|مليان|عشران|سبعان|امانيه|يمانيه|المانيه|الملايين|تسعير|تسعيره|خمسات|مايله|عاطلين|ميتات|بنتين|بنتان|ابنتين|ابنين|ابنان|ابنتان".split(
    "|",
  ),
);

/** "3,500" and "3.500" are thousands; "3,5", "3500.50" are fractions; both at once: the last one is the point. */
export function valueOfDigits(raw: string): number {
  const text = raw.replaceAll("،", ",").replaceAll("'", ",");
  const separators = text.match(/[.,]/g) ?? [];
  const last = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  if (last < 0) return Number(text);
  const isThousands = /^[1-9]\d{0,2}(?:[.,]\d{3})+$/.test(text) && new Set(separators).size === 1;
  if (isThousands) return Number(text.replace(/[.,]/g, ""));
  return Number(`${text.slice(0, last).replace(/[.,]/g, "")}.${text.slice(last + 1)}`);
}
