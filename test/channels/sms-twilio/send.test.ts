import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Channel, Outbound } from "../../../src/channels/channel.ts";
import { createRateLimit } from "../../../src/channels/rate-limit.ts";
import { createTwilioSms } from "../../../src/channels/sms-twilio/channel.ts";
import { outbound, recordEvents, type EventsRecorder } from "../events-recorder.ts";
import {
  ACCOUNT,
  CHANNEL_ID,
  numberOf,
  OUR_NUMBER,
  twilioHarness,
  type TwilioHarness,
} from "./harness.ts";

let now: Date;
let harness: TwilioHarness;
let channel: Channel;
let events: EventsRecorder;

beforeEach(async () => {
  now = new Date("2026-11-24T09:00:00.900Z");
  harness = await twilioHarness({ now: () => now });
  channel = harness.channel;
  events = recordEvents();
  await channel.start(events);
});
afterEach(() => harness.stop());

const text = (id = "m1", of = "تم استلام طلبكم", person = 1): Outbound =>
  outbound(harness.address(person), { kind: "text", text: of }, id);
const withChannel = async (options: Parameters<TwilioHarness["makeChannel"]>[0]) => {
  const made = harness.makeChannel(options);
  await made.start(events);
  return made;
};

describe("what Twilio is asked", () => {
  test("carries sender, text and the address for reports, and tells the parts", async () => {
    expect(await channel.send(text("m1", "م".repeat(71)))).toMatchObject({
      status: "accepted",
      segments: 2,
    });
    expect(harness.sim.messages(numberOf(1))).toMatchObject([
      { from: OUR_NUMBER, to: numberOf(1), body: "م".repeat(71), segments: 2 },
    ]);
    await harness.reported();
    const url = `${harness.publicUrl}/webhooks/${CHANNEL_ID}/status`;
    expect(harness.sim.calls).toMatchObject([
      { url, attempts: [204] },
      { url, attempts: [204] },
    ]);
  });

  test("names a sender pool where there is one", async () => {
    const pool = `MG${"c3".repeat(16)}`;
    const { from: _, ...options } = { from: OUR_NUMBER, messagingServiceSid: pool };
    const pooled = await withChannel(options);
    await pooled.send(text());
    expect(harness.sim.messages(numberOf(1))).toMatchObject([
      { from: null, messagingServiceSid: pool },
    ]);
  });

  test("without a sender the channel cannot be made", () => {
    const options = {
      id: CHANNEL_ID,
      accountSid: ACCOUNT.sid,
      authToken: "x",
      publicUrl: "https://x.example",
    };
    expect(() => createTwilioSms({ ...options, direction: "two-way", now: () => now })).toThrow(
      CHANNEL_ID,
    );
  });

  test.each([
    ["an empty text", "\u200b ", "content"],
    ["a text of 1601 characters", "a".repeat(1601), "content"],
  ])("%s is refused before it costs a call", async (_, body, errorClass) => {
    expect(await channel.send(text("m1", body))).toMatchObject({
      status: "rejected",
      error: { class: errorClass },
    });
    expect(harness.sim.messages()).toEqual([]);
  });

  test("throws for an address that is no telephone: that is a mistake of ours", async () => {
    const to = { channelId: CHANNEL_ID, scheme: "session", value: "s1" } as const;
    await expect(channel.send({ ...text(), to })).rejects.toThrow(/session/);
  });
});

describe("answers that do not come", () => {
  test.each([
    ["500", { kind: "lost", how: "500", stored: true }],
    ["a line that is cut", { kind: "lost", how: "cut", stored: true }],
    ["silence", { kind: "lost", how: "hang", stored: true }],
  ] as const)(
    "%s: unknown, the channel degraded, and ready with the next answer",
    async (_, fault) => {
      const hasty = await withChannel({ timeoutMs: 400 });
      harness.sim.plan({ fault });
      expect(await hasty.send(text())).toMatchObject({
        status: "unknown",
        error: { class: "transient" },
      });
      expect(hasty.health().state).toBe("degraded");
      expect(await hasty.send(text("m2"))).toMatchObject({ status: "accepted" });
      expect(hasty.health().state).toBe("ready");
    },
  );

  test("nobody listening: nothing has left, so it may simply be tried again", async () => {
    const alone = await withChannel({ apiUrl: "http://127.0.0.1:9" });
    expect(await alone.send(text())).toMatchObject({
      status: "rejected",
      error: { class: "transient" },
    });
    expect(alone.health().state).toBe("degraded");
  });

  test("a refusal of one person shows that Twilio answers again, not that the log-in was repaired", async () => {
    await harness.fail("auth");
    await channel.send(text("m1"));
    await harness.fail("bad-address");
    await channel.send(text("m2"));
    expect(channel.health().state).toBe("needs-operator");
    await channel.send(text("m3"));
    expect(channel.health().state).toBe("ready");
  });

  test("what we refuse ourselves says nothing about Twilio", async () => {
    harness.sim.plan({ fault: { kind: "lost", how: "500", stored: false } });
    await channel.send(text("m1"));
    await channel.send(text("m2", "a".repeat(1601)));
    expect(channel.health().state).toBe("degraded");
  });

  test("stopping waits for what is under way", async () => {
    const hasty = await withChannel({ timeoutMs: 400 });
    harness.sim.plan({ fault: { kind: "lost", how: "hang", stored: false } });
    const sending = hasty.send(text());
    const stopping = hasty.stop().then(() => "stopped");
    expect(await Promise.race([stopping, sleep(30, "waits")])).toBe("waits");
    expect(await sending).toMatchObject({ status: "unknown" });
    expect(await stopping).toBe("stopped");
    expect(hasty.health().state).toBe("stopped");
  });

  test("429 is told at once, with the time to wait, and not retried in secret", async () => {
    harness.sim.plan({ fault: { kind: "refuse", code: 20429, retryAfterSeconds: 3 } });
    expect(await channel.send(text())).toMatchObject({
      status: "rejected",
      error: { class: "rate-limited", retryAfterMs: 3000 },
    });
    expect(harness.sim.messages()).toEqual([]);
  });

  test("the real number for unsubscribed people is refused as opted out", async () => {
    const to = { ...harness.address(1), value: "+15005550004" };
    expect(await channel.send({ ...text(), to })).toMatchObject({ error: { class: "opted-out" } });
  });
});

describe("looking for a message whose sending has no outcome", () => {
  const lose = async (message: Outbound, stored: boolean) => {
    harness.sim.plan({ fault: { kind: "lost", how: "cut", stored } });
    const since = now;
    await channel.send(message);
    return since;
  };

  test("finds it after a restart, by recipient, text and time", async () => {
    const since = await lose(text(), true);
    const restarted = await withChannel({});
    const [sent] = harness.sim.messages(numberOf(1));
    expect(await restarted.reconcile?.(text(), since)).toMatchObject({
      status: "accepted",
      providerMessageIds: [sent?.sid],
    });
  });

  test("finds it while it still waits in Twilio's queue and has no date of sending", async () => {
    const since = await lose(text(), true);
    const [sent] = harness.sim.messages(numberOf(1));
    if (sent) sent.sentAt = null;
    expect(await channel.reconcile?.(text(), since)).toMatchObject({ status: "accepted" });
  });

  test("does not take an equal text of before for it, after a restart either", async () => {
    await channel.send(text("m0"));
    now = new Date(now.getTime() + 5000);
    const since = await lose(text(), false);
    const restarted = await withChannel({});
    expect(await restarted.reconcile?.(text(), since)).toBe("not-found");
  });

  test.each([0, 100, 5000])("of equal ones sent %i ms apart takes the newest", async (apartMs) => {
    await channel.send(text("m0"));
    now = new Date(now.getTime() + apartMs);
    const since = await lose(text(), true);
    const restarted = await withChannel({});
    expect(await restarted.reconcile?.(text(), since)).toMatchObject({
      providerMessageIds: [harness.sim.messages(numberOf(1)).at(-1)?.sid],
    });
  });

  test("does not take another person's, another text, or what the person wrote", async () => {
    const since = await lose(text(), false);
    await channel.send(text("m2", "تم استلام طلبكم", 2));
    await channel.send(text("m3", "رسالة أخرى"));
    await harness.write(1, "تم استلام طلبكم", "a");
    const restarted = await withChannel({});
    expect(await restarted.reconcile?.(text(), since)).toBe("not-found");
  });

  test("of two lost ones gives each its own", async () => {
    const since = await lose(text("m1"), true);
    await lose(text("m2"), true);
    const first = await channel.reconcile?.(text("m2"), since);
    const second = await channel.reconcile?.(text("m1"), since);
    const ids = [first, second].map((found) => JSON.stringify(found));
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => id.includes("accepted"))).toBe(true);
  });

  test("knows a message again whose id was given but never stored by us", async () => {
    const outcome = await channel.send(text());
    expect(await channel.reconcile?.(text(), now)).toEqual(outcome);
  });

  test("says so when it cannot look", async () => {
    const alone = await withChannel({ apiUrl: "http://127.0.0.1:9" });
    expect(await alone.reconcile?.(text(), now)).toBe("cannot-tell");
  });

  test("says so when the list is too long to be sure", async () => {
    const since = await lose(text(), false);
    const others = Array.from({ length: 100 }, (_, index) => text(`m${index}`, `رسالة ${index}`));
    await Promise.all(others.map((message) => channel.send(message)));
    expect(await channel.reconcile?.(text("lost"), since)).toBe("cannot-tell");
  });
});

describe("a limit of our own", () => {
  const slow = () =>
    createRateLimit({
      channel: { capacity: 100, perSecond: 10 },
      recipient: { capacity: 2, perSecond: 1 },
      now: () => now,
    });

  test("refuses before Twilio is asked, and says how long to wait", async () => {
    const limited = await withChannel({ rateLimit: slow() });
    await limited.send(text("m1", "م".repeat(134)));
    expect(await limited.send(text("m2"))).toEqual({
      status: "rejected",
      error: { class: "rate-limited", message: expect.any(String), retryAfterMs: 1000 },
    });
    expect(harness.sim.messages()).toHaveLength(1);
    now = new Date(now.getTime() + 1000);
    expect(await limited.send(text("m2"))).toMatchObject({ status: "accepted" });
  });

  test("never holds back the crisis text", async () => {
    const limited = await withChannel({ rateLimit: slow() });
    await limited.send(text("m1", "م".repeat(134)));
    expect(await limited.send({ ...text("m2"), purpose: "crisis" })).toMatchObject({
      status: "accepted",
    });
  });
});

describe("reports in odd ways", () => {
  test.each(["reversed", "twice", "early"] as const)("%s: all of them reach us", async (how) => {
    harness.sim.plan({ fault: { kind: "receipts", how } });
    const outcome = await channel.send(text());
    await harness.reported();
    const states = events.receipts.map(({ state }) => state);
    expect([...new Set(states)].toSorted()).toEqual(["delivered", "sent"]);
    expect(outcome).toMatchObject({ providerMessageIds: [events.receipts[0]?.providerMessageId] });
  });

  test("early ones are here before the id that they speak of", async () => {
    harness.sim.plan({ fault: { kind: "receipts", how: "early" } });
    const sending = channel.send(text());
    await expect.poll(() => events.receipts.length).toBeGreaterThan(0);
    expect(await sending).toMatchObject({ status: "accepted" });
  });

  test("those that could not be stored come again", async () => {
    let failures = 1;
    const onReceipt: EventsRecorder["onReceipt"] = async (receipt) => {
      failures -= 1;
      if (failures >= 0) throw new Error("the store is away");
      await events.onReceipt(receipt);
    };
    await channel.start({ ...events, onReceipt });
    await channel.send(text());
    await harness.reported();
    expect(harness.sim.calls.map(({ attempts }) => attempts)).toEqual([[503, 204], [204]]);
    expect(events.receipts.map(({ state }) => state)).toEqual(["sent", "delivered"]);
  });
});
