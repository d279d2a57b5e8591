import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ChoiceOption, Expectation } from "../../src/language/understand.ts";

/** One labelled line. `accept` holds other answers that count as right. */
const utteranceSchema = z.strictObject({
  id: z.string(),
  class: z.string(),
  context: z.string(),
  text: z.string(),
  expect: z.unknown(),
  accept: z.array(z.unknown()).optional(),
});

export type Utterance = z.infer<typeof utteranceSchema>;

export function loadUtterances(file: string): Utterance[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, at) => {
      if (line.trim() === "") return [];
      const utterance = utteranceSchema.parse(JSON.parse(line));
      if (!Object.hasOwn(expectations, utterance.context))
        throw new Error(`${file}:${at + 1} has an unknown context "${utterance.context}"`);
      return [utterance];
    });
}

export function expectationOf(utterance: Utterance): Expectation {
  return expectations[utterance.context] ?? { type: "none" };
}

/** What was just asked, as the flows ask it. */
const expectations: Record<string, Expectation> = {
  none: { type: "none" },
  menu: { type: "menu", options: numbered(9) },
  survey_1_5: {
    type: "choice",
    options: numbered(5, ["ضعيف", "مقبول", "جيد", "جيد جداً", "ممتاز"]),
  },
  yes_no: { type: "yes_no" },
  consent: { type: "consent" },
  declaration: { type: "declaration" },
  national_id: { type: "national_id" },
  mobile: { type: "mobile" },
  date_of_birth: { type: "date", mustBe: "past" },
  expiry_date: { type: "date" },
  family_size: { type: "integer", min: 1, max: 40 },
  income: { type: "money", min: 0, max: 100_000 },
  iban: { type: "iban" },
  name: { type: "name" },
  city: { type: "city" },
  free_text: { type: "text", min: 1, max: 1500 },
  document: { type: "document" },
};

function numbered(count: number, labels: string[] = []): ChoiceOption[] {
  return Array.from({ length: count }, (_, at) => ({
    id: String(at + 1),
    number: at + 1,
    labels: labels[at] === undefined ? [] : [labels[at]],
  }));
}
