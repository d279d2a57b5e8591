import { describe, expect, test } from "vitest";
import type { Inbound, InboundBody, Receipt } from "../../../src/channels/channel.ts";
import { parseWebhook, type CloudEvent } from "../../../src/channels/whatsapp-cloud/parse.ts";

const recipient = { channelId: "khuta-whatsapp", phoneNumberId: "200000000000002" };
const metadata = {
  display_phone_number: "966550000001",
  phone_number_id: recipient.phoneNumberId,
};
const contact = {
  profile: { name: "نورة" },
  wa_id: "966551234567",
  user_id: "SA.1349120865530274",
};
const message = {
  from: "966551234567",
  from_user_id: "SA.1349120865530274",
  id: "wamid.HBgMOTY2NTUxMjM0NTY3FQIAEhgUM0FFNTVCQzgxQzNBQUExQzUwMEMA==",
  timestamp: "1790416800",
  type: "text",
  text: { body: "السلام عليكم" },
};
const phone = { channelId: "khuta-whatsapp", scheme: "wa-pn", value: "966551234567@c.us" };
const user = { channelId: "khuta-whatsapp", scheme: "wa-bsuid", value: "SA.1349120865530274" };

const payload = (value: object, field = "messages") => ({
  object: "whatsapp_business_account",
  entry: [
    {
      id: "100000000000001",
      changes: [{ field, value: { messaging_product: "whatsapp", metadata, ...value } }],
    },
  ],
});
const eventsOf = (body: unknown): CloudEvent[] => {
  const parsed = parseWebhook(body, recipient);
  return parsed.ok ? parsed.value : [];
};
const inboundOf = (more: object, contacts: object[] = [contact]): Inbound | undefined => {
  const [event] = eventsOf(payload({ contacts, messages: [{ ...message, ...more }] }));
  return event && "inbound" in event ? event.inbound : undefined;
};
const said = (type: string, part: object): InboundBody | undefined =>
  inboundOf({ type, [type]: part })?.body;

test("a message becomes ours, WhatsApp vouching for the number", () => {
  expect(eventsOf(payload({ contacts: [contact], messages: [message] }))).toEqual([
    {
      inbound: {
        providerMessageId: message.id,
        channelId: "khuta-whatsapp",
        from: {
          address: user,
          aliases: [phone],
          phoneE164: "+966551234567",
          phoneAssurance: "platform",
          displayName: "نورة",
        },
        sentAt: new Date(1_790_416_800_000),
        origin: "live",
        author: "contact",
        body: { kind: "text", text: "السلام عليكم" },
      },
    },
  ]);
});

describe("who writes", () => {
  test.each<[string, object, object[], object]>([
    [
      "known by the number only, as before ids came",
      { from_user_id: undefined },
      [{ wa_id: "966551234567", profile: { name: "نورة" } }],
      {
        address: phone,
        phoneE164: "+966551234567",
        phoneAssurance: "platform",
        displayName: "نورة",
      },
    ],
    [
      "known by the id only, with a name of his choice",
      { from: undefined },
      [{ user_id: "SA.1349120865530274", profile: { username: "noura" } }],
      { address: user, phoneAssurance: "none" },
    ],
    [
      "known by the id, the number standing in the contacts alone",
      { from: undefined },
      [contact],
      {
        address: user,
        aliases: [phone],
        phoneE164: "+966551234567",
        phoneAssurance: "platform",
        displayName: "نورة",
      },
    ],
    [
      "known by the number, the id standing in the contacts alone",
      { from_user_id: undefined },
      [contact],
      {
        address: user,
        aliases: [phone],
        phoneE164: "+966551234567",
        phoneAssurance: "platform",
        displayName: "نورة",
      },
    ],
    [
      "not told in the contacts",
      {},
      [{ ...contact, wa_id: "966551111111", user_id: "SA.2" }],
      {
        address: user,
        aliases: [phone],
        phoneE164: "+966551234567",
        phoneAssurance: "platform",
      },
    ],
    [
      "with an id that is none",
      { from_user_id: "x|y", from: "966551234567" },
      [],
      { address: phone, phoneE164: "+966551234567", phoneAssurance: "platform" },
    ],
  ])("%s", (_, more, contacts, from) => expect(inboundOf(more, contacts)?.from).toEqual(from));

  test("nobody: it is passed over", () => {
    expect(inboundOf({ from: undefined, from_user_id: undefined })).toBeUndefined();
    expect(inboundOf({ from: "abc", from_user_id: undefined })).toBeUndefined();
  });
});

const file = { id: "1003383421387256", mime_type: "image/jpeg", sha256: "AbC=" };
const ref = { providerRef: file.id, mime: "image/jpeg", state: "pending" };

describe("what is said", () => {
  test.each<[string, string, object, InboundBody | undefined]>([
    ["spaces stay", "text", { body: " نعم \n" }, { kind: "text", text: " نعم \n" }],
    ["an empty text is a text", "text", { body: "" }, { kind: "text", text: "" }],
    [
      "a button pressed",
      "interactive",
      { type: "button_reply", button_reply: { id: "o1", title: "سكن" } },
      { kind: "choice", optionId: "o1", label: "سكن", via: "button" },
    ],
    [
      "a line of a list",
      "interactive",
      { type: "list_reply", list_reply: { id: "o2", title: "غذاء", description: "" } },
      { kind: "choice", optionId: "o2", label: "غذاء", via: "list" },
    ],
    [
      "a form of WhatsApp's own",
      "interactive",
      { type: "nfm_reply", nfm_reply: { response_json: "{}" } },
      { kind: "unsupported", providerType: "interactive.nfm_reply" },
    ],
    [
      "the button of a template",
      "button",
      { payload: "o1", text: "متابعة" },
      { kind: "choice", optionId: "o1", label: "متابعة", via: "button" },
    ],
    ["the same without a payload", "button", { text: "متابعة" }, { kind: "text", text: "متابعة" }],
    ["a picture", "image", file, { kind: "media", media: [ref] } as InboundBody],
    [
      "a picture with a text",
      "image",
      { ...file, caption: "الهوية" },
      { kind: "media", media: [ref], caption: "الهوية" } as InboundBody,
    ],
    [
      "a document, whose name is cleaned",
      "document",
      { ...file, mime_type: "application/pdf", filename: "../../id\u202e.pdf" },
      {
        kind: "media",
        media: [{ ...ref, mime: "application/pdf", fileName: "id.pdf" }],
      } as InboundBody,
    ],
    [
      "a voice note",
      "audio",
      { ...file, mime_type: "audio/ogg; codecs=opus", voice: true },
      { kind: "media", media: [{ ...ref, mime: "audio/ogg" }], voiceNote: true } as InboundBody,
    ],
    [
      "music is no voice note",
      "audio",
      { ...file, mime_type: "audio/mpeg", voice: false },
      { kind: "media", media: [{ ...ref, mime: "audio/mpeg" }] } as InboundBody,
    ],
    [
      "a file whose id would leave the address",
      "image",
      { ...file, id: "../1" },
      { kind: "unsupported", providerType: "image" },
    ],
    [
      "a place",
      "location",
      { latitude: 24.7136, longitude: 46.6753, name: "المركز", address: "الرياض" },
      { kind: "location", lat: 24.7136, lng: 46.6753, label: "المركز" },
    ],
    [
      "a place without a name",
      "location",
      { latitude: 24.7136, longitude: 46.6753 },
      { kind: "location", lat: 24.7136, lng: 46.6753 },
    ],
    [
      "a place outside the world",
      "location",
      { latitude: 124, longitude: 46 },
      { kind: "unsupported", providerType: "location" },
    ],
    [
      "a sign on a message",
      "reaction",
      { message_id: "wamid.1", emoji: "👍" },
      { kind: "reaction", emoji: "👍", targetProviderId: "wamid.1" },
    ],
    [
      "the sign taken back",
      "reaction",
      { message_id: "wamid.1" },
      { kind: "reaction", emoji: null, targetProviderId: "wamid.1" },
    ],
    [
      "a text put right",
      "edit",
      { original_message_id: "wamid.1", message: { type: "text", text: { body: "تصحيح" } } },
      { kind: "edit", targetProviderId: "wamid.1", text: "تصحيح" },
    ],
    [
      "the words below a picture put right",
      "edit",
      { original_message_id: "wamid.1", message: { type: "image", image: { caption: "تصحيح" } } },
      { kind: "edit", targetProviderId: "wamid.1", text: "تصحيح" },
    ],
    [
      "a message taken back",
      "revoke",
      { original_message_id: "wamid.1" },
      { kind: "revoke", targetProviderId: "wamid.1" },
    ],
    ["a sticker", "sticker", file, { kind: "unsupported", providerType: "sticker" }],
    ["contacts", "contacts", {}, { kind: "unsupported", providerType: "contacts" }],
    [
      "what WhatsApp itself cannot pass on",
      "unsupported",
      { type: "unknown" },
      { kind: "unsupported", providerType: "unsupported" },
    ],
    ["a kind of tomorrow", "hologram", {}, { kind: "unsupported", providerType: "hologram" }],
    [
      "a kind of another sort",
      "constructor",
      {},
      { kind: "unsupported", providerType: "constructor" },
    ],
    ["a notice of the app", "system", { body: "User changed number" }, undefined],
  ])("%s", (_, type, part, body) => expect(said(type, part)).toEqual(body));

  test("a reply names what it answers, a reaction only its target", () => {
    const context = { from: "966550000001", id: "wamid.q" };
    expect(inboundOf({ context })?.quotedProviderId).toBe("wamid.q");
    const reaction = { message_id: "wamid.1", emoji: "👍" };
    expect(inboundOf({ type: "reaction", reaction, context })?.quotedProviderId).toBeUndefined();
    expect(inboundOf({ context: { forwarded: true } })?.quotedProviderId).toBeUndefined();
  });

  test.each(["soon", "-1", "99999999999999", undefined])(
    "a time of sending that is «%s» is left out",
    (timestamp) => {
      const inbound = inboundOf({ timestamp });
      expect(inbound?.providerMessageId).toBe(message.id);
      expect(inbound?.sentAt).toBeUndefined();
    },
  );
});

test("what staff write on the telephone itself is theirs, and belongs to the person it went to", () => {
  const echo = {
    from: "966550000001",
    to: "966551234567",
    id: "wamid.echo",
    timestamp: "1790416800",
    type: "text",
    text: { body: "سنتصل بكم" },
  };
  expect(eventsOf(payload({ message_echoes: [echo] }, "smb_message_echoes"))).toMatchObject([
    {
      inbound: {
        author: "self",
        from: { address: phone },
        body: { kind: "text", text: "سنتصل بكم" },
      },
    },
  ]);
});

describe("a report", () => {
  const receiptOf = (status: object): Receipt | undefined => {
    const [event] = eventsOf(payload({ statuses: [{ id: "wamid.1", ...status }] }));
    return event && "receipt" in event ? event.receipt : undefined;
  };

  test.each([
    ["sent", "sent"],
    ["delivered", "delivered"],
    ["read", "read"],
    ["played", "read"],
  ])("%s means %s", (status, state) =>
    expect(receiptOf({ status, recipient_id: "966551234567" })).toEqual({
      channelId: "khuta-whatsapp",
      providerMessageId: "wamid.1",
      state,
    }),
  );

  test.each([
    [[{ code: 131047, title: "Re-engagement message" }], "window-closed"],
    [[{ code: 131026 }], "bad-address"],
    [[{ code: 1 }], "transient"],
    [[], "permanent"],
    [undefined, "permanent"],
    ["oops", "permanent"],
  ])("failed with %j means %s", (errors, errorClass) =>
    expect(receiptOf({ status: "failed", errors })).toMatchObject({
      state: "failed",
      error: { class: errorClass },
    }),
  );

  test.each(["deleted", "warning", "constructor", "state of tomorrow"])(
    "%s says nothing about a message of ours",
    (status) => expect(receiptOf({ status })).toBeUndefined(),
  );
});

describe("one call of Meta", () => {
  test("may tell several things, which stay in their order", () => {
    const body = payload({
      contacts: [contact],
      messages: [
        { ...message, id: "wamid.a", text: { body: "1" } },
        { ...message, id: "wamid.b", text: { body: "2" } },
      ],
      statuses: [
        { id: "wamid.x", status: "read" },
        { id: "wamid.x", status: "delivered" },
      ],
    });
    const second = payload({ messages: [{ ...message, id: "wamid.c" }] }).entry;
    const told = eventsOf({ ...body, entry: [...body.entry, ...second] }).map((event) =>
      "inbound" in event ? event.inbound.providerMessageId : event.receipt.state,
    );
    expect(told).toEqual(["wamid.a", "wamid.b", "read", "delivered", "wamid.c"]);
  });

  test("loses only what is not whole", () => {
    const messages = [
      { ...message, id: undefined },
      { ...message, id: "a|b" },
      "nonsense",
      null,
      { ...message, id: "wamid.good" },
    ];
    const statuses = [{ status: "sent" }, 7, { id: "wamid.1", status: "sent" }];
    const contacts = [null, { wa_id: 5 }, contact];
    expect(eventsOf(payload({ contacts, messages, statuses }))).toHaveLength(2);
  });

  test.each([
    [
      "for another number",
      { metadata: { ...metadata, phone_number_id: "3" }, messages: [message] },
    ],
    ["without a number", { metadata: undefined, messages: [message] }],
    ["with nothing we know", { errors: [{ code: 130429 }] }],
    ["whose messages are no list", { messages: {} }],
  ])("%s changes nothing", (_, value) => {
    expect(parseWebhook(payload(value), recipient)).toEqual({ ok: true, value: [] });
  });

  test("of another subscription changes nothing", () => {
    const body = payload({ messages: [message] }, "account_update");
    expect(parseWebhook(body, recipient)).toEqual({ ok: true, value: [] });
  });

  test.each([
    ["no JSON", undefined],
    ["null", null],
    ["a list", []],
    ["a webhook of a page", { object: "page", entry: [] }],
    ["without entries", { object: "whatsapp_business_account" }],
    ["with entries that are none", { object: "whatsapp_business_account", entry: [1] }],
  ])("that is %s is refused", (_, body) =>
    expect(parseWebhook(body, recipient)).toEqual({
      ok: false,
      reason: "not a webhook of a WhatsApp account",
    }),
  );

  test("cannot reach what every object has", () => {
    const odd = JSON.parse(
      `{"object":"whatsapp_business_account","__proto__":{"x":1},"entry":[{"changes":[{"field":"messages","value":{"__proto__":{"messages":[{}]},"constructor":{}}}]}]}`,
    ) as unknown;
    expect(parseWebhook(odd, recipient)).toEqual({ ok: true, value: [] });
  });
});
