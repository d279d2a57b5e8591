import type { CommitteeRow, CommitteeSheet, Fact } from "../../cases/sheet.ts";
import type { Json } from "../../engine/types.ts";
import type { CommitteeAgenda } from "../ports.ts";
import { headOf } from "./head.ts";
import { nameOf, serviceOf } from "./letter.ts";
import type { Words } from "./words.ts";

const OUTCOMES = ["accepted", "partly", "deferred", "declined"];

/**
 * What the committee reads of a request, in this order, where the person has said it. No identity number, telephone
 * number or account stands on a sheet that lies on a table.
 */
const BRIEF: readonly (readonly [variable: string, shown: keyof typeof showing])[] = [
  ["region_city_district", "text"],
  ["dependents_count", "count"],
  ["income_total", "money"],
  ["obligations_total", "money"],
  ["housing_tenure", "housing"],
  ["rent_amount", "money"],
  ["previous_support_body", "text"],
  ["track", "track"],
  ["level", "count"],
  ["psy_for_whom", "forWhom"],
  ["psy_age_band", "age"],
  ["psy_mode", "mode"],
  ["need_description", "text"],
];
const LONGEST = 220; // a sheet is read in a meeting; the whole is in the case

export function committeeSheet(words: Words, agenda: CommitteeAgenda): CommitteeSheet {
  const { text, profile, numeral } = words;
  const member = (id: string) => text(`letter.committee.member.${id}`);
  const column = (id: string) => text(`letter.committee.column.${id}`);
  return {
    kind: "committee",
    head: headOf(words),
    title: text("letter.committee.title"),
    facts: [
      {
        label: text("letter.committee.session"),
        value: text("letter.day", words.dates(agenda.at)),
      },
      { label: text("letter.committee.minutes"), value: numeral(agenda.minutesNumber) },
      { label: text("letter.committee.cases"), value: numeral(agenda.cases.length) },
    ],
    columns: {
      case: column("case"),
      facts: column("facts"),
      state: column("state"),
      votes: column("votes"),
      decision: column("decision"),
    },
    rows: agenda.cases.map((each) => rowOf(words, each)),
    outcomes: OUTCOMES.map((outcome) => text(`letter.committee.outcome.${outcome}`)),
    members: {
      title: text("letter.committee.members"),
      columns: ["name", "role", "present", "conflict", "signature"].map(member),
      rows: agenda.members.map(({ name, isChair }) => ({
        name,
        role: text(`letter.committee.role.${isChair ? "chair" : "member"}`),
      })),
    },
    foot: text("letter.committee.foot", {
      quorum_text: text(`letter.committee.quorum.${profile.committee_rules.quorum}`),
    }),
  };
}

function rowOf(words: Words, { record, gates }: CommitteeAgenda["cases"][number]): CommitteeRow {
  return {
    number: record.number,
    service: serviceOf(words, record),
    name: nameOf(record),
    marks: [
      ...(record.urgent ? [words.text("letter.committee.urgent")] : []),
      ...(record.onBehalf ? [words.text("letter.committee.behalf")] : []),
    ],
    facts: BRIEF.flatMap(([variable, shown]): Fact[] => {
      const value = showing[shown](words, record.answers[variable] ?? null);
      return value === "" ? [] : [{ label: words.text(`letter.brief.${variable}`), value }];
    }),
    gates: gates.map(({ id, met }) => ({ label: words.text(`letter.gate.${id}`), isMet: met })),
  };
}

const showing = {
  text: (_words, value) =>
    typeof value !== "string"
      ? ""
      : value.length > LONGEST
        ? `${value.slice(0, LONGEST).trimEnd()}…`
        : value,
  count: (words, value) => (typeof value === "number" ? words.numeral(value) : ""),
  money: (words, value) => (typeof value === "number" ? moneyOf(words, value) : ""),
  housing: labelled("intake.housing"),
  track: labelled("education.track"),
  forWhom: labelled("psych.for_whom"),
  age: labelled("psych.age"),
  mode: labelled("psych.mode"),
} satisfies Record<string, (words: Words, value: Json) => string>;

/** The label of a chosen option, by the question that it answers. */
function labelled(question: string) {
  return (words: Words, value: Json): string => {
    if (typeof value !== "string") return "";
    const key = `${question}.option.${value}`;
    return words.has(key) ? words.text(key) : "";
  };
}

function moneyOf(words: Words, value: number): string {
  const grouped = String(value).replace(/\B(?=(?:\d{3})+(?!\d))/g, ",");
  return words.text("letter.money", { amount_n: grouped });
}
