import { expect, test } from "vitest";
import { openedStore } from "./opened.ts";
import { amal, IBAN, IDENTITY, khuta, newCase } from "./samples.ts";

const opened = openedStore();

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
  const opening = newCase("e1", { answers: { rent_amount: 1500 } });
  const first = await opened.store.cases.open(khuta, opening);
  const second = await opened.store.cases.open(khuta, { ...opening, number: "KH-47-other" });
  expect(second).toEqual(first);
  const { secrets: _, ...shown } = opening;
  expect(first).toMatchObject({ ...shown, state: "submitted" });
  expect(first.history).toEqual([
    { at: opening.openedAt, actor: "contact", change: "opened", to: "submitted" },
  ]);
  expect(first).not.toHaveProperty("secrets");
});

test("a case with a missing document awaits it", async () => {
  const documents = [
    { id: "id_copy", state: "received" as const, storageKeys: ["k1"] },
    { id: "lease", state: "missing" as const, storageKeys: [] },
  ];
  expect((await opened.store.cases.open(khuta, newCase("e2", { documents }))).state).toBe(
    "awaiting_documents",
  );
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
    newCase("f2", { conversationId: "mine", openedAt: new Date("2026-04-01T00:00:00.000Z") }),
  );
  const { cases } = opened.store;
  expect((await cases.ofConversation(khuta, "mine")).map(({ id }) => id)).toEqual(["f1", "f2"]);
  expect(await cases.ofConversation(amal, "mine")).toEqual([]);
  expect(await cases.byNumber(amal, "KH-47-f1")).toBeUndefined();
});

test("a number in free text seals the answers, and they open again", async () => {
  const answers = { need_description: `هويتي ${IDENTITY} وأحتاج إلى مساعدة` };
  const view = await opened.store.cases.open(khuta, newCase("free", { answers }));
  expect(view.answers).toEqual(answers);
  const raw = await opened.raw.collection("cases").findOne({ number: "KH-47-free" });
  expect(raw?.["answers"]).toMatch(/^sealed:/);
});
