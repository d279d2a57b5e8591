import { describe, expect, test } from "vitest";
import { callFirst, type Waiting } from "../../src/cases/call-first.ts";

/* Sunday morning: forty things wait, and five people are called first. */

const NOW = new Date("2026-11-22T08:00:00+03:00");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const waits = (who: string, what: string, more: Partial<Waiting> = {}): Waiting => ({
  conversationId: who,
  what,
  priority: "normal",
  at: daysAgo(1),
  ...more,
});
const order = (...waiting: Waiting[]) => callFirst(waiting, NOW).map((each) => each.conversationId);

describe("whom to call first", () => {
  test.each<[string, Waiting[], string[]]>([
    [
      "danger before everything, however long the rest has waited",
      [
        waits("late", "documents_late", { at: daysAgo(300), dueAt: daysAgo(200) }),
        waits("danger", "handoff", { priority: "crisis" }),
      ],
      ["danger", "late"],
    ],
    [
      "a notice that did not arrive before documents that are late: nothing goes on without it",
      [waits("documents", "documents_late"), waits("notice", "tell_notice")],
      ["notice", "documents"],
    ],
    [
      "what is overdue before what is not",
      [
        waits("in time", "objection", { dueAt: daysAgo(-2) }),
        waits("overdue", "objection", { dueAt: daysAgo(1) }),
      ],
      ["overdue", "in time"],
    ],
    [
      "of two alike whoever has waited longer",
      [
        waits("since Thursday", "handoff", { at: daysAgo(3) }),
        waits("since a week", "handoff", { at: daysAgo(7) }),
      ],
      ["since a week", "since Thursday"],
    ],
    [
      "whoever has several things waiting before whoever has one of them",
      [waits("one", "more_time"), waits("two", "more_time"), waits("two", "sign_again")],
      ["two", "one"],
    ],
    [
      "nobody for what is done at a desk",
      [waits("match", "match_documents"), waits("question", "question"), waits("second", "second")],
      [],
    ],
  ])("%s", (_what, waiting, expected) => {
    expect(order(...waiting)).toEqual(expected);
    expect(order(...waiting.toReversed())).toEqual(expected);
  });

  test("five at most, each person once, with every reason and the weightiest first", () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      waits(`p${index}`, "handoff", { at: daysAgo(index) }),
    );
    expect(order(...many)).toEqual(["p8", "p7", "p6", "p5", "p4"]);
    expect(
      callFirst(
        [
          waits("a", "documents_late", { caseId: "k1", dueAt: daysAgo(1) }),
          waits("a", "tell_notice", { caseId: "k1" }),
        ],
        NOW,
      ),
    ).toEqual([
      { conversationId: "a", caseId: "k1", reasons: ["tell_notice", "documents_late", "overdue"] },
    ]);
  });
});
