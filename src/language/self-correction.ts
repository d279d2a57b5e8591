import { foldLetters } from "./normalise.ts";
import type { Item } from "./numbers.ts";

/**
 * "3000 لا 3500", "الفين عفوا ثلاثه", "3500 مو 3000": of an answer that corrects itself only what the person means in
 * the end is left. Without a number on both sides of the word nothing is cut.
 */
export function afterSelfCorrection(items: readonly Item[]): readonly Item[] {
  for (let at = items.length - 1; at > 0; at--) {
    const item = items[at];
    if (item?.kind !== "word") continue;
    const before = items.slice(0, at);
    const after = items.slice(at + 1);
    if (!hasNumber(before) || !hasNumber(after)) continue;
    if (REPLACES.has(item.word)) return after;
    if (REJECTS.has(item.word) && after[0]?.kind === "number") return before;
  }
  return items;
}

/** The same for numbers that are read digit by digit: "0551234567 لا 0557654321". */
export function lastMeant(text: string): string {
  const parts = foldLetters(text).split(SPOKEN_CORRECTION);
  const last = parts.at(-1) ?? text;
  return parts.length > 1 && /\d/.test(last) && /\d/.test(parts.slice(0, -1).join(""))
    ? last
    : text;
}

const SPOKEN_CORRECTION =
  /\s(?:لا|عفوا|قصدي|اقصد|الصح|الصحيح|بل|اسف|اسفه|معليش|غلط|sorry|no)(?=\s)/u;

/** What follows is meant. */
const REPLACES = new Set(
  "لا|لالا|قصدي|اقصد|قصدت|عفوا|عفو|معليش|معليه|اسف|اسفه|اعتذر|بل|الصح|الصحيح|الاصح|صح|صحيحه|غلط|غلطان|غلطت|غلطه|اعدل|تعديل|صرنا|وصرنا|فصرنا|صاروا|فصاروا|sorry|no|actually|mean|meant|correction".split(
    "|",
  ),
);
/** What follows is refused. */
const REJECTS = new Set("مو|مب|موب|مش|وليس|ليس|ليست|وليست|not|بدل|بدال".split("|"));

function hasNumber(items: readonly Item[]): boolean {
  return items.some((item) => item.kind === "number");
}
