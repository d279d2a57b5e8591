import { describe, expect, test } from "vitest";
import type { CaseRecord } from "../../src/cases/case.ts";
import { surveyNow, type PersonFacts } from "../../src/cases/survey-rules.ts";
import { aCase, decidable, members, person } from "./a-case.ts";
import { profileOf } from "./profiles.ts";

const khuta = profileOf("khuta");
const calm: PersonFacts = {
  inCrisis: false,
  hasOpenObjection: false,
  hasOpenComplaint: false,
  hasOptedOut: false,
};
const served = decidable()
  .do({ kind: "decide", outcome: "accepted" }, members[0])
  .do({ kind: "deliver", task: "1" })
  .do({ kind: "delivered" })
  .do({ kind: "confirm_delivery", how: "full" }, person);
const after = (days: number) => new Date(served.now.getTime() + days * 86_400_000);

describe("after the help has come", () => {
  test.each<[string, number, Partial<PersonFacts>, string]>([
    ["too early", 2, {}, "later"],
    ["in time", 3, {}, "ask"],
    ["in a crisis", 3, { inCrisis: true }, "later"],
    ["during an objection", 4, { hasOpenObjection: true }, "later"],
    ["during a complaint", 5, { hasOpenComplaint: true }, "later"],
    ["during a complaint that lasts", 7, { hasOpenComplaint: true }, "never"],
    ["89 days after another survey", 3, { surveyedAt: after(-86).toISOString() }, "never"],
    ["90 days after another survey", 3, { surveyedAt: after(-87).toISOString() }, "ask"],
    ["when surveys were stopped", 3, { hasOptedOut: true }, "never"],
  ])("%s", (_what, days, facts, verdict) => {
    expect(surveyNow(served.record, { ...calm, ...facts }, khuta, after(days))).toBe(verdict);
  });

  test.each(["invited", "answered", "declined"] as const)(
    "never twice for a case: %s",
    (survey) => {
      expect(surveyNow({ ...served.record, survey }, calm, khuta, after(3))).toBe("never");
    },
  );
});

test.each<[string, CaseRecord]>([
  ["that is still open", aCase().record],
  ["that was withdrawn", aCase().do({ kind: "withdraw" }, person).record],
  [
    "that staff closed without a word of the person",
    decidable()
      .do({ kind: "decide", outcome: "accepted" }, members[0])
      .do({ kind: "deliver", task: "1" })
      .do({ kind: "delivered" })
      .do({ kind: "close", reason: "لم يرد" }).record,
  ],
])("never after a case %s", (_what, record) => {
  expect(surveyNow(record, calm, khuta, new Date("2027-06-01T10:00:00Z"))).toBe("never");
});
