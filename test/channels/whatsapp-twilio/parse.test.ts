import { describe, expect, test } from "vitest";
import { parseForm } from "../../../src/channels/twilio-form.ts";
import { parseInbound } from "../../../src/channels/whatsapp-twilio/parse.ts";

const accountSid = `AC${"0a".repeat(16)}`;
const MessageSid = `SM${"1b".repeat(16)}`;
const recipient = { channelId: "khuta-whatsapp", accountSid, from: "+966550000001" };

/** A message as Twilio posts it for WhatsApp. */
const arrived = {
  SmsMessageSid: MessageSid,
  NumMedia: "0",
  ProfileName: "نورة",
  MessageType: "text",
  SmsSid: MessageSid,
  WaId: "966551234567",
  SmsStatus: "received",
  Body: "السلام عليكم",
  To: "whatsapp:+966550000001",
  NumSegments: "1",
  ReferralNumMedia: "0",
  MessageSid,
  AccountSid: accountSid,
  From: "whatsapp:+966551234567",
  ApiVersion: "2010-04-01",
};

const inbound = (more: Record<string, string> = {}) =>
  parseInbound(
    parseForm(Buffer.from(new URLSearchParams({ ...arrived, ...more }).toString())),
    recipient,
  );
const bodyOf = (more: Record<string, string>) => {
  const parsed = inbound(more);
  return parsed.ok ? parsed.value.body : parsed.reason;
};
const phone = { channelId: "khuta-whatsapp", scheme: "wa-pn", value: "966551234567@c.us" };

test("a message becomes ours, WhatsApp vouching for the number", () => {
  expect(inbound()).toEqual({
    ok: true,
    value: {
      providerMessageId: MessageSid,
      channelId: "khuta-whatsapp",
      from: {
        address: phone,
        phoneE164: "+966551234567",
        phoneAssurance: "platform",
        displayName: "نورة",
      },
      origin: "live",
      author: "contact",
      body: { kind: "text", text: "السلام عليكم" },
    },
  });
});

const picture = {
  NumMedia: "1",
  MediaUrl0: "https://api.twilio.com/media/ME1",
  MediaContentType0: "image/jpeg",
  MessageType: "image",
};
const pictureRef = {
  providerRef: "https://api.twilio.com/media/ME1",
  mime: "image/jpeg",
  state: "pending",
};

test.each<[string, Record<string, string>, object]>([
  [
    "a button tells the id of its option",
    { ButtonPayload: "housing", ButtonText: "سكن", Body: "سكن", MessageType: "button" },
    { kind: "choice", optionId: "housing", label: "سكن", via: "button" },
  ],
  [
    "so does a line of a list",
    { ListId: "food", ListTitle: "غذاء", Body: "غذاء", MessageType: "interactive" },
    { kind: "choice", optionId: "food", label: "غذاء", via: "list" },
  ],
  [
    "a place",
    { Latitude: "24.7136", Longitude: "46.6753", Label: "المركز", Address: "الرياض", Body: "" },
    { kind: "location", lat: 24.7136, lng: 46.6753, label: "المركز" },
  ],
  [
    "a place with an address only",
    { Latitude: "24.7136", Longitude: "46.6753", Address: "الرياض", Body: "" },
    { kind: "location", lat: 24.7136, lng: 46.6753, label: "الرياض" },
  ],
  [
    "a place outside the world is a text",
    { Latitude: "124", Longitude: "46", Body: "هنا" },
    { kind: "text", text: "هنا" },
  ],
  [
    "coordinates that are none are no reason to lose the text",
    { Latitude: "north", Longitude: "", Body: "هنا" },
    { kind: "text", text: "هنا" },
  ],
  ["a picture", { ...picture, Body: "" }, { kind: "media", media: [pictureRef] }],
  [
    "a picture with a text",
    { ...picture, Body: "الهوية" },
    { kind: "media", media: [pictureRef], caption: "الهوية" },
  ],
  [
    "a voice note",
    { ...picture, MediaContentType0: "audio/ogg", Body: "" },
    { kind: "media", media: [{ ...pictureRef, mime: "audio/ogg" }], voiceNote: true },
  ],
  [
    "what has nothing that can be read says what it is",
    { Body: "", MessageType: "contacts" },
    { kind: "unsupported", providerType: "contacts" },
  ],
  ["an empty text is a text", { Body: "" }, { kind: "text", text: "" }],
])("%s", (_, more, body) => expect(bodyOf(more)).toEqual(body));

describe("who writes", () => {
  const partyOf = (more: Record<string, string>) => {
    const parsed = inbound(more);
    return parsed.ok ? parsed.value.from : parsed.reason;
  };
  const address = { channelId: "khuta-whatsapp", scheme: "wa-bsuid", value: "SA.1349120865530274" };

  test("without a number keeps WhatsApp's own id", () => {
    expect(partyOf({ From: "whatsapp:SA.1349120865530274", WaId: "", ProfileName: "" })).toEqual({
      address,
      phoneAssurance: "none",
    });
  });

  test("with both is known by the id, and the number is an alias", () => {
    expect(partyOf({ From: "whatsapp:SA.1349120865530274" })).toEqual({
      address,
      aliases: [phone],
      phoneE164: "+966551234567",
      phoneAssurance: "platform",
      displayName: "نورة",
    });
  });

  test("may be ourselves", () => {
    const parsed = inbound({ From: "whatsapp:+966550000001" });
    expect(parsed.ok && parsed.value.author).toBe("self");
  });

  test("has a name without what turns the line, of 80 signs at most", () => {
    const long = "ن".repeat(200);
    expect(partyOf({ ProfileName: `\u202e${long}\n` })).toMatchObject({
      displayName: "ن".repeat(80),
    });
  });
});

test("a reply names what it answers", () => {
  const OriginalRepliedMessageSid = `SM${"2c".repeat(16)}`;
  const parsed = inbound({ OriginalRepliedMessageSid });
  expect(parsed.ok && parsed.value.quotedProviderId).toBe(OriginalRepliedMessageSid);
});

test.each([
  [{ From: "+966551234567" }, "From is malformed"],
  [{ From: "whatsapp:" }, "From is malformed"],
  [{ From: "whatsapp:abc" }, "From is malformed"],
  [{ From: "messenger:+966551234567" }, "From is malformed"],
  [{ MessageSid: "SM|x" }, "MessageSid is malformed"],
  [{ AccountSid: "AC0" }, "AccountSid is not the account of this channel"],
])("with %j it is refused", (more, reason) => expect(inbound(more)).toEqual({ ok: false, reason }));
