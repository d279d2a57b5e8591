import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { scrubError, scrubText, scrubTree } from "../src/scrub.ts";

describe("scrubText", () => {
  test.each([
    ["رقم الهوية 1999912345 غير صالح", "رقم الهوية [identity] غير صالح"],
    ["رقم ٢٩٩٩٩١٢٣٤٥.", "رقم [identity]."],
    ["id=1 999 912 345;", "id=[identity];"],
    ["id 19999\u200f12345", "id [identity]"],
    ["call +966551234567 now", "call [phone] now"],
    ["+966 55 123 4567", "[phone]"],
    ["khuta-sms|+966551234567", "khuta-sms|[phone]"],
    ["0551234567", "[phone]"],
    ["٠٥٥١٢٣٤٥٦٧", "[phone]"],
    ["00966551234567", "[phone]"],
    ["966551234567@c.us", "[address]"],
    ["someone@example.sa wrote", "[address] wrote"],
    ["SA4499000000001234567890", "[iban]"],
    ["sa44 9900 0000 0012 3456 7890", "[iban]"],
    ["GB82WEST12345698765432", "[iban]"],
    ["Authorization: Bearer abc.def-123", "Authorization: Bearer [token]"],
    ["GET /form/Zk3xQ9?x=1", "GET /form/[token]?x=1"],
    ["/r?token=abc123&x=1", "/r?token=[token]&x=1"],
    ["your code is 482913", "your code is [code]"],
    ["رمز التحقق: 4829", "رمز التحقق: [code]"],
    ["mongodb://app:tQ7zL0p@mongo/app", "mongodb://[credentials]@mongo/app"],
    ["key 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "key [token]"],
    [
      'E11000 duplicate key error index: phone_1 dup key: { phone: "+9665", name: "نورة" }',
      "E11000 duplicate key error index: phone_1 dup key: [removed]",
    ],
    [
      'Cast to ObjectId failed for value "نورة" (type string)',
      'Cast to ObjectId failed for value "[removed]" (type string)',
    ],
    ["`نورة` is not a valid enum value", "`[removed]` is not a valid enum value"],
  ])("%s", (text, clean) => {
    expect(scrubText(text)).toBe(clean);
  });

  test.each([
    "listening on http://127.0.0.1:3000 after 1234567 us",
    "2026-11-24T08:41:00.000Z",
    "took 1732437000123 ms since the epoch",
    "conversation 7f9c24e8-3b12-4fef-91e0-56a2d5a7c001 version 12",
    "message SM0123456789abcdef0123456789abcdef",
    "case KH-2026-000123",
    "ECONNREFUSED 127.0.0.1:27117",
    "exit code 137",
  ])("leaves %s", (text) => {
    expect(scrubText(text)).toBe(text);
  });

  const digits = fc.stringMatching(/^[12]\d{9}$/);
  property.prop([digits, fc.string(), fc.string()])(
    "no identity number survives, whatever stands around it",
    (id, before, after) => {
      const around = `${before.replaceAll(/\d/g, "")} ${id} ${after.replaceAll(/\d/g, "")}`;
      expect(scrubText(around)).not.toContain(id);
    },
  );
});

describe("scrubTree", () => {
  test("removes what people wrote and what opens doors, in any depth", () => {
    const tree = { a: [{ b: { text: "سر", Answers: { x: 1 }, access_token: "t", keep: 1 } }] };
    expect(scrubTree(tree)).toEqual({
      a: [{ b: { text: "[removed]", Answers: "[removed]", access_token: "[removed]", keep: 1 } }],
    });
  });

  test("masks numbers and keys too", () => {
    expect(scrubTree({ "+966551234567": 1999912345 })).toEqual({ "[phone]": "[identity]" });
  });

  test.each([
    ["ECONNREFUSED", "ECONNREFUSED"],
    ["store.unavailable", "store.unavailable"],
    [11000, 11000],
    ["482913", "[removed]"],
    [482913, "[removed]"],
  ])("a code %s becomes %s", (code, kept) => {
    expect(scrubTree({ code })).toEqual({ code: kept });
  });
});

test("an error keeps its type, code and causes, and loses what a driver hung on it", () => {
  const cause = Object.assign(new Error('E11000 dup key: { nid: "1999912345" }'), {
    code: 11000,
    keyValue: { nid: "1999912345" },
  });
  const error = new TypeError("لم يقرأ نورة محمد", { cause });
  const clean = scrubError(error);
  expect(clean).toMatchObject({ type: "TypeError", message: "[text]", cause: { code: 11000 } });
  expect(JSON.stringify(clean)).not.toMatch(/1999912345|نورة/);
});
