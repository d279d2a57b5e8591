import { BOUNDS, RANGE, TOTAL } from "./amount-lexicon.ts";
import type { Item } from "./numbers.ts";
import {
  AGE_WORDS,
  COUNT_WORDS,
  PART_OF,
  PERSONS,
  PLURAL_PERSONS,
  SELF,
  SELF_INCLUDED,
} from "./person-words.ts";

/**
 * How many people a row of numbers and words counts: one number, a sum of counted relatives, or a whole followed by its
 * parts. `several` when the speaker counts himself among others or counts do not add up; undefined when nothing counts.
 */
export function countPeople(items: readonly Item[]): number | "range" | "several" | undefined {
  const whole = beforeParts(withoutDead(withoutSpeaker(items)));
  const isNumbered = whole.some((item) => item.kind === "number");
  const total = namedTotal(items);
  if (total !== undefined) return total;
  if (isNumbered && whole.some((item) => item.kind === "word" && SELF_INCLUDED.has(item.word)))
    return "several";
  if (whole.some((item, at) => isBound(item, whole[at - 1])))
    return isNumbered ? "range" : undefined;
  if (
    whole.some(
      (item, at) => isRange(whole, at) || (item.kind === "word" && /^(?:ما)?بين$/.test(item.word)),
    )
  )
    return "range";
  if (
    !isNumbered &&
    whole.some(
      (item) =>
        item.kind === "word" &&
        PLURAL_PERSONS.has(personWord(item.word)) &&
        !PERSONS.has(personWord(item.word)),
    )
  ) {
    return "several"; // "زوجتي وعيالي": nobody has counted them
  }
  return sumOf(groupsOf(whole), whole);
}

/** "٦ غيري انا", "عشره غير نفسي": the speaker says that he left himself out, as he was asked to. */
function withoutSpeaker(items: readonly Item[]): readonly Item[] {
  const at = items.findIndex((item) => item.kind === "word" && BESIDES_SELF.has(item.word));
  if (at < 0) return items;
  return items.filter(
    (item, index) => index < at || item.kind !== "word" || !OF_SELF.has(item.word),
  );
}

const BESIDES_SELF = new Set(["غيري", "غير", "دوني", "عداي", "بدوني"]);
const OF_SELF = new Set(["غيري", "غير", "دوني", "عداي", "بدوني", "انا", "نفسي", "عن"]);

/** "ثلاثه عيال والمدام متوفيه": who has died is told of, not counted. */
function withoutDead(items: readonly Item[]): readonly Item[] {
  return items.filter((_, at) => {
    const next = wordAt(items, at + 1);
    const word = wordAt(items, at);
    return !(
      word !== undefined &&
      PERSONS.has(personWord(word)) &&
      next !== undefined &&
      DEAD.test(next)
    );
  });
}

const DEAD = /^(?:ال)?(?:متوفي|متوفيه|متوفاه|مرحوم|مرحومه|ميت|ميته|توفي|توفت|توفيت|مات|ماتت)$/u;

/** "عمره 5 سنوات" counts nobody. */
export function withoutAges(items: readonly Item[]): Item[] {
  return items.filter((item, at) => {
    if (item.kind !== "number") return true;
    const next = wordAt(items, at + 1);
    const previous = wordAt(items, at - 1);
    return (
      !(next !== undefined && AGE_WORDS.has(next)) &&
      !(previous !== undefined && /^و?(?:عمر|اعمار)/.test(previous))
    );
  });
}

export function isPerson(word: string): boolean {
  return PERSONS.has(word) || PLURAL_PERSONS.has(word);
}

/** The word without "and", article or preposition, where what is left is a known word. */
export function personWord(word: string): string {
  if (isPerson(word)) return word;
  for (const prefix of ["وال", "ال", "و", "ب", "ل"]) {
    const rest = word.slice(prefix.length);
    if (word.startsWith(prefix) && (isPerson(rest) || SELF.has(rest) || COUNT_WORDS.has(rest)))
      return rest;
  }
  return word;
}

/**
 * One counted group: a number before a person word ("٣ اولاد"), a dual ("ولدين") or one person ("زوجتي"). `added`: "and"
 * stands before it ("اربعه ورضيع").
 */
type Group = { value: number; isPerson: boolean; added: boolean };

function sumOf(
  [first, ...rest]: readonly Group[],
  items: readonly Item[],
): number | "several" | undefined {
  if (!first) return undefined;
  const all = [first, ...rest];
  const hasSelf = items.some((item) => item.kind === "word" && SELF.has(personWord(item.word)));
  if (rest.length === 0)
    return hasSelf && first.isPerson && !saysWe(items) ? "several" : first.value;
  const parts = rest.reduce((sum, group) => sum + group.value, 0);
  if (rest.length > 1 && parts === first.value) return first.value; // the whole, then its parts
  if (!first.isPerson && all.every((group) => group.value === first.value)) return first.value; // "خمسه 5"
  if (hasSelf || !(all.every((group) => group.isPerson) || rest.every((group) => group.added)))
    return "several";
  return first.value + parts;
}

function groupsOf(items: readonly Item[]): Group[] {
  const groups: Group[] = [];
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!;
    const next = wordAt(items, at + 1);
    if (item.kind === "number") {
      const previous = wordAt(items, at - 1);
      const counts = next !== undefined && isPerson(personWord(next)) && !isAdded(next);
      groups.push({
        value: item.value,
        isPerson: counts || (previous !== undefined && PLURAL_PERSONS.has(personWord(previous))),
        added: previous === "و",
      });
      if (counts) at += 1;
      continue;
    }
    const persons = item.kind === "word" ? PERSONS.get(personWord(item.word)) : undefined;
    const previous = wordAt(items, at - 1);
    if (persons === undefined || previous === "يا") continue; // "يا ولدي" is spoken to
    const word = item.kind === "word" ? item.word : "";
    if (previous !== undefined && isOwned(previous, word)) continue;
    // "بنت وحده", "طفلين اثنين": the number says the same once more.
    const again = items[at + 1];
    const isAgain =
      again?.kind === "number" &&
      again.value === persons &&
      !isPerson(personWord(wordAt(items, at + 2) ?? ""));
    groups.push({ value: persons, isPerson: true, added: isAdded(word) || previous === "و" });
    if (isAgain) at += 1;
  }
  return groups;
}

/** "and" before a person: "ورضيع", "وامهم". */
function isAdded(word: string): boolean {
  return word.startsWith("و") && !isPerson(word);
}

/** "عيال اخوي": the second only says whose the first are. */
function isOwned(owned: string, owner: string): boolean {
  const bare = personWord(owned);
  return isPerson(bare) && !bare.endsWith("ي") && owner.endsWith("ي") && isPerson(owner);
}

/** "8 منهم 5 اطفال", "٧ مع الوالدين": what follows is in the number already. */
function beforeParts(items: readonly Item[]): readonly Item[] {
  const part = items.findIndex((item) => item.kind === "word" && PART_OF.has(item.word));
  const before = items.slice(0, Math.max(0, part));
  return before.some((item) => item.kind === "number") ? before : items;
}

function namedTotal(items: readonly Item[]): number | undefined {
  const total = items.findIndex(
    (item) => item.kind === "word" && TOTAL.has(item.word.replace(/^ال/, "")),
  );
  const named = total < 0 ? undefined : items.slice(total).find((item) => item.kind === "number");
  return named?.kind === "number" ? named.value : undefined;
}

/** "4-5", "اربعه او خمسه", "من 4 الى 6". */
function isRange(items: readonly Item[], at: number): boolean {
  if (items[at]?.kind !== "number") return false;
  const between = items[at + 1];
  if (between?.kind === "number") return between.to === true;
  if (items[at + 2]?.kind !== "number") return false;
  if (between?.kind === "sign") return /^[-–—~/]$/.test(between.sign);
  return between?.kind === "word" && between.word !== "و" && RANGE.has(between.word);
}

/** "اكثر من 5", but not "لا اكثر ولا اقل". */
function isBound(item: Item, previous: Item | undefined): boolean {
  if (item.kind !== "word" || !BOUNDS.has(item.word)) return false;
  return !(previous?.kind === "word" && /^(?:لا|ولا|مو|مب)$/.test(previous.word));
}

/** "احنا خمسه": said of the household. */
function saysWe(items: readonly Item[]): boolean {
  return items.some((item) => item.kind === "word" && /^(?:احنا|حنا|نحن|عددنا)$/.test(item.word));
}

function wordAt(items: readonly Item[], at: number): string | undefined {
  const item = items[at];
  return item?.kind === "word" ? item.word : undefined;
}
