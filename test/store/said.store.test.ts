import { expect, test } from "vitest";
import type { SurveyAnswer } from "../../src/conversation/ports.ts";
import { openedStore } from "./opened.ts";
import { amal, IDENTITY, khuta } from "./samples.ts";

/* What people say beside a request, and what must not be known of them afterwards. */

const opened = openedStore();
let drawn = 0;

function answer(over: Partial<SurveyAnswer> = {}): SurveyAnswer {
  drawn += 1;
  return {
    id: `random${drawn}`,
    service: "rent",
    month: "2026-11",
    scores: { service: 4, provider: 5 },
    tags: [],
    text: "",
    ...over,
  };
}

test("a survey is read in groups of five and more; smaller ones are only counted", async () => {
  const { surveys } = opened.store;
  for (let n = 0; n < 5; n++)
    await surveys.add(
      khuta,
      answer({ tags: n < 2 ? ["delay"] : [], text: n === 0 ? "الانتظار" : "" }),
    );
  for (let n = 0; n < 4; n++) await surveys.add(khuta, answer({ service: "food" }));
  await surveys.add(amal, answer());
  const asked = { from: "2026-10", to: "2026-12", atLeast: 1 };
  expect(await surveys.report(khuta, asked)).toEqual({
    groups: [
      {
        service: "rent",
        month: "2026-11",
        count: 5,
        scores: { service: [0, 0, 0, 5, 0], provider: [0, 0, 0, 0, 5] },
        tags: { delay: 2 },
        texts: ["الانتظار"],
      },
    ],
    withheld: 4,
  });
  expect((await surveys.report(khuta, { ...asked, atLeast: 6 })).groups).toEqual([]);
  expect(await surveys.report(amal, asked)).toEqual({ groups: [], withheld: 1 });
});

test("an answer that is stored again is one answer, and holds nothing of a person", async () => {
  const { surveys } = opened.store;
  const once = answer({ service: "bills", text: "كلام" });
  await surveys.add(khuta, once);
  await surveys.add(khuta, once);
  const rows = await opened.raw.collection("surveys").find({ service: "bills" }).toArray();
  expect(rows).toHaveLength(1);
  expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(
    ["_id", "associationId", "month", "scores", "service", "tags", "text"].toSorted(),
  );
  expect(JSON.stringify(rows)).not.toContain("كلام");
});

test("a complaint gets one number however often it is stored; a nameless one leads to nobody", async () => {
  const { feedback } = opened.store;
  let asked = 0;
  const number = async () => `KH-${++asked}`;
  const base = {
    kind: "complaint",
    text: `شكوى ${IDENTITY}`,
    day: "2026-11-22",
    dueOn: "2026-11-29",
  };
  const named = await feedback.add(khuta, { id: "f1", conversationId: "c1", ...base }, number);
  expect(await feedback.add(khuta, { id: "f1", conversationId: "c1", ...base }, number)).toEqual(
    named,
  );
  await feedback.add(khuta, { id: "f2", ...base }, number);
  await feedback.add(khuta, { id: "f3", ...base, kind: "thanks" }, number);
  expect(asked).toBe(3);
  const complaints = await feedback.list(khuta, { kinds: ["complaint"], open: true });
  expect(complaints).toEqual([
    { id: "f1", number: "KH-1", conversationId: "c1", ...base },
    { id: "f2", number: "KH-2", ...base },
  ]);
  expect(await feedback.list(amal, { kinds: ["complaint"] })).toEqual([]);
  const raw = JSON.stringify(await opened.raw.collection("feedback").find().toArray());
  expect(raw).not.toContain(IDENTITY);
  expect(raw).not.toContain("شكوى");

  expect(await feedback.hasOpenComplaint(khuta, "c1")).toBe(true);
  expect(await feedback.answered(khuta, "f1", new Date())).toBe(true);
  expect(await feedback.answered(khuta, "f1", new Date())).toBe(false);
  expect(await feedback.hasOpenComplaint(khuta, "c1")).toBe(false);
});

test("a request for one's data has its number and its day, and is done once", async () => {
  const { myData } = opened.store;
  const dueAt = new Date("2026-12-22T06:00:00.000Z");
  const request = {
    id: "m1",
    conversationId: "c1",
    request: "correct",
    text: "الدخل",
    at: new Date("2026-11-22T07:00:00.000Z"),
    dueAt,
  };
  const stored = await myData.add(khuta, request, async () => "KH-7");
  expect(await myData.add(khuta, request, async () => "KH-8")).toEqual(stored);
  expect(await myData.open(khuta)).toEqual([{ ...request, number: "KH-7" }]);
  expect(await myData.done(khuta, "m1", dueAt)).toBe(true);
  expect(await myData.done(amal, "m1", dueAt)).toBe(false);
  expect(await myData.open(khuta)).toEqual([]);
});

test("volunteers and myths are kept once, by association", async () => {
  const { volunteers, myths } = opened.store;
  const volunteer = {
    id: "v1",
    conversationId: "c1",
    answers: { name: "نورة السالم" },
    at: new Date("2026-11-22T07:00:00.000Z"),
  };
  await volunteers.add(khuta, volunteer);
  await volunteers.add(khuta, volunteer);
  expect(await volunteers.list(khuta)).toEqual([volunteer]);
  expect(JSON.stringify(await opened.raw.collection("volunteers").find().toArray())).not.toContain(
    "نورة",
  );

  const heard = { myth: "myth_connections", month: "2026-11" };
  for (const id of ["h1", "h1", "h2"]) await myths.heard(khuta, { id, ...heard });
  await myths.heard(amal, { id: "h3", ...heard });
  expect(await myths.counts(khuta, { from: "2026-11", to: "2026-11" })).toEqual([
    { ...heard, count: 2 },
  ]);
});

test("what must not stay in the log of a chat page is taken out of it", async () => {
  const { webLog } = opened.store;
  const item = {
    id: "i1",
    type: "message" as const,
    author: "contact" as const,
    at: new Date(),
    body: { kind: "text" as const, text: "4" },
  };
  await webLog.append("s1", item, { secret: false });
  await webLog.conceal("s1", "i1", "وصلت إجابة");
  await webLog.conceal("s2", "i1", "وصلت إجابة");
  expect(await webLog.find("s1", "i1")).toMatchObject({
    body: { kind: "text", text: "وصلت إجابة" },
  });
  expect(await webLog.find("s2", "i1")).toBeUndefined();
});
