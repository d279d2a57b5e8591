import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import {
  blindIndex,
  openBytes,
  sealBytes,
  wrappingKey,
  type Place,
} from "../../src/store/crypto.ts";
import { IDENTITY } from "./samples.ts";

const key = randomBytes(32);
const place: Place = { association: "khuta", collection: "cases", field: "secrets", id: "e1" };
const secret = Buffer.from(IDENTITY);

test("a sealed value opens where it belongs and does not show what it holds", () => {
  const sealed = sealBytes(key, place, secret);
  expect(sealed.includes(secret)).toBe(false);
  expect(openBytes(key, place, sealed).equals(secret)).toBe(true);
});

test.each([
  ["another association", { association: "amal" }],
  ["another collection", { collection: "inbox" }],
  ["another field", { field: "answers" }],
  ["another document", { id: "e2" }],
])("a value that was moved to %s does not open", (_, moved) => {
  const sealed = sealBytes(key, place, secret);
  expect(() => openBytes(key, { ...place, ...moved }, sealed)).toThrow(/could not be opened/);
});

test("parts of a place cannot be pushed into one another", () => {
  const sealed = sealBytes(key, { ...place, field: "a", id: "b|c" }, secret);
  expect(() => openBytes(key, { ...place, field: "a|b", id: "c" }, sealed)).toThrow(/opened/);
});

test("no single byte of a sealed value can be changed unnoticed", () => {
  const sealed = sealBytes(key, place, secret);
  for (let at = 0; at < sealed.length; at++) {
    const tampered = Buffer.from(sealed);
    tampered[at]! ^= 1;
    expect(() => openBytes(key, place, tampered), `byte ${at}`).toThrow(/opened/);
  }
  for (const cut of [0, 11, 12, 20, sealed.length - 1]) {
    expect(() => openBytes(key, place, sealed.subarray(0, cut)), `cut at ${cut}`).toThrow(/opened/);
  }
});

test("another key does not open it, and sealing twice gives two texts", () => {
  const sealed = sealBytes(key, place, secret);
  expect(() => openBytes(randomBytes(32), place, sealed)).toThrow(/opened/);
  expect(sealBytes(key, place, secret).equals(sealed)).toBe(false);
});

test("a blind index is equal for equal values under one key only", () => {
  expect(blindIndex(key, IDENTITY)).toBe(blindIndex(key, IDENTITY));
  expect(blindIndex(key, IDENTITY)).not.toBe(blindIndex(key, "2999912345"));
  expect(blindIndex(randomBytes(32), IDENTITY)).not.toBe(blindIndex(key, IDENTITY));
});

test("a short master key is refused", () => {
  expect(() => wrappingKey(randomBytes(16))).toThrow(/32 bytes/);
});
