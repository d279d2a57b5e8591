import { describe, expect, test } from "vitest";
import { parseInbound } from "../../../src/channels/sms-twilio/parse.ts";
import { parseForm, parseStatus } from "../../../src/channels/twilio-form.ts";

const accountSid = `AC${"0a".repeat(16)}`;
const MessageSid = `SM${"1b".repeat(16)}`;
const recipient = { channelId: "khuta-sms", accountSid, from: "+966550000001" };

/** A message as Twilio posts it, every parameter of its documentation. */
const arrived = {
  ToCountry: "SA",
  ToState: "",
  SmsMessageSid: MessageSid,
  NumMedia: "0",
  ToCity: "",
  FromZip: "",
  SmsSid: MessageSid,
  FromState: "",
  SmsStatus: "received",
  FromCity: "",
  Body: "السلام عليكم، أحتاج مساعدة في الإيجار",
  FromCountry: "SA",
  To: "+966550000001",
  ToZip: "",
  NumSegments: "1",
  MessageSid,
  AccountSid: accountSid,
  From: "+966551234567",
  ApiVersion: "2010-04-01",
};
const reported = {
  SmsSid: MessageSid,
  SmsStatus: "delivered",
  MessageStatus: "delivered",
  To: "+966551234567",
  MessageSid,
  AccountSid: accountSid,
  From: "+966550000001",
  ApiVersion: "2010-04-01",
  RawDlrDoneDate: "2611240905",
};

/** Through the wire form and back, as it comes. */
const formOf = (params: Record<string, string>) =>
  parseForm(Buffer.from(new URLSearchParams(params).toString()));
const inbound = (more: Record<string, string> = {}) =>
  parseInbound(formOf({ ...arrived, ...more }), recipient);
const bodyOf = (more: Record<string, string>) => {
  const parsed = inbound(more);
  return parsed.ok ? parsed.value.body : parsed.reason;
};
const without = (params: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(params).filter(([key]) => key !== name));

describe("a message that came in", () => {
  test("becomes ours, the network vouching for the number", () => {
    expect(inbound()).toEqual({
      ok: true,
      value: {
        providerMessageId: MessageSid,
        channelId: "khuta-sms",
        from: {
          address: { channelId: "khuta-sms", scheme: "e164", value: "+966551234567" },
          phoneE164: "+966551234567",
          phoneAssurance: "carrier",
        },
        origin: "live",
        author: "contact",
        body: { kind: "text", text: "السلام عليكم، أحتاج مساعدة في الإيجار" },
      },
    });
  });

  test.each([
    ["spaces and line breaks stay", " نعم \r\n", " نعم \r\n"],
    ["plus signs, ampersands and percents stay", "a+b&c=%20", "a+b&c=%20"],
    ["emoji and isolates stay", "👍🏽 \u2066x\u2069", "👍🏽 \u2066x\u2069"],
    ["an empty text is a text", "", ""],
    ["a stop word of ours is a text", "إيقاف", "إيقاف"],
  ])("%s", (_, Body, text) => expect(bodyOf({ Body })).toEqual({ kind: "text", text }));

  test.each([
    ["STOP", "opt-out"],
    ["START", "opt-in"],
    ["HELP", "help"],
  ])("OptOutType %s is consent that Twilio has taken already", (OptOutType, action) =>
    expect(bodyOf({ OptOutType, Body: "إلغاء" })).toEqual({
      kind: "consent",
      action,
      raw: "إلغاء",
    }),
  );

  test("an OptOutType that is not known yet is no reason to lose the text", () => {
    expect(bodyOf({ OptOutType: "LATER", Body: "نعم" })).toEqual({ kind: "text", text: "نعم" });
  });

  test("pictures come as references, to be fetched later", () => {
    const MediaUrl0 = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/MM1/Media/ME1`;
    const MediaUrl1 = `${MediaUrl0}b`;
    const files = { NumMedia: "2", MediaUrl0, MediaContentType0: "image/jpeg", MediaUrl1 };
    const media = [
      { providerRef: MediaUrl0, mime: "image/jpeg", state: "pending" },
      { providerRef: MediaUrl1, mime: "application/octet-stream", state: "pending" },
    ];
    expect(bodyOf({ ...files, Body: "" })).toEqual({ kind: "media", media });
    expect(bodyOf({ ...files, Body: "الهوية" })).toEqual({
      kind: "media",
      media,
      caption: "الهوية",
    });
  });

  test("parameters that are not known are accepted, whatever their names", () => {
    const odd = { ParameterOfTomorrow: "1", "a[$ne]": "x", constructor: "x", ["__proto__"]: "x" };
    expect(inbound(odd)).toEqual(inbound());
  });

  test("a parameter given twice counts once", () => {
    const twice = parseForm(Buffer.from(`${new URLSearchParams(arrived)}&Body=second`));
    expect(parseInbound(twice, recipient)).toEqual(inbound());
  });

  test("a sender that is no phone number keeps its name and is vouched for by nobody", () => {
    const parsed = inbound({ From: "STC" });
    expect(parsed.ok && parsed.value.from).toEqual({
      address: { channelId: "khuta-sms", scheme: "e164", value: "STC" },
      phoneAssurance: "none",
    });
  });

  test("what comes from our own number was not written by a person", () => {
    const parsed = inbound({ From: recipient.from });
    expect(parsed.ok && parsed.value.author).toBe("self");
  });

  test.each([
    ["MessageSid", "MessageSid is missing"],
    ["From", "From is missing"],
    ["AccountSid", "AccountSid is missing"],
  ])("without %s it is refused", (name, reason) =>
    expect(parseInbound(formOf(without(arrived, name)), recipient)).toEqual({ ok: false, reason }),
  );

  test.each([
    [{ MessageSid: "" }, "MessageSid is malformed"],
    [{ MessageSid: "SM|x:1" }, "MessageSid is malformed"],
    [{ From: "" }, "From is malformed"],
    [{ From: "whatsapp:+966551234567" }, "From is malformed"],
    [{ From: "+96655\u0000" }, "From is malformed"],
    [{ AccountSid: `AC${"ff".repeat(16)}` }, "AccountSid is not the account of this channel"],
  ])("with %j it is refused, and the reason does not repeat it", (more, reason) =>
    expect(inbound(more)).toEqual({ ok: false, reason }),
  );
});

describe("a report", () => {
  const status = (more: Record<string, string>) =>
    parseStatus(formOf({ ...reported, ...more }), recipient);

  test.each([
    ["accepted", "queued"],
    ["scheduled", "queued"],
    ["queued", "queued"],
    ["sending", "queued"],
    ["sent", "sent"],
    ["partially_delivered", "sent"],
    ["delivered", "delivered"],
    ["read", "read"],
  ])("%s means %s", (MessageStatus, state) =>
    expect(status({ MessageStatus })).toEqual({
      ok: true,
      value: { channelId: "khuta-sms", providerMessageId: MessageSid, state },
    }),
  );

  test.each([
    ["undelivered", "30003", "transient"],
    ["undelivered", "30005", "bad-address"],
    ["undelivered", "30007", "content"],
    ["failed", "21610", "opted-out"],
    ["failed", "99999", "permanent"],
  ])("%s with %s means failed: %s", (MessageStatus, ErrorCode, errorClass) =>
    expect(status({ MessageStatus, ErrorCode })).toMatchObject({
      value: { state: "failed", error: { class: errorClass, providerCode: ErrorCode } },
    }),
  );

  test.each(["", "oops"])("a failure with the code «%s» is still a failure", (ErrorCode) =>
    expect(status({ MessageStatus: "failed", ErrorCode })).toMatchObject({
      value: { state: "failed", error: { class: "permanent" } },
    }),
  );

  test.each(["received", "receiving", "constructor", "state of tomorrow"])(
    "%s says nothing about a message of ours",
    (MessageStatus) => expect(status({ MessageStatus })).toEqual({ ok: true, value: undefined }),
  );

  test.each(["MessageSid", "MessageStatus", "AccountSid"])("without %s it is refused", (name) =>
    expect(parseStatus(formOf(without(reported, name)), recipient)).toEqual({
      ok: false,
      reason: `${name} is missing`,
    }),
  );

  test("of another account it is refused", () => {
    expect(status({ AccountSid: "AC0" })).toMatchObject({ ok: false });
  });
});
