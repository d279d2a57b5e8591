import { createHmac } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Channel, HttpIn } from "../../../src/channels/channel.ts";
import { createWhatsappCloud } from "../../../src/channels/whatsapp-cloud/channel.ts";
import type { WhatsappCloudOptions } from "../../../src/channels/whatsapp-cloud/options.ts";
import { metaJson } from "../../../src/simulators/graph/deliver.ts";
import { recordEvents, type EventsRecorder } from "../events-recorder.ts";
import { CHANNEL_ID, NUMBER, VERIFY_TOKEN } from "./harness.ts";

const url = `https://wasl.example/webhooks/${CHANNEL_ID}`;
const metadata = {
  display_phone_number: NUMBER.displayPhoneNumber,
  phone_number_id: NUMBER.phoneNumberId,
};
const written = (id: string, text = "نعم 👍") => ({
  from: "966551234567",
  id,
  timestamp: "1790416800",
  type: "text",
  text: { body: text },
});
const bodyOf = (value: object) =>
  metaJson({
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [{ field: "messages", value: { metadata, ...value } }] }],
  });
const message = bodyOf({ messages: [written("wamid.1")] });
const report = bodyOf({ statuses: [{ id: "wamid.9", status: "delivered" }] });

let channel: Channel;
let events: EventsRecorder;

beforeEach(async () => {
  channel = channelWith({});
  events = recordEvents();
  await channel.start(events);
});

function channelWith(more: Partial<WhatsappCloudOptions>): Channel {
  return createWhatsappCloud({
    id: CHANNEL_ID,
    phoneNumberId: NUMBER.phoneNumberId,
    accessToken: NUMBER.accessToken,
    appSecret: NUMBER.appSecret,
    verifyToken: VERIFY_TOKEN,
    now: () => new Date("2026-11-24T09:00:00Z"),
    ...more,
  });
}

function signed(body: string, more: Partial<HttpIn> & { by?: string } = {}): HttpIn {
  const { by = NUMBER.appSecret, ...rest } = more;
  const signature = createHmac("sha256", by).update(body).digest("hex");
  return {
    method: "POST",
    url,
    path: "",
    headers: { "x-hub-signature-256": `sha256=${signature}` },
    rawBody: Buffer.from(body),
    ...rest,
  };
}

const call = async (request: HttpIn) => channel.webhook?.(request);
const nothingHappened = () => expect([events.inbound, events.receipts]).toEqual([[], []]);

describe("the handshake", () => {
  const handshake = (query: Record<string, string>): HttpIn => ({
    method: "GET",
    url: `${url}?${new URLSearchParams(query)}`,
    path: "",
    headers: {},
    rawBody: Buffer.alloc(0),
  });
  const asked = {
    "hub.mode": "subscribe",
    "hub.verify_token": VERIFY_TOKEN,
    "hub.challenge": "1158201444",
  };

  test("returns the challenge as plain text, while the channel is stopped too", async () => {
    const echoed = {
      status: 200,
      headers: { "content-type": "text/plain", "x-content-type-options": "nosniff" },
      body: "1158201444",
    };
    expect(await call(handshake(asked))).toEqual(echoed);
    await channel.stop();
    expect(await call(handshake(asked))).toEqual(echoed);
    nothingHappened();
  });

  test.each([
    ["another token", { ...asked, "hub.verify_token": "guess" }, 403],
    ["an empty token", { ...asked, "hub.verify_token": "" }, 403],
    ["no token", { "hub.mode": "subscribe", "hub.challenge": "1" }, 403],
    ["another mode", { ...asked, "hub.mode": "unsubscribe" }, 403],
    ["no challenge", { "hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN }, 400],
    ["a script for a challenge", { ...asked, "hub.challenge": "<script>" }, 400],
    ["a challenge without end", { ...asked, "hub.challenge": "1".repeat(201) }, 400],
  ])("is refused with %s", async (_, query, status) => {
    const answer = await call(handshake(query));
    expect(answer?.status).toBe(status);
    expect(answer?.body).not.toContain("script");
    nothingHappened();
  });
});

describe("a genuine call", () => {
  test("is stored, then acknowledged", async () => {
    expect(await call(signed(message))).toEqual({ status: 200 });
    expect(events.inbound.map(({ body }) => body)).toEqual([{ kind: "text", text: "نعم 👍" }]);
  });

  test("is proved over the bytes: the same JSON written otherwise has another signature", async () => {
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(message)));
    expect(await call({ ...signed(message), rawBody: rewritten })).toMatchObject({ status: 403 });
    nothingHappened();
  });

  test("replayed, or ten times at once, is one message", async () => {
    await call(signed(message));
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(signed(message))));
    expect(answers.map((answer) => answer?.status)).toEqual(Array(10).fill(200));
    expect(events.inbound).toHaveLength(1);
  });

  test("may speak of a message whose id we were not told yet", async () => {
    expect(await call(signed(report))).toEqual({ status: 200 });
    expect(events.receipts).toEqual([
      { channelId: CHANNEL_ID, providerMessageId: "wamid.9", state: "delivered" },
    ]);
  });

  test("with many things that breaks off halfway comes again and loses nothing", async () => {
    const body = bodyOf({
      messages: [written("wamid.1"), written("wamid.2")],
      statuses: [{ id: "wamid.9", status: "read" }],
    });
    let failures = 1;
    const halfway: EventsRecorder = {
      ...events,
      async onInbound(inbound) {
        if (inbound.providerMessageId === "wamid.2" && failures-- > 0) throw new Error("away");
        return events.onInbound(inbound);
      },
    };
    await channel.start(halfway);
    expect(await call(signed(body))).toMatchObject({ status: 503 });
    expect(await call(signed(body))).toEqual({ status: 200 });
    expect(events.inbound.map((each) => each.providerMessageId)).toEqual(["wamid.1", "wamid.2"]);
    expect(events.duplicates).toBe(1);
    expect(events.receipts).toHaveLength(1);
  });

  test("signed with the next secret is genuine while secrets are exchanged", async () => {
    const request = signed(message, { by: "next-secret" });
    expect(await call(request)).toMatchObject({ status: 403 });
    channel = channelWith({ nextAppSecret: "next-secret" });
    await channel.start(events);
    expect(await call(request)).toEqual({ status: 200 });
    expect(await call(signed(message))).toEqual({ status: 200 });
  });

  test("for another number of the same app is acknowledged, and is not ours", async () => {
    const other = bodyOf({
      metadata: { ...metadata, phone_number_id: "300000000000003" },
      messages: [written("wamid.1")],
    });
    expect(await call(signed(other))).toEqual({ status: 200 });
    nothingHappened();
  });
});

describe("any other call is refused with a reason, and nothing happens", () => {
  const request = signed(message);
  test.each<[string, HttpIn, number, string]>([
    ["no signature", { ...request, headers: {} }, 403, "signature missing"],
    ["of another app", signed(message, { by: "other-secret" }), 403, "signature wrong"],
    [
      "signed the old way",
      {
        ...request,
        headers: { "x-hub-signature": request.headers["x-hub-signature-256"] },
      },
      403,
      "signature missing",
    ],
    [
      "a signature of another form",
      { ...request, headers: { "x-hub-signature-256": "sha1=abc" } },
      403,
      "signature wrong",
    ],
    [
      "a byte more",
      { ...request, rawBody: Buffer.concat([request.rawBody, Buffer.from(" ")]) },
      403,
      "signature wrong",
    ],
    ["an empty body", { ...request, rawBody: Buffer.alloc(0) }, 403, "signature wrong"],
    ["no JSON", signed("<html>"), 400, "not a webhook of a WhatsApp account"],
    [
      "a webhook of a page",
      signed('{"object":"page","entry":[]}'),
      400,
      "not a webhook of a WhatsApp account",
    ],
    ["DELETE", { ...request, method: "DELETE" }, 405, "only GET and POST"],
    [
      "to the address of reports",
      { ...request, path: "status" },
      404,
      "reports come to the same address as messages",
    ],
  ])("%s", async (_, refused, status, reason) => {
    expect(await call(refused)).toMatchObject({ status, body: reason });
    nothingHappened();
  });

  test("a header in capitals is read all the same", async () => {
    const headers = { "X-Hub-Signature-256": request.headers["x-hub-signature-256"] };
    expect(await call({ ...request, headers })).toEqual({ status: 200 });
  });

  test("JSON 50 000 levels deep is refused at once", async () => {
    const deep = "[".repeat(50_000) + "]".repeat(50_000);
    expect(await call(signed(deep))).toMatchObject({ status: 400 });
    nothingHappened();
  });

  test("while the channel is stopped it is asked to come again", async () => {
    await channel.stop();
    expect(await call(signed(message))).toMatchObject({ status: 503 });
    nothingHappened();
  });
});
