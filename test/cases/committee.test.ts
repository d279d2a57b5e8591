import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import {
  hasQuorum,
  quorumOf,
  tally,
  voters,
  type AgendaItem,
  type Member,
  type Vote,
} from "../../src/cases/committee.ts";

const rules = {
  quorum: "more_than_half",
  vote: "simple_majority",
  tie: "chair",
  conflict: "step_out",
} as const;

/** A committee of which the first is the chair: `members("aBcd")` has four, B away. */
const members = (letters: string): Member[] =>
  [...letters].map((letter, index) => ({
    id: letter.toLowerCase(),
    name: letter,
    chair: index === 0,
    present: letter === letter.toLowerCase(),
  }));
const item = (votes: Record<string, Vote>, conflicts = ""): AgendaItem => ({
  caseId: "c1",
  votes: Object.entries(votes).map(([member, vote]) => ({ member, vote })),
  conflicts: [...conflicts].map((member) => ({ member, reason: "قرابة" })),
});

test.each([
  ["more_than_half", 1, 1],
  ["more_than_half", 4, 3],
  ["more_than_half", 5, 3],
  ["two_thirds", 5, 4],
  ["all", 3, 3],
] as const)("a quorum of %s of %i is %i", (quorum, of, needed) => {
  expect(quorumOf({ quorum }, of)).toBe(needed);
});

describe("what votes come to", () => {
  test.each<[string, Parameters<typeof tally>, object]>([
    [
      "a majority",
      [rules, { members: members("abc") }, item({ a: "declined", b: "accepted", c: "accepted" })],
      { outcome: "accepted", how: "majority" },
    ],
    [
      "of those at the table, not of those who voted",
      [rules, { members: members("abcde") }, item({ a: "accepted", b: "accepted" })],
      { none: "no_majority" },
    ],
    [
      "nothing without a quorum",
      [rules, { members: members("aBC") }, item({ a: "accepted" })],
      { none: "no_quorum" },
    ],
    ["nothing without votes", [rules, { members: members("abc") }, item({})], { none: "no_votes" }],
    [
      "what the chair wants at a tie",
      [
        rules,
        { members: members("abcd") },
        item({ a: "declined", b: "declined", c: "accepted", d: "accepted" }),
      ],
      { outcome: "declined", how: "chair" },
    ],
    [
      "nothing at a tie that the chair is not part of",
      [
        rules,
        { members: members("abcde") },
        item({ a: "partly", b: "declined", c: "declined", d: "accepted", e: "accepted" }),
      ],
      { none: "no_majority" },
    ],
    [
      "nothing at a tie before all have voted",
      [rules, { members: members("abcd") }, item({ a: "declined", b: "accepted" })],
      { none: "no_majority" },
    ],
    [
      "a refusal at a tie, where the rule says so",
      [
        { ...rules, tie: "refused" },
        { members: members("ab") },
        item({ a: "declined", b: "accepted" }),
      ],
      { outcome: "declined", how: "rule" },
    ],
    [
      "another session at a tie, where the rule says so",
      [
        { ...rules, tie: "deferred" },
        { members: members("ab") },
        item({ a: "declined", b: "accepted" }),
      ],
      { outcome: "deferred", how: "rule" },
    ],
    [
      "two thirds where they are needed",
      [
        { ...rules, vote: "two_thirds" },
        { members: members("abcd") },
        item({ a: "accepted", b: "accepted", c: "accepted" }),
      ],
      { outcome: "accepted", how: "majority" },
    ],
    [
      "not less than two thirds",
      [
        { ...rules, vote: "two_thirds" },
        { members: members("abc") },
        item({ a: "accepted", b: "declined" }),
      ],
      { none: "no_majority" },
    ],
    [
      "nothing of a member in conflict",
      [
        rules,
        { members: members("abc") },
        item({ a: "accepted", b: "accepted", c: "declined" }, "a"),
      ],
      { none: "no_majority" },
    ],
    [
      "nothing of somebody who is away or no member",
      [
        rules,
        { members: members("abcDE") },
        item({ a: "accepted", d: "accepted", x: "accepted", b: "declined", c: "declined" }),
      ],
      { outcome: "declined", how: "majority" },
    ],
  ])("%s", (_what, [given, session, on], expected) => {
    expect(tally(given, session, on)).toEqual(expected);
  });
});

const votes = fc.dictionary(
  fc.constantFrom("a", "b", "c", "d", "e", "x"),
  fc.constantFrom<Vote>("accepted", "partly", "deferred", "declined"),
);
property.prop([
  fc.constantFrom("abcde", "abCde", "aBCde", "ABCde"),
  votes,
  fc.constantFrom("", "a", "ab", "cde"),
])(
  "an outcome has a quorum, a vote of somebody at the table, and no vote of one in conflict",
  (present, cast, conflicts) => {
    const session = { members: members(present) };
    const on = item(cast, conflicts);
    const result = tally(rules, session, on);
    const table = voters(session, on).map(({ id }) => id);
    expect(table.some((id) => conflicts.includes(id))).toBe(false);
    if (!("outcome" in result)) return;
    expect(hasQuorum(rules, session, on)).toBe(true);
    expect(table.some((id) => cast[id] === result.outcome)).toBe(true);
    const without = Object.fromEntries(Object.entries(cast).filter(([id]) => table.includes(id)));
    expect(tally(rules, session, item(without, conflicts))).toEqual(result);
  },
);
