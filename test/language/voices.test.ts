import { describe, expect, test } from "vitest";
import { detectCrisis } from "../../src/language/crisis.ts";
import { readIntent, type Intent } from "../../src/language/intents.ts";
import danger from "./danger.json" with { type: "json" };
import requests from "./requests.json" with { type: "json" };

/** Synthetic wording of many regions and ages. What failed when it was first tried is in here too. */
const MUST_NOT_BE_MISSED = ["staff", "complaint", "objection", "opt_out"] as const;
const asks = (intent: Intent | undefined): boolean =>
  MUST_NOT_BE_MISSED.some((important) => important === intent);

describe.each(MUST_NOT_BE_MISSED)("%s", (intent) => {
  test.each(requests[intent])("%s", (text) => {
    expect(readIntent(text)).toBe(intent);
  });
});

describe("in danger", () => {
  test.each(danger.explicit)("%s", (text) => {
    expect(detectCrisis(text)?.tier).toMatch(/^T[12]$/);
  });

  test.each(danger.passive)("%s", (text) => {
    expect(detectCrisis(text)?.tier).toMatch(/^T[12]$/);
  });

  test.each(danger.violence)("%s", (text) => {
    expect(detectCrisis(text)?.tier).toBe("V");
  });
});

describe("telling of one's life", () => {
  test.each([...danger.ordinary, ...requests.ordinary])("%s is no danger", (text) => {
    expect(detectCrisis(text)).toBeUndefined();
  });

  test.each(requests.ordinary)("%s asks for nothing that must not be missed", (text) => {
    expect(asks(readIntent(text))).toBe(false);
  });
});
