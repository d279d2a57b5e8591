import { findPersonalNumbers } from "../language/personal-numbers.ts";
import { AppError } from "../errors.ts";
import { blindIndex, openBytes, sealBytes, type Place } from "./crypto.ts";
import type { Keyring } from "./keyring.ts";

/**
 * Values on their way to the database and back. What is packed is JSON as text: the store keeps it whole and never
 * queries it, text costs a third less than nested documents on the hot path, and names beginning with `$` (variables
 * of texts) are legal in it. A value that is secret, or in which a full number of a person is found, is sealed.
 */
export interface Vault {
  pack(place: Place, value: unknown, options?: { secret?: boolean }): Promise<string>;
  unpack<T>(place: Place, packed: string): Promise<T>;
  sealFile(place: Place, bytes: Buffer): Promise<{ keyId: string; sealed: Buffer }>;
  openFile(place: Place, keyId: string, sealed: Buffer): Promise<Buffer>;
  /** Index for equality of a value that is sealed. Digits of all scripts and separators are the caller's to normalise. */
  index(association: string, normalised: string): Promise<string>;
  rotate: (association: string) => Promise<string>;
}

const MARK = "sealed:"; // JSON never begins with it

export function createVault(keyring: Keyring): Vault {
  return {
    pack: async (place, value, { secret = false } = {}) => {
      const text = JSON.stringify(value);
      if (!secret && !holdsFullNumber(text)) return text;
      const { id, key } = await keyring.current(place.association);
      const sealed = sealBytes(key, place, Buffer.from(text, "utf8"));
      return `${MARK}${id}:${sealed.toString("base64url")}`;
    },
    unpack: async <T>(place: Place, packed: string) => {
      if (!packed.startsWith(MARK)) return JSON.parse(packed) as T;
      const [, keyId, body] = packed.split(":");
      if (!keyId || !body) throw new AppError("crypto.invalid", { detail: place.collection });
      const { key } = await keyring.byId(place.association, keyId);
      const opened = openBytes(key, place, Buffer.from(body, "base64url"));
      return JSON.parse(opened.toString("utf8")) as T;
    },
    sealFile: async (place, bytes) => {
      const { id, key } = await keyring.current(place.association);
      return { keyId: id, sealed: sealBytes(key, place, bytes) };
    },
    openFile: async (place, keyId, sealed) =>
      openBytes((await keyring.byId(place.association, keyId)).key, place, sealed),
    index: async (association, normalised) =>
      blindIndex(await keyring.forIndex(association), normalised),
    rotate: (association) => keyring.rotate(association),
  };
}

const TEN_DIGITS = 10; // the shortest number that is sealed, an identity number
const DIGIT = /\p{Nd}/gu;

/**
 * Identity numbers and accounts are sealed wherever they are written; telephone numbers are not, because staff search
 * by them.
 */
function holdsFullNumber(text: string): boolean {
  if ((text.match(DIGIT)?.length ?? 0) < TEN_DIGITS) return false;
  return findPersonalNumbers(text).some((number) => number.kind !== "mobile");
}
