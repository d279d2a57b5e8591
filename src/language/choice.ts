import { ANSWER_WORDS, LAST_WORDS, NEGATIONS, ORDINALS, ORDINAL_NOUNS } from "./choice-words.ts";
import { matchLabels } from "./choice-labels.ts";
import { saysNone } from "./nothing.ts";
import { NO_MONEY } from "./amount-lexicon.ts";
import { normalise } from "./normalise.ts";
import { scanNumbers, type Item } from "./numbers.ts";
import { withoutPoliteness } from "./politeness.ts";
import { read, unclear, type Reading } from "./reading.ts";
import { afterSelfCorrection } from "./self-correction.ts";
import { readYesNo } from "./yes-no.ts";

/** One thing to choose. `labels`: what a person may type for it, the shown one first. */
export type ChoiceOption = { id: string; number: number; labels: string[] };

/**
 * One option, by its number in any script or in words ("١-", "رقم ثلاثه", "الثاني", "الاخير"), or by its label or a part
 * of it that no other option has. Value: the id. Reasons: `several`, `out_of_range`, `unclear`.
 */
export function readChoice(text: string, options: readonly ChoiceOption[]): Reading<string> {
  if (text.length > LONGEST) return unclear("unclear");
  const exact = exactly(text, options);
  if (exact) return read(exact.id);
  const numbers = numbersOnly(text, options);
  if (numbers) {
    const distinct = [...new Set(numbers)];
    if (distinct.length > 1) return unclear("several");
    const option = options.find(({ number }) => number === distinct[0]);
    return option ? read(option.id) : unclear("out_of_range");
  }
  const byYesNo = yesNoOption(text, options);
  if (byYesNo) return read(byYesNo.id);
  const { found, loose } = matchLabels(text, options);
  const [only] = found;
  if (found.length > 1) return unclear("several");
  if (only) return { ...read(only.id), ...(loose ? { loose: true as const } : {}) };
  const none = noneOption(text, options);
  return none ? read(none.id) : unclear("unclear");
}

/**
 * Several options at once: "1 3", "١و٣", "13" (where there is no option 13), "راتب وضمان", "1 والضمان". Value: ids in
 * the order of the options.
 */
export function readMulti(text: string, options: readonly ChoiceOption[]): Reading<string[]> {
  if (text.length > LONGEST) return unclear("unclear");
  const exact = exactly(text, options);
  if (exact) return read([exact.id]);
  const numbers = numbersOnly(text.replace(/[.,،٫٬]/g, " "), options);
  if (numbers) {
    const wanted = numbers.flatMap((number) => splitDigits(number, options));
    return wanted.every((number) => options.some((option) => option.number === number))
      ? read(options.filter(({ number }) => wanted.includes(number)).map(({ id }) => id))
      : unclear("out_of_range");
  }
  const listed = scanNumbers(text).flatMap((item) => (item.kind === "number" ? [item.value] : []));
  const { found, loose } = matchLabels(text, options, { several: true });
  const byNumber = found.length > 0 ? options.filter(({ number }) => listed.includes(number)) : [];
  const chosen = options.filter((option) => found.includes(option) || byNumber.includes(option));
  if (chosen.length > 0)
    return { ...read(chosen.map(({ id }) => id)), ...(loose ? { loose: true as const } : {}) };
  const none = noneOption(text, options);
  return none ? read([none.id]) : unclear("unclear");
}

const LONGEST = 200; // characters

function exactly(text: string, options: readonly ChoiceOption[]): ChoiceOption | undefined {
  const whole = withoutPoliteness(normalise(text).split(" ")).join(" ");
  if (whole === "") return undefined;
  const found = options.filter(({ labels }) => labels.some((label) => normalise(label) === whole));
  return found.length === 1 ? found[0] : undefined;
}

/** The numbers of a text that holds nothing but numbers, ordinals and words of choosing. */
function numbersOnly(text: string, options: readonly ChoiceOption[]): number[] | undefined {
  const stars = text.match(/[⭐★]/gu)?.length ?? 0;
  if (stars > 0 && text.replace(/[⭐★\s\uFE0F]/gu, "") === "") return [stars];
  const items = afterSelfCorrection(meaningful(text));
  const numbers: number[] = [];
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!;
    if (item.kind === "sign") continue;
    if (item.kind === "number") {
      numbers.push(item.value);
      at += scaleLength(items, at, options);
      continue;
    }
    const ordinal = ordinalAt(items, at, options);
    if (ordinal !== undefined) {
      numbers.push(ordinal);
      const next = items[at + 1];
      if (next?.kind === "number" && next.value === 1) at += 1; // "اول واحد"
      continue;
    }
    if (NEGATIONS.has(item.word) || !ANSWER_WORDS.has(item.word)) return undefined;
  }
  return numbers.length > 0 ? numbers : undefined;
}

function meaningful(text: string): Item[] {
  const items = scanNumbers(text);
  const words = items.flatMap((item) => (item.kind === "word" ? [item.word] : []));
  const essential = withoutPoliteness(words);
  if (essential.length === words.length) return items;
  let next = 0;
  return items.filter(
    (item) => item.kind !== "word" || (item.word === essential[next] && (next += 1) > 0),
  );
}

/** "5 من 5", "٤/٥": the second number is the scale. */
function scaleLength(items: readonly Item[], at: number, options: readonly ChoiceOption[]): number {
  const between = items[at + 1];
  const scale = items[at + 2];
  const isOf =
    (between?.kind === "word" && between.word === "من") ||
    (between?.kind === "sign" && between.sign === "/");
  const highest = Math.max(...options.map(({ number }) => number));
  return isOf && scale?.kind === "number" && scale.value === highest ? 2 : 0;
}

/** "الثاني", "ثاني واحد"; a bare "ثاني" in a sentence is "another". */
function ordinalAt(
  items: readonly Item[],
  at: number,
  options: readonly ChoiceOption[],
): number | undefined {
  const item = items[at];
  if (item?.kind !== "word") return undefined;
  const word = item.word.replace(/^(?:و|ب|وب|ل)(?=ال)/, "");
  if (LAST_WORDS.has(word)) return Math.max(...options.map(({ number }) => number));
  const definite = ORDINALS.get(word.replace(/^(?:ال|لل)/, ""));
  if (definite === undefined) return undefined;
  if (word.startsWith("ال") || items.length === 1) return definite;
  const next = items[at + 1];
  if (next?.kind === "number") return next.value === 1 ? definite : undefined;
  return next?.kind === "word" && ORDINAL_NOUNS.has(next.word) ? definite : undefined;
}

/** "13" where only 1 to 7 exist is 1 and 3. */
function splitDigits(number: number, options: readonly ChoiceOption[]): number[] {
  const digits = [...String(number)].map(Number);
  const isOption = (wanted: number) => options.some((option) => option.number === wanted);
  const isSplit =
    !isOption(number) &&
    digits.length > 1 &&
    new Set(digits).size === digits.length &&
    digits.every(isOption);
  return isSplit ? digits : [number];
}

/** Where the options begin with نعم and لا, any yes or no will do. Labels of consent are left to their exact words. */
function yesNoOption(text: string, options: readonly ChoiceOption[]): ChoiceOption | undefined {
  const begins = (option: ChoiceOption, words: RegExp) =>
    option.labels.some((label) => words.test(normalise(label)));
  const yes = options.filter((option) => begins(option, /^(?:نعم|yes)(?: |$)/));
  const no = options.filter((option) => begins(option, /^(?:لا|no)$/));
  if (yes.length !== 1 || no.length !== 1) return undefined;
  const said = readYesNo(text);
  return said === "unclear" ? undefined : said === "yes" ? yes[0] : no[0];
}

/** "ما عندي شي" where one option says that there is none. */
function noneOption(text: string, options: readonly ChoiceOption[]): ChoiceOption | undefined {
  const none = options.filter(({ labels }) =>
    labels.some((label) => NONE_LABEL.test(normalise(label))),
  );
  return none.length === 1 && saysNone(text, NO_MONEY) ? none[0] : undefined;
}

const NONE_LABEL = /^(?:لا يوجد|لا توجد|لا شيء|لا شي|ما عندي|بدون|ليس لدي|none|no income|nothing)/;
