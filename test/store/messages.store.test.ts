import * as fc from "fast-check";
import { expect, test } from "vitest";
import { receiptRank, type ReceiptState, type SendOutcome } from "../../src/channels/channel.ts";
import { openedStore } from "./opened.ts";
import { addressOf, amal, conversation, IDENTITY, khuta, laneOf, message } from "./samples.ts";

const opened = openedStore();
const now = new Date("2026-03-01T10:00:00.000Z");

const accepted = (...providerMessageIds: string[]): SendOutcome => ({
  status: "accepted",
  providerMessageIds,
  segments: 2,
});
const refused: SendOutcome = {
  status: "rejected",
  error: { class: "permanent", message: "refused", providerCode: "30003" },
};
const unknown: SendOutcome = {
  status: "unknown",
  error: { class: "transient", message: "no answer" },
};
const receipt = (providerMessageId: string, state: ReceiptState) => ({
  channelId: "khuta-sms",
  providerMessageId,
  state,
});

async function statusOf(conversationId: string) {
  const thread = await opened.store.messages.thread(khuta, conversationId, { limit: 50 });
  return thread.map((each) => each.status);
}

test("a message comes back as it was stored, and a second copy changes nothing", async () => {
  const first = message("m1", {
    conversationId: "copy",
    secret: true,
    body: { kind: "text", text: "رمز الدخول" },
  });
  await opened.store.messages.insert(khuta, [first]);
  await opened.store.messages.insert(khuta, [
    { ...first, body: { kind: "text", text: "غيره" } },
    message("m2", { conversationId: "copy", order: "000000001.0002" }),
  ]);
  const [one, two] = await opened.store.messages.thread(khuta, "copy", { limit: 10 });
  expect(one).toEqual(first);
  expect(two?.id).toBe("m2");
  expect(await opened.store.messages.thread(amal, "copy", { limit: 10 })).toEqual([]);
});

test("a thread is read from its end, in pages", async () => {
  const all = [1, 2, 3, 4, 5].map((n) =>
    message(`p${n}`, { conversationId: "pages", order: `000000001.000${n}` }),
  );
  await opened.store.messages.insert(khuta, all);
  const last = await opened.store.messages.thread(khuta, "pages", { limit: 2 });
  expect(last.map(({ id }) => id)).toEqual(["p4", "p5"]);
  const before = await opened.store.messages.thread(khuta, "pages", {
    limit: 2,
    before: last[0]!.order,
  });
  expect(before.map(({ id }) => id)).toEqual(["p2", "p3"]);
});

test("of twenty who begin the same send, in two processes, one may", async () => {
  const other = await opened.another();
  await opened.store.messages.insert(khuta, [
    message("send1", { conversationId: "begin" }),
    message("send2", { conversationId: "begin" }),
  ]);
  const begun = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      (n % 2 ? other : opened).store.messages.beginSending(
        khuta,
        n % 4 < 2 ? "send1" : "send2",
        now,
      ),
    ),
  );
  expect(begun.filter(Boolean)).toHaveLength(2);
  const [one] = await opened.store.messages.thread(khuta, "begin", { limit: 1 });
  expect([one?.status, one?.attempts, one?.sendingSince]).toEqual(["sending", 1, now]);
  expect(await opened.store.messages.beginSending(amal, "send1", now)).toBe(false);
});

test("an outcome ends the wait; unknown does not", async () => {
  const ids = ["ok", "no", "maybe"];
  const all = ids.map((id, n) =>
    message(id, { conversationId: "outcomes", order: `000000001.000${n}`, status: "sending" }),
  );
  await opened.store.messages.insert(khuta, all);
  await Promise.all(
    [accepted("P-ok"), refused, unknown].map((outcome, n) =>
      opened.store.messages.recordOutcome(khuta, all[n]!, outcome, now),
    ),
  );
  const thread = await opened.store.messages.thread(khuta, "outcomes", { limit: 10 });
  expect(
    thread.map(({ status, error, segments, providerMessageIds }) => [
      status,
      error?.class,
      segments,
      providerMessageIds,
    ]),
  ).toEqual([
    ["accepted", undefined, 2, ["P-ok"]],
    ["rejected", "permanent", undefined, undefined],
    ["unknown", "transient", undefined, undefined],
  ]);
  expect((await opened.store.messages.unsent(khuta, "outcomes")).map(({ id }) => id)).toEqual([
    "maybe",
  ]);
  await opened.store.messages.recordOutcome(khuta, all[2]!, accepted("P-maybe"), now);
  expect(await opened.store.messages.unsent(khuta, "outcomes")).toEqual([]);
  expect((await statusOf("outcomes"))[2]).toBe("accepted");
});

test("what was refused for now goes back to the queue until its time", async () => {
  const later = new Date("2026-03-01T10:05:00.000Z");
  await opened.store.messages.insert(khuta, [
    message("again", { conversationId: "again", status: "sending", attempts: 1 }),
  ]);
  await opened.store.messages.requeue(khuta, "again", later);
  const [waiting] = await opened.store.messages.unsent(khuta, "again");
  expect([waiting?.status, waiting?.notBefore]).toEqual(["queued", later]);
  expect(await opened.store.messages.beginSending(khuta, "again", now)).toBe(true);
});

test("one that is found as sending was left by a crash", async () => {
  await opened.store.messages.insert(khuta, [
    message("cut", { conversationId: "cut", status: "sending", attempts: 1, sendingSince: now }),
  ]);
  expect((await opened.store.messages.unsent(khuta, "cut")).map(({ status }) => status)).toEqual([
    "interrupted",
  ]);
});

test("bot messages that have not left are withdrawn, those under way and those of staff are not", async () => {
  const all = [
    message("w1", { conversationId: "staff" }),
    message("w2", { conversationId: "staff", order: "000000001.0002", status: "sending" }),
    message("w3", { conversationId: "staff", order: "000000001.0003", author: "staff" }),
  ];
  await opened.store.messages.insert(khuta, all);
  expect(await opened.store.messages.withdraw(khuta, "staff")).toBe(1);
  expect(await statusOf("staff")).toEqual(["withdrawn", "sending", "queued"]);
  expect(await opened.store.messages.beginSending(khuta, "w1", now)).toBe(false);
});

test("a receipt of somebody else's message is parked, and of another channel or association does not count", async () => {
  const one = message("chan", { conversationId: "chan", status: "sending" });
  await opened.store.messages.insert(khuta, [one]);
  const { recordReceipt } = opened.store.messages;
  expect(
    await recordReceipt(khuta, { ...receipt("P-chan", "read"), channelId: "khuta-wa" }),
  ).toBeUndefined();
  expect(await recordReceipt(amal, receipt("P-chan", "read"))).toBeUndefined();
  await opened.store.messages.recordOutcome(khuta, one, accepted("P-chan"), now);
  expect(await statusOf("chan")).toEqual(["accepted"]);
});

test("a failed receipt tells why", async () => {
  const one = message("why", { conversationId: "why", status: "sending" });
  await opened.store.messages.insert(khuta, [one]);
  await opened.store.messages.recordOutcome(khuta, one, accepted("P-why"), now);
  const error = { class: "bad-address", message: "no such number", providerCode: "30005" };
  const known = await opened.store.messages.recordReceipt(khuta, {
    ...receipt("P-why", "failed"),
    error,
  });
  expect([known?.status, known?.error]).toEqual(["failed", error]);
});

const STATES = Object.keys(receiptRank) as ReceiptState[];

test("whatever the order of outcome and receipts, repeated or not, the furthest state stands", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(["outcome", "outcome", ...STATES, ...STATES] as const, { minLength: 1 }),
      fc.boolean(),
      async (events, atOnce) => {
        const id = `perm${run++}`;
        const one = message(id, { conversationId: id, status: "sending" });
        await opened.store.messages.insert(khuta, [one]);
        const happen = (event: (typeof events)[number]): Promise<unknown> =>
          event === "outcome"
            ? opened.store.messages.recordOutcome(khuta, one, accepted(`P-${id}`), now)
            : opened.store.messages.recordReceipt(khuta, receipt(`P-${id}`, event));
        if (atOnce) await Promise.all(events.map(happen));
        else for (const event of events) await happen(event);
        const seen = events.filter((event) => event !== "outcome");
        const furthest = seen.toSorted((a, b) => receiptRank[b] - receiptRank[a])[0];
        // "queued" by the provider is no state of ours: it would mean that the message has not left.
        const final = furthest && furthest !== "queued" ? furthest : "accepted";
        expect(await statusOf(id)).toEqual([events.includes("outcome") ? final : "sending"]);
        await happen("outcome");
        expect(await statusOf(id)).toEqual([final]);
        expect(await opened.store.messages.unsent(khuta, id)).toEqual([]);
      },
    ),
    { numRuns: 120 },
  );
});

test("outcome and receipt that meet in two processes never miss one another", async () => {
  const other = await opened.another();
  const all = Array.from({ length: 60 }, (_, n) =>
    message(`meet${n}`, { conversationId: `meet${n}`, status: "sending" }),
  );
  await opened.store.messages.insert(khuta, all);
  await Promise.all(
    all.flatMap((one) => [
      opened.store.messages.recordOutcome(khuta, one, accepted(`P-${one.id}`), now),
      other.store.messages.recordReceipt(khuta, receipt(`P-${one.id}`, "delivered")),
    ]),
  );
  for (const one of all) expect(await statusOf(one.id)).toEqual(["delivered"]);
});

test("the sweeper finds what waits and leaves alone what somebody is working on", async () => {
  const { conversations, messages } = opened.store;
  const stuckIds = async () =>
    (await messages.stuck(new Date(Date.now() + 1_000), 1_000))
      .filter((each) => each.associationId === amal)
      .map((each) => each.conversationId)
      .toSorted();
  await messages.insert(
    amal,
    ["stuck1", "stuck2"].map((id) => message(id, { conversationId: id })),
  );
  await messages.insert(amal, [
    message("stuck-in", { conversationId: "stuck3", direction: "in", status: "accepted" }),
  ]);
  await conversations.commit(
    conversation("stuck2", {
      associationId: amal,
      lease: { owner: "alive", until: new Date(Date.now() + 30_000) },
    }),
  );
  expect(await stuckIds()).toEqual(["stuck1"]);
  await messages.recordOutcome(amal, message("stuck1"), accepted("P-stuck1"), now);
  expect(await stuckIds()).toEqual([]);
});

test("all messages of an address are found, oldest first", async () => {
  const at = (minute: number) => new Date(`2026-03-01T11:0${minute}:00.000Z`);
  const mine = { address: addressOf(77) };
  await opened.store.messages.insert(khuta, [
    message("a2", { ...mine, conversationId: "x", createdAt: at(2) }),
    message("a1", {
      ...mine,
      conversationId: "y",
      createdAt: at(1),
      direction: "in",
      author: "contact",
      status: "accepted",
    }),
    message("a3", { conversationId: "x", address: addressOf(78), createdAt: at(3) }),
  ]);
  expect((await opened.store.messages.ofAddress(khuta, laneOf(77))).map(({ id }) => id)).toEqual([
    "a1",
    "a2",
  ]);
});

test("a body with a full number is sealed though nobody called it secret", async () => {
  const one = message("number", {
    conversationId: "number",
    body: { kind: "text", text: `رقم الهوية ${IDENTITY}` },
  });
  await opened.store.messages.insert(khuta, [one]);
  const raw = await opened.raw.collection("messages").findOne({ conversationId: "number" });
  expect(raw?.["body"]).toMatch(/^sealed:/);
  expect(await opened.store.messages.thread(khuta, "number", { limit: 1 })).toEqual([one]);
});
