import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Choice, Outbound, OutboundBody } from "../../../src/channels/channel.ts";
import { LETTER } from "../contract.ts";
import { outbound, recordEvents, type EventsRecorder } from "../events-recorder.ts";
import {
  ACCOUNT,
  BUTTONS,
  CHANNEL_ID,
  OUR_NUMBER,
  twilioWhatsappHarness,
  writtenOf,
  type TwilioWhatsappHarness,
} from "./harness.ts";

let harness: TwilioWhatsappHarness;
let events: EventsRecorder;

beforeEach(async () => {
  harness = await twilioWhatsappHarness();
  events = recordEvents();
  await harness.channel.start(events);
});
afterEach(() => harness.stop());

const message = (body: OutboundBody): Outbound => outbound(harness.address(1), body, "m1");
const choices = (options: Choice[], text = "ما نوع الدعم؟", numbered = false): OutboundBody => ({
  kind: "choices",
  text,
  options,
  numbered,
});
const option = (number: number, label = `خيار ${number}`): Choice => ({
  id: `o${number}`,
  label,
  number,
});
const sent = () => harness.sim.messages().at(-1);

test("sender and recipient carry the prefix, reports go to our address", async () => {
  await harness.channel.send(message({ kind: "text", text: "نعم" }));
  expect(sent()).toMatchObject({
    from: `whatsapp:${OUR_NUMBER}`,
    to: writtenOf(1),
    body: "نعم",
    contentSid: null,
  });
});

test.each([
  ["e164", "+966551234501", "whatsapp:+966551234501"],
  ["wa-pn", "966551234501", "whatsapp:+966551234501"],
  ["wa-bsuid", "SA.1349120865530274", "whatsapp:SA.1349120865530274"],
] as const)("an address of scheme %s is written as Twilio has it", async (scheme, value, to) => {
  const body = { kind: "text", text: "نعم" } as const;
  await harness.channel.send(outbound({ channelId: CHANNEL_ID, scheme, value }, body, "m1"));
  expect(sent()?.to).toBe(to);
});

describe("options", () => {
  test("are buttons where a template for so many was prepared", async () => {
    await harness.channel.send(message(choices([option(1), option(2), option(-1)])));
    expect(sent()).toMatchObject({
      contentSid: BUTTONS[2],
      contentVariables: { 1: "ما نوع الدعم؟", 2: "خيار 1", 3: "o1", 4: "خيار 2", 5: "o2" },
    });
  });

  test.each<[string, OutboundBody, string]>([
    [
      "another number of options",
      choices([1, 2, 3].map((number) => option(number))),
      "ما نوع الدعم؟\n1- خيار 1\n2- خيار 2\n3- خيار 3",
    ],
    [
      "a label longer than a button",
      choices([option(1), option(2, "س".repeat(21))]),
      `ما نوع الدعم؟\n1- خيار 1\n2- ${"س".repeat(21)}`,
    ],
    [
      "a question longer than a variable",
      choices([option(1), option(2)], "س".repeat(256)),
      `${"س".repeat(256)}\n1- خيار 1\n2- خيار 2`,
    ],
    ["numbers set by hand", choices([option(1), option(2)], "1 سكن 2 غذاء", true), "1 سكن 2 غذاء"],
  ])("are numbered lines: %s", async (_, body, text) => {
    await harness.channel.send(message(body));
    expect(sent()).toMatchObject({ contentSid: null, body: text });
    expect(harness.channel.render(message(body)).text).toBe(text);
  });

  test("a list takes labels of 24 signs", async () => {
    const five = [1, 2, 3, 4, 5].map((number) => option(number, "س".repeat(23) + number));
    await harness.channel.send(message(choices(five)));
    expect(sent()?.contentSid).toBe(BUTTONS[5]);
  });
});

describe("after the 24 hours", () => {
  const sid = `HX${"ff".repeat(16)}`;
  const hoursAgo = (hours: number) => async () => new Date(Date.now() - hours * 3_600_000);
  const channelWith = async (options: Parameters<TwilioWhatsappHarness["makeChannel"]>[0]) => {
    const channel = harness.makeChannel(options);
    await channel.start(events);
    return channel;
  };
  const text = message.bind(undefined, {
    kind: "text",
    text: "صدر القرار:\n https://khuta.example/s/7Qm2",
  });

  test("nothing goes without a template, and Twilio is not asked", async () => {
    const channel = await channelWith({ lastInboundAt: hoursAgo(24) });
    expect(await channel.send(text())).toMatchObject({
      status: "rejected",
      error: { class: "window-closed" },
    });
    expect(harness.sim.messages()).toEqual([]);
  });

  test("nor to somebody who never wrote", async () => {
    const channel = await channelWith({ lastInboundAt: async () => undefined });
    expect(await channel.send(text())).toMatchObject({ error: { class: "window-closed" } });
  });

  test("before them it is sent as it is", async () => {
    const channel = await channelWith({ lastInboundAt: hoursAgo(23.9) });
    expect(await channel.send(text())).toMatchObject({ status: "accepted" });
    expect(sent()?.contentSid).toBeNull();
  });

  test.each([
    [["text"], { 1: "صدر القرار: - https://khuta.example/s/7Qm2" }],
    [["text", "link"], { 1: "صدر القرار:", 2: "https://khuta.example/s/7Qm2" }],
  ] as const)("a template is filled with %j", async (parameters, contentVariables) => {
    const templates = { "test.text": { sid, parameters } };
    const channel = await channelWith({
      lastInboundAt: hoursAgo(48),
      content: { templates },
    });
    expect(await channel.send(text())).toMatchObject({ status: "accepted" });
    expect(sent()).toMatchObject({ contentSid: sid, contentVariables });
  });

  test("one template may serve all keys; one that wants what is not there serves none", async () => {
    const noLink = message({ kind: "text", text: "صدر القرار" });
    const forAll = await channelWith({
      lastInboundAt: hoursAgo(48),
      content: { templates: { "*": { sid, parameters: ["text"] } } },
    });
    expect(await forAll.send(noLink)).toMatchObject({ status: "accepted" });
    const wantsLink = await channelWith({
      lastInboundAt: hoursAgo(48),
      content: { templates: { "*": { sid, parameters: ["text", "link"] } } },
    });
    expect(await wantsLink.send(noLink)).toMatchObject({ error: { class: "window-closed" } });
  });

  test("what only Twilio knows to be late comes back as a report", async () => {
    harness.sim.plan({ fault: { kind: "undelivered", code: 63016 } });
    await harness.channel.send(text());
    await harness.reported();
    expect(events.receipts.at(-1)).toMatchObject({
      state: "failed",
      error: { class: "window-closed", providerCode: "63016" },
    });
  });
});

describe("files", () => {
  const letter = {
    kind: "media",
    storageKey: LETTER.storageKey,
    mime: "application/pdf",
    fileName: "letter.pdf",
    caption: "خطاب القرار",
    as: "document",
  } as const;
  const outgoing = () =>
    harness.sim.messages().map(({ body, media }) => `${body || "-"} ${media.length}`);

  test("a picture carries its caption; before any other file the caption goes as a message of its own", async () => {
    await harness.channel.send(message({ ...letter, as: "image" }));
    await harness.channel.send({ ...message(letter), id: "m2" });
    await harness.channel.send({ ...message({ ...letter, caption: "" }), id: "m3" });
    await harness.reported();
    expect(outgoing()).toEqual(["خطاب القرار 1", "خطاب القرار 0", "- 1", "- 1"]);
  });

  test("whose caption has left are tried again without it, and carry the ids of both", async () => {
    const texts = harness.sim.messages;
    const failing = harness.makeChannel({ fileUrl: () => "no address" });
    await failing.start(events);
    for (const _try of [1, 2])
      expect(await failing.send(message(letter))).toMatchObject({ status: "rejected" });
    expect(texts().filter(({ body }) => body !== "")).toHaveLength(1);
    expect(await harness.channel.send({ ...message(letter), id: "m2" })).toMatchObject({
      providerMessageIds: [texts().at(-2)?.sid, texts().at(-1)?.sid],
    });
  });

  test("that Twilio cannot fetch are reported so", async () => {
    const channel = harness.makeChannel({ fileUrl: () => `${harness.publicUrl}/media/gone` });
    await channel.start(events);
    await channel.send(message({ ...letter, caption: "" }));
    await harness.reported();
    expect(events.receipts.at(-1)).toMatchObject({
      state: "failed",
      error: { class: "content", providerCode: "63019" },
    });
  });

  test("after the 24 hours go by no template: none carries a file of ours", async () => {
    const channel = harness.makeChannel({
      lastInboundAt: async () => new Date(0),
      content: { templates: { "*": { sid: `HX${"0".repeat(32)}`, parameters: ["text"] } } },
    });
    await channel.start(events);
    expect(await channel.send(message(letter))).toMatchObject({
      error: { class: "window-closed" },
    });
    expect(outgoing()).toEqual([]);
  });

  test("without an outcome are looked for by nobody: the list does not say which file it was", async () => {
    expect(await harness.channel.reconcile?.(message(letter), new Date())).toBe("cannot-tell");
  });
});

test("buttons whose sending had no outcome are found again by their question", async () => {
  harness.sim.plan({ fault: { kind: "lost", how: "cut", stored: true } });
  const since = new Date();
  const asked = message(choices([option(1), option(2)]));
  expect(await harness.channel.send(asked)).toMatchObject({ status: "unknown" });
  const restarted = harness.makeChannel();
  await restarted.start(events);
  expect(await restarted.reconcile?.(asked, since)).toMatchObject({
    providerMessageIds: [sent()?.sid],
  });
});

test("a button pressed comes in as its option", async () => {
  await harness.sim.inbound({
    accountSid: ACCOUNT.sid,
    from: writtenOf(1),
    to: `whatsapp:${OUR_NUMBER}`,
    body: "خيار 2",
    url: webhookUrl(),
    params: { ButtonPayload: "o2", ButtonText: "خيار 2" },
  });
  expect(events.inbound[0]?.body).toEqual({
    kind: "choice",
    optionId: "o2",
    label: "خيار 2",
    via: "button",
  });
});

test("a message that SMS would take is refused here", async () => {
  const answer = await harness.sim.inbound({
    accountSid: ACCOUNT.sid,
    from: "+966551234501",
    to: OUR_NUMBER,
    body: "نعم",
    url: webhookUrl(),
  });
  expect(answer.calls[0]?.attempts).toEqual([400]);
  expect(events.inbound).toEqual([]);
});

function webhookUrl(): string {
  return `${harness.publicUrl}/webhooks/${CHANNEL_ID}`;
}
