import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Outbound } from "../../../src/channels/channel.ts";
import { createRateLimit } from "../../../src/channels/rate-limit.ts";
import { shortIdOf } from "../../../src/channels/sms-http/request.ts";
import { outbound, recordEvents, type EventsRecorder } from "../events-recorder.ts";
import { aggregatorHarness, phoneHarness, type GatewayHarness } from "./harness.ts";

let events: EventsRecorder;
let harness: GatewayHarness;
afterEach(() => harness.stop());

const text = (id = "m1", of = "تم استلام طلبكم"): Outbound =>
  outbound(harness.address(1), { kind: "text", text: of }, id);
const withChannel = async (options: Parameters<GatewayHarness["makeChannel"]>[0]) => {
  const made = harness.makeChannel(options);
  await made.start(events);
  return made;
};

describe("by a telephone", () => {
  beforeEach(async () => {
    harness = await phoneHarness();
    events = recordEvents();
    await harness.channel.start(events);
  });

  test("the id is made from ours, so the same message twice is shown once", async () => {
    const first = await harness.channel.send(text("c1.2.3"));
    expect(first).toMatchObject({ providerMessageIds: [shortIdOf("c1.2.3")] });
    expect(await harness.channel.send(text("c1.2.3"))).toEqual(first);
    expect(harness.sim.messages()).toHaveLength(1);
    expect(harness.channel.capabilities.idempotentSend).toBe(true);
  });

  test("a lost message is found after a restart, without a memory", async () => {
    harness.sim.plan({ fault: { kind: "lost", how: "500", stored: true } });
    expect(await harness.channel.send(text())).toMatchObject({ status: "unknown" });
    const restarted = await withChannel({});
    expect(await restarted.reconcile?.(text(), new Date())).toMatchObject({
      status: "accepted",
      providerMessageIds: [harness.sim.messages()[0]?.id],
    });
  });

  test("says so when it cannot look", async () => {
    const { url } = harness.sim;
    await harness.sim.stop();
    const alone = await withChannel({ apiUrl: url });
    expect(await alone.reconcile?.(text(), new Date())).toBe("cannot-tell");
    expect(await alone.send(text())).toMatchObject({
      status: "rejected",
      error: { class: "transient" },
    });
    expect(alone.health().state).toBe("degraded");
  });

  test("with a wrong password is the operator's, for finding too", async () => {
    const wrong = await withChannel({
      credentials: { user: "phone", password: "wrong", webhookSecret: "x" },
    });
    expect(await wrong.send(text())).toMatchObject({ error: { class: "auth" } });
    expect(wrong.health().state).toBe("needs-operator");
    expect(await wrong.reconcile?.(text(), new Date())).toBe("cannot-tell");
  });

  test.each(["500", "cut", "hang"] as const)("an answer lost by %s is unknown", async (how) => {
    const hasty = await withChannel({ timeoutMs: 300 });
    harness.sim.plan({ fault: { kind: "lost", how, stored: false } });
    expect(await hasty.send(text())).toMatchObject({ status: "unknown" });
    expect(hasty.health().state).toBe("degraded");
  });

  test.each(["reversed", "twice", "early"] as const)("reports %s reach us", async (how) => {
    harness.sim.plan({ fault: { kind: "receipts", how } });
    await harness.channel.send(text());
    await harness.reported();
    const states = events.receipts.map(({ state }) => state);
    expect([...new Set(states)].toSorted()).toEqual(["delivered", "sent"]);
  });

  test.each([
    ["an empty text", "\u200b "],
    ["a text of 1601 characters", "a".repeat(1601)],
  ])("%s is refused before it costs a call", async (_, body) => {
    expect(await harness.channel.send(text("m1", body))).toMatchObject({
      error: { class: "content" },
    });
    expect(harness.sim.messages()).toEqual([]);
  });

  test("a limit of our own counts parts, and never holds back the crisis text", async () => {
    const limited = await withChannel({
      rateLimit: createRateLimit({
        channel: { capacity: 100, perSecond: 10 },
        recipient: { capacity: 2, perSecond: 1 },
        now: () => new Date("2026-11-24T09:00:00Z"),
      }),
    });
    await limited.send(text("m1", "م".repeat(134)));
    expect(await limited.send(text("m2"))).toMatchObject({ error: { class: "rate-limited" } });
    const crisis = { ...text("m3"), purpose: "crisis" } as const;
    expect(await limited.send(crisis)).toMatchObject({ status: "accepted" });
  });
});

describe("by an aggregator", () => {
  beforeEach(async () => {
    harness = await aggregatorHarness();
    events = recordEvents();
    await harness.channel.start(events);
  });

  test("tells the parts of a text as it is billed", async () => {
    expect(await harness.channel.send(text("m1", "م".repeat(71)))).toMatchObject({ segments: 2 });
  });

  test("what is lost stays unknown: there is no looking by our id", async () => {
    harness.sim.plan({ fault: { kind: "lost", how: "cut", stored: true } });
    expect(await harness.channel.send(text())).toMatchObject({ status: "unknown" });
    expect(harness.channel.reconcile).toBeUndefined();
  });

  test("a name that is not registered is the operator's", async () => {
    const wrong = await withChannel({
      credentials: { appSid: "synthetic-app-sid", from: "OTHER", webhookSecret: "x" },
    });
    expect(await wrong.send(text())).toMatchObject({
      error: { class: "auth", providerCode: "ER-08" },
    });
    expect(wrong.health().state).toBe("needs-operator");
  });

  test("only the end of a message is reported", async () => {
    await harness.channel.send(text());
    await harness.reported();
    expect(events.receipts.map(({ state }) => state)).toEqual(["delivered"]);
  });
});
