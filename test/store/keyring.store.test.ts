import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { openedStore } from "./opened.ts";
import { amal, IDENTITY, inboxRow, khuta, laneOf, newCase } from "./samples.ts";

const opened = openedStore();

const sealed = (id: string) =>
  inboxRow(id, {
    lane: laneOf(1),
    body: { kind: "form", formId: "f", values: { national_id: IDENTITY } },
  });
const bodyOf = async (id: string) =>
  String(
    (
      await opened.raw
        .collection<{ _id: string; body: string }>("inbox")
        .findOne({ _id: `khuta-sms|${id}` })
    )?.body,
  );

test("processes that start together make one key for each use", async () => {
  const all = await Promise.all([1, 2, 3].map(() => opened.another()));
  await Promise.all(
    all.map(({ store }, n) =>
      store.inbox.accept(amal, { ...sealed(`race${n}`), associationId: amal, lane: laneOf(2) }),
    ),
  );
  const keys = await opened.raw.collection("keys").find({ scope: "amal" }).toArray();
  expect(new Map(keys.map((key) => [key["use"], key["serial"]]))).toEqual(
    new Map([
      ["index", 0],
      ["seal", 1],
    ]),
  );
  expect(keys).toHaveLength(2);
  for (const { store } of all)
    expect(await store.inbox.pending(amal, [laneOf(2)], 10)).toHaveLength(3);
});

test("after a rotation new values carry the new key, and the old ones still open, in other processes too", async () => {
  const other = await opened.another();
  await opened.store.inbox.accept(khuta, sealed("old"));
  expect(await opened.rotateKey(khuta)).toBe("khuta.2");
  await opened.store.inbox.accept(khuta, sealed("new"));
  expect([await bodyOf("old"), await bodyOf("new")].map((body) => body.split(":")[1])).toEqual([
    "khuta.1",
    "khuta.2",
  ]);
  for (const { store } of [opened, other, await opened.another()]) {
    expect(await store.inbox.pending(khuta, [laneOf(1)], 10)).toEqual([
      sealed("old"),
      sealed("new"),
    ]);
  }
});

test("a rotation leaves blind indexes as they are", async () => {
  await opened.store.cases.open(khuta, newCase("k1"));
  await opened.rotateKey(khuta);
  expect((await opened.store.cases.open(khuta, newCase("k2"))).view.possibleDuplicateOf).toEqual([
    "KH-47-k1",
  ]);
});

test("a sealed body that was copied into another row or association does not open", async () => {
  await opened.store.inbox.accept(khuta, sealed("from"));
  await opened.store.inbox.accept(khuta, inboxRow("to", { lane: laneOf(3) }));
  await opened.raw
    .collection<{ _id: string }>("inbox")
    .updateOne({ _id: "khuta-sms|to" }, { $set: { body: await bodyOf("from") } });
  await expect(opened.store.inbox.pending(khuta, [laneOf(3)], 1)).rejects.toMatchObject({
    code: "crypto.invalid",
  });
});

test("a wrong master key stops the start", async () => {
  await expect(opened.another({ masterKey: randomBytes(32) })).rejects.toMatchObject({
    code: "crypto.invalid",
  });
});
