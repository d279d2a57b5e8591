import { describe, expect, test } from "vitest";
import { buildNewCase, documentsFor, serviceOf } from "../../src/cases/new-case.ts";
import { profileOf } from "./profiles.ts";

const khuta = profileOf("khuta");
const ratel = profileOf("ratel");
const amal = profileOf("amal");
const at = new Date("2026-11-22T10:00:00+03:00");

describe("the documents of a service", () => {
  test("are those of family aid and its own", () => {
    expect(documentsFor(khuta, "rent")).toEqual([
      "family_register",
      "residence_proof",
      "income_statement",
      "rent_contract",
    ]);
    expect(documentsFor(khuta, "food")).toEqual([
      "family_register",
      "residence_proof",
      "income_statement",
    ]);
  });

  test("are its own alone where the service is no family aid", () => {
    expect(documentsFor(ratel, "fees")).toEqual(["school_letter", "fees_invoice"]);
    expect(documentsFor(amal, "psych_support")).toEqual([]);
  });

  test.each(["unclear", "", "constructor", "__proto__"])(
    "are none for the unknown service %j",
    (service) => {
      expect(documentsFor(khuta, service)).toEqual([]);
    },
  );
});

describe("the service of a case", () => {
  test.each([
    ["what was chosen", khuta, { service_type: "rent" }, "rent"],
    ["the kind of educational support", ratel, { support_type_edu: "fees" }, "fees"],
    ["the only one", amal, {}, "psych_support"],
    ["for staff to find out", khuta, {}, "unclear"],
    [
      "for staff to find out, when it is not offered",
      khuta,
      { service_type: "unclear" },
      "unclear",
    ],
  ])("is %s", (_what, profile, answers, service) => {
    expect(serviceOf(profile, answers)).toBe(service);
  });
});

describe("a new case", () => {
  test("waits for what is missing, and no date is promised", () => {
    const answers = {
      service_type: "food",
      documents: [{ document: "family_register", storageKey: "blob-1" }],
    };
    expect(buildNewCase(khuta, { answers, at })).toEqual({
      service: "food",
      documents: [
        { id: "family_register", state: "received", storageKeys: ["blob-1"] },
        { id: "residence_proof", state: "missing", storageKeys: [] },
        { id: "income_statement", state: "missing", storageKeys: [] },
      ],
      urgent: false,
      policyVersion: "khuta@1",
      decisionNotBefore: null,
    });
  });

  test("with all documents may be decided after two weeks", () => {
    const documents = documentsFor(khuta, "food").map((document, index) => ({
      document,
      storageKey: `blob-${index}`,
    }));
    const built = buildNewCase(khuta, {
      answers: { service_type: "food", documents, urgency: true },
      at,
    });
    expect(built.decisionNotBefore).toEqual(new Date("2026-12-06T09:00:00+03:00"));
    expect(built.urgent).toBe(true);
  });

  test("keeps what came in addition, and several files of one document", () => {
    const documents = [
      { document: "other", storageKey: "blob-1" },
      { document: "other", storageKey: "blob-2" },
    ];
    const built = buildNewCase(amal, { answers: { documents }, at });
    expect(built.documents).toEqual([
      { id: "other", state: "received", storageKeys: ["blob-1", "blob-2"] },
    ]);
    expect(built.decisionNotBefore).not.toBeNull();
  });

  test.each([
    [null],
    ["a text"],
    [[null, "x", [], { document: 1, storageKey: "blob-1" }, { document: "other" }]],
  ])("is not misled by a list of documents that is none: %j", (documents) => {
    expect(buildNewCase(amal, { answers: { documents }, at }).documents).toEqual([]);
  });
});
