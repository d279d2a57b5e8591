import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import {
  caseStates,
  firstState,
  mayMove,
  type CaseState,
  type Mover,
} from "../../src/cases/life-cycle.ts";

const movers: Mover[] = ["contact", "officer", "committee", "system"];
const reachableFrom = (start: CaseState, by: readonly Mover[] = movers): Set<CaseState> => {
  const met = new Set<CaseState>([start]);
  for (const from of met)
    for (const to of caseStates) if (by.some((mover) => mayMove(from, to, mover))) met.add(to);
  return met;
};

describe("the life of a case", () => {
  test("leads from a draft to every state, and from every state to the end", () => {
    expect([...reachableFrom("draft")].toSorted()).toEqual([...caseStates].toSorted());
    expect(caseStates.filter((state) => !reachableFrom(state).has("closed"))).toEqual([]);
  });

  test("ends when it is closed", () => {
    expect([...reachableFrom("closed")]).toEqual(["closed"]);
  });

  test.each<[string, CaseState, CaseState, Mover, boolean]>([
    ["the officer matches the data", "submitted", "matched", "officer", true],
    ["no machine matches the data", "submitted", "matched", "system", false],
    ["the committee decides", "committee", "decided", "committee", true],
    ["the officer does not decide", "committee", "decided", "officer", false],
    ["no machine decides", "committee", "decided", "system", false],
    ["nothing goes to the committee unmatched", "submitted", "committee", "officer", false],
    [
      "nothing goes to the committee incomplete",
      "awaiting_documents",
      "committee",
      "officer",
      false,
    ],
    ["a decision is not undone", "decided", "committee", "committee", false],
    ["the person completes the documents", "awaiting_documents", "submitted", "contact", true],
  ])("%s", (_what, from, to, mover, may) => {
    expect(mayMove(from, to, mover)).toBe(may);
  });

  test("without the committee no case is ever decided", () => {
    expect(reachableFrom("draft", ["contact", "officer", "system"]).has("decided")).toBe(false);
  });

  property.prop([fc.constantFrom(...caseStates), fc.constantFrom(...movers)])(
    "no state leads to itself",
    (state, mover) => {
      expect(mayMove(state, state, mover)).toBe(false);
    },
  );

  test.each([
    [[], "submitted"],
    [[{ state: "received" }], "submitted"],
    [[{ state: "received" }, { state: "missing" }], "awaiting_documents"],
  ])("a request with the documents %j begins as %s", (documents, state) => {
    expect(firstState(documents)).toBe(state);
  });
});
