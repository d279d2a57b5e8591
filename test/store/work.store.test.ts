import mongoose from "mongoose";
import { beforeAll, expect, test, vi } from "vitest";
import { openedStore } from "./opened.ts";
import { addressOf, conversation, inboxRow, khuta, laneOf, message } from "./samples.ts";

const opened = openedStore();
const STORED = 3_000;
const old = new Date("2020-01-01T00:00:00.000Z");

/** A long history in which nothing waits, and one conversation that is in full swing. */
beforeAll(async () => {
  const { inbox, conversations, messages } = opened.store;
  const ns = Array.from({ length: STORED }, (_, n) => n);
  await Promise.all(
    ns.map(async (n) => {
      const id = `past${n}`;
      await conversations.commit(conversation(id, { addresses: [laneOf(n)] }));
      await conversations.resolve(khuta, laneOf(n), id);
      await inbox.accept(khuta, inboxRow(id, { lane: laneOf(n), acceptedAt: old }));
      await messages.insert(khuta, [
        message(id, { conversationId: id, address: addressOf(n), status: "rejected" }),
      ]);
    }),
  );
  await inbox.finish(
    khuta,
    ns.map((n) => `khuta-sms|past${n}`),
  );
}, 120_000);

type Asked = { collection: string; filter: object; options: object };
const { Collection } = mongoose.mongo;

/** How many documents and index keys the server looks at for what `work` asks of it. */
async function examinedBy(
  work: () => Promise<unknown>,
): Promise<{ queries: number; examined: number }> {
  const asked: Asked[] = [];
  const note = (
    collection: string,
    filter: object,
    { sort, limit, hint }: mongoose.mongo.FindOptions = {},
  ) => asked.push({ collection, filter, options: { sort, limit, hint } });
  for (const method of ["find", "findOne", "updateOne", "updateMany"] as const) {
    const original = Collection.prototype[method] as (...parameters: unknown[]) => unknown;
    vi.spyOn(Collection.prototype, method).mockImplementation(function (
      this: mongoose.mongo.Collection,
      ...parameters: unknown[]
    ) {
      note(
        this.collectionName,
        parameters[0] as object,
        (method.startsWith("find") ? parameters[1] : {}) as object,
      );
      return original.apply(this, parameters) as never;
    });
  }
  await work();
  vi.restoreAllMocks();
  let examined = 0;
  for (const { collection, filter, options } of asked) {
    const plan = await opened.raw
      .collection(collection)
      .find(filter, options)
      .explain("executionStats");
    const { totalDocsExamined, totalKeysExamined } = plan["executionStats"] as Record<
      string,
      number
    >;
    examined += Math.max(totalDocsExamined ?? STORED, totalKeysExamined ?? STORED);
  }
  return { queries: asked.length, examined };
}

test("a turn looks at its own documents, however many are stored", async () => {
  const { inbox, conversations, messages } = opened.store;
  const row = inboxRow("now", { lane: laneOf(7), acceptedAt: old });
  const sent = message("past7.2.0", {
    conversationId: "past7",
    status: "sending",
    address: addressOf(7),
  });
  const { queries, examined } = await examinedBy(async () => {
    await inbox.accept(khuta, row);
    const id = await conversations.resolve(khuta, row.lane, "unused");
    await Promise.all([conversations.load(khuta, id), inbox.pending(khuta, [row.lane], 5)]);
    await conversations.commit(
      conversation(id, {
        version: 2,
        lease: { owner: "me", until: new Date(Date.now() + 30_000) },
      }),
    );
    await messages.insert(khuta, [sent]);
    await messages.unsent(khuta, id);
    await messages.beginSending(khuta, sent.id, old);
    await messages.recordOutcome(
      khuta,
      sent,
      { status: "accepted", providerMessageIds: ["P7"] },
      old,
    );
    await messages.recordReceipt(khuta, {
      channelId: "khuta-sms",
      providerMessageId: "P7",
      state: "delivered",
    });
    await conversations.settle(khuta, id, {
      owner: "me",
      effectIds: [],
      release: true,
      backlog: false,
    });
    await inbox.finish(khuta, [row.id]);
    await messages.thread(khuta, id, { limit: 20 });
  });
  expect(queries).toBeGreaterThanOrEqual(10);
  expect(examined).toBeLessThan(40);
});

test("the sweeper looks at what waits and at nothing else", async () => {
  const { inbox, conversations, messages, followUps } = opened.store;
  await inbox.accept(khuta, inboxRow("waits", { lane: laneOf(8), acceptedAt: old }));
  const later = new Date(Date.now() + 60_000);
  const { queries, examined } = await examinedBy(async () => {
    expect(await inbox.waiting(new Date(), 100)).toHaveLength(1);
    expect(await conversations.unsettled(later, 100)).toEqual([]);
    expect(await messages.stuck(later, 100)).toEqual([]);
    expect(await followUps.dueBefore(later, 100)).toEqual([]);
  });
  expect(queries).toBe(4);
  expect(examined).toBeLessThan(10);
});
