import { documentsFor } from "../../cases/new-case.ts";
import type { Profile } from "../../cases/profile.ts";
import type { PaperAnswer, PaperField, SupportFormSheet } from "../../cases/sheet.ts";
import type { Flow, Variable } from "../../engine/flow.ts";
import { headOf } from "./head.ts";
import type { Words } from "./words.ts";

/** What only a conversation asks: it knows from where it is written, proves a telephone by a code, and is there when somebody is in danger. */
const NOT_ON_PAPER = [
  "mobile_is_sender",
  "psy_immediate_danger",
  "truth_declaration",
  "declaration_refused",
  "declaration_code",
];

const ID_DIGITS = 10;
const TABLE_ROWS = 6;
const LONG_TEXT = 500; // characters: more than a line

/** The printable support request (policy T4): the same questions, in the same order, for the same association. */
export function supportFormSheet(words: Words, flow: Flow): SupportFormSheet {
  const { text, profile } = words;
  const blank = (key: string) => ({ label: text(key), value: "" });
  return {
    kind: "form",
    head: headOf(words),
    fields: [blank("letter.form.case"), blank("letter.form.received")],
    title: text("letter.form.title"),
    intro: [
      text("letter.form.intro"),
      ...(profile.crisis.mode === "primary" ? [text("clause.crisis_line")] : []),
    ].join("\n"),
    sections: sectionsOf(words, flow),
    declaration: {
      title: text("letter.form.declaration.title"),
      text: text("letter.form.declaration"),
      facts: [
        blank("letter.form.name"),
        blank("letter.form.signature"),
        blank("letter.form.date"),
        blank("letter.form.officer"),
      ],
    },
    foot: text("letter.form.foot"),
  };
}

function sectionsOf(words: Words, flow: Flow): SupportFormSheet["sections"] {
  const sections = new Map<string, PaperField[]>();
  for (const { id, question, section, variable } of asked(flow, words.profile)) {
    const label = `field.${id}`;
    const field = {
      id,
      label: words.text(words.has(label) ? label : question),
      how: answerOf(words, question, variable),
    };
    sections.set(section, [...(sections.get(section) ?? []), field]);
  }
  return [...sections].map(([id, fields]) => ({ title: words.text(`section.${id}`), fields }));
}

/** The questions of a flow that this association asks and that make sense on paper. */
function asked(flow: Flow, profile: Profile) {
  const groups: readonly string[] = profile.intake_groups;
  return flow.steps.flatMap((step) => {
    if (step.kind !== "ask" && step.kind !== "repeat") return [];
    if (step.only !== undefined || (step.group !== undefined && !groups.includes(step.group)))
      return [];
    const id = step.kind === "ask" ? step.ask : step.repeat;
    const variable = flow.vars.get(id);
    if (!variable || NOT_ON_PAPER.includes(id)) return [];
    if (variable.type === "document" && listedDocuments(profile).length === 0) return [];
    const question = step.text ?? `${flow.texts}.${step.id}`;
    return [{ id, question, section: step.section ?? "need", variable }];
  });
}

function answerOf(words: Words, question: string, variable: Variable): PaperAnswer {
  const { text, profile } = words;
  const labels = (keys: readonly string[]): PaperAnswer => ({
    kind: "options",
    options: keys.map((key) => words.numeral(text(key))),
  });
  switch (variable.type) {
    case "text":
      return variable.max > LONG_TEXT ? { kind: "lines", count: 3 } : { kind: "line" };
    case "national_id":
    case "mobile":
      return { kind: "digits", count: ID_DIGITS };
    case "money":
      return { kind: "amount", unit: text("letter.form.riyal") };
    case "date":
      return {
        kind: "date",
        calendars: [text("letter.form.hijri"), text("letter.form.gregorian")],
      };
    case "yes_no":
      return labels(["yes_no.option.yes", "yes_no.option.no"]);
    case "consent":
      return labels(["consent.option.yes", "consent.option.no"]);
    case "choice":
    case "menu":
    case "multi": {
      const listed = Array.isArray(variable.options)
        ? variable.options.map(({ id }) => `${question}.option.${id}`)
        : profile.services.map(({ id }) => `service.${id}`);
      const extra = variable.type === "multi" ? [] : (variable.extra ?? []);
      return labels([...listed, ...extra.map(({ id }) => `${question}.option.${id}`)]);
    }
    case "document":
      return labels(listedDocuments(profile).map((id) => `document.${id}`));
    case "person":
      return {
        kind: "table",
        columns: ["name", "relation", "birth", "study"].map((id) =>
          text(`letter.form.person.${id}`),
        ),
        rows: TABLE_ROWS,
      };
    case "name":
    case "city":
    case "integer":
    case "integers":
    case "iban":
    case "declaration":
    case "code":
    case "case_number":
      return { kind: "line" };
  }
}

/** Every document that any of the services asks for: on paper nobody knows yet which is chosen. */
function listedDocuments(profile: Profile): string[] {
  return [...new Set(profile.services.flatMap(({ id }) => documentsFor(profile, id)))];
}
