import { expect, test } from "vitest";
import type { OutboundBody } from "../../src/channels/channel.ts";
import {
  cleanDisplayName,
  digitsOf,
  isWindowClosed,
  numberedText,
  parametersOf,
  templateFor,
  USER_ID,
  type TemplateParameter,
} from "../../src/channels/whatsapp.ts";
import { outbound } from "./events-recorder.ts";

test.each([
  ["+966551234567", "966551234567"],
  ["966551234567", "966551234567"],
  ["966551234567@c.us", "966551234567"],
  ["SA.1349120865530274", undefined],
  ["123456@lid", undefined],
  ["", undefined],
  ["+9665512345678901", undefined],
])("the digits of %s", (value, digits) => expect(digitsOf(value)).toBe(digits));

test.each([
  ["SA.1349120865530274", true],
  ["US.ENT.11815799212886844830", true],
  ["966551234567", false],
  ["SA.", false],
  ["sa.1349", false],
  ["SA.13|49", false],
])("%s is an id of a person: %s", (value, is) => expect(USER_ID.test(value)).toBe(is));

test.each([
  ["نورة", "نورة"],
  ["  نورة\n", "نورة"],
  ["\u202eنورة\u0000", "نورة"],
  ["\u200f", undefined],
  [undefined, undefined],
])("the name %j is shown as %j", (given, shown) => expect(cleanDisplayName(given)).toBe(shown));

const options = [
  { id: "rent", label: "إيجار", number: 1 },
  { id: "back", label: "رجوع", number: 0 },
  { id: "hidden", label: "خفي", number: -1 },
];

test.each<[string, OutboundBody, string]>([
  ["a text", { kind: "text", text: "نعم" }, "نعم"],
  [
    "options",
    { kind: "choices", text: "ما النوع؟", options, numbered: false },
    "ما النوع؟\n1- إيجار\n0- رجوع",
  ],
  [
    "options numbered by hand",
    { kind: "choices", text: "1 إيجار", options, numbered: true },
    "1 إيجار",
  ],
  [
    "a link",
    { kind: "form", text: "اكملوا:", url: "https://khuta.example/f/1" },
    "اكملوا:\nhttps://khuta.example/f/1",
  ],
])("without buttons %s is lines", (_, body, text) => expect(numberedText(body)).toBe(text));

const now = new Date("2026-11-24T09:00:00Z");
test.each<[string, number | undefined, boolean]>([
  ["now", 0, false],
  ["23 hours 59 minutes", 24 * 60 - 1, false],
  ["a little less than 24 hours, which is on its way", 24 * 60 - 0.5, true],
  ["24 hours", 24 * 60, true],
  ["never", undefined, true],
])("who wrote %s ago", async (_, minutes, isClosed) => {
  const to = { channelId: "khuta-whatsapp", scheme: "wa-pn", value: "966551234567@c.us" } as const;
  const message = outbound(to, { kind: "text", text: "نعم" }, "m1");
  const last = minutes === undefined ? undefined : new Date(now.getTime() - minutes * 60_000);
  const asked: string[] = [];
  const lastInboundAt = async ({ value }: { value: string }) => {
    asked.push(value);
    return last;
  };
  expect(await isWindowClosed({ lastInboundAt, now: () => now }, message)).toBe(isClosed);
  expect(asked).toEqual([to.value]);
  expect(await isWindowClosed({ now: () => now }, message)).toBe(false);
});

test.each([
  ["status.changed", "own"],
  ["survey.ask", "all"],
  ["constructor", "all"],
  ["__proto__", "all"],
])("the template for %s is %s", (key, name) =>
  expect(templateFor({ "status.changed": "own", "*": "all" }, key)).toBe(name),
);

test("no template serves a key that is not named, where there is none for all", () => {
  expect(templateFor({ "status.changed": "own" }, "constructor")).toBeUndefined();
  expect(templateFor(undefined, "status.changed")).toBeUndefined();
});

test.each<[string, readonly TemplateParameter[], string[] | undefined]>([
  ["صدر القرار", ["text"], ["صدر القرار"]],
  ["سطر\n\n سطر\t  آخر", ["text"], ["سطر - سطر آخر"]],
  [
    "الرابط:\nhttps://khuta.example/f/1",
    ["text", "link"],
    ["الرابط:", "https://khuta.example/f/1"],
  ],
  ["الرابط:\nhttps://khuta.example/f/1", ["link"], ["https://khuta.example/f/1"]],
  ["بلا رابط", ["text", "link"], undefined],
  ["س".repeat(101), ["text"], undefined],
  ["نص", [], []],
])("%j fills %j with %j", (text, wanted, values) =>
  expect(parametersOf({ kind: "text", text }, wanted, 100)).toEqual(values),
);
