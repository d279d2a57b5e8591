import { createHmac } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Channel, HttpIn } from "../../../src/channels/channel.ts";
import { androidPhone } from "../../../src/channels/sms-http/android-phone.ts";
import { createSmsHttp } from "../../../src/channels/sms-http/channel.ts";
import type { GatewayDescription } from "../../../src/sms-gateway.ts";
import { unifonic } from "../../../src/channels/sms-http/unifonic.ts";
import { recordEvents, type EventsRecorder } from "../events-recorder.ts";
import { AGGREGATOR, CHANNEL_ID, PHONE } from "./harness.ts";

const url = `https://wasl.example/webhooks/${CHANNEL_ID}`;
const NOW = new Date("2026-11-24T09:00:00Z");
const SECONDS = String(NOW.getTime() / 1000);
const arrived = {
  deviceId: "d1",
  event: "sms:received",
  id: "Ey6ECgOkVVFjz3CL48B8C",
  payload: {
    messageId: "abc123",
    message: "السَّلامُ عليكم ",
    phoneNumber: "0551234567",
    sender: "0551234567",
    recipient: null,
    simNumber: 1,
    receivedAt: "2026-11-24T11:59:00.000+03:00",
  },
  webhookId: "w1",
};
const reported = {
  event: "sms:delivered",
  id: "e2",
  payload: { messageId: "f".repeat(32), phoneNumber: "+966551234567" },
};

let channel: Channel;
let events: EventsRecorder;

beforeEach(async () => {
  channel = channelOf(androidPhone, PHONE);
  events = recordEvents();
  await channel.start(events);
});

function channelOf(gateway: GatewayDescription, credentials: Record<string, string>): Channel {
  return createSmsHttp({
    id: CHANNEL_ID,
    gateway,
    credentials,
    publicUrl: "https://wasl.example",
    direction: "two-way",
    now: () => NOW,
    realNow: () => NOW,
  });
}

async function become(made: Channel): Promise<void> {
  channel = made;
  await channel.start(events);
}

function signed(value: unknown, more: Partial<HttpIn> & { by?: string; at?: string } = {}): HttpIn {
  const { by = PHONE.webhookSecret, at = SECONDS, ...rest } = more;
  const body = typeof value === "string" ? value : JSON.stringify(value);
  const signature = createHmac("sha256", by)
    .update(body + at)
    .digest("hex");
  return {
    method: "POST",
    url,
    path: "",
    headers: { "x-signature": signature, "x-timestamp": at },
    rawBody: Buffer.from(body),
    ...rest,
  };
}

const post = async (request: HttpIn) => channel.webhook?.(request);
const nothingHappened = () => expect([events.inbound, events.receipts]).toEqual([[], []]);

describe("a telephone's call", () => {
  test("becomes a message, its number in one form, the network vouching for it", async () => {
    expect(await post(signed(arrived))).toMatchObject({ status: 200 });
    expect(events.inbound).toEqual([
      {
        providerMessageId: arrived.id,
        channelId: CHANNEL_ID,
        from: {
          address: { channelId: CHANNEL_ID, scheme: "e164", value: "+966551234567" },
          phoneE164: "+966551234567",
          phoneAssurance: "carrier",
        },
        sentAt: new Date("2026-11-24T08:59:00Z"),
        origin: "live",
        author: "contact",
        body: { kind: "text", text: "السَّلامُ عليكم " },
      },
    ]);
  });

  test("replayed, or ten times at once, is one message", async () => {
    await post(signed(arrived));
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(signed(arrived))));
    expect(answers.map((answer) => answer?.status)).toEqual(Array(10).fill(200));
    expect(events.inbound).toHaveLength(1);
  });

  test("from a sender that is no number keeps its name", async () => {
    await post(signed({ ...arrived, payload: { ...arrived.payload, phoneNumber: "STC" } }));
    expect(events.inbound[0]?.from).toEqual({
      address: { channelId: CHANNEL_ID, scheme: "e164", value: "STC" },
      phoneAssurance: "none",
    });
  });

  test("from our own number was not written by a person", async () => {
    await become(channelOf(androidPhone, { ...PHONE, from: "0551234567" }));
    await post(signed(arrived));
    expect(events.inbound[0]?.author).toBe("self");
  });

  test("of a report reaches us as a receipt", async () => {
    expect(await post(signed(reported, { path: "status" }))).toMatchObject({ status: 200 });
    expect(events.receipts).toEqual([
      { channelId: CHANNEL_ID, providerMessageId: "f".repeat(32), state: "delivered" },
    ]);
  });

  test("of a failure tells its reason", async () => {
    const failed = {
      event: "sms:failed",
      payload: { ...reported.payload, reason: "RESULT_ERROR_LIMIT_EXCEEDED" },
    };
    await post(signed(failed, { path: "status" }));
    expect(events.receipts).toMatchObject([
      { state: "failed", error: { class: "rate-limited", providerCode: failed.payload.reason } },
    ]);
  });

  test.each([
    ["another event", { ...arrived, event: "system:ping" }, ""],
    ["an export of old messages", { ...arrived, event: "sms:batch:received" }, ""],
    ["a report of something else", { ...reported, event: "mms:sent" }, "status"],
    ["a state that every object has", { ...reported, event: "constructor" }, "status"],
  ] as const)("of %s is acknowledged and passed over", async (_, value, path) => {
    expect(await post(signed(value, { path }))).toMatchObject({ status: 200 });
    nothingHappened();
  });

  test("that cannot be stored is not acknowledged, so that it comes again", async () => {
    events.isStoreAway = true;
    expect(await post(signed(arrived))).toMatchObject({ status: 503 });
    expect(await post(signed(reported, { path: "status" }))).toMatchObject({ status: 503 });
    nothingHappened();
  });

  test("signed with the next secret is genuine while secrets are exchanged", async () => {
    const request = signed(arrived, { by: "next-key" });
    expect(await post(request)).toMatchObject({ status: 403 });
    await become(channelOf(androidPhone, { ...PHONE, nextWebhookSecret: "next-key" }));
    expect(await post(request)).toMatchObject({ status: 200 });
    expect(await post(signed(arrived))).toMatchObject({ status: 200 });
  });
});

describe("any other call is refused with a reason, and nothing happens", () => {
  const request = signed(arrived);
  const at = (seconds: number) => String(Number(SECONDS) + seconds);
  test.each<[string, HttpIn, number, string]>([
    ["no signature", { ...request, headers: {} }, 403, "proof missing"],
    ["by another key", signed(arrived, { by: "other" }), 403, "proof wrong"],
    [
      "a byte more",
      { ...request, rawBody: Buffer.concat([request.rawBody, Buffer.from(" ")]) },
      403,
      "proof wrong",
    ],
    [
      "another time than was signed",
      { ...request, headers: { ...request.headers, "x-timestamp": at(1) } },
      403,
      "proof wrong",
    ],
    ["signed six minutes ago", signed(arrived, { at: at(-301) }), 403, "proof too old"],
    ["signed for tomorrow", signed(arrived, { at: at(86_400) }), 403, "proof too old"],
    ["signed at no time", signed(arrived, { at: "soon" }), 403, "proof too old"],
    ["no JSON", signed("<html>"), 400, "the body is not JSON"],
    ["GET", { ...request, method: "GET" }, 405, "only POST"],
    ["without an id", signed({ ...arrived, id: undefined }), 400, "id is missing"],
    ["with an id of another form", signed({ ...arrived, id: "a|b" }), 400, "id is malformed"],
    [
      "without a sender",
      signed({ ...arrived, payload: { message: "نعم" } }),
      400,
      "payload.phoneNumber is missing",
    ],
    [
      "with a sender that is none",
      signed({ ...arrived, payload: { message: "نعم", phoneNumber: "<b>" } }),
      400,
      "payload.phoneNumber is malformed",
    ],
    [
      "without a text",
      signed({ ...arrived, payload: { phoneNumber: "0551234567" } }),
      400,
      "payload.message is missing",
    ],
    [
      "a report without an id",
      signed({ event: "sms:sent", payload: {} }, { path: "status" }),
      400,
      "payload.messageId is missing",
    ],
    [
      "a report without a state",
      signed({ payload: {} }, { path: "status" }),
      400,
      "event is missing",
    ],
  ])("%s", async (_, refused, status, reason) => {
    expect(await post(refused)).toMatchObject({ status, body: reason });
    nothingHappened();
  });

  test("while the channel is stopped it is asked to come again", async () => {
    await channel.stop();
    expect(await post(signed(arrived))).toMatchObject({ status: 503 });
    nothingHappened();
  });
});

describe("an aggregator's report, proved by a word in the address", () => {
  const form = (
    fields: Record<string, string>,
    key: string | undefined = AGGREGATOR.webhookSecret,
  ): HttpIn => ({
    method: "POST",
    url: `${url}/status${key === undefined ? "" : `?key=${key}`}`,
    path: "status",
    headers: {},
    rawBody: Buffer.from(new URLSearchParams(fields).toString()),
  });
  const delivered = { MessageID: "42000348806924", DLR: "Delivered", Recipient: "966551234567" };

  beforeEach(() => become(channelOf(unifonic, AGGREGATOR)));

  test("reaches us", async () => {
    expect(await post(form(delivered))).toMatchObject({ status: 200 });
    expect(events.receipts).toEqual([
      { channelId: CHANNEL_ID, providerMessageId: "42000348806924", state: "delivered" },
    ]);
  });

  test("of a failure has no reason and may be tried again", async () => {
    await post(form({ ...delivered, DLR: "Undeliverable" }));
    expect(events.receipts).toMatchObject([{ state: "failed", error: { class: "transient" } }]);
  });

  test.each<[string, HttpIn, number, string]>([
    ["without the word", { ...form(delivered), url: `${url}/status` }, 403, "proof missing"],
    ["with another word", form(delivered, "guess"), 403, "proof wrong"],
    ["with an empty word", form(delivered, ""), 403, "proof missing"],
    ["without a state", form({ MessageID: "1" }), 400, "DLR is missing"],
    ["without an id", form({ DLR: "Delivered" }), 400, "MessageID is missing"],
    ["as a message", { ...form(delivered), path: "" }, 404, "this gateway takes no messages"],
  ])("%s is refused, and nothing happens", async (_, refused, status, reason) => {
    expect(await post(refused)).toMatchObject({ status, body: reason });
    nothingHappened();
  });

  test("a state of tomorrow is passed over", async () => {
    expect(await post(form({ ...delivered, DLR: "Pondering" }))).toMatchObject({ status: 200 });
    nothingHappened();
  });
});

describe("a gateway that calls with GET and a word in a header", () => {
  const described: GatewayDescription = {
    name: "by address",
    url: "https://sms.example",
    numbers: "digits",
    send: { path: "/send?to={to}&text={text}", success: {} },
    inbound: {
      method: "GET",
      format: "query",
      proof: { kind: "secret", in: "header", name: "x-key", secret: "{webhookSecret}" },
      id: "msgid",
      from: "from",
      text: "text",
      sentAt: "ts",
      answer: { status: 200, body: "OK" },
    },
  };
  const call = (query: string, headers: Record<string, string> = { "X-Key": "word" }): HttpIn => ({
    method: "GET",
    url: `${url}?${query}`,
    path: "",
    headers,
    rawBody: Buffer.alloc(0),
  });
  beforeEach(() => become(channelOf(described, { webhookSecret: "word" })));

  test("is read from its address and hears what it wants to hear", async () => {
    const answer = await post(
      call("msgid=1&from=966551234567&text=%D9%86%D8%B9%D9%85&text=second&ts=1795510800"),
    );
    expect(answer).toMatchObject({ status: 200, body: "OK" });
    expect(events.inbound).toMatchObject([
      {
        providerMessageId: "1",
        sentAt: new Date(1_795_510_800_000),
        body: { kind: "text", text: "نعم" },
      },
    ]);
  });

  test("without the word is refused", async () => {
    expect(await post(call("msgid=1&from=966551234567&text=x", {}))).toMatchObject({ status: 403 });
    nothingHappened();
  });

  test("has no reports", async () => {
    expect(await post({ ...call(""), path: "status" })).toMatchObject({ status: 404 });
  });
});
