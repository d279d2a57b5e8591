import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether one of the secrets signed exactly these bytes. All are always tried and compared in constant time, so the time
 * taken tells neither which secret is in use nor how much of a guess was right.
 */
export function isSigned(request: {
  algorithm: "sha256" | "sha1";
  secrets: readonly string[];
  bytes: Buffer;
  signature: string;
  encoding: "hex" | "base64";
}): boolean {
  const { algorithm, secrets, bytes, signature, encoding } = request;
  const given = Buffer.from(signature, encoding);
  const matches = secrets.map((secret) => {
    const expected = createHmac(algorithm, secret).update(bytes).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return matches.includes(true);
}

/** Whether a word that somebody sent is one of our secrets; in constant time, whatever their lengths. */
export function isSecret(given: string | undefined, secrets: readonly string[]): boolean {
  const digest = digestOf(given ?? "");
  const matches = secrets.map((secret) => timingSafeEqual(digest, digestOf(secret)));
  return matches.includes(true) && given !== undefined && given !== "";
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
