import type { CaseRecord } from "../../cases/case.ts";
import type { LetterSheet } from "../../cases/sheet.ts";
import type { Reference } from "./head.ts";
import { caseFacts, letterSheet, serviceOf } from "./letter.ts";
import type { Words } from "./words.ts";

const DAY_MS = 86_400_000;

/** The two-week notice on paper (policy S5): a floor, never a promise, and no word of a maximum that is not set. */
export function noticeLetter(
  words: Words,
  record: CaseRecord,
  notBefore: Date,
  reference: Reference,
): LetterSheet {
  const { min_days, max_days } = words.profile.decision;
  const latest =
    max_days === null ? undefined : new Date(notBefore.getTime() + (max_days - min_days) * DAY_MS);
  const vars = {
    case_no: record.number,
    service: serviceOf(words, record),
    ...words.dates(notBefore, "min"),
    max_clause: latest ? words.text("clause.max_clause", words.dates(latest, "max")) : "",
  };
  return letterSheet(words, record, reference, {
    subject: words.text("letter.notice.subject", vars),
    summary: words.text("letter.notice.summary", vars).split("\n"),
    blocks: [
      { kind: "paragraph", text: words.text("letter.notice.body", vars) },
      caseFacts(words, record, [
        {
          label: words.text("letter.fact.earliest"),
          value: words.text("letter.fact.day", words.dates(notBefore)),
        },
      ]),
      {
        kind: "note",
        title: words.text("letter.notice.meanwhile"),
        text: words.text("letter.notice.rights"),
        isStrong: false,
      },
    ],
  });
}
