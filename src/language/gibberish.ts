import { normalise } from "./normalise.ts";

/** Keys struck at random: nothing but punctuation, one thing over and over, or a run along the keyboard. */
export function isGibberish(text: string): boolean {
  const trimmed = text.trim();
  if (/^[.?؟!،,؛;\-_*#]{3,}$/.test(trimmed)) return true;
  const letters = trimmed.replace(/\s+/g, "");
  if (letters.length > LONGEST || /\p{N}/u.test(letters)) return false;
  if (isRepetition(letters)) return !/^[هھha]+$/i.test(letters); // laughing is not gibberish
  const words = normalise(trimmed).split(" ");
  return words.length <= 3 && words.every((word) => word.length >= 4 && isKeyboardRun(word));
}

const LONGEST = 60;

/** "ككككك", "سيبسيبسيب": one piece of one to three letters at least three times, and at least five letters. */
function isRepetition(letters: string): boolean {
  return (
    letters.length >= 5 &&
    [1, 2, 3].some(
      (size) =>
        letters.length >= size * 3 &&
        [...letters].every((letter, at) => letter === letters[at % size]) &&
        /\p{L}/u.test(letters),
    )
  );
}

/** Most neighbours in the word are neighbours on one row of the keyboard. */
function isKeyboardRun(word: string): boolean {
  let near = 0;
  for (let at = 1; at < word.length; at++) if (isNear(word[at - 1] ?? "", word[at] ?? "")) near++;
  return near / (word.length - 1) >= SHARE_OF_NEIGHBOURS && (near >= 4 || !VOWELS.test(word));
}

const SHARE_OF_NEIGHBOURS = 0.7;
const VOWELS = /[اويaeiou]/;
const ROWS = ["ضصثقفغعهخحجد", "شسيبلاتنمكط", "يءورلاهيوزض", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

function isNear(a: string, b: string): boolean {
  return ROWS.some((row) => {
    const from = row.indexOf(a);
    const to = row.indexOf(b);
    return from >= 0 && to >= 0 && Math.abs(from - to) <= 1;
  });
}
