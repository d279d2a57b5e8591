import { describe, expect, test } from "vitest";
import { rungs } from "../../src/cases/ladder.ts";
import { validUntil } from "../../src/cases/documents.ts";
import { aCase, inSession, matched, manager, noticed, officer, person } from "./a-case.ts";
import { profileOf } from "./profiles.ts";

const khuta = profileOf("khuta");
const send = (document: string, dates: { expiresOn?: string; issuedOn?: string } = {}) =>
  ({ kind: "receive_document", document, storageKeys: [`new-${document}`], ...dates }) as const;

describe("the last day of a document", () => {
  test.each([
    ["is the printed one", { id: "rent_contract", expiresOn: "2026-12-31" }, "2026-12-31"],
    ["follows from its age", { id: "utility_bill", issuedOn: "2026-11-01" }, "2026-12-31"],
    [
      "is the earlier of both",
      { id: "medical_report", issuedOn: "2026-11-01", expiresOn: "2026-11-20" },
      "2026-11-20",
    ],
    ["is not known without a date", { id: "family_register" }, undefined],
    [
      "has nothing to do with the age of a document that does not age",
      { id: "family_register", issuedOn: "1990-01-01" },
      undefined,
    ],
    [
      "is not looked up by a strange name",
      { id: "constructor", issuedOn: "2026-11-01" },
      undefined,
    ],
  ])("%s", (_what, document, until) => {
    expect(validUntil(document, khuta)).toBe(until);
  });
});

describe("a document that has run out", () => {
  test("on the day of submission is kept and asked for again", () => {
    const life = aCase({ received: ["family_register", "residence_proof", "income_statement"] });
    life.do(send("rent_contract", { expiresOn: "2026-10-31" }), person);
    expect(life.record.state).toBe("awaiting_documents");
    expect(life.record.documents.at(-1)).toMatchObject({
      state: "expired",
      storageKeys: ["new-rent_contract"],
    });
    life.do(send("rent_contract", { expiresOn: "2026-11-01" }), person); // its last day counts
    expect(life.record.state).toBe("submitted");
  });

  test("is found by the officer, who looks at it", () => {
    const life = noticed(aCase());
    life.do({
      kind: "match_document",
      document: "rent_contract",
      fields: ["address"],
      expiresOn: "2026-10-01",
    });
    expect(life.record).toMatchObject({
      state: "awaiting_documents",
      documentsDueAt: "2026-11-13",
    });
    expect(life.told()).toEqual(["documents_missing"]);
  });

  test("between submission and session brings the case back from the agenda, and the two weeks stay", () => {
    const life = noticed(aCase());
    for (const { id } of life.record.documents)
      life.do({ kind: "match_document", document: id, fields: [], expiresOn: "2026-11-12" });
    inSession(life).wait(20);
    expect(life.told()).toEqual([
      "document_expiring",
      "documents_missing",
      "documents_missing",
      "documents_missing",
    ]);
    expect(life.record).toMatchObject({
      state: "awaiting_documents",
      decisionNotBefore: "2026-11-15T06:00:00.000Z",
    });
    expect(life.record.committee).toBeUndefined();
    for (const { id } of life.record.documents) life.do(send(id), person);
    expect(life.record.state).toBe("submitted");
    expect(life.told().at(-1)).toBe("documents_missing"); // no second notice: the first was delivered
  });
});

describe("the ladder of missing documents", () => {
  test("tells on days 3, 7 and 10, then stands still, and never closes", () => {
    const life = aCase({ received: [] });
    const days: [number, string][] = [];
    for (let day = 1; day <= 40; day++) {
      const before = life.told().length;
      life.wait(1);
      for (const event of life.told().slice(before)) days.push([day, event]);
    }
    expect(days).toEqual([
      [3, "documents_missing"],
      [7, "documents_missing"],
      [10, "documents_last"],
      [13, "suspended"],
    ]);
    expect(life.record).toMatchObject({ state: "awaiting_documents", suspended: true });
    expect(life.tasks()).toEqual(["documents_late"]);
  });

  test("after a long sleep says one thing, not four", () => {
    const life = aCase({ received: [] }).sleep(8).wait(0);
    expect(life.told()).toEqual(["documents_missing"]);
    const asleep = aCase({ received: [] }).sleep(30).wait(0);
    expect(asleep.told()).toEqual(["suspended"]);
  });

  test("begins anew when something is sent to a case that stands still", () => {
    const life = aCase({ received: [] }).wait(20).do(send("rent_contract"), person);
    expect(life.record.suspended).toBeUndefined();
    expect(life.record.documentsDueAt).toBe("2026-12-03");
    expect(life.tasks()).toEqual([]);
    for (const { id } of life.record.documents) life.do(send(id), person);
    expect(life.record.state).toBe("submitted");
    expect(life.told().at(-1)).toBe("receipt");
  });

  test("is prolonged by a week, once, and its last word moves along", () => {
    const life = aCase({ received: [] }).wait(11).do({ kind: "ask_extension" }, person);
    expect(life.record.documentsDueAt).toBe("2026-11-20");
    expect(life.refusal({ kind: "ask_extension" }, person)).toBe("case.extension_used");
    const before = life.told().length;
    life.wait(12);
    expect(life.told().slice(before)).toEqual(["documents_last", "suspended"]);
  });

  test("ends when the last document comes", () => {
    const life = aCase({ received: [] }).wait(4);
    for (const { id } of life.record.documents) life.do(send(id), person);
    noticed(life).wait(10);
    expect(life.told()).toEqual(["documents_missing", "receipt"]);
    expect(life.record.decisionNotBefore).toBe("2026-11-19T06:00:00.000Z");
  });

  test("has its last message as long before the deadline as the profile says", () => {
    const ladder = { since: "2026-11-01T07:00:00.000Z", told: 1 };
    expect(rungs(ladder, khuta).map((at) => at.toISOString().slice(5, 10))).toEqual([
      "11-01",
      "11-04",
      "11-08",
      "11-11",
    ]);
    expect(
      rungs({ ...ladder, extended: true }, khuta)
        .at(-1)
        ?.toISOString()
        .slice(5, 10),
    ).toBe("11-18");
  });
});

describe("the officer", () => {
  test("refuses a document with a reason: the list is open again and the weeks begin anew", () => {
    const life = matched(noticed(aCase())).wait(1);
    life.do({ kind: "reject_document", document: "rent_contract", reason: "غير واضحة" });
    expect(life.record).toMatchObject({
      state: "awaiting_documents",
      notice: {},
      decisionNotBefore: null,
    });
    expect(life.told()).toEqual(["document_rejected"]);
    life.wait(1).do(send("rent_contract"), person);
    expect(life.told().at(-1)).toBe("receipt");
    expect(life.record.decisionNotBefore).toBe("2026-11-17T06:00:00.000Z");
    matched(life);
    expect(life.record.state).toBe("matched");
    expect(life.refusal({ kind: "to_committee" })).toBe("case.notice");
  });

  test("agrees that a document does not apply before it counts as matched", () => {
    const life = aCase({ received: ["family_register", "residence_proof", "income_statement"] });
    life.do({ kind: "not_applicable", document: "rent_contract" }, person);
    matched(life);
    expect(life.record.state).toBe("submitted");
    life.do({ kind: "match_document", document: "rent_contract", fields: [] });
    expect(life.record.state).toBe("matched");
    expect(life.record.documents.at(-1)?.state).toBe("not_applicable");
  });

  test("does not waive a document; a manager does, with a reason", () => {
    const life = aCase({ received: ["family_register", "residence_proof", "income_statement"] });
    const waive = {
      kind: "waive_document",
      document: "rent_contract",
      reason: "سكن مؤقت",
    } as const;
    expect(life.refusal(waive, officer)).toBe("case.not_yours");
    expect(life.refusal({ ...waive, reason: " " }, manager)).toBe("case.reason_needed");
    life.do(waive, manager);
    expect(life.record.state).toBe("submitted");
  });

  test("sees an original without keeping a copy", () => {
    const life = aCase({ received: [] });
    expect(life.refusal({ kind: "match_document", document: "family_register", fields: [] })).toBe(
      "case.document_missing",
    );
    life.do({
      kind: "match_document",
      document: "family_register",
      fields: ["name"],
      sighted: true,
    });
    expect(life.record.documents[0]).toMatchObject({
      state: "matched",
      sighted: true,
      storageKeys: [],
    });
  });

  test("compares the answers where no document is asked for", () => {
    const life = noticed(aCase({ association: "amal", service: "psych_support" }));
    expect(life.refusal({ kind: "to_committee" })).toBe("case.wrong_state");
    life.do({ kind: "match_data", fields: ["psy_city"] });
    expect(life.refusal({ kind: "to_committee" })).toBeUndefined();
    expect(aCase().refusal({ kind: "match_data", fields: [] })).toBe("case.documents_matched");
  });

  test("finds what came in addition without the case being held up", () => {
    const life = matched(noticed(aCase())).do(send("other"), person);
    expect(life.record.state).toBe("matched");
    expect(life.refusal({ kind: "to_committee" })).toBe("case.documents_matched");
    life.do({ kind: "match_document", document: "other", fields: [] });
    expect(life.refusal({ kind: "to_committee" })).toBeUndefined();
  });

  test.each(["__proto__", "constructor ", "", "A", "../x"])(
    "is not sent a document called %j",
    (document) => {
      expect(aCase().refusal(send(document), person)).toBe("case.unknown_document");
    },
  );
});
