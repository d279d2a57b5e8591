import { describe, expect, test } from "vitest";
import type { Called } from "../../../src/channels/http-call.ts";
import {
  actionForGraph,
  errorOfCode,
  outcomeOfCall,
} from "../../../src/channels/whatsapp-cloud/errors.ts";

/** The table of the provider's codes, one row each. */
test.each([
  [131047, "window-closed"],
  [131050, "opted-out"],
  [131026, "bad-address"],
  [131021, "bad-address"],
  [131062, "bad-address"],
  [4, "rate-limited"],
  [80007, "rate-limited"],
  [130429, "rate-limited"],
  [131056, "rate-limited"],
  [0, "auth"],
  [3, "auth"],
  [10, "auth"],
  [190, "auth"],
  [200, "auth"],
  [299, "auth"],
  [33, "auth"],
  [131005, "auth"],
  [131030, "auth"],
  [131037, "auth"],
  [131042, "auth"],
  [131045, "auth"],
  [133010, "auth"],
  [368, "blocked"],
  [131031, "blocked"],
  [130497, "blocked"],
  [131048, "blocked"],
  [131049, "blocked"],
  [130472, "blocked"],
  [131051, "unsupported"],
  [131053, "content"],
  [132000, "content"],
  [132001, "content"],
  [132005, "content"],
  [132007, "content"],
  [132012, "content"],
  [132015, "content"],
  [132016, "content"],
  [1, "transient"],
  [2, "transient"],
  [131000, "transient"],
  [131016, "transient"],
  [131057, "transient"],
  [100, "permanent"],
  [131009, "permanent"],
  [300, "permanent"],
  [undefined, "permanent"],
] as const)("code %s is %s", (code, errorClass) => {
  const error = errorOfCode(code);
  expect(error.class).toBe(errorClass);
  expect(error.providerCode).toBe(code === undefined ? undefined : String(code));
});

const answered = (status: number, body: unknown, headers: Record<string, string> = {}): Called => ({
  kind: "answer",
  status,
  headers: new Headers(headers),
  bytes: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
});
const refused = (code: number) => ({ error: { message: "(#1) 966551234567", code } });

describe("what an answer means", () => {
  test.each<[string, Called, string, string | undefined]>([
    ["an id", answered(200, { messages: [{ id: "wamid.1" }] }), "accepted", undefined],
    ["200 without an id", answered(200, {}), "unknown", "transient"],
    ["200 with a page", answered(200, "<html>"), "unknown", "transient"],
    ["a known code", answered(400, refused(131047)), "rejected", "window-closed"],
    ["a new code", answered(400, refused(139999)), "rejected", "permanent"],
    ["400 with a page", answered(400, "<html>"), "rejected", "permanent"],
    ["401 with a page", answered(401, "<html>"), "rejected", "auth"],
    ["403 without a known code", answered(403, refused(139999)), "rejected", "auth"],
    ["404", answered(404, {}), "rejected", "auth"],
    ["429 with a page", answered(429, "<html>"), "rejected", "rate-limited"],
    ["a redirection", answered(302, ""), "rejected", "permanent"],
    ["408", answered(408, ""), "unknown", "transient"],
    ["500 with a code", answered(500, refused(131000)), "unknown", "transient"],
    ["502 of a proxy", answered(502, "<html>"), "unknown", "transient"],
    ["503", answered(503, refused(2)), "unknown", "transient"],
    ["an answer without end", { kind: "too-large" }, "unknown", "transient"],
    ["a lost line", { kind: "lost" }, "unknown", "transient"],
    ["nobody there", { kind: "never-left" }, "rejected", "transient"],
  ])("%s", (_, called, status, errorClass) =>
    expect(outcomeOfCall(called)).toMatchObject(
      errorClass === undefined ? { status } : { status, error: { class: errorClass } },
    ),
  );

  test.each([
    [130429, { "retry-after": "3" }, 3000],
    [130429, {}, 1000],
    [131056, {}, 6000],
    [80007, {}, 60_000],
    [4, {}, 60_000],
  ])("limit %i with %j waits %i ms", (code, headers, retryAfterMs) =>
    expect(outcomeOfCall(answered(429, refused(code), headers))).toMatchObject({
      error: { class: "rate-limited", retryAfterMs },
    }),
  );

  test("Meta's own words go nowhere: they name the person", () => {
    for (const code of [131026, 139999, 131000])
      expect(JSON.stringify(outcomeOfCall(answered(400, refused(code))))).not.toContain("96655");
  });
});

test.each([
  [190, "renew the access token"],
  [131042, "check the number"],
  [368, "read the notice"],
  [131031, "read the notice"],
  [131049, undefined],
  [131026, undefined],
])("code %i asks the operator: %s", (code, action) => {
  const told = actionForGraph(errorOfCode(code));
  expect(told === undefined ? undefined : told.startsWith(action ?? "-")).toBe(
    action === undefined ? undefined : true,
  );
});
