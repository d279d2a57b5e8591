import { expect, test } from "vitest";
import type { FormRecord } from "../../src/conversation/ports.ts";
import { openedStore } from "./opened.ts";
import { addressOf, amal, khuta } from "./samples.ts";

const opened = openedStore();
const at = new Date("2026-03-01T09:00:00.000Z");

const form: FormRecord = {
  id: "c1.2.0",
  associationId: khuta,
  conversationId: "c1",
  address: addressOf(1),
  purpose: "fields",
  fields: ["national_id"],
  documents: [],
  expiresAt: new Date("2020-01-01T00:00:00.000Z"),
};

test("a form is found by the hash of its token, also when it has run out, and is consumed exactly once", async () => {
  const { forms } = opened.store;
  await forms.issue(khuta, form, "hash");
  await forms.issue(khuta, form, "hash");
  expect(await forms.find("hash")).toEqual(form);
  expect(await forms.find("other")).toBeUndefined();
  expect(await forms.consume(amal, form.id, at)).toBe(false);
  const consumed = await Promise.all(
    Array.from({ length: 8 }, () => forms.consume(khuta, form.id, at)),
  );
  expect(consumed.filter(Boolean)).toHaveLength(1);
  expect(await forms.find("hash")).toEqual({ ...form, usedAt: at });
});

test("an operator in place of a token finds nothing", async () => {
  await expect(opened.store.forms.find({ $ne: null } as unknown as string)).rejects.toThrow(
    /CastError/,
  );
});

test("tasks are added once, shown the most urgent first, and closed by kind", async () => {
  const { tasks } = opened.store;
  const task = (id: string, over: object) => ({
    id,
    conversationId: "c1",
    kind: "handoff" as const,
    reason: "asked",
    priority: "normal",
    at,
    ...over,
  });
  await tasks.add(khuta, task("t1", {}));
  await tasks.add(khuta, task("t1", { reason: "again" }));
  await tasks.add(
    khuta,
    task("t2", { priority: "crisis", kind: "message", at: new Date("2026-03-02T09:00:00.000Z") }),
  );
  await tasks.add(amal, task("t3", {}));
  expect(await tasks.open(khuta)).toEqual([
    {
      id: "t2",
      conversationId: "c1",
      kind: "message",
      reason: "asked",
      priority: "crisis",
      at: new Date("2026-03-02T09:00:00.000Z"),
    },
    { id: "t1", conversationId: "c1", kind: "handoff", reason: "asked", priority: "normal", at },
  ]);
  await tasks.close(khuta, "c1", "handoff", at);
  expect((await tasks.open(khuta)).map(({ id }) => id)).toEqual(["t2"]);
  expect(await tasks.open(amal)).toHaveLength(1);
});

test("the ledger of consents keeps the first word under an id", async () => {
  const entry = {
    id: "k1",
    conversationId: "c1",
    address: "khuta-sms|x",
    purpose: "processing",
    version: "1",
    decision: "given",
    textKey: "consent.ask",
    text: "أوافق",
    at,
  };
  await opened.store.consents.append(khuta, entry);
  await opened.store.consents.append(khuta, { ...entry, decision: "refused" });
  const ledger = await opened.raw.collection("consents").find().toArray();
  expect(ledger.map((row) => [row["associationId"], row["decision"]])).toEqual([
    ["khuta", "given"],
  ]);
});

test("settings are written over and read by name", async () => {
  const { settings } = opened.store;
  expect(await settings.read("clock")).toBeUndefined();
  await settings.write("clock", { offsetMs: 5 });
  await settings.write("clock", { offsetMs: 7, nothing: null, $odd: 1 });
  expect(await settings.read("clock")).toEqual({ offsetMs: 7, nothing: null, $odd: 1 });
});

test("a file comes back byte for byte, to its association only, until it is removed", async () => {
  const { blobs } = opened.store;
  const bytes = Buffer.alloc(700_000, "ملف ");
  const key = await blobs.put(khuta, bytes, {
    mime: "application/pdf",
    fileName: "عقد.pdf",
    owner: "c1",
  });
  const bare = await blobs.put(khuta, Buffer.alloc(0), { mime: "image/png", owner: "c1" });
  const found = await blobs.get(khuta, key);
  expect(found?.bytes.equals(bytes)).toBe(true);
  expect([found?.mime, found?.fileName]).toEqual(["application/pdf", "عقد.pdf"]);
  expect(await blobs.get(khuta, bare)).toEqual({
    bytes: Buffer.alloc(0),
    mime: "image/png",
    owner: "c1",
  });
  expect(await blobs.get(amal, key)).toBeUndefined();
  await blobs.remove(amal, key);
  expect(await blobs.get(khuta, key)).toBeDefined();
  await Promise.all([blobs.remove(khuta, key), blobs.remove(khuta, key)]);
  await blobs.remove(khuta, key);
  expect(await blobs.get(khuta, key)).toBeUndefined();
  expect(await opened.raw.collection("blobs.chunks").countDocuments()).toBe(1);
});
