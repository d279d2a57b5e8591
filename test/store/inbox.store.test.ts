import { expect, test } from "vitest";
import { openedStore } from "./opened.ts";
import { amal, IDENTITY, inboxRow, khuta, laneOf } from "./samples.ts";

const opened = openedStore();

const orderOf = (n: number) => `000000000000001.${String(n).padStart(6, "0")}`;

test("a message is stored once, whoever brings the second copy and whenever", async () => {
  const other = await opened.another();
  const copies = Array.from({ length: 20 }, (_, n) =>
    (n % 2 ? other : opened).store.inbox.accept(khuta, inboxRow("twice")),
  );
  const outcomes = await Promise.all(copies);
  expect(outcomes.filter((outcome) => outcome === "stored")).toHaveLength(1);
  await opened.store.inbox.finish(khuta, ["khuta-sms|twice"]);
  expect(await opened.store.inbox.accept(khuta, inboxRow("twice"))).toBe("duplicate");
  expect(await opened.store.inbox.pending(khuta, [laneOf(1)], 10)).toEqual([]);
});

test("a duplicate does not keep the new messages of its round trip out", async () => {
  const lane = laneOf(2);
  await opened.store.inbox.accept(khuta, inboxRow("m0", { lane }));
  const outcomes = await Promise.all(
    Array.from({ length: 5 }, (_, n) =>
      opened.store.inbox.accept(khuta, inboxRow(`m${n}`, { lane })),
    ),
  );
  expect(outcomes).toEqual(["duplicate", "stored", "stored", "stored", "stored"]);
});

test("what waits comes in order, as it was accepted, and goes when it is finished", async () => {
  const rows = [3, 1, 2].map((n) =>
    inboxRow(`o${n}`, { lane: laneOf(3), order: orderOf(n), displayName: "نورة" }),
  );
  await Promise.all(rows.map((row) => opened.store.inbox.accept(khuta, row)));
  const waiting = await opened.store.inbox.pending(khuta, [laneOf(3)], 10);
  expect(waiting).toEqual([rows[1], rows[2], rows[0]]);
  await opened.store.inbox.finish(khuta, [rows[1]!.id, rows[2]!.id]);
  expect(await opened.store.inbox.pending(khuta, [laneOf(3)], 10)).toEqual([rows[0]]);
});

test("several lanes are read together in one order, up to the limit", async () => {
  const rows = [1, 2, 3, 4].map((n) =>
    inboxRow(`l${n}`, { lane: laneOf(40 + (n % 2)), order: orderOf(n) }),
  );
  await Promise.all(rows.map((row) => opened.store.inbox.accept(khuta, row)));
  const ids = (await opened.store.inbox.pending(khuta, [laneOf(40), laneOf(41)], 3)).map(
    (row) => row.id,
  );
  expect(ids).toEqual(rows.slice(0, 3).map((row) => row.id));
});

test("a lane that is flooded leaves the answers of the others whole", async () => {
  const flood = Array.from({ length: 300 }, (_, n) =>
    inboxRow(`f${n}`, { lane: laneOf(5), order: orderOf(n) }),
  );
  const calm = Array.from({ length: 10 }, (_, n) =>
    inboxRow(`calm${n}`, { lane: laneOf(60 + n), order: orderOf(n) }),
  );
  await Promise.all([...flood, ...calm].map((row) => opened.store.inbox.accept(khuta, row)));
  for (let round = 0; round < 3; round++) {
    const [crowded, ...others] = await Promise.all([
      opened.store.inbox.pending(khuta, [laneOf(5)], 4),
      ...calm.map((row) => opened.store.inbox.pending(khuta, [row.lane], 4)),
    ]);
    expect(crowded).toEqual(flood.slice(0, 4));
    expect(others).toEqual(calm.map((row) => [row]));
  }
});

test("another association sees and finishes nothing of it", async () => {
  const row = inboxRow("own", { lane: laneOf(7) });
  await opened.store.inbox.accept(khuta, row);
  const [own, foreign] = await Promise.all([
    opened.store.inbox.pending(khuta, [laneOf(7)], 5),
    opened.store.inbox.pending(amal, [laneOf(7)], 5),
  ]);
  expect([own.length, foreign.length]).toEqual([1, 0]);
  await opened.store.inbox.finish(amal, [row.id]);
  expect(await opened.store.inbox.pending(khuta, [laneOf(7)], 5)).toHaveLength(1);
});

test("the sweeper finds the lanes with rows that have waited, each once", async () => {
  const other = await opened.another();
  const old = new Date("2020-01-01T00:00:00.000Z");
  for (const id of ["w1", "w2"]) {
    await opened.store.inbox.accept(amal, inboxRow(id, { lane: laneOf(8), acceptedAt: old }));
  }
  const lanes = await other.store.inbox.waiting(new Date("2021-01-01T00:00:00.000Z"), 100);
  expect(lanes).toEqual([{ associationId: amal, lane: laneOf(8) }]);
});

test("a form, and a text with a full number in any script, are sealed at rest and open again", async () => {
  const lane = laneOf(9);
  const rows = [
    inboxRow("s1", { lane, order: orderOf(1), body: { kind: "text", text: "هويتي ١٩٩٩٩ ١٢٣٤٥" } }),
    inboxRow("s2", {
      lane,
      order: orderOf(2),
      body: { kind: "form", formId: "f", values: { national_id: IDENTITY } },
    }),
    inboxRow("s3", { lane, order: orderOf(3) }),
  ];
  await Promise.all(rows.map((row) => opened.store.inbox.accept(khuta, row)));
  const raw = await opened.raw.collection("inbox").find({ lane }).sort({ order: 1 }).toArray();
  expect(raw.map((row) => String(row["body"]).startsWith("sealed:khuta.1:"))).toEqual([
    true,
    true,
    false,
  ]);
  expect(await opened.store.inbox.pending(khuta, [lane], 5)).toEqual(rows);
});
