import { describe, expect, test } from "vitest";
import { act, mayAct } from "../../src/cases/act.ts";
import {
  aCase,
  decidable,
  inSession,
  manager,
  matched,
  members,
  noticed,
  objectionBody,
  officer,
  person,
  staff,
  system,
} from "./a-case.ts";

const ACCEPTED = { kind: "decide", outcome: "accepted", grant: "إيجار ستة أشهر" } as const;
const DECLINED = { kind: "decide", outcome: "declined", reason: "outside_scope" } as const;
const [amina, badr] = members;

describe("the whole life of a case", () => {
  test("from the documents to the survey", () => {
    const life = noticed(aCase()).wait(2);
    expect(life.record).toMatchObject({
      state: "submitted",
      decisionNotBefore: "2026-11-15T06:00:00.000Z",
    });
    inSession(matched(life).wait(13)).do(ACCEPTED, amina);
    expect(life.record).toMatchObject({
      state: "decided",
      decision: { decidedBy: ["amina", "badr", "camila"], letterKey: "blob", letterNumber: "17" },
    });
    life.do({ kind: "deliver", task: "1" }).do({ kind: "delivered" });
    life.wait(1).do({ kind: "confirm_delivery", how: "full" }, person);
    expect(life.record.state).toBe("closed");
    life.wait(4).do({ kind: "survey_answered" }, person).wait(400);
    expect(life.told()).toEqual([
      "still_waiting",
      "decision_accepted",
      "delivered_ask",
      "survey",
      "renewal",
    ]);
    expect(life.tasks()).toEqual([]);
    const states = life.record.history.flatMap(({ to }) => to ?? []);
    expect(states).toEqual(["submitted", "matched", "committee", "decided", "delivered", "closed"]);
  });

  test("a refusal is looked at twice, told with its reason, followed by a call, and ends when nobody may object", () => {
    const life = decidable().do(DECLINED, amina);
    expect(life.told()).not.toContain("decision_declined");
    expect(life.tasks()).toContain("second");
    expect(life.refusal({ kind: "second" }, amina)).toBe("case.same_person");
    life.do({ kind: "second" }, manager);
    expect(life.told()).toContain("decision_declined");
    expect(life.tasks()).toEqual(["call_declined"]);
    const told = life.effects.find(
      (each) => each.kind === "tell" && each.event === "decision_declined",
    );
    expect(told).toMatchObject({
      values: {
        reason_text: { $text: "decision.reason.outside_scope" },
        advice: { $text: "decision.advice.outside_scope" },
        obj_g: "16/12/2026",
      },
      attachment: { storageKey: "blob", mime: "application/pdf", fileName: "17.pdf" },
    });
    life.wait(29);
    expect(life.refusal({ kind: "close", reason: "x" })).toBe("case.window_open");
    life.wait(3);
    expect(life.record.state).toBe("closed");
    life.wait(5);
    expect(life.told().slice(-3)).toEqual(["case_closed", "survey", "survey"]); // one reminder
  });
});

describe("impossible things are refused", () => {
  test.each([
    ["documents are missing", () => aCase({ received: [] }), "case.wrong_state"],
    ["nothing is matched", () => noticed(aCase()), "case.wrong_state"],
    ["the notice was not delivered", () => matched(aCase()), "case.notice"],
    ["nobody has signed", () => matched(noticed(aCase({ isSigned: false }))), "case.signed"],
    [
      "a document has run out since it was matched",
      () => {
        const life = noticed(aCase());
        for (const { id } of life.record.documents)
          life.do({ kind: "match_document", document: id, fields: [], expiresOn: "2026-11-03" });
        return life.sleep(4);
      },
      "case.documents_valid",
    ],
    [
      "it was suspended",
      () => matched(noticed(aCase())).do({ kind: "suspend", reason: "زيارة" }),
      "case.suspended",
    ],
  ])("no committee while %s", (_what, life, code) => {
    expect(life().refusal({ kind: "to_committee" })).toBe(code);
  });

  test("nobody but the committee decides, and only at its table", () => {
    const life = matched(noticed(aCase()).wait(15)).do({ kind: "to_committee" });
    expect(life.refusal(ACCEPTED, amina)).toBe("case.session_needed");
    inSession(life);
    for (const actor of [officer, person, system, objectionBody, staff("x", "administrator")])
      expect(life.refusal(ACCEPTED, actor)).toBe("case.not_yours");
    expect(life.refusal(ACCEPTED, staff("guest", "committee"))).toBe("case.not_at_the_table");
    expect(life.refusal(ACCEPTED, badr)).toBeUndefined();
  });

  test("a member in conflict does not decide, nor is one named among those who did", () => {
    const conflicts = [{ member: "amina", reason: "قرابة" }];
    const life = inSession(matched(noticed(aCase()).wait(15)), conflicts);
    expect(life.refusal(ACCEPTED, amina)).toBe("case.conflict");
    life.do(ACCEPTED, badr);
    expect(life.record.decision?.decidedBy).toEqual(["badr", "camila"]);
  });

  test("without a quorum nothing is decided, and against the votes neither", () => {
    const life = decidable();
    life.session?.agenda[0]?.conflicts.push(
      { member: "badr", reason: "قرابة" },
      { member: "camila", reason: "قرابة" },
    );
    expect(life.refusal(ACCEPTED, amina)).toBe("case.no_quorum");
    const voted = decidable();
    voted.session?.agenda[0]?.votes.push(
      { member: "amina", vote: "accepted" },
      { member: "badr", vote: "declined" },
      { member: "camila", vote: "declined" },
    );
    expect(voted.refusal(ACCEPTED, amina)).toBe("case.votes_differ");
    expect(voted.refusal(DECLINED, amina)).toBeUndefined();
  });

  test("what is put off gets a letter with the next day, at once, and the case goes on", () => {
    const life = decidable();
    const advice = "عقد حديث";
    const deferred = { kind: "decide", outcome: "deferred", reason: "more_information" } as const;
    life.do({ ...deferred, advice, nextSessionOn: "2026-12-20" }, amina);
    expect(life.told().at(-1)).toBe("decision_deferred");
    expect(life.record).toMatchObject({
      state: "matched",
      deferral: { outcome: "deferred", nextSessionOn: "2026-12-20", decidedBy: expect.any(Array) },
    });
    expect(life.record.deferral?.releasedAt).toBeDefined();
    expect(life.record.decision).toBeUndefined();
  });

  test("a decision is not told before two weeks, unless a manager says why", () => {
    const life = inSession(matched(noticed(aCase()))).do(ACCEPTED, amina);
    expect(life.told()).toEqual([]);
    expect(life.refusal({ kind: "release_decision" })).toBe("case.two_weeks");
    expect(life.refusal({ kind: "release_decision", earlyReason: "عاجل" })).toBe("case.two_weeks");
    expect(life.refusal({ kind: "release_decision" }, manager)).toBe("case.early_reason_needed");
    life.wait(13);
    expect(life.told()).toEqual([]);
    life.wait(2);
    expect(life.told()).toEqual(["decision_accepted"]);
    const urgent = inSession(matched(noticed(aCase({ urgent: true })))).do(ACCEPTED, amina);
    urgent.do({ kind: "release_decision", earlyReason: "إخلاء سكن" }, manager);
    expect(urgent.told()).toEqual(["decision_accepted"]);
    expect(urgent.record.decision?.earlyReason).toEqual({ by: "majed", reason: "إخلاء سكن" });
  });

  test("whoever decided does not hear the objection", () => {
    const life = decidable().do(DECLINED, amina).do({ kind: "second" }, manager);
    life.do({ kind: "object", text: "أعيدوا النظر" }, person);
    const hear = { kind: "decide_objection", result: "rejected", reason: "لا جديد" } as const;
    expect(life.refusal(hear, amina)).toBe("case.not_yours");
    expect(life.refusal(hear, staff("amina", "objection_body"))).toBe("case.same_person");
    expect(life.refusal(hear, staff("majed", "objection_body"))).toBe("case.same_person");
    expect(life.refusal({ kind: "close", reason: "x" })).toBe("case.objection_open");
    life.do(hear, objectionBody);
    expect(life.record).toMatchObject({
      state: "closed",
      objection: { outcome: { by: ["oways"] } },
    });
    expect(life.told().slice(-1)).toEqual(["objection_decided"]);
  });

  test("in a small office the overlap is allowed, and recorded", () => {
    const life = decidable({ profile: (profile) => void (profile.separation = "recorded") });
    life.do(DECLINED, amina).do({ kind: "second" }, amina);
    life.do({ kind: "object", text: "أعيدوا النظر" }, person);
    life.do({ kind: "decide_objection", result: "upheld", reason: "ظهر جديد" }, amina);
    const overlaps = life.record.history.filter(({ change }) => change === "overlap");
    expect(overlaps.map(({ data }) => data)).toEqual([{ duty: "second" }, { duty: "objection" }]);
    expect(life.record.objection?.overlaps).toEqual(["objection"]);
  });

  test("an objection that was upheld is studied again; nothing of the old decision remains but its history", () => {
    const life = decidable().do(DECLINED, amina).do({ kind: "second" }, manager);
    life.do({ kind: "object", text: "أعيدوا النظر" }, person);
    life.do({ kind: "decide_objection", result: "upheld", reason: "ظهر جديد" }, objectionBody);
    expect(life.record).toMatchObject({ state: "matched" });
    expect(life.record.decision).toBeUndefined();
    expect(life.told().at(-1)).toBe("objection_decided");
    inSession(life).do(ACCEPTED, badr);
    expect(life.record.decision?.outcome).toBe("accepted");
  });

  test("an objection has its window, and is made once", () => {
    const life = decidable().do({ kind: "decide", outcome: "partly", reason: "budget" }, amina);
    const objection = { kind: "object", text: "أعيدوا النظر" } as const;
    life.wait(31);
    expect(life.refusal(objection, person)).toBe("case.window_over");
    const early = decidable().do({ kind: "decide", outcome: "partly", reason: "budget" }, amina);
    early.do(objection, person);
    expect(early.refusal(objection, person)).toBe("case.objection_open");
    early.do({ kind: "decide_objection", result: "rejected", reason: "لا جديد" }, objectionBody);
    expect(early.record.state).toBe("decided");
    expect(early.refusal(objection, person)).toBe("case.objection_heard");
  });

  test("an answer that is changed after the signature voids it, and what was matched", () => {
    const life = matched(noticed(aCase()));
    life.do({ kind: "change_answer", answers: { rent_amount: 900 } });
    expect(life.record).toMatchObject({
      state: "submitted",
      signature: { voidedAt: life.now.toISOString() },
    });
    expect(life.tasks()).toContain("sign_again");
    expect(life.told().filter((event) => event === "sign_again")).toHaveLength(1);
    matched(life);
    expect(life.refusal({ kind: "to_committee" })).toBe("case.signed");
    life.do({ kind: "change_answer", answers: { rent_amount: 950 } });
    expect(life.told().filter((event) => event === "sign_again")).toHaveLength(2);
    matched(life);
    const overtaken = { kind: "sign", answersHash: "h1", changes: 1 } as const;
    expect(life.refusal(overtaken, person)).toBe("case.answers_changed");
    expect(life.refusal({ kind: "sign", answersHash: "of before" }, person)).toBe(
      "case.answers_changed",
    );
    life.do({ kind: "sign", answersHash: "h1" }, person);
    expect(life.refusal({ kind: "to_committee" })).toBeUndefined();
    inSession(life);
    expect(life.refusal({ kind: "change_answer", answers: { rent_amount: 1 } })).toBe(
      "case.wrong_state",
    );
  });

  test("no machine and no beneficiary matches a document", () => {
    const match = { kind: "match_document", document: "rent_contract", fields: [] } as const;
    for (const actor of [person, system, amina!, objectionBody])
      expect(aCase().refusal(match, actor)).toBe("case.not_yours");
  });

  test("nothing is said to have come before all of it was done, and nothing is asked of a person twice", () => {
    const life = decidable().do(ACCEPTED, amina).do({ kind: "plan_delivery", what: "سلة" });
    expect(life.refusal({ kind: "delivered" })).toBe("case.delivery_open");
    life
      .do({ kind: "deliver", task: "1" })
      .do({ kind: "deliver", task: "2" })
      .do({ kind: "delivered" });
    life.do({ kind: "confirm_delivery", how: "part" }, person);
    expect(life.record.state).toBe("delivered");
    expect(life.tasks()).toEqual(["not_delivered"]);
    life.wait(30);
    expect(life.told()).not.toContain("survey");
  });
});

describe("the notice of two weeks", () => {
  test("written while documents were missing is none", () => {
    const life = aCase({ received: [] });
    const at = life.now.toISOString();
    life.do({ kind: "notice_delivered", at, writtenAt: at }, system);
    expect(life.record.notice).toEqual({});
    life.wait(1);
    for (const { id } of life.record.documents)
      life.do({ kind: "receive_document", document: id, storageKeys: ["b"] }, person);
    expect(life.told()).toEqual(["receipt"]);
    life.do({ kind: "notice_delivered", at: life.now.toISOString(), writtenAt: at }, system);
    expect(life.record.notice).toEqual({});
    noticed(life);
    expect(life.record.notice.deliveredAt).toBe(life.now.toISOString());
  });

  test("that no carrier confirms is told by an officer, after 72 hours", () => {
    const life = aCase();
    const at = life.now.toISOString();
    life.do({ kind: "notice_sent", at, writtenAt: at }, system).wait(2);
    expect(life.refusal({ kind: "told_notice" })).toBe("case.notice_wait");
    life.wait(1.1);
    expect(life.tasks()).toContain("tell_notice");
    life.do({ kind: "told_notice", how: "phone" });
    expect(life.tasks()).not.toContain("tell_notice");
    expect(life.record.decisionNotBefore).toBe("2026-11-18T06:00:00.000Z"); // the weeks count from the telling
    expect(life.refusal({ kind: "told_notice" })).toBe("case.notice_known");
  });
});

test("the same key twice changes nothing", () => {
  const life = aCase();
  const ctx = { actor: officer, now: life.now, profile: life.profile, id: "c1.2", key: "once" };
  const action = { kind: "match_document", document: "rent_contract", fields: ["name"] } as const;
  const first = act(life.record, action, ctx);
  if ("refusal" in first) throw new Error("refused");
  expect(first.record.version).toBe(2);
  const second = act(first.record, action, { ...ctx, id: "c1.3" });
  expect(second).toEqual({ record: first.record, effects: [], repeated: true });
});

test("what staff may do now is told without doing it, with the gate that forbids it", () => {
  const life = matched(aCase());
  const ctx = {
    actor: officer,
    now: life.now,
    profile: life.profile,
    id: "c1.9",
    key: "look",
  };
  expect(mayAct(life.record, "to_committee", ctx)).toMatchObject({
    allowed: false,
    refusal: { code: "case.notice" },
  });
  expect(mayAct(life.record, "suspend", ctx)).toEqual({ allowed: true });
});
