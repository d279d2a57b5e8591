import { describe, expect, test } from "vitest";
import {
  hasRight,
  needsSecondFactor,
  rights,
  rightsOf,
  roleNames,
  roles,
  seesOwnBranchOnly,
} from "../../src/cases/roles.ts";

describe("rights are data", () => {
  test("every right is given by some role, and no role gives what is no right", () => {
    expect(rightsOf(roleNames)).toEqual([...rights]);
    for (const name of roleNames)
      for (const right of roles[name].rights) expect(rights).toContain(right);
  });

  test.each(["boss", "__proto__", "constructor", ""])("%j is no role and opens nothing", (name) => {
    expect(rightsOf([name])).toEqual([]);
    expect(needsSecondFactor([name])).toBe(false);
    expect(seesOwnBranchOnly([name])).toBe(false);
  });

  test("who decides hears no objection to it, and who administers sees no case", () => {
    expect(hasRight(["committee"], "objection.decide")).toBe(false);
    for (const right of ["case.see", "conversation.see", "case.reveal"] as const)
      expect(hasRight(["administrator"], right)).toBe(false);
    for (const name of ["manager", "officer", "committee"] as const)
      expect(hasRight([name], "user.manage")).toBe(false);
  });

  test("a crisis is closed to general staff and cleared by named roles only", () => {
    const sees = roleNames.filter((name) => hasRight([name], "crisis.see"));
    expect(sees).toEqual(["officer", "manager", "crisis_responder"]);
    expect(roleNames.filter((name) => hasRight([name], "crisis.clear"))).toEqual([
      "manager",
      "crisis_responder",
    ]);
  });

  test("a password alone opens no administration, no reading of the audit and no early decision", () => {
    expect(roleNames.filter((name) => needsSecondFactor([name]))).toEqual([
      "manager",
      "administrator",
      "auditor",
    ]);
    expect(needsSecondFactor(["officer", "administrator"])).toBe(true);
  });

  test("a delegate sees his branch, unless another role of his sees all", () => {
    expect(seesOwnBranchOnly(["delegate"])).toBe(true);
    expect(seesOwnBranchOnly(["delegate", "officer"])).toBe(false);
  });
});
