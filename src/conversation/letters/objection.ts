import type { CaseRecord, Objection } from "../../cases/case.ts";
import type { LetterSheet } from "../../cases/sheet.ts";
import type { Reference } from "./head.ts";
import { caseFacts, letterSheet } from "./letter.ts";
import type { Words } from "./words.ts";

/** The answer to an objection, from another body than the one that decided. */
export function objectionLetter(
  words: Words,
  record: CaseRecord,
  objection: Objection,
  outcome: NonNullable<Objection["outcome"]>,
  reference: Reference,
): LetterSheet {
  const of = (part: string) => `letter.objection_${outcome.result}.${part}`;
  const vars = {
    case_no: record.number,
    obj_no: objection.number,
    ...words.dates(new Date(outcome.at), "dec"),
  };
  return letterSheet(words, record, reference, {
    subject: words.text(of("subject"), vars),
    summary: words.text(of("summary"), vars).split("\n"),
    blocks: [
      { kind: "paragraph", text: words.text(of("body"), vars) },
      caseFacts(words, record, [
        { label: words.text("letter.fact.objection"), value: objection.number },
        {
          label: words.text("letter.fact.objected"),
          value: words.text("letter.fact.day", words.dates(new Date(objection.at))),
        },
      ]),
      {
        kind: "note",
        title: words.text("letter.grounds.title"),
        text: outcome.reason.trim(),
        isStrong: false,
      },
      { kind: "paragraph", text: words.text(of("after")) },
    ],
  });
}
