import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { AppError } from "../errors.ts";

/** Where a sealed value belongs. It is authenticated with the value: moved anywhere else, the value does not open. */
export interface Place {
  /** Association id, or the scope of what belongs to none (`_web`). */
  association: string;
  collection: string;
  field: string;
  /** Id of the document. */
  id: string;
}

export const KEY_BYTES = 32;
const NONCE_BYTES = 12; // 96 bits, the size AES-GCM is made for; fresh and random for every value
const TAG_BYTES = 16;

/** AES-256-GCM: nonce, ciphertext and tag in one buffer. */
export function sealBytes(key: Buffer, place: Place, bytes: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(written(place));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** Throws `crypto.invalid` when the value was changed, moved to another place or sealed with another key. */
export function openBytes(key: Buffer, place: Place, sealed: Buffer): Buffer {
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const body = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(written(place));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch (cause) {
    throw new AppError("crypto.invalid", { detail: `${place.collection}.${place.field}`, cause });
  }
}

/** For equality without reading: the same value gives the same index under the same key, and nothing else does. */
export function blindIndex(key: Buffer, normalised: string): string {
  return createHmac("sha256", key).update(normalised, "utf8").digest("base64url");
}

/** The key that wraps data keys, derived so that the master key itself never encrypts anything. */
export function wrappingKey(masterKey: Buffer): Buffer {
  if (masterKey.length < KEY_BYTES) throw new Error(`the master key needs ${KEY_BYTES} bytes`);
  return Buffer.from(
    hkdfSync("sha256", masterKey, Buffer.alloc(0), "wasl key wrapping", KEY_BYTES),
  );
}

/** Quoted, so that no two places are written alike whatever their parts contain. */
function written({ association, collection, field, id }: Place): Buffer {
  return Buffer.from(JSON.stringify([association, collection, field, id]), "utf8");
}
