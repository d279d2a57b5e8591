import { describe, expect, test } from "vitest";
import { documentsFor, serviceOf } from "../../src/cases/new-case.ts";
import { rehearse } from "../../src/conversation/rehearse.ts";
import { currentVersion, findFlow, hasFlow } from "../../src/engine/flow-set.ts";
import { questionnaire, type Questionnaire } from "../../src/engine/questionnaire.ts";
import { loadStage } from "../support/stage.ts";

/* The form of the desk asks what the conversation would ask: both are played with the same answers and compared. */

const stage = loadStage();
const NOW = new Date("2026-11-22T10:00:00+03:00");
const FLOW = "support-request";
const flow = findFlow(stage.flows, FLOW, currentVersion(stage.flows, FLOW));
/** What only the conversation has: whose telephone it is, and files. */
const NEVER = ["mobile_is_sender", "documents"];
type Given = Record<string, string>;

function formAtDesk(name: string, given: Given): Questionnaire {
  const { policy, profile, knowledge } = stage.association(name);
  const consent = {
    purpose: "processing",
    version: profile.privacy.version,
    at: NOW.toISOString(),
  };
  return questionnaire(
    stage.flows,
    {
      flow: FLOW,
      given,
      always: ["mobile"],
      never: NEVER,
      consents: [{ ...consent, decision: "given" }],
    },
    {
      now: NOW,
      holder: "bot",
      turnId: "desk",
      channel: { kind: "console", twoWay: true, buttons: true },
      policy,
      documentsFor: (answers) => documentsFor(profile, serviceOf(profile, answers)),
      hasFlow: (each) => hasFlow(stage.flows, each),
      label: (key) => stage.texts.plain(key, "ar"),
      placeholders: (key) => stage.texts.placeholders(key),
      isCode: () => false,
      findAnswer: (text) => knowledge.answer(text),
    },
  );
}

const askedAtDesk = (name: string, given: Given) =>
  formAtDesk(name, given).asked.map(({ id }) => id);

/** The questions that a person who answers so meets, from the first to the summary. */
function askedInConversation(name: string, given: Given): string[] {
  const met: string[] = [];
  const play = rehearse({
    flows: stage.flows,
    texts: stage.texts,
    association: stage.association(name),
    channel: "web",
    now: NOW,
    flow: { name: FLOW, version: flow.version },
    visit: (_flow, id, what) => {
      const step = flow.steps[flow.indexOf.get(id) ?? -1];
      if (what === "entered" && step?.kind === "ask") met.push(step.ask);
    },
  });
  const standing = () =>
    JSON.stringify(play.state.frames.map(({ failures: _failures, ...frame }) => frame));
  play.take({ kind: "text", text: "طلب" });
  for (;;) {
    const frame = play.state.frames.at(-1);
    const step = flow.steps[flow.indexOf.get(frame?.step ?? "") ?? -1];
    if (frame?.flow !== FLOW || (step?.kind !== "ask" && step?.kind !== "repeat")) break;
    const id = step.kind === "ask" ? step.ask : `${step.repeat}.${frame.item ?? 0}`;
    if (step.kind === "repeat") met.push(id);
    const answer = frame.phase === "confirm" ? "yes" : (given[id] ?? "skip");
    const open = standing();
    play.take({ kind: "choice", optionId: answer });
    if (standing() === open) play.take({ kind: "text", text: answer });
    if (standing() === open) throw new Error(`${id}: "${answer}" is no answer`);
  }
  return met.filter((id) => !NEVER.includes(id));
}

const SELF: Given = {
  service_type: "cash",
  applicant: "self",
  applicant_name: "نورة عبدالله محمد السالم",
  national_id: "1999999004",
  birth_date: "15/6/1410",
  mobile: "0553000009",
  region_city_district: "مكة - الشوقية",
  dependents_count: "0",
  income_sources: "none",
  income_total: "0",
  consent_credit: "yes",
  obligations_total: "0",
  housing_tenure: "own",
  need_description: "نحتاج سداد الإيجار",
  urgency: "no",
  previous_support: "no",
};

const PEOPLE: [string, string, Given][] = [
  ["somebody who lives in his own house", "khuta", SELF],
  [
    "a tenant with three dependants, for somebody else, helped elsewhere before",
    "khuta",
    {
      ...SELF,
      service_type: "rent",
      applicant: "behalf",
      relation_to_beneficiary: "guardian",
      dependents_count: "٣",
      "dependents.0": "سارة، ابنة، 1436",
      "dependents.1": "علي، ابن، 1438",
      "dependents.2": "هند، ابنة، 1440",
      consent_credit: "no",
      housing_tenure: "rent",
      rent_amount: "18000",
      rent_end: "1/1/1450",
      previous_support: "yes",
      previous_support_body: "جمعية البر",
    },
  ],
  [
    "somebody with a service about which consent is asked first",
    "sila",
    { ...SELF, service_type: "medical", consent_sensitive: "yes" },
  ],
  [
    "a student",
    "ratel",
    {
      ...SELF,
      track: "memorising",
      level: "3",
      support_type_edu: "seat",
      device_internet: "yes",
      schedule: "morning",
    },
  ],
  [
    "somebody who seeks a talk",
    "amal",
    {
      psy_immediate_danger: "no",
      psy_for_whom: "me",
      psy_age_band: "26_40",
      psy_mode: "text",
      region_city_district: "جدة",
    },
  ],
];

describe("the form of the desk", () => {
  test.each(PEOPLE)("asks %s what the conversation asks, in its order", (_who, name, given) => {
    const conversation = askedInConversation(name, given);
    // The desk always asks for a number, because the person is told of his request.
    const desk = askedAtDesk(name, given).filter(
      (id) => id !== "mobile" || conversation.includes(id),
    );
    expect(conversation.length).toBeGreaterThan(4);
    expect(desk).toEqual(conversation);
    expect(formAtDesk(name, given).asked.filter(({ fault }) => fault)).toEqual([]);
  });

  test("hides what depends on an answer until it is there, and again when it changes", () => {
    const ids = (given: Given) => new Set(askedAtDesk("khuta", given));
    expect(ids({}).has("rent_amount")).toBe(false);
    expect(ids({ housing_tenure: "rent" }).has("rent_amount")).toBe(true);
    expect(ids({ housing_tenure: "own", rent_amount: "900" }).has("rent_amount")).toBe(false);
    expect(ids({ applicant: "self" }).has("relation_to_beneficiary")).toBe(false);
    expect(ids({ dependents_count: "2" }).has("dependents.1")).toBe(true);
    expect(ids({ dependents_count: "2" }).has("dependents.2")).toBe(false);
  });

  test("keeps no answer to a question that is not asked", () => {
    const form = formAtDesk("khuta", { ...SELF, rent_amount: "900", invented: "x" });
    expect(form.answers).not.toHaveProperty("rent_amount");
    expect(form.answers).not.toHaveProperty("invented");
    expect(form.secrets).toEqual({ national_id: "1999999004" });
    expect(form.consents).toMatchObject([{ purpose: "credit", decision: "given" }]);
  });

  test("refuses with the reason and the text of the conversation, and says back how a date was read", () => {
    const form = formAtDesk("khuta", {
      ...SELF,
      national_id: "1999999005",
      dependents_count: "1",
      "dependents.0": "سارة",
    });
    const one = (id: string) => form.asked.find((each) => each.id === id);
    expect(one("national_id")?.fault?.reason).toBe("checksum");
    expect(one("dependents.0")?.fault?.reason).toBe("incomplete");
    expect(one("birth_date")?.understood?.key).toBe("intake.dob.confirm");
    expect(form.answers).not.toHaveProperty("dependents");
  });

  test("stops where the conversation would call for help", () => {
    const form = formAtDesk("amal", { psy_immediate_danger: "yes" });
    expect(form.crisis?.key).toBe("crisis");
    expect(form.asked.map(({ id }) => id)).toEqual(["psy_immediate_danger"]);
  });
});
