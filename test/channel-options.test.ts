import path from "node:path";
import { expect, test } from "vitest";
import type { DigitalChannel } from "../src/cases/profile-channels.ts";
import { transportSettings } from "../src/channel-options.ts";
import { createTexts } from "../src/conversation/texts.ts";

/* What a profile says of a channel, on its way to the transport. */

const texts = createTexts(path.resolve(import.meta.dirname, "../locales"));
const common = {
  enabled: true,
  direction: "two-way",
  approval: { ref: "demo" },
  credentials: {},
} as const;
const settingsOf = (channel: object) =>
  transportSettings("khuta-whatsapp", { ...common, ...channel } as DigitalChannel, texts);

const template = { name: "notice", language: "ar", parameters: ["text" as const] };

test("the button that opens a list speaks both languages, also where the profile names no text", () => {
  const { listButton } = settingsOf({ transport: "whatsapp-cloud" });
  expect(listButton?.ar).toBe(texts.plain("whatsapp.list_button", "ar"));
  expect(listButton?.en).toBe(texts.plain("whatsapp.list_button", "en"));
});

test("templates, gateways and polls reach the transport that they are meant for", () => {
  const templates = { "*": template, "letter.attached": { ...template, header: "document" } };
  expect(settingsOf({ transport: "whatsapp-cloud", templates })).toMatchObject({ templates });
  expect(settingsOf({ transport: "sms-http", gateway: "unifonic", country: "965" })).toEqual({
    gateway: "unifonic",
    country: "965",
  });
  expect(settingsOf({ transport: "whatsapp-web", polls: true, pairing: "qr" })).toEqual({
    polls: true,
    pairing: "qr",
  });
  expect(settingsOf({ transport: "sms-twilio" })).toEqual({});
});

test.each([
  [
    "a template for a message that does not exist",
    { transport: "whatsapp-cloud", templates: { "idle.24hours": template } },
    /associations\/khuta.yaml: channels.whatsapp: its template "idle.24hours" is for no message/,
  ],
  [
    "the same at Twilio",
    { transport: "whatsapp-twilio", content: { templates: { nothing: {} } } },
    /its template "nothing" is for no message/,
  ],
  [
    "a button without a text",
    { transport: "whatsapp-cloud", list_button: "menu.open" },
    /list_button: there is no text "menu.open"/,
  ],
  [
    "a button that WhatsApp would not show",
    { transport: "whatsapp-cloud", list_button: "greet.first" },
    /list_button: "greet.first" is longer than 20 signs/,
  ],
])("%s stops the start, and is named", (_what, channel, told) => {
  expect(() => settingsOf(channel)).toThrow(told);
});
