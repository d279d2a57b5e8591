import type { ChoiceOption } from "./choice.ts";

/**
 * What is open: the question that was just asked, or nothing. The value of an answer:
 * menu, choice: option id; multi: ids; yes_no, consent, declaration: boolean; text, name, city: text; integer, money:
 * number; integers: numbers; date: StoredDate; national_id, last4, code: digits; iban: 24 characters; mobile: E.164;
 * case_number: "KH-4800173-0"; person: Person. A document is no text.
 */
export type Expectation =
  | { type: "none" }
  | { type: "menu"; options: ChoiceOption[] }
  | { type: "choice"; options: ChoiceOption[] }
  | { type: "multi"; options: ChoiceOption[] }
  | { type: "yes_no" }
  | { type: "consent" }
  | { type: "declaration" }
  | { type: "text"; min: number; max: number }
  | { type: "name" }
  | { type: "city" }
  | { type: "integer"; min: number; max: number }
  | { type: "integers"; count: number; min: number; max: number }
  | { type: "money"; min: number; max: number }
  | { type: "date"; mustBe?: "past" | "future" }
  | { type: "national_id" }
  | { type: "last4" }
  | { type: "iban" }
  | { type: "mobile" }
  | { type: "code"; digits: number }
  | { type: "case_number"; prefix: string }
  | { type: "person" }
  | { type: "document" };
