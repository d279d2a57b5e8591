import path from "node:path";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { createKnowledge } from "../../src/language/knowledge.ts";

const file = path.join(import.meta.dirname, "../../flows/knowledge.yaml");
const { questions } = parse(readFileSync(file, "utf8")) as {
  questions: { id: string; phrasings: string[] }[];
};
const knowledge = createKnowledge(questions);

describe("a question of the association's knowledge", () => {
  it("is found for every phrasing that is listed", () => {
    const missed = questions.flatMap(({ id, phrasings }) =>
      phrasings.filter((phrasing) => knowledge.find(phrasing)[0]?.id !== id),
    );
    expect(missed).toEqual([]);
  });

  it.each([
    ["كم تاخذون وقت على ما تردون؟", "duration"],
    ["ايش هي المستندات المطلوبه للتقديم", "documents"],
    ["وش الأوراق اللي احتاجها؟؟", "documents"],
    ["متى اوقات دوامكم", "hours"],
    ["مين يشوف بياناتي عندكم", "privacy"],
    ["هل فيه رسوم على التقديم ولا مجاني", "cost"],
    ["وين وصلت معاملتي", "track_request"],
    ["اقدر أقدم عن أمي؟", "on_behalf"],
    ["مين اللي يقرر قبول الطلبات", "who_decides"],
  ])("is found in other words: %s", (text, id) => {
    expect(knowledge.find(text)[0]?.id).toBe(id);
  });

  it("is found more often than not for a phrasing that it was not shown", () => {
    const cases = questions.flatMap(({ id, phrasings }) =>
      phrasings.map((phrasing) => ({ id, phrasing })),
    );
    const found = cases
      .filter((_, index) => index % 5 === 0)
      .map(({ id, phrasing }) => {
        const rest = questions.map((entry) => ({
          id: entry.id,
          phrasings: entry.phrasings.filter((other) => other !== phrasing),
        }));
        return createKnowledge(rest)
          .find(phrasing)
          .some((each) => each.id === id);
      });
    expect(found.filter(Boolean).length / found.length).toBeGreaterThan(0.7);
  });

  it("is answered at once where it is clear", () => {
    expect(knowledge.answer("كم تستغرق دراسة الطلب؟")).toEqual({ clear: "duration" });
    expect(knowledge.answer("ما أوقات العمل؟")).toEqual({ clear: "hours" });
  });

  it("is offered beside others where two are about as near", () => {
    const two = createKnowledge([
      { id: "opens", phrasings: ["متى تفتحون المكتب", "متى يفتح المكتب"] },
      { id: "closes", phrasings: ["متى تقفلون المكتب", "متى يقفل المكتب"] },
    ]);
    expect(two.answer("متى المكتب")).toEqual({
      options: expect.arrayContaining(["opens", "closes"]) as unknown,
    });
  });

  it.each([
    "",
    "   ",
    "؟؟؟",
    "😀",
    "شكرا جزيلا",
    "عندي خمسة اطفال",
    "هههههه",
    "12345",
    "xyz qwerty",
    "ابي طبخة كبسة",
  ])("is not found in what asks nothing of the kind: %j", (text) => {
    expect(knowledge.answer(text)).toBeUndefined();
  });
});

describe("knowledge", () => {
  it("gives at most three, best first, with finite scores", () => {
    const found = knowledge.find("متى");
    expect(found).toHaveLength(3);
    expect(found.map(({ score }) => score)).toEqual(
      found.map(({ score }) => score).toSorted((a, b) => b - a),
    );
    expect(found.every(({ score }) => Number.isFinite(score))).toBe(true);
  });

  it("may be empty or know one question only", () => {
    expect(createKnowledge([]).find("متى تفتحون")).toEqual([]);
    expect(createKnowledge([]).answer("متى تفتحون")).toBeUndefined();
    const one = createKnowledge([{ id: "hours", phrasings: ["متى تفتحون"] }]);
    expect(one.answer("متى تفتحون؟")).toEqual({ clear: "hours" });
    expect(one.answer("ما اسم الجمعية")).toBeUndefined();
  });

  it("bears the same phrasing under two questions, and a question without phrasings", () => {
    const same = createKnowledge([
      { id: "a", phrasings: ["متى الرد"] },
      { id: "b", phrasings: ["متى الرد"] },
      { id: "c", phrasings: [] },
    ]);
    expect(same.answer("متى الرد")).toEqual({
      options: expect.arrayContaining(["a", "b"]) as unknown,
    });
  });

  it("answers a message of any length within the time of a turn", () => {
    const start = performance.now();
    knowledge.answer("متى تردون علي يا جماعة ".repeat(5000));
    expect(performance.now() - start).toBeLessThan(200);
  });
});
