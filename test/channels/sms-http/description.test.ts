import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { AppError } from "../../../src/errors.ts";
import { credentialNames } from "../../../src/cases/profile-channels.ts";
import { androidPhone } from "../../../src/channels/sms-http/android-phone.ts";
import { createSmsHttp } from "../../../src/channels/sms-http/channel.ts";
import { fieldOf, textAt } from "../../../src/channels/sms-http/field.ts";
import { gateways } from "../../../src/channels/sms-http/gateways.ts";
import {
  gatewayShape,
  placesIn,
  unfilledPlaces,
  type GatewayDescription,
} from "../../../src/sms-gateway.ts";
import { toE164 } from "../../../src/channels/sms-http/phone.ts";
import { sendRequest, shortIdOf, valuesOf } from "../../../src/channels/sms-http/request.ts";
import { fill, fillJson } from "../../../src/channels/sms-http/template.ts";
import { unifonic } from "../../../src/channels/sms-http/unifonic.ts";
import { outbound } from "../events-recorder.ts";
import { AGGREGATOR, CHANNEL_ID, numberOf, PHONE } from "./harness.ts";

test.each(Object.keys(gateways))("the gateway %s is described rightly", (name) => {
  expect(gatewayShape.safeParse(gateways[name]).error).toBeUndefined();
});

describe("what is in braces", () => {
  const values = { to: "+966551234501", text: "نص {to} & {x}", unicode: true };

  test("is filled once: a text that holds braces itself is not filled again", () => {
    expect(fill("to={to}&text={text}", values)).toBe("to=+966551234501&text=نص {to} & {x}");
  });

  test("is written as an address where it is one", () => {
    expect(fill("/send/{to}", values, encodeURIComponent)).toBe("/send/%2B966551234501");
  });

  test("is filled through all of a JSON value; alone it keeps its type", () => {
    const template = { list: ["{to}", 1, null], deep: { unicode: "{unicode}", s: "u={unicode}" } };
    expect(fillJson(template, values)).toEqual({
      list: ["+966551234501", 1, null],
      deep: { unicode: true, s: "u=true" },
    });
  });

  test.each(["{constructor}", "{__proto__}", "{nobody}"])("%s is filled by nothing", (template) => {
    expect(() => fill(template, values)).toThrow(/nothing fills/);
  });

  test("is found in whatever was given", () => {
    expect(placesIn({ a: ["{x}"], b: "{y} {x}" })).toEqual(["x", "y", "x"]);
    expect(placesIn(undefined)).toEqual([]);
  });

  test("of the example in the documentation is a whole description", () => {
    const docs = readFileSync(
      path.resolve(import.meta.dirname, "../../../docs/channels.md"),
      "utf8",
    );
    const [, example = ""] = /```yaml\n(gateway:[^`]+)```/.exec(docs) ?? [];
    const { gateway } = parse(example) as { gateway: GatewayDescription };
    const read = gatewayShape.parse(gateway);
    expect(unfilledPlaces(read, []).toSorted()).toEqual(["apiKey", "webhookSecret"]);
  });

  test.each(Object.entries(gateways))("of %s is what a profile is asked for", (name, gateway) => {
    const asked = credentialNames[name]?.all ?? [];
    expect(unfilledPlaces(gatewayShape.parse(gateway), []).toSorted()).toEqual(asked.toSorted());
  });
});

test.each<[string, unknown]>([
  ["data.id", 42],
  ["list.1.id", "b"],
  ["data.nothing", undefined],
  ["data.id.deeper", undefined],
  ["data.constructor", undefined],
  ["list.length.x", undefined],
  ["nothing.at.all", undefined],
])("at %s lies %j", (path, found) =>
  expect(fieldOf({ data: { id: 42 }, list: [{ id: "a" }, { id: "b" }] }, path)).toBe(found),
);

test.each([
  [42, "42"],
  ["x", "x"],
  [true, "true"],
  [{}, undefined],
  [null, undefined],
])("%j is the text %j", (value, text) => expect(textAt({ a: value }, "a")).toBe(text));

test.each<[string, string | undefined]>([
  ["+966551234567", "+966551234567"],
  ["966551234567", "+966551234567"],
  ["00966551234567", "+966551234567"],
  ["0551234567", "+966551234567"],
  ["551234567", "+966551234567"],
  ["055 123 4567", "+966551234567"],
  ["\u202a+966 55 123-4567\u202c", "+966551234567"],
  ["+15551234567", "+15551234567"],
  ["19025551234", "+19025551234"],
  ["STC", undefined],
  ["7070", undefined],
  ["+966", undefined],
  ["", undefined],
])("the sender %j is the number %j", (written, number) =>
  expect(toE164(written, "966")).toBe(number),
);

describe("what is asked of the gateway", () => {
  const message = outbound(
    { channelId: CHANNEL_ID, scheme: "e164", value: numberOf(1) },
    { kind: "text", text: "نعم" },
    "c1.2.3",
  );
  const requestOf = (description: GatewayDescription, credentials: Record<string, string>) => {
    const gateway = gatewayShape.parse(description);
    const rendered = { text: "نعم & {to}", segments: 1, warnings: [] };
    const statusUrl = "https://wasl.example/webhooks/khuta-sms/status";
    return sendRequest(gateway, valuesOf(message, rendered, { credentials, gateway, statusUrl }));
  };

  test("of Unifonic is a form, with digits and our id", () => {
    const { url, method, headers, body } = requestOf(unifonic, AGGREGATOR);
    expect([method, url]).toEqual(["POST", "https://el.cloud.unifonic.com/rest/SMS/messages"]);
    expect(headers).toMatchObject({ "content-type": "application/x-www-form-urlencoded" });
    expect(Object.fromEntries(new URLSearchParams(body ?? ""))).toMatchObject({
      AppSid: AGGREGATOR.appSid,
      SenderID: "KHUTA",
      Recipient: "966551234501",
      Body: "نعم & {to}",
      CorrelationID: "c1.2.3",
      MessageType: "3",
    });
  });

  test("of a telephone is JSON, with an id that is found again", () => {
    const { url, headers, body } = requestOf(androidPhone, PHONE);
    expect(url).toBe("https://api.sms-gate.app/3rdparty/v1/messages");
    expect(headers).toMatchObject({
      authorization: `Basic ${Buffer.from("phone:synthetic-password").toString("base64")}`,
    });
    expect(JSON.parse(body ?? "")).toEqual({
      id: shortIdOf("c1.2.3"),
      textMessage: { text: "نعم & {to}" },
      phoneNumbers: [numberOf(1)],
      withDeliveryReport: true,
    });
    expect(shortIdOf("c1.2.3")).toMatch(/^[0-9a-f]{32}$/);
  });

  test("may be an address alone", () => {
    const { url, method, body } = requestOf(
      {
        name: "by address",
        url: "https://sms.example/api/",
        numbers: "digits",
        send: {
          method: "GET",
          path: "/send?to={to}&text={text}&u={unicode}",
          success: { statuses: [200] },
        },
      },
      {},
    );
    expect(url).toBe(
      "https://sms.example/api/send?to=966551234501&text=%D9%86%D8%B9%D9%85%20%26%20%7Bto%7D&u=true",
    );
    expect([method, body]).toEqual(["GET", undefined]);
  });

  test.each(["@evil.example/x", ".evil.example/x", ":8080/x"])(
    "never goes to another host: the path %s",
    (path) => {
      const description = {
        name: "led astray",
        url: "https://sms.example",
        numbers: "digits",
        send: { path, success: {} },
      } as const;
      expect(() => requestOf(description, {})).toThrow(/another host|Invalid URL/);
    },
  );

  test("is not changed by a credential that is named like a part of the message", () => {
    const { body } = requestOf(unifonic, { ...AGGREGATOR, to: "966500000000", text: "x" });
    expect(new URLSearchParams(body ?? "").get("Recipient")).toBe("966551234501");
  });
});

describe("a channel cannot be made", () => {
  const make = (gateway: object, credentials: Record<string, string>) =>
    createSmsHttp({
      id: CHANNEL_ID,
      gateway: gateway as GatewayDescription,
      credentials,
      publicUrl: "https://wasl.example",
      direction: "two-way",
      now: () => new Date(),
    });

  test.each<[string, object, Record<string, string>, RegExp]>([
    ["without a credential", unifonic, { from: "KHUTA", webhookSecret: "x" }, /no appSid/],
    [
      "without a secret for its webhooks",
      androidPhone,
      { user: "u", password: "p" },
      /webhookSecret/,
    ],
    ["with a misspelt field", { ...unifonic, sned: {} }, AGGREGATOR, /sned/],
    ["to another protocol", { ...unifonic, url: "ftp://x.example" }, AGGREGATOR, /url/],
    [
      "with a text in a header",
      { ...unifonic, send: { ...unifonic.send, headers: { "x-text": "{text}" } } },
      AGGREGATOR,
      /no text/,
    ],
    [
      "with reports that prove nothing",
      { ...unifonic, receipts: { ...unifonic.receipts, proof: undefined } },
      AGGREGATOR,
      /proof/,
    ],
  ])("%s", (_, gateway, credentials, reason) => {
    expect(() => make(gateway, credentials)).toThrow(reason);
    expect(() => make(gateway, credentials)).toThrow(AppError);
  });

  test("and what it says holds no secret", () => {
    expect(() => make({ ...unifonic, sned: {} }, AGGREGATOR)).not.toThrow(/synthetic-app-sid/);
  });

  test("two-way where the gateway cannot receive", () => {
    expect(make(unifonic, AGGREGATOR).capabilities.direction).toBe("outbound-only");
    expect(make(androidPhone, PHONE).capabilities.direction).toBe("two-way");
  });
});
