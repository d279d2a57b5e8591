import { createHmac, timingSafeEqual } from "node:crypto";
import type { AssociationId } from "../../conversation/ports.ts";

/** A file that a provider may fetch for a while: nothing is stored for it, and it tells nothing of the person. */
interface SignedFile {
  association: AssociationId;
  storageKey: string;
}

/** Providers fetch at once; some wait in a queue before. */
const GOOD_FOR_MS = 60 * 60_000;

/** `<expiry>.<association>.<storage key>.<signature>`, to be put into an address. */
export function signFile({ association, storageKey }: SignedFile, key: Buffer, now: Date): string {
  const expiry = Math.floor((now.getTime() + GOOD_FOR_MS) / 1000).toString(36);
  const said = `${expiry}.${association}.${storageKey}`;
  return `${said}.${mac(said, key).toString("base64url")}`;
}

/** Undefined for what we did not sign, or no longer stand by. */
export function readSignedFile(token: string, key: Buffer, now: Date): SignedFile | undefined {
  const [, said = "", signature = ""] = /^(.+)\.([\w-]+)$/.exec(token) ?? [];
  const given = Buffer.from(signature, "base64url");
  const expected = mac(said, key);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const [expiry = "", association = "", storageKey = ""] = said.split(".");
  if (Number.parseInt(expiry, 36) * 1000 <= now.getTime()) return undefined;
  return { association: association as AssociationId, storageKey };
}

const MAC_BYTES = 16;

/** Under a key of its own: no signature of a chat session is one of a file. */
function mac(said: string, key: Buffer): Buffer {
  return createHmac("sha256", key).update(`file\n${said}`).digest().subarray(0, MAC_BYTES);
}
