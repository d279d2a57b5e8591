import twilio from "twilio";
import { beforeEach, describe, expect, test } from "vitest";
import type { Channel, HttpIn } from "../../../src/channels/channel.ts";
import { createTwilioSms } from "../../../src/channels/sms-twilio/channel.ts";
import { recordEvents, type EventsRecorder } from "../events-recorder.ts";
import { ACCOUNT, CHANNEL_ID, OUR_NUMBER } from "./harness.ts";

const publicUrl = "https://wasl.example";
const url = `${publicUrl}/webhooks/${CHANNEL_ID}`;
const message = {
  MessageSid: `SM${"1b".repeat(16)}`,
  AccountSid: ACCOUNT.sid,
  From: "+966551234567",
  To: OUR_NUMBER,
  Body: "نعم",
  NumMedia: "0",
};
const report = { MessageSid: "SM1", AccountSid: ACCOUNT.sid, MessageStatus: "delivered" };

let channel: Channel;
let events: EventsRecorder;

beforeEach(async () => {
  channel = channelWith({});
  events = recordEvents();
  await channel.start(events);
});

function channelWith(more: { nextAuthToken?: string; publicUrl?: string }): Channel {
  return createTwilioSms({
    id: CHANNEL_ID,
    accountSid: ACCOUNT.sid,
    authToken: ACCOUNT.authToken,
    from: OUR_NUMBER,
    publicUrl,
    direction: "two-way",
    now: () => new Date("2026-11-24T09:00:00Z"),
    ...more,
  });
}

function signed(
  params: Record<string, string>,
  more: Partial<HttpIn> & { by?: string } = {},
): HttpIn {
  const { by = ACCOUNT.authToken, path = "", ...rest } = more;
  const at = path === "" ? url : `${url}/${path}`;
  return {
    method: "POST",
    url: at,
    path,
    headers: { "x-twilio-signature": twilio.getExpectedTwilioSignature(by, at, params) },
    rawBody: Buffer.from(new URLSearchParams(params).toString()),
    ...rest,
  };
}

const post = async (request: HttpIn) => channel.webhook?.(request);
const nothingHappened = () => expect([events.inbound, events.receipts]).toEqual([[], []]);

describe("a genuine call", () => {
  test("is stored, then acknowledged with an empty answer", async () => {
    expect(await post(signed(message))).toEqual({
      status: 200,
      headers: { "content-type": "text/xml" },
      body: "<Response/>",
    });
    expect(events.inbound.map(({ body }) => body)).toEqual([{ kind: "text", text: "نعم" }]);
  });

  test("replayed is acknowledged and changes nothing", async () => {
    const request = signed(message);
    await post(request);
    expect(await post(request)).toMatchObject({ status: 200 });
    expect(events.inbound).toHaveLength(1);
  });

  test("ten times at once is one message", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(signed(message))));
    expect(answers.map((answer) => answer?.status)).toEqual(Array(10).fill(200));
    expect(events.inbound).toHaveLength(1);
  });

  test("that cannot be stored is not acknowledged, so that Twilio calls again", async () => {
    events.isStoreAway = true;
    expect(await post(signed(message))).toMatchObject({ status: 503 });
    expect(await post(signed(report, { path: "status" }))).toMatchObject({ status: 503 });
    nothingHappened();
  });

  test("of a report reaches us as a receipt", async () => {
    expect(await post(signed(report, { path: "status" }))).toMatchObject({ status: 204 });
    expect(events.receipts).toEqual([
      { channelId: CHANNEL_ID, providerMessageId: "SM1", state: "delivered" },
    ]);
  });

  test("of a report that says nothing is acknowledged all the same", async () => {
    const unknown = { ...report, MessageStatus: "state of tomorrow" };
    expect(await post(signed(unknown, { path: "status" }))).toMatchObject({ status: 204 });
    nothingHappened();
  });

  test("signed with the next token is genuine while tokens are exchanged", async () => {
    const request = signed(message, { by: "next-token" });
    expect(await post(request)).toMatchObject({ status: 403 });
    channel = channelWith({ nextAuthToken: "next-token" });
    await channel.start(events);
    expect(await post(request)).toMatchObject({ status: 200 });
    expect(await post(signed(message))).toMatchObject({ status: 200 });
  });

  test("is genuine whatever a proxy wrote into headers and address", async () => {
    const request = signed(message);
    const behindProxy = {
      ...request,
      url: "http://127.0.0.1:3000/webhooks/khuta-sms",
      headers: {
        host: "127.0.0.1:3000",
        "x-forwarded-host": "evil.example",
        "X-Twilio-Signature": request.headers["x-twilio-signature"],
      },
    };
    expect(await post(behindProxy)).toMatchObject({ status: 200 });
  });

  test("is genuine when the public address was configured with a slash at its end", async () => {
    channel = channelWith({ publicUrl: `${publicUrl}/` });
    await channel.start(events);
    expect(await post(signed(message))).toMatchObject({ status: 200 });
  });

  test("to a one-way sender is stored too: nobody who writes is lost", async () => {
    channel = createTwilioSms({
      id: CHANNEL_ID,
      accountSid: ACCOUNT.sid,
      authToken: ACCOUNT.authToken,
      from: "KHUTA",
      publicUrl,
      direction: "outbound-only",
      now: () => new Date(),
    });
    await channel.start(events);
    expect(await post(signed(message))).toMatchObject({ status: 200 });
    expect(events.inbound).toHaveLength(1);
  });
});

describe("any other call is refused with a reason, and nothing happens", () => {
  const request = signed(message);
  test.each<[string, HttpIn, number, string]>([
    ["no signature", { ...request, headers: {} }, 403, "signature missing"],
    ["of another association", signed(message, { by: "other-token" }), 403, "signature wrong"],
    ["signed for the other address", { ...request, path: "status" }, 403, "signature wrong"],
    [
      "a parameter more",
      { ...request, rawBody: Buffer.concat([request.rawBody, Buffer.from("&x=1")]) },
      403,
      "signature wrong",
    ],
    ["JSON", { ...request, rawBody: Buffer.from(JSON.stringify(message)) }, 403, "signature wrong"],
    ["an empty body", { ...request, rawBody: Buffer.alloc(0) }, 403, "signature wrong"],
    ["GET", { ...request, method: "GET" }, 405, "only POST"],
    [
      "no MessageSid",
      signed({ AccountSid: ACCOUNT.sid, From: message.From }),
      400,
      "MessageSid is missing",
    ],
    [
      "no From",
      signed({ AccountSid: ACCOUNT.sid, MessageSid: message.MessageSid }),
      400,
      "From is missing",
    ],
    [
      "another account",
      signed({ ...message, AccountSid: "AC0" }),
      400,
      "AccountSid is not the account of this channel",
    ],
    [
      "a report without a state",
      signed(message, { path: "status" }),
      400,
      "MessageStatus is missing",
    ],
  ])("%s", async (_, refused, status, reason) => {
    expect(await post(refused)).toMatchObject({ status, body: reason });
    nothingHappened();
  });

  test("10 000 parameters and 200 000 characters are refused at once", async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `p${index}=x`).join("&");
    for (const body of [many, `Body=${"%D9%85".repeat(35_000)}`]) {
      expect(await post({ ...request, rawBody: Buffer.from(body) })).toMatchObject({ status: 403 });
    }
    nothingHappened();
  });

  test("while the channel is stopped it is asked to come again", async () => {
    await channel.stop();
    expect(await post(signed(message))).toMatchObject({ status: 503 });
    nothingHappened();
  });
});
