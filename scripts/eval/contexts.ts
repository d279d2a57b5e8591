import { readFileSync } from "node:fs";
import path from "node:path";
import type { ChoiceOption, Expectation } from "../../src/language/understand.ts";

/** What was just asked, in the words of a labelled file, as the expectation that the conversation has then. */
export function expectationOf(context: string): Expectation {
  const expectation = Object.hasOwn(contexts, context) ? contexts[context] : undefined;
  if (!expectation)
    throw new Error(
      `no context "${context}"; there are: ${Object.keys(contexts).toSorted().join(", ")}`,
    );
  return expectation;
}

/** The ids of the menu by the number that is shown before them. The eighth stands in no flow yet: another language. */
const MENU_IDS = [
  "request",
  "status",
  "documents",
  "faq",
  "feedback",
  "volunteer",
  "my_data",
  "language",
  "staff",
];

/** Which item of the menu an intent or reserved word opens just as its number would. */
export const MENU_NUMBER_OF: Readonly<Record<string, number>> = {
  new_request: 1,
  status: 2,
  documents: 3,
  complaint: 5,
  suggestion: 5,
  objection: 5,
  volunteer: 6,
  my_data: 7,
  language: 8,
  english: 8,
  staff: 9,
};

const texts = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../../locales/ar/menu.json"), "utf8"),
) as Record<string, string>;

const menu: ChoiceOption[] = MENU_IDS.map((id, index) => ({
  id,
  number: index + 1,
  labels: id === "language" ? ["English", "تغيير اللغة", "اللغة"] : labelsOf(id),
}));

function labelsOf(id: string): string[] {
  const key = `menu.main.option.${id}`;
  const short = texts[`${key}.sms`];
  return [
    texts[key] ?? id,
    ...(short === undefined ? [] : [short]),
    ...(texts[`${key}.also`] ?? "").split("|").filter((label) => label !== ""),
  ];
}

const satisfaction: ChoiceOption[] = [
  ["very_bad", "غير راضٍ إطلاقًا"],
  ["bad", "غير راضٍ"],
  ["fair", "محايد"],
  ["good", "راضٍ"],
  ["very_good", "راضٍ جدًا"],
].map(([id = "", label = ""], index) => ({ id, number: index + 1, labels: [label] }));

const contexts: Readonly<Record<string, Expectation>> = {
  none: { type: "none" },
  menu: { type: "menu", options: menu },
  yes_no: { type: "yes_no" },
  consent: { type: "consent" },
  declaration: { type: "declaration" },
  national_id: { type: "national_id" },
  mobile: { type: "mobile" },
  date_of_birth: { type: "date", mustBe: "past" },
  expiry_date: { type: "date" },
  family_size: { type: "integer", min: 0, max: 40 },
  income: { type: "money", min: 0, max: 200_000 },
  iban: { type: "iban" },
  name: { type: "name" },
  city: { type: "city" },
  free_text: { type: "text", min: 3, max: 1500 },
  document: { type: "document" },
  survey_1_5: { type: "choice", options: satisfaction },
};

/** The number before an option of the menu or of the scale. */
export function numberOfOption(context: string, id: unknown): number | undefined {
  const expectation = expectationOf(context);
  return "options" in expectation
    ? expectation.options.find((option) => option.id === id)?.number
    : undefined;
}
