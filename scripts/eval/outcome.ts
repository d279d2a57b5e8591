import { z } from "zod";
import { readIntent, type Intent } from "../../src/language/intents.ts";
import { stripBidi } from "../../src/language/normalise.ts";
import type { ReservedWord } from "../../src/language/reserved.ts";
import type { Understanding } from "../../src/language/understand.ts";
import type { Utterance } from "./utterance.ts";

/** What the bot would do with a text, in the words of the labels of its class. */
export function outcomeOf(utterance: Utterance, understood: Understanding): unknown {
  const reader = Object.hasOwn(readers, utterance.class) ? readers[utterance.class] : undefined;
  return reader ? reader(understood, utterance.text) : intentOf(understood, utterance.text);
}

type Reader = (understood: Understanding, text: string) => unknown;

const readers: Record<string, Reader> = {
  affirm: side,
  deny: side,
  ambiguous_yes_no: side,
  consent_traps: side,
  menu_choice: (understood) => {
    const id = answerOf(understood);
    return typeof id === "string" ? Number(id) : "unclear";
  },
  number_income: number,
  number_family: number,
  date: (understood) => {
    const date = dateSchema.safeParse(answerOf(understood));
    return date.success ? date.data : "unclear";
  },
  national_id: (understood) => answerOf(understood) ?? "invalid",
  mobile: (understood) => answerOf(understood) ?? "invalid",
  crisis: danger,
  crisis_negative: danger,
  digression: (understood, text) =>
    understood.kind === "question" ? "question" : intentOf(understood, text),
  correction: (understood, text) =>
    understood.kind === "correction" ? "correct_previous" : intentOf(understood, text),
  injection: literal,
};

const dateSchema = z.object({
  calendar: z.enum(["hijri", "gregorian"]),
  y: z.number(),
  m: z.number(),
  d: z.number(),
});

function answerOf(understood: Understanding): unknown {
  return understood.kind === "answer" ? understood.value : undefined;
}

function side(understood: Understanding): string {
  const value = answerOf(understood);
  return typeof value === "boolean" ? (value ? "yes" : "no") : "unclear";
}

function number(understood: Understanding): unknown {
  const value = answerOf(understood);
  return typeof value === "number" ? { value } : "unclear";
}

function danger(understood: Understanding): string {
  return understood.kind === "crisis" ? "crisis" : "not_crisis";
}

/** Kept as typed, or not taken at all: in no case read as anything. */
function literal(understood: Understanding, text: string): string {
  if (understood.kind === "answer")
    return understood.value === stripBidi(text).trim() ? "literal" : "changed";
  return understood.kind === "unclear" || understood.kind === "question"
    ? "literal"
    : understood.kind;
}

function intentOf(understood: Understanding, text: string): string {
  switch (understood.kind) {
    case "intent":
      return classes[understood.intent] ?? understood.intent;
    case "reserved":
      return ofReserved(understood.word, text);
    case "answer":
      return understood.also ? (classes[understood.also] ?? understood.also) : "answer";
    case "crisis":
    case "correction":
    case "question":
    case "unclear":
      return understood.kind;
  }
}

/** Labels that are called otherwise than the intent. */
const classes: Partial<Record<Intent, string>> = {
  staff: "handoff",
  status: "status_inquiry",
  documents: "documents_question",
  my_data: "privacy_request",
  language: "language_switch",
};

/** One word opens the menu of complaints and suggestions, so what it asks for is told by the word itself. */
function ofReserved(word: ReservedWord, text: string): string {
  if (word === "complaint") return readIntent(text) === "suggestion" ? "suggestion" : "complaint";
  return reservedClasses[word] ?? word;
}

const reservedClasses: Partial<Record<ReservedWord, string>> = {
  staff: "handoff",
  status: "status_inquiry",
  my_data: "privacy_request",
  english: "language_switch",
  arabic: "language_switch",
};
