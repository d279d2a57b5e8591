import { expect, test } from "vitest";
import { transports, type Transport } from "../../src/channels/channel.ts";
import { createChannel, type ChannelSettings } from "../../src/channels/registry.ts";
import { memoryBus } from "../support/memory-bus.ts";
import { memoryWebLog } from "../support/memory-web-log.ts";

/* A profile names a transport; what it becomes, and what it says when a secret is missing. */

const nothing = () => undefined;
const world = {
  publicUrl: "https://wasl.example",
  now: () => new Date("2026-11-24T09:00:00Z"),
  web: { log: memoryWebLog(), bus: memoryBus() },
  people: { lastInboundAt: async () => undefined, mayContact: async () => false },
  isSwitchedOff: async () => false,
  files: { save: async () => "file", load: async () => new Uint8Array(), url: () => "" },
  whatsappWeb: {
    dataDir: "/nowhere",
    chromiumPath: "/nowhere/chromium",
    log: { info: nothing, warn: nothing, error: nothing },
  },
};
const twilio = {
  accountSid: `AC${"a1".repeat(16)}`,
  authToken: "synthetic",
  from: "+966550000001",
};

const cloud = {
  phoneNumberId: "100000000000001",
  accessToken: "synthetic",
  appSecret: "synthetic",
  verifyToken: "synthetic",
};
const phone = { user: "phone", password: "synthetic", webhookSecret: "synthetic" };

const settings = (
  transport: Transport,
  credentials: Record<string, string>,
  more: Partial<ChannelSettings> = {},
): ChannelSettings => ({ id: "khuta-x", transport, direction: "two-way", credentials, ...more });

const openings = [
  ["web", "web", {}, {}],
  ["sms-twilio", "sms", twilio, {}],
  ["sms-http", "sms", phone, { gateway: "android-phone" }],
  ["whatsapp-twilio", "whatsapp", twilio, {}],
  ["whatsapp-cloud", "whatsapp", cloud, {}],
  ["whatsapp-web", "whatsapp", { phone: "+966 55 000 0000" }, {}],
  ["console", "web", {}, {}],
] as const;

test.each(openings)("%s is a channel of kind %s", (transport, kind, credentials, more) => {
  expect(createChannel(settings(transport, { ...credentials }, more), world)).toMatchObject({
    id: "khuta-x",
    kind,
    transport,
  });
});

test("every transport of the port can be opened", () => {
  expect(openings.map(([transport]) => transport).toSorted()).toEqual([...transports].toSorted());
});

test.each([
  ["sms-twilio", "authToken", { accountSid: "AC1", from: "+966550000001" }, {}],
  ["whatsapp-twilio", "from", { accountSid: "AC1", authToken: "synthetic" }, {}],
  ["whatsapp-web", "phone", {}, {}],
  ["whatsapp-cloud", "appSecret", { ...cloud, appSecret: "" }, {}],
  ["sms-http", "webhookSecret", { user: "a", password: "b" }, { gateway: "android-phone" }],
  ["sms-http", "gateway", phone, {}],
  ["sms-http", "gateway", phone, { gateway: "constructor" }],
] as const)("%s without its %s is refused by name", (transport, missing, credentials, more) => {
  expect(() => createChannel(settings(transport, { ...credentials }, more), world)).toThrow(
    new RegExp(`khuta-x has no ${missing}`),
  );
});

test("what a profile says of a channel shows in what the channel can do", () => {
  const listButton = { ar: "عرض الخيارات", en: "Show options" };
  const buttonsOf = (transport: Transport, credentials: object, more: Partial<ChannelSettings>) =>
    createChannel(settings(transport, { ...credentials }, more), world).capabilities.buttons;
  expect(buttonsOf("whatsapp-cloud", cloud, {})).toBe(3);
  expect(buttonsOf("whatsapp-cloud", cloud, { listButton })).toBe(10);
  expect(buttonsOf("whatsapp-twilio", twilio, { content: { choices: { "3": "HX" } } })).toBe(3);
});
