import type { CaseRecord } from "../../cases/case.ts";
import type { Block, Fact, LetterSheet } from "../../cases/sheet.ts";
import { fieldsOf, headOf, type Reference } from "./head.ts";
import type { Words } from "./words.ts";

/** What differs from letter to letter; everything else is the same on each. */
export interface LetterBody {
  subject: string;
  summary: string[];
  blocks: Block[];
}

/** A letter about one case, addressed to its person. */
export function letterSheet(
  words: Words,
  record: CaseRecord,
  reference: Reference,
  body: LetterBody,
): LetterSheet {
  const { text } = words;
  const name = nameOf(record);
  return {
    kind: "letter",
    head: headOf(words, { isPreview: reference.number === undefined }),
    fields: fieldsOf(words, reference),
    opening: text("letter.opening"),
    to:
      name === ""
        ? text("letter.to.nameless", { case_no: record.number })
        : text("letter.to", { name }),
    salutation: text("letter.salutation"),
    ...body,
    closing: text("letter.closing"),
    signature: {
      by: text("letter.sign.by"),
      facts: [
        { label: text("letter.sign.name"), value: "" },
        { label: text("letter.sign.signature"), value: "" },
      ],
      stamp: text("letter.sign.stamp"),
    },
    foot: text("letter.foot", { case_no: record.number }),
  };
}

/** The case as every letter states it. */
export function caseFacts(words: Words, record: CaseRecord, more: Fact[] = []): Block {
  const { text } = words;
  return {
    kind: "facts",
    facts: [
      { label: text("letter.fact.case"), value: record.number },
      { label: text("letter.fact.service"), value: serviceOf(words, record) },
      {
        label: text("letter.fact.opened"),
        value: text("letter.fact.day", words.dates(new Date(record.openedAt))),
      },
      ...more,
    ],
  };
}

/** As the person gave it: the name of the identity card, or the one by which the person wants to be called. */
export function nameOf({ answers }: CaseRecord): string {
  const name = answers["applicant_name"] ?? answers["psy_nickname"];
  return typeof name === "string" ? name : "";
}

export function serviceOf(words: Words, { service }: CaseRecord): string {
  const key = `service.${service}`;
  return words.has(key) ? words.text(key) : service;
}
