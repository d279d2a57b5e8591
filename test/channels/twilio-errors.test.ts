import { describe, expect, test } from "vitest";
import { errorOfCode, outcomeOfError, Throttled } from "../../src/channels/twilio-errors.ts";

/** The table of the provider's codes, one row each. */
test.each([
  [21610, "opted-out"],
  [21211, "bad-address"],
  [21614, "bad-address"],
  [30005, "bad-address"],
  [30006, "bad-address"],
  [30001, "transient"],
  [30003, "transient"],
  [30008, "transient"],
  [20429, "rate-limited"],
  [14107, "rate-limited"],
  [21617, "content"],
  [30007, "content"],
  [30004, "blocked"],
  [20003, "auth"],
  [20404, "auth"],
  [21408, "auth"],
  [21602, "auth"],
  [21603, "auth"],
  [21604, "auth"],
  [21606, "auth"],
  [21608, "auth"],
  [21612, "auth"],
  [30002, "auth"],
  [63016, "window-closed"],
  [63014, "opted-out"],
  [63003, "bad-address"],
  [63024, "bad-address"],
  [63001, "auth"],
  [63005, "content"],
  [63007, "auth"],
  [63012, "transient"],
  [63013, "blocked"],
  [63018, "rate-limited"],
  [63019, "content"],
  [63021, "content"],
  [63027, "content"],
  [63028, "content"],
  [63032, "blocked"],
  [63049, "blocked"],
  [12345, "permanent"],
  [undefined, "permanent"],
] as const)("code %s is %s", (code, errorClass) => {
  const error = errorOfCode(code);
  expect(error.class).toBe(errorClass);
  expect(error.providerCode).toBe(code === undefined ? undefined : String(code));
});

describe("what the client throws", () => {
  test.each([
    ["a refusal with a known code", { status: 400, code: 21610 }, "rejected", "opted-out"],
    ["a refusal with a new code", { status: 400, code: 29999 }, "rejected", "permanent"],
    ["a refusal without a code", { status: 400 }, "rejected", "permanent"],
    ["401 with a page for a body", { status: 401 }, "rejected", "auth"],
    ["403", { status: 403 }, "rejected", "auth"],
    ["404: not the address of the API", { status: 404 }, "rejected", "auth"],
    ["a redirection", { status: 302 }, "rejected", "permanent"],
    ["408", { status: 408 }, "unknown", "transient"],
    ["500", { status: 500, code: 20500 }, "unknown", "transient"],
    ["502 of a proxy", { status: 502 }, "unknown", "transient"],
    ["503", { status: 503, code: 20503 }, "unknown", "transient"],
    ["nobody listens", { code: "ECONNREFUSED" }, "rejected", "transient"],
    ["the name is not known", { code: "ENOTFOUND" }, "rejected", "transient"],
    ["the name server does not answer", { code: "EAI_AGAIN" }, "rejected", "transient"],
    ["the line is cut", { code: "ECONNRESET" }, "unknown", "transient"],
    ["no answer in time", { code: "ECONNABORTED" }, "unknown", "transient"],
    ["connecting took too long, or answering did", { code: "ETIMEDOUT" }, "unknown", "transient"],
    ["something else", new Error("?"), "unknown", "transient"],
    ["nothing", undefined, "unknown", "transient"],
  ] as const)("%s", (_, thrown, status, errorClass) =>
    expect(outcomeOfError(thrown)).toMatchObject({ status, error: { class: errorClass } }),
  );

  test.each([
    ["3", 3000],
    [undefined, 1000],
    ["soon", 1000],
    ["0", 1000],
  ])("429 with Retry-After %s waits %i ms", (header, retryAfterMs) =>
    expect(outcomeOfError(new Throttled(header))).toEqual({
      status: "rejected",
      error: {
        class: "rate-limited",
        message: "too many requests",
        providerCode: "20429",
        retryAfterMs,
      },
    }),
  );

  test("the provider's own words go nowhere: they name the person", () => {
    const thrown = Object.assign(new Error("The 'To' number +966551234567 is not valid: نص"), {
      status: 400,
      code: 21211,
    });
    expect(JSON.stringify(outcomeOfError(thrown))).not.toMatch(/55123|نص/);
  });
});
