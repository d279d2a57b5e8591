import { stripBidi } from "../../src/language/normalise.ts";
import { understand, type Understanding } from "../../src/language/understand.ts";
import { expectationOf, MENU_NUMBER_OF, numberOfOption } from "./contexts.ts";
import { knowledge } from "./questions.ts";
import type { Line } from "./lines.ts";

/** What the bot would do with a line, said in the words that its class expects. */
export function readLabel(line: Line, now: Date): unknown {
  const understood = understand(line.text, expectationOf(line.context), { now, language: "ar" });
  if (line.class === "crisis" || line.class === "crisis_negative")
    return understood.kind === "crisis" ? "crisis" : "not_crisis";
  if (understood.kind === "crisis") return "crisis";
  const reader = Object.hasOwn(readers, line.class) ? readers[line.class] : undefined;
  return (reader ?? className)(understood, line);
}

type Reader = (understood: Understanding, line: Line) => unknown;

const yesOrNo: Reader = (understood) => {
  if (understood.kind !== "answer") return "unclear";
  return understood.value === true ? "yes" : understood.value === false ? "no" : "unclear";
};

const amount: Reader = (understood) =>
  understood.kind === "answer" ? { value: understood.value } : "unclear";

const digits: Reader = (understood) =>
  understood.kind === "answer" ? understood.value : "invalid";

const date: Reader = (understood) => {
  if (understood.kind !== "answer") return "unclear";
  const { calendar, y, m, d } = understood.value as Record<string, unknown>;
  return { calendar, y, m, d };
};

/** A word that opens the same item as its number is the same choice. */
const menuChoice: Reader = (understood, line) => {
  if (understood.kind === "answer") return numberOfOption(line.context, understood.value);
  const asked = wordOf(understood);
  return MENU_NUMBER_OF[asked ?? ""] ?? className(understood, line);
};

/** A question is answered and the form goes on; so is one whose subject has a flow of its own. */
const digression: Reader = (understood, line) => {
  if (understood.kind === "question") return "question";
  const asked = wordOf(understood);
  return asked !== undefined && ASKING.has(asked) ? "question" : className(understood, line);
};
const ASKING: ReadonlySet<string> = new Set([
  "status",
  "documents",
  "my_data",
  "bot_challenge",
  "help",
]);

const correction: Reader = (understood, line) =>
  understood.kind === "correction" ? "correct_previous" : className(understood, line);

/** Kept as it was typed, or not understood: either way no part of it did anything. */
const literal: Reader = (understood, line) => {
  if (understood.kind === "unclear" || understood.kind === "question") return "literal";
  if (understood.kind === "intent" && understood.intent === "gibberish") return "literal";
  if (understood.kind !== "answer" || understood.also !== undefined)
    return className(understood, line);
  const typed = stripBidi(line.text).trim(); // what steers how a line is laid out is never kept
  return understood.value === typed ? "literal" : { value: understood.value };
};

/** A message that asks for nothing which must not be missed. */
const ordinary: Reader = (understood, line) => {
  const name = className(understood, line);
  return typeof name === "string" && ALARMS.has(name) ? name : "ordinary";
};
const ALARMS: ReadonlySet<string> = new Set([
  "handoff",
  "complaint",
  "objection",
  "opt_out",
  "abuse",
]);

const readers: Readonly<Record<string, Reader>> = {
  ordinary,
  affirm: yesOrNo,
  deny: yesOrNo,
  ambiguous_yes_no: yesOrNo,
  consent_traps: yesOrNo,
  menu_choice: menuChoice,
  number_income: amount,
  number_family: amount,
  date,
  national_id: digits,
  mobile: digits,
  digression,
  correction,
  injection: literal,
};

/** The class that an intent or a reserved word belongs to. What has no class is named as it is. */
function className(understood: Understanding, line: Line): unknown {
  const asked = wordOf(understood);
  if (asked !== undefined) return CLASS_OF[asked] ?? asked;
  if (understood.kind === "answer") return { value: understood.value };
  const answered = line.context === "none" ? answeredQuestion(line.text) : undefined;
  if (answered !== undefined) return answered;
  // With nothing open, words that mean nothing are treated alike whether or not they are called gibberish.
  if (understood.kind === "unclear" && line.class === "gibberish") return "gibberish";
  return understood.kind === "unclear" ? "unclear" : understood.kind;
}

/** With nothing open a turn looks for an answer among the questions; the one on documents is what was asked for. */
function answeredQuestion(text: string): string | undefined {
  const answer = knowledge.answer(text);
  return answer && "clear" in answer ? CLASS_OF_QUESTION[answer.clear] : undefined;
}

const CLASS_OF_QUESTION: Readonly<Record<string, string>> = { documents: "documents_question" };

function wordOf(understood: Understanding): string | undefined {
  if (understood.kind === "intent") return understood.intent;
  if (understood.kind === "reserved") return understood.word;
  return understood.kind === "answer" ? understood.also : undefined;
}

const CLASS_OF: Readonly<Record<string, string>> = {
  staff: "handoff",
  contact_me: "handoff",
  status: "status_inquiry",
  documents: "documents_question",
  my_data: "privacy_request",
  help: "not_understood",
  language: "language_switch",
  english: "language_switch",
  arabic: "language_switch",
};
