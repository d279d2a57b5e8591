import { describe, expect, test } from "vitest";
import type { CaseRecord } from "../../src/cases/case.ts";
import { recordOf } from "../../src/conversation/case-record.ts";
import type { CaseView } from "../../src/conversation/ports.ts";
import { openedStore } from "./opened.ts";
import { amal, IBAN, IDENTITY, khuta, newCase } from "./samples.ts";

const opened = openedStore();
const WAKE = {
  id: "e1.1.0",
  kind: "follow_up",
  name: "ladder",
  at: "2026-03-04T09:00:00.000Z",
} as const;
const LATER = new Date("2026-03-02T09:00:00.000Z");
const change = (view: CaseView, changes: Partial<CaseRecord>) => ({
  record: { ...recordOf(view), version: view.version + 1, ...changes },
  effects: [],
  at: LATER,
  until: LATER,
});

test("serial numbers are given out once, per association and year", async () => {
  const other = await opened.another();
  const serials = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      (n % 2 ? other : opened).store.cases.nextSerial(khuta, 47),
    ),
  );
  expect(serials.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  expect(await opened.store.cases.nextSerial(amal, 47)).toBe(1);
  expect(await opened.store.cases.nextSerial(khuta, 48)).toBe(1);
});

test("opening twice opens one case, and returns the one that exists", async () => {
  const opening = newCase("e1", { answers: { rent_amount: 1500 }, effects: [WAKE] });
  const first = await opened.store.cases.open(khuta, opening);
  const other = newCase("e1", { number: "KH-47-other" });
  expect(await opened.store.cases.open(khuta, other)).toEqual(first);
  const { secrets: _, record, effects, ...beside } = opening;
  expect(first.view).toEqual({
    ...beside,
    ...record,
    updatedAt: record.openedAt,
    possibleDuplicateOf: [],
  });
  expect(first.effects).toEqual(effects);
});

test("a number that another case carries is refused loudly", async () => {
  await opened.store.cases.open(khuta, newCase("e3", { number: "KH-47-same" }));
  await expect(
    opened.store.cases.open(khuta, newCase("e4", { number: "KH-47-same" })),
  ).rejects.toThrow(/second row/);
});

test("the same identity number in any script is seen as a possible duplicate, within the association only", async () => {
  const { cases } = opened.store;
  const person = (national_id: string) => ({ secrets: { national_id } });
  await cases.open(khuta, newCase("d1", person("2999912345")));
  await cases.open(khuta, newCase("d2", person("٢٩٩٩٩ ١٢٣٤٥")));
  await cases.open(khuta, newCase("d3", person("2999954321")));
  await cases.open(amal, newCase("d4", person("2999912345")));
  const seen = async (id: string, association = khuta) =>
    (await cases.byNumber(association, `KH-47-${id}`))?.possibleDuplicateOf;
  expect(await seen("d1")).toEqual(["KH-47-d2"]);
  expect(await seen("d2")).toEqual(["KH-47-d1"]);
  expect(await seen("d3")).toEqual([]);
  expect(await seen("d4", amal)).toEqual([]);
});

test("secrets leave by their own door, for the association they belong to", async () => {
  await opened.store.cases.open(khuta, newCase("s1"));
  expect(await opened.store.cases.revealSecrets(khuta, "s1")).toEqual({
    national_id: IDENTITY,
    iban: IBAN,
  });
  await expect(opened.store.cases.revealSecrets(amal, "s1")).rejects.toThrow(/no case/);
});

test("cases are found by number and by conversation, by their own association", async () => {
  await opened.store.cases.open(khuta, newCase("f1", { conversationId: "mine" }));
  await opened.store.cases.open(
    khuta,
    newCase("f2", { conversationId: "mine", openedAt: "2026-04-01T00:00:00.000Z" }),
  );
  const { cases } = opened.store;
  expect((await cases.ofConversation(khuta, "mine")).map(({ id }) => id)).toEqual(["f1", "f2"]);
  expect(await cases.ofConversation(amal, "mine")).toEqual([]);
  expect(await cases.byNumber(amal, "KH-47-f1")).toBeUndefined();
});

test("a number in free text seals the answers, and they open again", async () => {
  const answers = { need_description: `هويتي ${IDENTITY} وأحتاج إلى مساعدة` };
  const { view } = await opened.store.cases.open(khuta, newCase("free", { answers }));
  expect(view.answers).toEqual(answers);
  const raw = await opened.raw.collection("cases").findOne({ number: "KH-47-free" });
  expect(raw?.["answers"]).toMatch(/^sealed:/);
});

describe("a case that is acted on", () => {
  test("is saved by whoever was first, with its effects, and the other has to look again", async () => {
    const { cases } = opened.store;
    const { view } = await cases.open(khuta, newCase("v1"));
    const effects = [{ ...WAKE, id: "v1.2.0" }];
    const both = await Promise.all([
      cases.commit(khuta, { ...change(view, { suspended: true }), effects }),
      cases.commit(khuta, change(view, { state: "closed" })),
    ]);
    expect(both.toSorted()).toEqual(["conflict", "saved"]);
    const stored = await cases.get(khuta, "v1");
    expect(stored?.version).toBe(2);
    expect(await cases.commit(amal, change(stored!, { state: "closed" }))).toBe("conflict");
  });

  test("keeps its effects until they are settled, and is found by the sweeper when nobody applies them", async () => {
    const { cases } = opened.store;
    const { view } = await cases.open(khuta, newCase("w1"));
    const effects = [
      { ...WAKE, id: "w1.2.0" },
      { id: "w1.2.1", kind: "cancel_follow_up", name: "expiry" } as const,
    ];
    await cases.commit(khuta, { ...change(view, {}), effects });
    const found = async () =>
      (await cases.unsettled(new Date(LATER.getTime() + 1), 100)).map(({ id }) => id);
    expect(await found()).toContain("w1");
    await cases.settle(khuta, "w1", ["w1.2.0"], new Date("2099-01-01T00:00:00Z"));
    expect((await cases.load(khuta, "w1"))?.effects).toEqual([effects[1]]);
    expect(await found()).not.toContain("w1");
    await cases.settle(khuta, "w1", ["w1.2.1"], LATER);
    expect(
      (await opened.raw.collection("cases").findOne({ number: "KH-47-w1" }))!,
    ).not.toHaveProperty("unsettledUntil");
  });

  test("loses what ended: a suspension, and adds to its secrets without a trace beside them", async () => {
    const { cases } = opened.store;
    const { view } = await cases.open(khuta, newCase("x1", { suspended: true }));
    await cases.commit(khuta, {
      ...change({ ...view }, {}),
      record: { ...recordOf(view), version: 2, suspended: undefined } as never,
      secrets: { iban: "SA4499000000000000000001" },
    });
    expect((await cases.get(khuta, "x1"))?.suspended).toBeUndefined();
    expect(await cases.revealSecrets(khuta, "x1")).toEqual({
      national_id: IDENTITY,
      iban: "SA4499000000000000000001",
    });
    const raw = JSON.stringify(
      await opened.raw.collection("cases").findOne({ number: "KH-47-x1" }),
    );
    expect(raw).not.toContain("SA4499");
  });

  test("from before cases had a life is read with what can be known of it, and goes on from there", async () => {
    const { cases } = opened.store;
    await cases.open(khuta, newCase("old"));
    await opened.raw.collection("cases").updateOne(
      { number: "KH-47-old" },
      {
        $set: {
          documents: [{ id: "lease", state: "received", storageKeys: ["k1"] }],
          history: [{ at: LATER, actor: "contact", change: "opened", to: "submitted" }],
          declaration: JSON.stringify({
            text: "x",
            at: "2026-03-01T09:00:00.000Z",
            answersHash: "h",
          }),
        },
        $unset: { life: 1, version: 1, words: 1, effects: 1 },
      },
    );
    const view = (await cases.get(khuta, "old"))!;
    expect(view).toMatchObject({
      version: 0,
      source: "sms",
      completedAt: "2026-03-01T09:00:00.000Z",
      signature: { signedAt: "2026-03-01T09:00:00.000Z", answersHash: "h" },
      documents: [{ id: "lease" }],
      history: [{ at: LATER.toISOString() }],
    });
    expect(await cases.commit(khuta, change(view, { state: "matched" }))).toBe("saved");
    expect(await cases.get(khuta, "old")).toMatchObject({ version: 1, state: "matched" });
    expect(await cases.commit(khuta, change(view, { state: "closed" }))).toBe("conflict");
  });
});

test("staff find cases by number, telephone and the beginning of names, in pages and by state", async () => {
  const { cases } = opened.store;
  const names = ["أسماء محمد القحطاني", "اسماء علي الزهراني", "خالد محمد"];
  for (const [index, applicant_name] of names.entries())
    await cases.open(
      amal,
      newCase(`q${index}`, {
        number: `AM-480000${index}-1`,
        state: index === 2 ? "committee" : "submitted",
        openedAt: `2026-05-0${index + 1}T00:00:00.000Z`,
        answers: { applicant_name, mobile: `+96655765432${index}` },
      }),
    );
  const found = async (asked: object) =>
    (await cases.list(amal, { limit: 10, ...asked })).cases.map(({ id }) => id);
  expect(await found({ q: "أسما" })).toEqual(["q1", "q0"]);
  expect(await found({ q: "محمد اسماء" })).toEqual(["q0"]);
  expect(await found({ q: "AM-4800002-1" })).toEqual(["q2"]);
  expect(await found({ q: "٠٥٥٧٦٥٤٣٢١" })).toEqual(["q1"]);
  expect(await found({ q: ".*" })).toEqual([]);
  expect(await found({ q: "$ne" })).toEqual([]);
  expect(await found({ state: "committee" })).toEqual(["q2"]);
  const first = await cases.list(amal, { q: "محمد", limit: 1 });
  const second = await cases.list(amal, { q: "محمد", limit: 1, after: first.next! });
  expect([...first.cases, ...second.cases].map(({ id }) => id)).toEqual(["q2", "q0"]);
  expect(second.next).toBeNull();
  expect((await cases.list(khuta, { q: "أسماء", limit: 10 })).cases).toEqual([]);
  expect((await cases.counts(amal)).committee).toBe(1);
});
