import { randomBytes } from "node:crypto";
import { test as property, fc } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { createTokens } from "../../src/conversation/tokens.ts";

const tokens = createTokens(Buffer.alloc(32, 1));

test("a link and a code follow from the id alone, and not from another key", () => {
  expect(tokens.formToken("c.1.0")).toBe(tokens.formToken("c.1.0"));
  expect(tokens.formToken("c.1.0")).not.toBe(createTokens(randomBytes(32)).formToken("c.1.0"));
});

property.prop([fc.string({ minLength: 1 })])(
  "a token has 11 signs of base 62, a code 4 digits that fit itself only",
  (id) => {
    expect(tokens.formToken(id)).toMatch(/^[0-9A-Za-z]{11}$/);
    const code = tokens.code(id, 4);
    expect(code).toMatch(/^\d{4}$/);
    expect(tokens.isCode(id, code)).toBe(true);
    expect(tokens.isCode(id, String((Number(code) + 1) % 10_000).padStart(4, "0"))).toBe(false);
    expect(tokens.isCode(id, `${code}0`)).toBe(false);
  },
);
