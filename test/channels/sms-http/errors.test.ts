import { describe, expect, test } from "vitest";
import type { Called } from "../../../src/channels/http-call.ts";
import { androidPhone } from "../../../src/channels/sms-http/android-phone.ts";
import { errorOfGateway, outcomeOfCall } from "../../../src/channels/sms-http/errors.ts";
import { gatewayShape } from "../../../src/sms-gateway.ts";
import { unifonic } from "../../../src/channels/sms-http/unifonic.ts";

const answered = (status: number, body: unknown, headers: Record<string, string> = {}): Called => ({
  kind: "answer",
  status,
  headers: new Headers(headers),
  bytes: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
});
const facts = { givenId: "given", segments: 2 };
const refusedBy = (errorCode: string) => ({
  success: false,
  message: "Dest num 966551234567 is too short",
  errorCode,
  data: {},
});

describe("an aggregator that answers 200 to everything", () => {
  const gateway = gatewayShape.parse(unifonic);
  const taken = { success: true, errorCode: "ER-00", data: { MessageID: 42000348806924 } };

  test.each<[string, Called, object]>([
    [
      "a number for an id",
      answered(200, taken),
      { status: "accepted", providerMessageIds: ["42000348806924"], segments: 2 },
    ],
    ["success as a word", answered(200, { ...taken, success: "true" }), { status: "accepted" }],
    ["success without an id", answered(200, { success: true }), { status: "unknown" }],
    ["a page", answered(200, "<html>"), { status: "unknown" }],
    [
      "no balance",
      answered(200, refusedBy("ER-01")),
      { status: "rejected", error: { class: "auth" } },
    ],
    ["a wrong number", answered(200, refusedBy("ER-02")), { error: { class: "bad-address" } }],
    ["a number too long", answered(200, refusedBy("ER-03")), { error: { class: "bad-address" } }],
    ["a number too short", answered(200, refusedBy("ER-04")), { error: { class: "bad-address" } }],
    ["no route", answered(200, refusedBy("ER-05")), { error: { class: "bad-address" } }],
    ["no text", answered(200, refusedBy("ER-06")), { error: { class: "content" } }],
    ["filtered", answered(200, refusedBy("ER-07")), { error: { class: "content" } }],
    ["a name not registered", answered(200, refusedBy("ER-08")), { error: { class: "auth" } }],
    ["the same again", answered(200, refusedBy("ER-09")), { error: { class: "content" } }],
    [
      "a code of tomorrow",
      answered(200, refusedBy("ER-99")),
      { status: "rejected", error: { class: "permanent", providerCode: "ER-99" } },
    ],
    ["401", answered(401, {}), { status: "rejected", error: { class: "auth" } }],
    [
      "429",
      answered(429, {}, { "retry-after": "3" }),
      { error: { class: "rate-limited", retryAfterMs: 3000 } },
    ],
    ["404", answered(404, "<html>"), { error: { class: "auth" } }],
    ["a redirection", answered(302, ""), { status: "rejected", error: { class: "permanent" } }],
    ["500", answered(500, taken), { status: "unknown", error: { class: "transient" } }],
    ["408", answered(408, ""), { status: "unknown" }],
    ["a lost line", { kind: "lost" }, { status: "unknown" }],
    ["an answer without end", { kind: "too-large" }, { status: "unknown" }],
    ["nobody there", { kind: "never-left" }, { status: "rejected", error: { class: "transient" } }],
  ])("%s", (_, called, outcome) =>
    expect(outcomeOfCall(called, gateway, facts)).toMatchObject(outcome),
  );

  test("the gateway's own words go nowhere: they name the person", () => {
    const called = answered(200, refusedBy("ER-04"));
    expect(JSON.stringify(outcomeOfCall(called, gateway, facts))).not.toContain("96655");
  });
});

describe("a telephone", () => {
  const gateway = gatewayShape.parse(androidPhone);

  test.each<[string, Called, object]>([
    ["taken", answered(202, { id: "abc", state: "Pending" }), { providerMessageIds: ["abc"] }],
    [
      "the same id again: the message is there",
      answered(409, { message: "duplicate id" }),
      { status: "accepted", providerMessageIds: ["given"] },
    ],
    ["a number that it does not take", answered(400, {}), { error: { class: "bad-address" } }],
    ["a wrong password", answered(401, {}), { error: { class: "auth" } }],
    ["its queue full", answered(429, {}), { error: { class: "rate-limited", retryAfterMs: 1000 } }],
    ["away", answered(503, {}), { status: "unknown" }],
  ])("%s", (_, called, outcome) =>
    expect(outcomeOfCall(called, gateway, facts)).toMatchObject(outcome),
  );

  test.each([
    ["RESULT_ERROR_GENERIC_FAILURE", "transient", "RESULT_ERROR_GENERIC_FAILURE"],
    ["RESULT_ERROR_LIMIT_EXCEEDED", "rate-limited", "RESULT_ERROR_LIMIT_EXCEEDED"],
    ["RESULT_NO_DEFAULT_SMS_APP", "auth", "RESULT_NO_DEFAULT_SMS_APP"],
    ["Invalid number", "bad-address", "Invalid number"],
    ["constructor", "permanent", "constructor"],
    ["cannot send to +966551234567", "permanent", undefined],
    ["966551234567", "permanent", undefined],
    [undefined, "permanent", undefined],
  ] as const)("the reason %s is %s", (code, errorClass, providerCode) => {
    const error = errorOfGateway(gateway, code, "permanent");
    expect(error.class).toBe(errorClass);
    expect(error.providerCode).toBe(providerCode);
  });
});
