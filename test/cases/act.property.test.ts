import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { clockNames, type CaseAction } from "../../src/cases/action.ts";
import type { Actor, CaseRecord } from "../../src/cases/case.ts";
import { caseStates, mayMove, moversOf } from "../../src/cases/life-cycle.ts";
import { gatesOf } from "../../src/cases/gates.ts";
import {
  aCase,
  manager,
  members,
  objectionBody,
  officer,
  person,
  staff,
  system,
  type ACase,
} from "./a-case.ts";

/*
 * Anything is done to a case by anybody at any time, allowed or not. Whatever comes of it, the case stays one that the
 * table knows, its history tells everything, and nothing that the policy forbids has happened.
 */

const actors: Actor[] = [
  person,
  system,
  officer,
  manager,
  objectionBody,
  ...members,
  staff("amina", "committee", "objection_body"),
  staff("huda", "officer", "committee"),
  staff("nobody", "auditor", "constructor"),
];
const SECRET = "SA4499000000000000000001";
const documents = [
  "family_register",
  "residence_proof",
  "income_statement",
  "rent_contract",
  "other",
];

const text = fc.constantFrom("سبب", "");
const day = fc.constantFrom("2026-10-01", "2026-11-05", "2026-11-20", "2027-06-01", undefined);
const document = fc.constantFrom(...documents);
const clock: fc.Arbitrary<CaseAction> = fc
  .constantFrom(...clockNames)
  .map((name) => ({ kind: "clock", name }));
const usual = fc.oneof(
  fc.record({
    kind: fc.constant("receive_document"),
    document,
    storageKeys: fc.constant(["b"]),
    expiresOn: day,
  }),
  fc.record({
    kind: fc.constant("match_document"),
    document,
    fields: fc.constant([]),
    expiresOn: day,
  }),
  fc.record({ kind: fc.constant("reject_document"), document, reason: text }),
  fc.record({ kind: fc.constant("waive_document"), document, reason: text }),
  fc.record({ kind: fc.constant("not_applicable"), document }),
  fc.record({ kind: fc.constantFrom("match_data"), fields: fc.constant([]) }),
  fc.constantFrom<CaseAction>(
    { kind: "ask_extension" },
    { kind: "told_notice" },
    { kind: "second" },
    { kind: "delivered" },
    { kind: "survey_answered" },
    { kind: "survey_declined" },
    { kind: "reactivate" },
    { kind: "to_committee", sessionId: "s1" },
    { kind: "to_committee" },
    { kind: "deliver", task: "1" },
    { kind: "plan_delivery", what: "سلة" },
    { kind: "give_payout", secrets: { iban: SECRET } },
    { kind: "sign", answersHash: "h1" },
    { kind: "sign", answersHash: "another" },
    { kind: "letter_ready", letter: "decision" },
    { kind: "letter_ready", letter: "objection" },
  ),
  fc.record({
    kind: fc.constant("change_answer"),
    answers: fc.constantFrom({ rent_amount: 1 }, { rent_amount: 2 }),
  }),
) as fc.Arbitrary<CaseAction>;

const decisive = fc.oneof(
  fc.record({
    kind: fc.constant("decide"),
    outcome: fc.constantFrom("accepted", "partly", "deferred", "declined"),
    reason: fc.constantFrom("budget", "no such reason", undefined),
    payout: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("release_decision"),
    earlyReason: fc.constantFrom("عاجل", undefined),
  }),
  fc.record({ kind: fc.constant("object"), text }),
  fc.record({
    kind: fc.constant("decide_objection"),
    result: fc.constantFrom("upheld", "rejected"),
    reason: text,
  }),
  fc.record({
    kind: fc.constant("confirm_delivery"),
    how: fc.constantFrom("full", "part", "none"),
  }),
  fc.record({ kind: fc.constantFrom("suspend", "close", "withdraw"), reason: text }),
) as fc.Arbitrary<CaseAction>;

const other = fc.oneof({ weight: 2, arbitrary: usual }, { weight: 1, arbitrary: decisive });

/** Things that lead on, so that random walks come as far as the survey. */
const onward = fc.constantFrom(
  "documents",
  "notice",
  "match",
  "committee",
  "decide",
  "second",
  "deliver",
  "confirm",
  "object",
);

/** Somebody who may, so that not every walk dies of its actors. */
function fitting({ kind }: CaseAction): Actor {
  switch (kind) {
    case "decide":
    case "release_decision":
    case "second":
    case "waive_document":
    case "close":
    case "withdraw":
      return manager;
    case "decide_objection":
      return objectionBody;
    case "letter_ready":
    case "clock":
      return system;
    case "object":
    case "confirm_delivery":
    case "give_payout":
    case "survey_answered":
    case "survey_declined":
      return person;
    default:
      return officer;
  }
}

type Event = { do: CaseAction; by: Actor } | { onward: string } | { wait: number };
const events: fc.Arbitrary<Event[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: other, by: fc.constantFrom(...actors) }) },
    { weight: 6, arbitrary: other.map((action) => ({ do: action, by: fitting(action) })) },
    { weight: 1, arbitrary: fc.record({ do: clock, by: fc.constantFrom(...actors) }) },
    { weight: 5, arbitrary: fc.record({ onward }) },
    { weight: 3, arbitrary: fc.record({ wait: fc.constantFrom(0.01, 1, 3, 8, 20, 100) }) },
  ),
  { maxLength: 60 },
);

/** How far the case is when the walk begins. */
const ways = [
  [],
  ["documents", "notice", "match"],
  ["documents", "notice", "match", "committee"],
  ["documents", "notice", "match", "wait", "committee", "defer"],
  ["documents", "notice", "match", "wait", "committee", "decide"],
  ["documents", "notice", "match", "wait", "committee", "decide", "second"],
  ["documents", "notice", "match", "wait", "committee", "decide", "second", "object"],
  ["documents", "notice", "match", "wait", "committee", "decide", "second", "object", "hear"],
  ["documents", "notice", "match", "committee", "grant", "early"],
  ["documents", "notice", "match", "wait", "committee", "grant"],
  ["documents", "notice", "match", "wait", "committee", "grant", "deliver"],
  ["documents", "notice", "match", "wait", "committee", "grant", "payout", "deliver", "confirm"],
  ["documents", "notice", "expire"],
];

const starts = fc.record({
  way: fc.constantFrom(...ways),
  received: fc.constantFrom(undefined, [], ["family_register"]),
  urgent: fc.boolean(),
  isSigned: fc.boolean(),
  separation: fc.constantFrom("enforced" as const, "recorded" as const),
});

describe("a case to which anything is done", () => {
  property.prop([starts, events], { numRuns: 300 })(
    "stays within the table",
    (start, happenings) => {
      const life = aCase({
        ...(start.received ? { received: start.received } : {}),
        urgent: start.urgent,
        isSigned: start.isSigned,
        profile: (profile) => {
          profile.separation = start.separation;
          profile.decision.target_days = 10;
          profile.decision.max_days = 30;
        },
      });
      for (const where of start.way) lead(life, where);
      for (const event of happenings) {
        const before = structuredClone(life.record);
        const effects = life.effects.length;
        happen(life, event);
        if (!("wait" in event)) check(before, life, "do" in event ? event.by : undefined);
        checkEffects(life, effects);
      }
      checkWhole(life);
    },
  );

  test("begins its walks on ways that lead to every state and every end", () => {
    const seen = new Set(ways.flatMap((way) => walked(way)));
    expect(caseStates.filter((state) => state !== "draft" && !seen.has(state))).toEqual([]);
    const rare = ["deferred", "seconded", "early_reply", "decision_told", "documents_expired"];
    const ends = ["objected", "objection_told", "payout_given", "survey_invited"];
    expect([...rare, ...ends].filter((change) => !seen.has(change))).toEqual([]);
  });
});

/** Everything that happens on a way to its end. */
function walked(way: readonly string[]): string[] {
  const life = aCase();
  for (const where of way) lead(life, where);
  life.wait(40);
  return life.record.history.flatMap(({ change, to }) => [change, ...(to ? [to] : [])]);
}

function happen(life: ACase, event: Event): void {
  if ("wait" in event) life.wait(event.wait);
  else if ("do" in event) life.try(event.do, event.by);
  else lead(life, event.onward);
}

function lead(life: ACase, where: string): void {
  const at = life.now.toISOString();
  switch (where) {
    case "documents":
      for (const { id, state } of life.record.documents)
        if (state !== "received" && state !== "matched")
          life.try({ kind: "receive_document", document: id, storageKeys: ["b"] }, person);
      break;
    case "notice":
      life.try({ kind: "sign", answersHash: "h1" }, person);
      life.try({ kind: "notice_sent", at, writtenAt: at }, system);
      life.try({ kind: "notice_delivered", at, writtenAt: at }, system);
      break;
    case "match":
      for (const { id } of life.record.documents)
        life.try({ kind: "match_document", document: id, fields: [] }, officer);
      break;
    case "committee":
      life.session = {
        id: "s1",
        version: 1,
        at,
        status: "open",
        members: members.map(({ id, name }, index) => ({
          id,
          name,
          chair: index === 0,
          present: true,
        })),
        agenda: [{ caseId: "c1", votes: [], conflicts: [{ member: "camila", reason: "قرابة" }] }],
        pending: [],
      };
      life.try({ kind: "to_committee", sessionId: "s1" }, officer);
      break;
    case "decide":
      life.try({ kind: "decide", outcome: "declined", reason: "budget" }, members[0]);
      break;
    case "grant":
      life.try({ kind: "decide", outcome: "accepted", payout: true }, members[1]);
      break;
    case "payout":
      life.try({ kind: "give_payout", secrets: { iban: SECRET } }, person);
      break;
    case "expire":
      life.try(
        {
          kind: "match_document",
          document: "rent_contract",
          fields: [],
          expiresOn: "2026-10-01",
        },
        officer,
      );
      break;
    case "defer":
      life.try({ kind: "decide", outcome: "deferred", reason: "visit_needed" }, members[1]);
      break;
    case "early":
      life.try({ kind: "release_decision", earlyReason: "عاجل" }, manager);
      break;
    case "hear":
      life.try({ kind: "decide_objection", result: "rejected", reason: "لا جديد" }, objectionBody);
      break;
    case "wait":
      life.wait(15);
      break;
    case "second":
      life.try({ kind: "second" }, manager);
      break;
    case "deliver":
      for (const { id } of life.record.delivery?.tasks ?? [])
        life.try({ kind: "deliver", task: id }, officer);
      life.try({ kind: "delivered" }, officer);
      break;
    case "confirm":
      life.try({ kind: "confirm_delivery", how: "full" }, person);
      break;
    case "object":
      life.try({ kind: "object", text: "أعيدوا النظر" }, person);
      break;
    default:
      throw new Error(where);
  }
}

/** One step: an append-only history that accounts for every change of state by somebody who may. */
function check(before: CaseRecord, { record, profile, now }: ACase, by: Actor | undefined): void {
  expect(caseStates).toContain(record.state);
  expect(
    JSON.stringify(record.history).startsWith(JSON.stringify(before.history).slice(0, -1)),
  ).toBe(true);
  const added = record.history.slice(before.history.length);
  let state = before.state;
  for (const { from, to } of added) {
    if (to === undefined) continue;
    expect(from).toBe(state);
    if (by)
      expect(
        moversOf(by, profile)
          .concat("system")
          .some((mover) => mayMove(state, to, mover)),
      ).toBe(true);
    state = to;
  }
  expect(record.state).toBe(state);
  if (JSON.stringify(before) !== JSON.stringify(record))
    expect(record.version).toBeGreaterThan(before.version);
  if (before.state !== "committee" && record.state === "committee") {
    const shut = gatesOf(record, now, profile).filter(({ id, met }) => !met && id !== "two_weeks");
    expect(shut).toEqual([]);
  }
  if (
    before.signature.voidedAt === undefined &&
    before.state !== record.state &&
    record.state === "committee"
  )
    expect(record.signature.signedAt).toBeDefined();
}

/** No wake-up in the past, no text or number that is none, no secret. */
function checkEffects({ effects, record }: ACase, from: number): void {
  for (const effect of effects.slice(from)) {
    expect(effect.id).toMatch(/^c1\.\d+\.\d+$/);
    if (effect.kind === "follow_up") expect(Number.isNaN(Date.parse(effect.at))).toBe(false);
  }
  expect(JSON.stringify([effects.slice(from), record])).not.toMatch(/NaN|Invalid|SA4499/);
}

function checkWhole({ record, effects, profile }: ACase): void {
  const times = record.history.map(({ at }) => at);
  expect(times).toEqual(times.toSorted());
  expect(new Set(effects.map(({ id }) => id)).size).toBe(effects.length);
  const { decision, objection, completedAt, decisionNotBefore } = record;
  if (completedAt && decisionNotBefore)
    expect(Date.parse(decisionNotBefore) - Date.parse(completedAt)).toBeGreaterThan(
      13 * 86_400_000,
    );
  if (decision?.releasedAt && !decision.earlyReason)
    expect(decision.releasedAt >= (decisionNotBefore ?? "")).toBe(true);
  if (decision?.releasedAt && decision.outcome === "declined")
    expect(decision.secondBy).toBeDefined();
  expect(decision?.decidedBy ?? []).not.toContain("camila"); // she stepped out of every session
  if (
    objection?.outcome &&
    profile.separation === "enforced" &&
    decision?.number === objection.against
  )
    for (const id of objection.outcome.by)
      expect([...decision.decidedBy, decision.recordedBy, decision.secondBy?.id]).not.toContain(id);
  if (record.state === "closed") expect(record.closedAt).toBeDefined();
  if (record.state === "decided" || record.state === "delivered") expect(decision).toBeDefined();
  const asked = effects.filter(
    (each) => each.kind === "tell" && each.event === "survey" && !each.values["again"],
  );
  expect(asked.length).toBeLessThanOrEqual(1);
  const closings = record.history.filter(({ to }) => to === "closed");
  expect(closings.length).toBeLessThanOrEqual(1);
}
