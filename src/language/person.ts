import { DATE_ORDINALS } from "./date-words.ts";
import { dayInRiyadh, FIRST_HIJRI_YEAR, LAST_HIJRI_YEAR, toHijri } from "./calendar.ts";
import { cleanName, isSentence } from "./name.ts";
import { foldLetters, normalise, normaliseStrict } from "./normalise.ts";
import { scanNumbers } from "./numbers.ts";
import { read, unclear, type Reading } from "./reading.ts";
import { RELATIONS } from "./relations.ts";

/** A member of the family: first name, relation (id), birth year as written with its calendar. */
export type Person = {
  name: string;
  relation: string;
  birth_year: number;
  calendar: "hijri" | "gregorian";
};

/**
 * "سارة، ابنة، 1436", in any order and with or without commas. An age ("عمرها 11 سنة") becomes a Hijri year.
 * Reasons: `incomplete` (something is missing), `two_digit_year`, `several`, `unclear`.
 */
export function readPerson(text: string, now: Date): Reading<Person> {
  if (text.length > LONGEST) return unclear("too_long");
  const year = birthYear(text, now);
  const words = foldLetters(text).match(/\p{L}+/gu) ?? [];
  const relation = words
    .map((word) => RELATIONS.get(word) ?? RELATIONS.get(word.replace(/^(?:و|ال)/, "")))
    .find((each) => each !== undefined);
  const name = nameOf(text);
  if (isSentence(name)) return unclear("unclear");
  if (typeof year === "string")
    return unclear(name === "" && relation === undefined ? "unclear" : year);
  if (name === "" && relation === undefined) return unclear("unclear");
  if (name === "" || relation === undefined || year === undefined) return unclear("incomplete");
  return read({ name, relation, ...year });
}

const LONGEST = 120; // characters
const LONGEST_NAME = 4; // words
const OLDEST = 120; // years

function nameOf(text: string): string {
  const words = normaliseStrict(text)
    .replace(/[\d/\\،,.\-–:;()|+]/g, " ")
    .split(/\s+/)
    .filter((word) => word !== "" && !isNoName(normalise(word)));
  const name = cleanName(words.join(" "));
  return words.length > LONGEST_NAME || !/^[\p{L}\s'’]*$/u.test(name) ? "" : name;
}

function isNoName(word: string): boolean {
  return (
    RELATIONS.has(word) ||
    RELATIONS.has(word.replace(/^ال/, "")) ||
    YEAR_WORDS.has(word.replace(/^ال/, "")) ||
    scanNumbers(word, { years: true }).some((item) => item.kind === "number") ||
    YEAR_WORDS.has(word) ||
    DATE_ORDINALS.has(word.replace(/^ال/, ""))
  );
}

const YEAR_WORDS = new Set(
  "مواليد|ميلاد|ميلادها|ميلاده|ولد|ولدت|سنه|سنوات|سنين|عام|عمره|عمرها|عمر|هجري|هجريه|ميلادي|ميلاديه|ه|م|اسمه|اسمها|الاسم|اسم|من|في|و|تاريخ|صله|القرابه|قرابه|born|in|age|years|old|year|الف|تسعميه|اربعميه|هو|هي|الفين".split(
    "|",
  ),
);

type Year = { birth_year: number; calendar: Person["calendar"] };

function birthYear(text: string, now: Date): Year | undefined | "two_digit_year" | "several" {
  const words = normalise(text);
  const numbers = scanNumbers(text.replace(/[/\\\-.]/g, " "), { years: true }).flatMap((item) =>
    item.kind === "number" ? [item] : [],
  );
  const years = [
    ...new Set(
      numbers.map(({ value }) => value).filter((value) => calendarOf(value) !== undefined),
    ),
  ];
  if (years.length > 1) return "several";
  const [year] = years;
  if (year !== undefined) return { birth_year: year, calendar: calendarOf(year)! };
  const age = numbers.find(({ value }) => value < OLDEST);
  if (!age) return undefined;
  if (!/(?:^| )(?:عمر\p{L}*|سنه|سنوات|سنين|years|age)(?: |$)/u.test(words)) return "two_digit_year";
  const thisYear = Number(toHijri(dayInRiyadh(now)).slice(0, 4));
  return { birth_year: thisYear - Math.floor(age.value), calendar: "hijri" };
}

function calendarOf(year: number): Person["calendar"] | undefined {
  if (year >= FIRST_HIJRI_YEAR && year < LAST_HIJRI_YEAR) return "hijri";
  return year >= 1900 && year <= 2100 ? "gregorian" : undefined;
}
