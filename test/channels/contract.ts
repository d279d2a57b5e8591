import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  transports,
  type Address,
  type Channel,
  type ErrorClass,
  type OutboundBody,
} from "../../src/channels/channel.ts";
import { outbound, recordEvents, type EventsRecorder } from "./events-recorder.ts";

/** What can go wrong with the next message. The first four are refusals, of which nothing is seen outside. */
export type Fault =
  | Extract<ErrorClass, "opted-out" | "bad-address" | "auth" | "rate-limited">
  /** It left, but the answer was lost. */
  | "lost-answer"
  /** It may have left, and did not. */
  | "never-arrived"
  /** It left, and is then reported as not delivered. */
  | "undelivered";

/** One message as the person sees it. */
interface Seen {
  providerMessageId: string;
  /** The value of the address. */
  to: string;
  /** All that is shown, labels of buttons included, in order. */
  text: string;
  /** What can be opened; its name where the provider shows one. */
  file?: { mime: string; bytes: string; name?: string | undefined };
}

/** The letter that every harness finds under its key. */
export const LETTER = { storageKey: "letter-1", bytes: "%PDF-1.4 a letter, synthetic" };

/** A channel and the outside world round it, made anew for each test. */
export interface ChannelHarness {
  /** Not started; the suite starts it with its own events. */
  channel: Channel;
  /** The address of the n-th person. */
  address(person: number): Address;
  /**
   * A person writes, over the transport's real way in. The same `name` is the same message again, as a provider
   * repeats it. Resolves when the transport has its answer: "refused" means that the sender will try again.
   */
  write(person: number, text: string, name: string): Promise<"acknowledged" | "refused">;
  /** The next message sent has this fault. */
  fail(fault: Fault): void | Promise<void>;
  /** What people have seen, oldest first. */
  seen(): Seen[] | Promise<Seen[]>;
  /** Resolves when all reports of what was sent have come in. */
  reported(): Promise<void>;
  stop(): Promise<void>;
}

/** What the outside world of a harness can do; a test of anything else is not made. */
export interface Abilities {
  faults: readonly Fault[];
  /** False where people write through another door than the channel (the web chat's own routes). */
  inbound: boolean;
  /** The name under which a person sees the letter, its own unless told; null where the provider shows none. */
  fileName?: string | null;
}

const everything: Abilities = {
  faults: [
    "opted-out",
    "bad-address",
    "auth",
    "rate-limited",
    "lost-answer",
    "never-arrived",
    "undelivered",
  ],
  inbound: true,
};

/** What every channel keeps to, whatever lies behind it. Call it from the channel's own test file. */
export function channelContract(
  name: string,
  makeHarness: () => Promise<ChannelHarness>,
  { faults, inbound, fileName = "خطاب.pdf" }: Abilities = everything,
): void {
  let harness: ChannelHarness;
  let channel: Channel;
  let events: EventsRecorder;

  beforeEach(async () => {
    harness = await makeHarness();
    channel = harness.channel;
    events = recordEvents();
  });
  afterEach(() => harness.stop());

  const start = () => channel.start(events);
  const to = (person: number, text = TEXT, id = `m${person}`) =>
    outbound(harness.address(person), { kind: "text", text }, id);
  const say = (body: OutboundBody, id = "m1") =>
    channel.send(outbound(harness.address(1), body, id));
  const testOf = (fault: Fault) => (faults.includes(fault) ? test : () => undefined);
  const texts = async () => (await harness.seen()).map(({ text }) => text);

  describe(`${name}: its life`, () => {
    test("says what it is", () => {
      expect(transports).toContain(channel.transport);
      expect(channel.id).not.toMatch(/[|:\s]/);
      expect(channel.capabilities.text.maxChars).toBeGreaterThan(0);
    });

    test("is stopped, ready after the start, stopped after the stop, and says so", async () => {
      expect(channel.health().state).toBe("stopped");
      await start();
      expect(channel.health().state).toBe("ready");
      await channel.stop();
      expect(channel.health().state).toBe("stopped");
      expect(events.health).toEqual(["ready", "stopped"]);
    });

    test("can be stopped twice and started again", async () => {
      await start();
      await channel.stop();
      await channel.stop();
      await start();
      expect(await channel.send(to(1))).toMatchObject({ status: "accepted" });
    });

    test("sends nothing before the start and after the stop", async () => {
      const notReady = { status: "rejected", error: { class: "not-ready" } };
      expect(await channel.send(to(1))).toMatchObject(notReady);
      await start();
      await channel.stop();
      expect(await channel.send(to(1))).toMatchObject(notReady);
      expect(await harness.seen()).toEqual([]);
    });
  });

  describe(`${name}: what goes out`, () => {
    beforeEach(start);

    test("arrives as it was rendered, with the id that was returned", async () => {
      const message = to(1);
      const outcome = await channel.send(message);
      const [seen] = await harness.seen();
      expect(seen?.text).toBe(channel.render(message).text);
      expect(seen?.to).toBe(message.to.value);
      expect(outcome).toMatchObject({
        status: "accepted",
        providerMessageIds: [seen?.providerMessageId],
      });
    });

    test("keeps the order and gives every message an id of its own", async () => {
      const ids: string[] = [];
      for (const number of [1, 2, 3]) {
        const outcome = await channel.send(to(1, `رسالة ${number}`, `m${number}`));
        if (outcome.status === "accepted") ids.push(...outcome.providerMessageIds);
      }
      expect(await texts()).toEqual(["رسالة 1", "رسالة 2", "رسالة 3"]);
      expect(new Set(ids).size).toBe(3);
    });

    test("shows the question and every option that is offered", async () => {
      await say(CHOICES);
      const [text = ""] = await texts();
      for (const part of ["ما نوع الدعم؟", "سكن", "غذاء"]) expect(text).toContain(part);
    });

    test("does not number again what is numbered by hand", async () => {
      await say({ ...CHOICES, text: "1 سكن 2 غذاء", numbered: true });
      const [text = ""] = await texts();
      expect(text.match(/1 سكن/g)).toHaveLength(1);
    });

    test("shows the question and the link of a form", async () => {
      const url = "https://khuta.example/form/7Qm2xT9aB4k";
      await say({ kind: "form", text: "يرجى اكمال الطلب:", url });
      const [text = ""] = await texts();
      expect(text.indexOf("يرجى اكمال الطلب:")).toBe(0);
      expect(text.split(url)).toHaveLength(2);
    });

    test("renders the same twice, before the start too, and leaves the message as it was", async () => {
      const message = outbound(harness.address(1), CHOICES, "m1");
      const before = structuredClone(message);
      const rendered = channel.render(message);
      await channel.stop();
      expect(channel.render(message)).toEqual(rendered);
      expect(message).toEqual(before);
    });

    test("sends a text that is too long whole or not at all", async () => {
      const long = "كلمة ".repeat(channel.capabilities.text.maxChars).trim();
      const outcome = await channel.send(to(1, long));
      const isSent = outcome.status === "accepted";
      expect(outcome).toMatchObject(
        isSent ? {} : { status: "rejected", error: { class: "content" } },
      );
      expect((await texts()).join(" ")).toBe(isSent ? long : "");
    });

    test("sends a file with its caption, or says that it cannot", async () => {
      const outcome = await say({
        kind: "media",
        storageKey: LETTER.storageKey,
        mime: "application/pdf",
        fileName: "خطاب.pdf",
        caption: "خطاب الجمعية",
        as: "document",
      });
      const result = outcome.status === "rejected" ? outcome.error.class : outcome.status;
      const { outbound: sendsFiles } = channel.capabilities.media;
      expect(result).toBe(sendsFiles ? "accepted" : "unsupported");
      await harness.reported();
      const seen = await harness.seen();
      const files = seen.flatMap(({ file }) => file ?? []);
      expect(files).toEqual(
        sendsFiles
          ? [{ mime: "application/pdf", bytes: LETTER.bytes, name: fileName ?? undefined }]
          : [],
      );
      expect(seen.map(({ text }) => text).join("")).toBe(sendsFiles ? "خطاب الجمعية" : "");
    });

    test("throws for a message of another channel: that is a mistake of ours", async () => {
      const foreign = { ...to(1), to: { ...harness.address(1), channelId: "other-sms" } };
      await expect(channel.send(foreign)).rejects.toThrow(/m1/);
      expect(await harness.seen()).toEqual([]);
    });

    test("never takes its own message for one of a person", async () => {
      await channel.send(to(1));
      await harness.reported();
      expect(events.inbound).toEqual([]);
    });
  });

  describe(`${name}: reports`, () => {
    beforeEach(start);

    test("come for the id that was returned, in states that it promises, and end with delivered", async () => {
      const { receipts } = channel.capabilities;
      const outcome = await channel.send(to(1));
      await harness.reported();
      const ids = outcome.status === "accepted" ? outcome.providerMessageIds : [];
      for (const { state, channelId, providerMessageId } of events.receipts) {
        expect(channelId).toBe(channel.id);
        expect(receipts).toContain(state);
        expect(ids).toContain(providerMessageId);
      }
      expect(events.receipts.at(-1)?.state).toBe(
        receipts.includes("delivered") ? "delivered" : undefined,
      );
    });

    test("that cannot be stored harm nothing", async () => {
      events.isStoreAway = true;
      expect(await channel.send(to(1))).toMatchObject({ status: "accepted" });
      await harness.reported();
      events.isStoreAway = false;
      expect(await channel.send(to(2))).toMatchObject({ status: "accepted" });
    });

    testOf("undelivered")("say why a message was not delivered", async () => {
      await harness.fail("undelivered");
      await channel.send(to(1));
      await harness.reported();
      expect(events.receipts.at(-1)).toMatchObject({
        state: "failed",
        error: { class: expect.any(String), message: expect.any(String) },
      });
    });
  });

  const losses = faults.filter((fault) => fault !== "undelivered");
  describe.runIf(losses.length > 0)(`${name}: what the provider refuses or loses`, () => {
    beforeEach(start);

    const refusals = ["opted-out", "bad-address", "auth", "rate-limited"] as const;
    test.for(refusals.filter((fault) => faults.includes(fault)))(
      "%s is an outcome of its own class, names nobody, and is over with the next message",
      async (fault) => {
        await harness.fail(fault);
        const outcome = await channel.send(to(1));
        expect(outcome).toMatchObject({ status: "rejected", error: { class: fault } });
        expect(JSON.stringify(outcome)).not.toContain(harness.address(1).value.replace(/^\+/, ""));
        expect(JSON.stringify(outcome)).not.toContain(TEXT);
        expect(await harness.seen()).toEqual([]);
        expect(await channel.send(to(1))).toMatchObject({ status: "accepted" });
        expect(channel.health().state).toBe("ready");
      },
    );

    testOf("rate-limited")("a limit says how long to wait", async () => {
      await harness.fail("rate-limited");
      const outcome = await channel.send(to(1));
      expect(outcome.status === "rejected" && outcome.error.retryAfterMs).toBeGreaterThan(0);
    });

    testOf("auth")("a refused log-in calls the operator and says what to do", async () => {
      await harness.fail("auth");
      await channel.send(to(1));
      expect(channel.health()).toMatchObject({
        state: "needs-operator",
        action: expect.stringMatching(/\w/),
      });
      expect(events.health).toEqual(["ready", "needs-operator"]);
    });

    testOf("lost-answer")("a lost answer is unknown, and the message is found", async () => {
      const since = new Date();
      await harness.fail("lost-answer");
      expect(await channel.send(to(1))).toMatchObject({ status: "unknown" });
      const [seen] = await harness.seen();
      expect(await channel.reconcile?.(to(1), since)).toMatchObject({
        status: "accepted",
        providerMessageIds: [seen?.providerMessageId],
      });
    });

    testOf("never-arrived")("what never arrived is unknown, and not found", async () => {
      const since = new Date();
      await harness.fail("never-arrived");
      expect(await channel.send(to(1))).toMatchObject({ status: "unknown" });
      expect(await harness.seen()).toEqual([]);
      expect(await channel.reconcile?.(to(1), since)).toBe("not-found");
    });

    testOf("never-arrived")("the same text before it is not taken for it", async () => {
      const since = new Date();
      await channel.send(to(1, TEXT, "before"));
      await channel.send(to(2, TEXT, "another"));
      await harness.fail("never-arrived");
      await channel.send(to(1, TEXT, "lost"));
      expect(await channel.reconcile?.(to(1, TEXT, "lost"), since)).toBe("not-found");
    });

    testOf("lost-answer")("of two equal texts the right one is found", async () => {
      const since = new Date();
      await channel.send(to(1, TEXT, "before"));
      await harness.fail("lost-answer");
      await channel.send(to(1, TEXT, "lost"));
      const ids = (await harness.seen()).map(({ providerMessageId }) => providerMessageId);
      expect(await channel.reconcile?.(to(1, TEXT, "lost"), since)).toMatchObject({
        providerMessageIds: [ids[1]],
      });
    });
  });

  if (!inbound) return;
  describe(`${name}: what comes in`, () => {
    beforeEach(start);

    test("reaches us as it was written, from an address of this channel", async () => {
      expect(await harness.write(1, "السَّلامُ عليكم ١٢ 👋 ", "a")).toBe("acknowledged");
      expect(events.inbound).toMatchObject([
        {
          channelId: channel.id,
          author: "contact",
          origin: "live",
          from: { address: harness.address(1) },
          body: { kind: "text", text: "السَّلامُ عليكم ١٢ 👋 " },
        },
      ]);
    });

    test("keeps its id when it comes twice, and is acknowledged twice", async () => {
      expect(await harness.write(1, "نعم", "a")).toBe("acknowledged");
      expect(await harness.write(1, "نعم", "a")).toBe("acknowledged");
      expect(events.inbound).toHaveLength(1);
      expect(events.duplicates).toBe(1);
    });

    test("has ids and order of its own even when the texts are equal", async () => {
      for (const name of ["a", "b", "c"]) await harness.write(1, "1", name);
      expect(new Set(events.inbound.map((each) => each.providerMessageId)).size).toBe(3);
    });

    test("is acknowledged only after it is stored", async () => {
      const store = events.holdInbound();
      const writing = harness.write(1, "نعم", "a");
      await store.reached;
      expect(await Promise.race([writing, sleep(EARLY_MS, "held")])).toBe("held");
      store.release();
      await writing;
      expect(events.inbound).toHaveLength(1);
    });

    test("is refused when it cannot be stored, and taken when it comes again", async () => {
      events.isStoreAway = true;
      expect(await harness.write(1, "نعم", "a")).toBe("refused");
      expect(events.inbound).toEqual([]);
      events.isStoreAway = false;
      expect(await harness.write(1, "نعم", "a")).toBe("acknowledged");
      expect(events.inbound).toHaveLength(1);
    });

    test("is refused while the channel is stopped", async () => {
      await channel.stop();
      expect(await harness.write(1, "نعم", "a")).toBe("refused");
      expect(events.inbound).toEqual([]);
    });

    test("can be answered at the address that it came from", async () => {
      await harness.write(2, "نعم", "a");
      const address = events.inbound[0]?.from.address ?? harness.address(1);
      await channel.send(outbound(address, { kind: "text", text: TEXT }, "m1"));
      expect((await harness.seen()).map((seen) => seen.to)).toEqual([harness.address(2).value]);
    });
  });
}

/** In this time an answer that does not wait for the store is there. */
const EARLY_MS = 150;

const TEXT = "تم استلام طلبكم";

const CHOICES: Extract<OutboundBody, { kind: "choices" }> = {
  kind: "choices",
  text: "ما نوع الدعم؟",
  options: [
    { id: "housing", label: "سكن", number: 1 },
    { id: "food", label: "غذاء", number: 2 },
  ],
  numbered: false,
};
