import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Channel, Outbound, OutboundBody } from "../../../src/channels/channel.ts";
import type { WhatsappCloudOptions } from "../../../src/channels/whatsapp-cloud/options.ts";
import { createRateLimit } from "../../../src/channels/rate-limit.ts";
import { outbound, recordEvents, type EventsRecorder } from "../events-recorder.ts";
import {
  CHANNEL_ID,
  cloudHarness,
  digitsOf,
  NUMBER,
  phoneOf,
  userOf,
  VERIFY_TOKEN,
  type CloudHarness,
} from "./harness.ts";

let now: Date;
let harness: CloudHarness;
let channel: Channel;
let events: EventsRecorder;

beforeEach(async () => {
  now = new Date("2026-11-24T09:00:00Z");
  harness = await cloudHarness({
    now: () => now,
    number: { enforceWindow: false, templates: { case_update: 1 } },
  });
  channel = harness.channel;
  events = recordEvents();
  await channel.start(events);
});
afterEach(() => harness.stop());

const text = (id = "m1", of = "تم استلام طلبكم"): Outbound =>
  outbound(phoneOf(1), { kind: "text", text: of }, id);
const withChannel = async (options: Parameters<CloudHarness["makeChannel"]>[0]) => {
  const made = harness.makeChannel(options);
  await made.start(events);
  return made;
};
const sent = () => harness.sim.messages().filter(({ direction }) => direction === "outbound");
const letter: OutboundBody = {
  kind: "media",
  storageKey: "f1",
  mime: "application/pdf",
  fileName: "letter.pdf",
  caption: "خطاب القرار",
  as: "document",
};

describe("what Meta is asked", () => {
  test("carries our id, which comes back with every report", async () => {
    await channel.send(text("c1.2.3"));
    await harness.reported();
    expect(sent()[0]?.content).toMatchObject({
      to: digitsOf(1),
      biz_opaque_callback_data: "c1.2.3",
    });
    expect(harness.sim.calls.map(({ attempts }) => attempts)).toEqual([[200], [200]]);
    expect(harness.sim.calls[0]?.body).toContain("c1.2.3");
  });

  test("goes to the id of a person who has no number", async () => {
    const message = outbound(userOf(1), { kind: "text", text: "نعم" }, "m1");
    expect(await channel.send(message)).toMatchObject({ status: "accepted" });
    expect(sent()).toMatchObject([{ person: userOf(1).value }]);
  });

  test.each([
    ["an empty text", ""],
    ["a text of 4097 characters", "س".repeat(4097)],
  ])("%s is refused before it costs a call", async (_, body) => {
    expect(await channel.send(text("m1", body))).toMatchObject({
      status: "rejected",
      error: { class: "content" },
    });
    expect(sent()).toEqual([]);
  });

  test("throws for an address of another kind: that is a mistake of ours", async () => {
    const to = { channelId: CHANNEL_ID, scheme: "session", value: "s1" } as const;
    await expect(channel.send({ ...text(), to })).rejects.toThrow(/session/);
  });

  test("buttons and lists are taken as they are rendered", async () => {
    const listed = await withChannel({ listButton: { ar: "اختاروا", en: "Choose" } });
    for (const count of [2, 3, 4, 10, 11]) {
      const options = Array.from({ length: count }, (_, index) => ({
        id: `o${index}`,
        label: `خيار ${index}`,
        number: index,
      }));
      const body: OutboundBody = { kind: "choices", text: "ما النوع؟", options, numbered: false };
      const message = outbound(phoneOf(1), body, `m${count}`);
      expect(await listed.send(message)).toMatchObject({ status: "accepted" });
      expect(sent().at(-1)?.text).toBe(listed.render(message).text);
    }
    expect(sent().map(({ type }) => type)).toEqual([
      "interactive",
      "interactive",
      "interactive",
      "interactive",
      "text",
    ]);
  });
});

describe("answers that do not come", () => {
  test.each(["500", "cut", "hang"] as const)(
    "%s: unknown, the channel degraded, and ready with the next answer",
    async (how) => {
      const hasty = await withChannel({ timeoutMs: 300 });
      harness.sim.plan({ fault: { kind: "lost", how, stored: true } });
      expect(await hasty.send(text())).toMatchObject({
        status: "unknown",
        error: { class: "transient" },
      });
      expect(hasty.health().state).toBe("degraded");
      expect(await hasty.send(text("m2"))).toMatchObject({ status: "accepted" });
      expect(hasty.health().state).toBe("ready");
    },
  );

  test("there is no list to look into, so the channel does not offer to look", () => {
    expect(channel.reconcile).toBeUndefined();
  });

  test("what was lost is known again by its report", async () => {
    harness.sim.plan({ fault: { kind: "lost", how: "cut", stored: true } });
    await channel.send(text());
    await harness.reported();
    expect(events.receipts.map(({ state }) => state)).toEqual(["sent", "delivered"]);
    expect(events.receipts[0]?.providerMessageId).toBe(sent()[0]?.id);
  });

  test("nobody listening: nothing has left, so it may simply be tried again", async () => {
    const { url } = harness.sim;
    await harness.sim.stop();
    const alone = await withChannel({ apiUrl: url });
    expect(await alone.send(text())).toMatchObject({
      status: "rejected",
      error: { class: "transient" },
    });
    expect(alone.health().state).toBe("degraded");
  });

  test("stopping waits for what is under way", async () => {
    const hasty = await withChannel({ timeoutMs: 400 });
    harness.sim.plan({ fault: { kind: "lost", how: "hang", stored: false } });
    const sending = hasty.send(text());
    const stopping = hasty.stop().then(() => "stopped");
    expect(await Promise.race([stopping, sleep(30, "waits")])).toBe("waits");
    expect(await sending).toMatchObject({ status: "unknown" });
    expect(await stopping).toBe("stopped");
  });

  test("a wrong token is told to the operator", async () => {
    const wrong = await withChannel({ accessToken: "wrong" });
    expect(await wrong.send(text())).toMatchObject({ error: { class: "auth" } });
    expect(wrong.health()).toMatchObject({
      state: "needs-operator",
      action: expect.stringContaining("token"),
    });
  });

  test("a locked account too, though it is blocked and not the token's fault", async () => {
    harness.sim.plan({ fault: { kind: "refuse", code: 368 } });
    expect(await channel.send(text())).toMatchObject({ error: { class: "blocked" } });
    expect(channel.health()).toMatchObject({ state: "needs-operator" });
  });

  test("a number that is not ours is the operator's as well", async () => {
    const other = await withChannel({ phoneNumberId: "999" });
    expect(await other.send(text())).toMatchObject({ error: { class: "auth" } });
  });
});

describe("a limit of our own", () => {
  const slow = () =>
    createRateLimit({
      channel: { capacity: 100, perSecond: 10 },
      recipient: { capacity: 1, perSecond: 1 },
      now: () => now,
    });

  test("refuses before Meta is asked, but never the crisis text", async () => {
    const limited = await withChannel({ rateLimit: slow() });
    await limited.send(text("m1"));
    expect(await limited.send(text("m2"))).toMatchObject({
      error: { class: "rate-limited", retryAfterMs: 1000 },
    });
    const crisis = { ...text("m3"), purpose: "crisis" } as const;
    expect(await limited.send(crisis)).toMatchObject({ status: "accepted" });
    expect(sent()).toHaveLength(2);
  });
});

describe("after the 24 hours", () => {
  const hoursAgo = (hours: number) => async () => new Date(now.getTime() - hours * 3_600_000);
  const templates = {
    "test.text": { name: "case_update", language: "ar", parameters: ["text"] as const },
  };

  test("nothing goes without a template, and Meta is not asked", async () => {
    const late = await withChannel({ lastInboundAt: hoursAgo(25) });
    expect(await late.send(text())).toMatchObject({
      status: "rejected",
      error: { class: "window-closed" },
    });
    expect(sent()).toEqual([]);
    expect(late.health().state).toBe("ready");
  });

  test("the template of the message goes", async () => {
    const late = await withChannel({ lastInboundAt: hoursAgo(25), templates });
    expect(await late.send(text())).toMatchObject({ status: "accepted" });
    expect(sent()).toMatchObject([{ type: "template", text: "[case_update] تم استلام طلبكم" }]);
  });

  test("a template that Meta does not know is content that nobody can send", async () => {
    const late = await withChannel({
      lastInboundAt: hoursAgo(25),
      templates: { "*": { ...templates["test.text"], name: "forgotten" } },
    });
    expect(await late.send(text())).toMatchObject({
      error: { class: "content", providerCode: "132001" },
    });
  });

  test("within them the message goes as it is", async () => {
    const early = await withChannel({ lastInboundAt: hoursAgo(23), templates });
    await early.send(text());
    expect(sent()).toMatchObject([{ type: "text" }]);
  });

  test("what only Meta knows to be late comes back as a report", async () => {
    harness.sim.plan({ fault: { kind: "undelivered", code: 131047 } });
    await channel.send(text());
    await harness.reported();
    expect(events.receipts).toMatchObject([{ state: "failed", error: { class: "window-closed" } }]);
  });
});

describe("files to people", () => {
  test("go up first and are then named", async () => {
    const files = await withChannel({ loadMedia: async () => Buffer.from("%PDF-1.7") });
    expect(files.capabilities.media.outbound).toBe(true);
    const outcome = await files.send(outbound(phoneOf(1), letter, "m1"));
    expect(outcome).toMatchObject({ status: "accepted" });
    expect(sent()).toMatchObject([
      {
        type: "document",
        content: { document: { filename: "letter.pdf", caption: "خطاب القرار" } },
      },
    ]);
  });

  test.each([
    ["image", { image: { caption: "خطاب القرار" } }],
    ["audio", { audio: {} }],
  ] as const)("as %s", async (as, content) => {
    const files = await withChannel({ loadMedia: async () => Buffer.from("x") });
    await files.send(outbound(phoneOf(1), { ...letter, as }, "m1"));
    expect(sent()).toMatchObject([{ type: as, content }]);
  });

  test("larger than allowed stay here", async () => {
    const files = await withChannel({
      loadMedia: async () => Buffer.alloc(11),
      media: { maxBytes: 10 },
    });
    expect(await files.send(outbound(phoneOf(1), letter, "m1"))).toMatchObject({
      status: "rejected",
      error: { class: "content" },
    });
    expect(sent()).toEqual([]);
  });

  test("that cannot be read now are tried again later", async () => {
    const files = await withChannel({
      loadMedia: async () => {
        throw new Error("the database is away");
      },
    });
    expect(await files.send(outbound(phoneOf(1), letter, "m1"))).toMatchObject({
      status: "rejected",
      error: { class: "transient" },
    });
  });

  describe("after the 24 hours", () => {
    const letterTemplate = {
      name: "case_update",
      language: "ar",
      parameters: ["text"],
      header: "document",
    } as const;
    const late = (templates: WhatsappCloudOptions["templates"]) =>
      withChannel({
        loadMedia: async () => Buffer.from("%PDF-1.7"),
        lastInboundAt: async () => new Date(0),
        templates: templates ?? {},
      });

    test("a document goes at the head of a template that has a place for one", async () => {
      const files = await late({ "test.text": letterTemplate });
      expect(await files.send(outbound(phoneOf(1), letter, "m1"))).toMatchObject({
        status: "accepted",
      });
      const document = { id: expect.any(String), filename: "letter.pdf" };
      const head = { type: "header", parameters: [{ type: "document", document }] };
      const body = { type: "body", parameters: [{ type: "text", text: "خطاب القرار" }] };
      expect(sent()).toMatchObject([
        { type: "template", content: { template: { components: [head, body] } } },
      ]);
    });

    test("a template with a place for a document serves no text, and no picture", async () => {
      const files = await late({ "*": letterTemplate });
      for (const body of [text().body, { ...letter, as: "image" } as const])
        expect(await files.send(outbound(phoneOf(1), body, "m1"))).toMatchObject({
          error: { class: "window-closed" },
        });
      expect(sent()).toEqual([]);
    });
  });

  test("after the 24 hours go by no template that has no place for them", async () => {
    const files = await withChannel({
      loadMedia: async () => Buffer.from("x"),
      lastInboundAt: async () => new Date(0),
      templates: { "*": { name: "notice", language: "ar", parameters: ["text"] } },
    });
    expect(await files.send(outbound(phoneOf(1), letter, "m1"))).toMatchObject({
      error: { class: "window-closed" },
    });
    expect(sent()).toEqual([]);
  });

  test("with a caption longer than WhatsApp shows are refused here", async () => {
    const files = await withChannel({ loadMedia: async () => Buffer.from("x") });
    const long = { ...letter, caption: "خ".repeat(1025) };
    expect(await files.send(outbound(phoneOf(1), long, "m1"))).toMatchObject({
      error: { class: "content" },
    });
  });

  test("that did not go up were sent to nobody: it may simply be tried again", async () => {
    const { url } = harness.sim;
    await harness.sim.stop();
    const files = await withChannel({ apiUrl: url, loadMedia: async () => Buffer.from("x") });
    expect(await files.send(outbound(phoneOf(1), letter, "m1"))).toMatchObject({
      status: "rejected",
      error: { class: "transient" },
    });
  });
});

describe("reports in odd ways", () => {
  test.each(["reversed", "twice", "early", "together"] as const)(
    "%s: all of them reach us",
    async (how) => {
      harness.sim.plan({ fault: { kind: "receipts", how } });
      const outcome = await channel.send(text());
      await harness.reported();
      const states = events.receipts.map(({ state }) => state);
      expect([...new Set(states)].toSorted()).toEqual(["delivered", "sent"]);
      expect(outcome).toMatchObject({
        providerMessageIds: [events.receipts[0]?.providerMessageId],
      });
    },
  );

  test("early ones are here before the id that they speak of", async () => {
    harness.sim.plan({ fault: { kind: "receipts", how: "early" } });
    const sending = channel.send(text());
    await expect.poll(() => events.receipts.length).toBeGreaterThan(0);
    expect(await sending).toMatchObject({ status: "accepted" });
  });
});

test("the webhook is set up by Meta's handshake, and not with another word", async () => {
  const { sim, webhookUrl: url } = harness;
  const { phoneNumberId } = NUMBER;
  expect(await sim.subscribe({ phoneNumberId, url, verifyToken: VERIFY_TOKEN })).toEqual({
    status: 200,
  });
  expect(await sim.subscribe({ phoneNumberId, url, verifyToken: "guess" })).toEqual({
    status: 403,
  });
});
