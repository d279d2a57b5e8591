import type { CaseRecord, Decision, DecisionOutcome } from "../../cases/case.ts";
import { dayAfter } from "../../cases/deadlines.ts";
import type { Block, LetterSheet } from "../../cases/sheet.ts";
import { dayInRiyadh } from "../../language/calendar.ts";
import type { Reference } from "./head.ts";
import { caseFacts, letterSheet, serviceOf } from "./letter.ts";
import type { Words } from "./words.ts";

/** What an outcome has to say besides what all of them say, in order. */
const parts: Record<DecisionOutcome, readonly (keyof typeof blocks)[]> = {
  accepted: ["grant", "next"],
  partly: ["grant", "reason", "advice", "objection"],
  deferred: ["what", "session", "unharmed"],
  declined: ["reason", "advice", "objection"],
};

/** The letter of a decision. A refusal says why, what can be done, and that there is a right to object. */
export function decisionLetter(
  words: Words,
  record: CaseRecord,
  decision: Decision & { nextSessionOn?: string },
  reference: Reference,
): LetterSheet {
  const of = (part: string) => `letter.${decision.outcome}.${part}`;
  const vars = {
    case_no: record.number,
    service: serviceOf(words, record),
    dec_no: decision.number,
    ...words.dates(new Date(decision.at), "dec"),
  };
  const place = { words, decision, reference };
  return letterSheet(words, record, reference, {
    subject: words.text(of("subject"), vars),
    summary: words.text(of("summary"), vars).split("\n"),
    blocks: [
      { kind: "paragraph", text: words.text(of("body"), vars) },
      caseFacts(
        words,
        record,
        decision.number === ""
          ? []
          : [{ label: words.text("letter.fact.decision"), value: decision.number }],
      ),
      ...parts[decision.outcome].flatMap((part) => blocks[part](place)),
    ],
  });
}

interface Place {
  words: Words;
  decision: Decision & { nextSessionOn?: string };
  reference: Reference;
}

/** What a part says; without anything to say it is left out. */
const blocks = {
  grant: ({ words, decision }) =>
    note(words, "letter.grant.title", (decision.grant ?? "").trim(), true),
  reason: ({ words, decision }) => note(words, "letter.reason.title", reasonOf(words, decision)),
  what: ({ words, decision }) =>
    note(words, "letter.what.title", decision.advice?.trim() || reasonOf(words, decision), true),
  next: ({ words }) => note(words, "letter.next.title", words.text("letter.accepted.next")),
  advice: ({ words, decision }) => note(words, "letter.advice.title", adviceOf(words, decision)),
  session: ({ words, decision: { nextSessionOn } }) =>
    nextSessionOn === undefined
      ? []
      : note(
          words,
          "letter.deferred.next.title",
          words.text(
            "letter.deferred.next",
            words.dates(new Date(`${nextSessionOn}T12:00:00+03:00`)),
          ),
        ),
  unharmed: ({ words }) => [{ kind: "paragraph", text: words.text("letter.deferred.unharmed") }],
  objection: ({ words, decision, reference }) => {
    const { window_days } = words.profile.objection;
    const told = decision.releasedAt ? new Date(decision.releasedAt) : reference.at;
    const last = new Date(`${dayAfter(dayInRiyadh(told), window_days)}T12:00:00+03:00`);
    const text = words.text("letter.objection.text", words.dates(last, "obj"));
    return note(words, "letter.objection.title", text, true);
  },
} satisfies Record<string, (place: Place) => Block[]>;

function note(words: Words, title: string, text: string, isStrong = false): Block[] {
  if (text === "") return [];
  return [{ kind: "note", title: words.text(title), text: asSentence(text), isStrong }];
}

/** The same words stand inside a message, where they have no full stop. */
function asSentence(text: string): string {
  return /[.!?؟…:]$/.test(text) ? text : `${text}.`;
}

/** The reason in the association's words; one that has no words there was written by staff as it is. */
function reasonOf(words: Words, { reason = "" }: Decision): string {
  return firstText(words, [`letter.reason.${reason}`, `decision.reason.${reason}`], reason);
}

/** What staff wrote goes before what stands ready for the reason, and that before what helps everybody. */
function adviceOf(words: Words, { advice = "", reason = "" }: Decision): string {
  if (advice.trim() !== "") return advice.trim();
  return firstText(words, [`decision.advice.${reason}`, "decision.advice"], "");
}

function firstText(words: Words, keys: readonly string[], otherwise: string): string {
  const key = keys.find((each) => words.has(each));
  return key === undefined ? otherwise.trim() : words.text(key);
}
