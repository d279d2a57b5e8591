/*
 * What stands on a printed sheet: texts that are filled already, in the order in which they are read, and no markup.
 * `src/conversation/letters/` writes a sheet, `src/web/letter/` draws it, and what was written is kept beside the PDF,
 * because text that is taken out of an Arabic PDF is not reliable.
 */

export type Sheet = LetterSheet | CommitteeSheet | SupportFormSheet;

export interface Letterhead {
  language: "ar" | "en";
  association: string;
  /** The name in the other language. */
  otherName: string;
  /** Supervision, licence, headquarters: what the profile knows of them. */
  lines: string[];
  /** Across the top: the policy is a draft, or the letter a preview. */
  banners: string[];
  /** Digits of page numbers. */
  numerals: "latn" | "arab";
}

export interface Fact {
  label: string;
  /** Empty: a dotted line to write on. */
  value: string;
}

export type Block =
  | { kind: "paragraph"; text: string }
  | { kind: "facts"; facts: Fact[] }
  /** A box of its own: the reason, what can be done, the right to object. */
  | { kind: "note"; title: string; text: string; isStrong: boolean };

export interface LetterSheet {
  kind: "letter";
  head: Letterhead;
  /** Number, date, attachments, as the association's letters have them (policy B2). */
  fields: Fact[];
  opening: string;
  subject: string;
  to: string;
  salutation: string;
  /** The whole letter in two plain sentences. */
  summary: string[];
  blocks: Block[];
  closing: string;
  signature: Signature;
  foot: string;
}

interface Signature {
  by: string;
  facts: Fact[];
  stamp: string;
}

/** One sheet for the table of a committee session. */
export interface CommitteeSheet {
  kind: "committee";
  head: Letterhead;
  title: string;
  facts: Fact[];
  columns: { case: string; facts: string; state: string; votes: string; decision: string };
  rows: CommitteeRow[];
  /** What may be voted, in the order of the boxes. */
  outcomes: string[];
  members: { title: string; columns: string[]; rows: { name: string; role: string }[] };
  foot: string;
}

export interface CommitteeRow {
  number: string;
  service: string;
  name: string;
  /** Urgent, on behalf. */
  marks: string[];
  facts: Fact[];
  gates: { label: string; isMet: boolean }[];
}

/** The support request on paper (policy T4), made of the same variables as the conversation. */
export interface SupportFormSheet {
  kind: "form";
  head: Letterhead;
  fields: Fact[];
  title: string;
  intro: string;
  sections: { title: string; fields: PaperField[] }[];
  declaration: { title: string; text: string; facts: Fact[] };
  foot: string;
}

export interface PaperField {
  /** Id of the variable in the flow. */
  id: string;
  label: string;
  how: PaperAnswer;
}

export type PaperAnswer =
  | { kind: "line" }
  | { kind: "lines"; count: number }
  /** One box a digit. */
  | { kind: "digits"; count: number }
  /** `unit`: riyals. */
  | { kind: "amount"; unit: string }
  /** Day, month and year, with a box for each calendar. */
  | { kind: "date"; calendars: string[] }
  | { kind: "options"; options: string[] }
  | { kind: "table"; columns: string[]; rows: number };
