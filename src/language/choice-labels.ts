import type { ChoiceOption } from "./choice.ts";
import { NEGATIONS, STOP_WORDS } from "./choice-words.ts";
import { normalise } from "./normalise.ts";
import { isOneSlipAway } from "./one-slip.ts";
import { essentialWords } from "./politeness.ts";

/**
 * Options whose label a text names: every meaningful word of the text is of the label ("مستندات" for "استكمال مستندات
 * ناقصة"), or every meaningful word of the label stands in the text ("ساكنين بالإيجار" for "إيجار"; `loose` then, when
 * other words remain). With `several` each word may name an option of its own ("راتب وضمان").
 */
export function matchLabels(
  text: string,
  options: readonly ChoiceOption[],
  { several = false }: { several?: boolean } = {},
): { found: ChoiceOption[]; loose: boolean } {
  const words = essentialWords(text);
  const phrase = several ? undefined : longestPhrase(words, options);
  if (phrase) return phrase;
  const known = options.map((option) => ({
    option,
    labels: option.labels.flatMap(alternatives).map(contentOf),
  }));
  const meant = positive(words, known).map(stem);
  if (meant.length === 0) return { found: [], loose: false };
  const named = known.filter(({ labels }) =>
    labels.some((label) => label.length > 0 && label.every((word) => holds(meant, word))),
  );
  if (!several) {
    const within = known.filter(({ labels }) =>
      labels.some((label) => label.length > 0 && meant.every((word) => holds(label, word))),
    );
    if (within.length === 1) return { found: [within[0]!.option], loose: false };
    if (within.length > 1)
      return {
        found: (narrowed(within, named) ?? within).map(({ option }) => option),
        loose: false,
      };
    const chosen = mostSpecific(named, meant);
    const rivals = words.some((word) => OR.has(word))
      ? known.filter(({ labels }) => meant.some((word) => isOnlyIn(word, labels, known)))
      : [];
    return { found: rivals.length > 1 ? rivals.map(({ option }) => option) : chosen, loose: true };
  }
  const own = known.filter(({ labels }) => meant.some((word) => isOnlyIn(word, labels, known)));
  const found = options.filter((option) =>
    [...named, ...own].some((each) => each.option === option),
  );
  const explained = meant.every((word) =>
    known.some(({ labels }) => labels.some((label) => holds(label, word))),
  );
  return { found, loose: !explained };
}

/**
 * The longest label that stands in the text word for word: of "راض" and "غير راض", "مو راضي ابد" says the second. A label
 * of one word counts here only when it negates; the others are weighed with all that was written.
 */
function longestPhrase(
  words: readonly string[],
  options: readonly ChoiceOption[],
): { found: ChoiceOption[]; loose: boolean } | undefined {
  const said = words.map(asStated);
  const hits = options
    .flatMap((option) =>
      option.labels.flatMap(alternatives).map((label) => ({
        option,
        label: normalise(label)
          .split(/[ .,]+/)
          .filter(Boolean)
          .map(asStated),
      })),
    )
    .filter(
      ({ label }) =>
        label.length > 1 && label.some((word) => word === NOT) && contains(said, label),
    )
    .toSorted((a, b) => b.label.length - a.label.length);
  const longest = hits.filter(({ label }) => label.length === hits[0]?.label.length);
  const found = [...new Set(longest.map(({ option }) => option))];
  return found.length === 0
    ? undefined
    : { found, loose: said.length > (longest[0]?.label.length ?? 0) };
}

const NOT = "غير";
const SAYS_NOT = new Set("غير|مو|مب|موب|مش|ليس|ليست|لست|مهو|ماني|لا|ما|لم".split("|"));

function asStated(word: string): string {
  return SAYS_NOT.has(word) ? NOT : stem(word);
}

function contains(words: readonly string[], phrase: readonly string[]): boolean {
  return words.some((_, at) => phrase.every((word, offset) => words[at + offset] === word));
}

/** "خيري ولا ايجار" has not chosen yet. */
const OR = new Set(["او", "ولا", "والا", "or"]);

type Known = { option: ChoiceOption; labels: string[][] };

/** Of options that all hold the words, the one whose whole label was written. */
function narrowed(within: readonly Known[], named: readonly Known[]): Known[] | undefined {
  const both = within.filter((each) => named.includes(each));
  return both.length > 0 ? both : undefined;
}

/** "سكن خيري" names "سكن خيري" rather than "سكن". */
function mostSpecific(named: readonly Known[], meant: readonly string[]): ChoiceOption[] {
  const sizes = named.map(({ labels }) =>
    Math.max(
      ...labels
        .filter((label) => label.length > 0 && label.every((word) => holds(meant, word)))
        .map((label) => label.length),
    ),
  );
  const largest = Math.max(0, ...sizes);
  return named.filter((_, at) => sizes[at] === largest).map(({ option }) => option);
}

function isOnlyIn(word: string, labels: readonly string[][], known: readonly Known[]): boolean {
  const inLabels = (each: readonly string[][]) => each.some((label) => holds(label, word));
  return inLabels(labels) && known.filter((other) => inLabels(other.labels)).length === 1;
}

/** "شكوى أو اقتراح أو تظلّم" can be named by each of the three. */
function alternatives(label: string): string[] {
  const parts = label.split(/\s+(?:أو|او|or)\s+|[/()،,؛]/).map((part) => part.trim());
  return [label, ...parts.filter((part) => part.length > 2)];
}

/** Words of a label that tell it from others; all of them where it has nothing but common words ("لي"). */
function contentOf(label: string): string[] {
  const words = normalise(label)
    .split(/[ .,]+/)
    .filter(Boolean);
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  return (telling.length > 0 ? telling : words).map(stem);
}

/** Words that are not refused: "مو ملك، ايجار" means only the second. */
function positive(words: readonly string[], known: readonly Known[]): string[] {
  const isLabel = (word: string) =>
    known.some(({ labels }) =>
      labels.some((label) => label.length === 1 && label[0] === stem(word)),
    );
  return words.filter(
    (word, at) =>
      !NEGATIONS.has(word) &&
      !NEGATIONS.has(words[at - 1] ?? "") &&
      (!STOP_WORDS.has(word) || isLabel(word)) &&
      !/^\d+$/.test(word),
  );
}

function holds(words: readonly string[], wanted: string): boolean {
  return words.some(
    (word) =>
      word === wanted ||
      (word.length >= LONG && wanted.length >= LONG && isOneSlipAway(word, wanted)),
  );
}

const LONG = 4; // shorter stems differ by one letter too often

/** Article, "and", attached prepositions and the commonest endings off; for matching labels only. */
function stem(word: string): string {
  let bare = word;
  if (bare.length > 4) bare = bare.replace(/^(?:وال|بال|كال|فال|ولل|لل)/, "");
  if (bare.length > 4) bare = bare.replace(/^ال/, "");
  if (bare.length > 3) bare = bare.replace(/^و(?=\p{L}{3})/u, "");
  if (bare.length > 5) bare = bare.replace(/(?:هم|ها|كم|نا|ات|ون|ين)$/, "");
  if (bare.length > 4) bare = bare.replace(/ني$/, "");
  if (bare.length > 3) bare = bare.replace(/ت$/, "");
  return bare.length > 4
    ? bare.replace(/[هيكا]{1,2}$/, "")
    : bare.length > 3
      ? bare.replace(/[هيكا]$/, "")
      : bare;
}
