import { wordsOf } from "./words.ts";

/** Is the message something asked, not something answered? A question mark or a question word in front. */
export function isQuestion(text: string): boolean {
  if (/[?؟]/.test(text)) return true;
  const first = wordsOf(text)[0]?.word;
  return first !== undefined && askingWords.has(first);
}

const askingWords = new Set(
  "كم متي وين وش ايش ليش كيف هل شلون وشو منو مين لماذا ماذا اين".split(" "),
);
