import { expect, test } from "vitest";
import type { Transport } from "../../src/channels/channel.ts";
import { createChannel, hasTransport } from "../../src/channels/registry.ts";
import { memoryBus } from "../support/memory-bus.ts";
import { memoryWebLog } from "../support/memory-web-log.ts";

/* A profile names a transport; what it becomes, and what it says when a secret is missing. */

const nothing = () => undefined;
const world = {
  publicUrl: "https://wasl.example",
  now: () => new Date("2026-11-24T09:00:00Z"),
  web: { log: memoryWebLog(), bus: memoryBus() },
  whatsappWeb: {
    dataDir: "/nowhere",
    chromiumPath: "/nowhere/chromium",
    saveMedia: async () => "file",
    log: { info: nothing, warn: nothing, error: nothing },
  },
};
const twilio = {
  accountSid: `AC${"a1".repeat(16)}`,
  authToken: "synthetic",
  from: "+966550000001",
};

const settings = (transport: Transport, credentials: Record<string, string>) =>
  ({ id: "khuta-x", transport, direction: "two-way", credentials }) as const;

test.each([
  ["web", "web", {}],
  ["sms-twilio", "sms", twilio],
  ["whatsapp-twilio", "whatsapp", twilio],
  ["whatsapp-web", "whatsapp", { phone: "+966 55 000 0000" }],
] as const)("%s is a channel of kind %s", (transport, kind, credentials) => {
  expect(createChannel(settings(transport, { ...credentials }), world)).toMatchObject({
    id: "khuta-x",
    kind,
    transport,
  });
});

test.each([
  ["sms-twilio", "authToken", { accountSid: "AC1", from: "+966550000001" }],
  ["whatsapp-twilio", "from", { accountSid: "AC1", authToken: "synthetic" }],
  ["whatsapp-web", "phone", {}],
] as const)("%s without its %s is refused by name", (transport, missing, credentials) => {
  expect(() => createChannel(settings(transport, { ...credentials }), world)).toThrow(
    new RegExp(`khuta-x has no ${missing}`),
  );
});

test("a transport that this build does not carry is said so", () => {
  expect(hasTransport("sms-http")).toBe(false);
  expect(() => createChannel(settings("sms-http", {}), world)).toThrow(/sms-http is not part/);
});
