import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/**
 * One-time links and codes are derived from the id of the effect that asked for them, so neither is ever stored:
 * a dump of the database shows ids and hashes only.
 */
export interface Tokens {
  /** The token of a form: 11 base-62 characters, 65 bits. */
  formToken(formId: string): string;
  /** Under which a form is stored and looked for. */
  hash(token: string): string;
  /** A code of `digits` digits. */
  code(codeId: string, digits: number): string;
  isCode(codeId: string, typed: string): boolean;
  /** Key for signing web chat sessions. */
  sessionKey: Buffer;
  /** The stored form of a staff secret (cookie, set-up link, recovery code, log-in name), one apart for each purpose. */
  staffHash(purpose: StaffSecret, value: string): string;
}

type StaffSecret = "session" | "csrf" | "set_up" | "recovery" | "log_in";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const TOKEN_LENGTH = 11;
const CODE_DIGITS = 4;

export function createTokens(masterKey: Buffer): Tokens {
  const key = derive(masterKey, "wasl one-time links and codes");
  const staffKey = derive(masterKey, "wasl staff sessions");
  const mac = (purpose: string, id: string) =>
    createHmac("sha256", key).update(`${purpose}\n${id}`).digest();
  const code = (codeId: string, digits: number) =>
    String(mac("code", codeId).readUIntBE(0, 6) % 10 ** digits).padStart(digits, "0");
  return {
    formToken: (formId) => base62(mac("form", formId)),
    hash: (token) => mac("hash", token).toString("base64url"),
    code,
    isCode(codeId, typed) {
      const expected = Buffer.from(code(codeId, CODE_DIGITS));
      const given = Buffer.from(typed);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
    sessionKey: derive(masterKey, "wasl web chat sessions"),
    staffHash: (purpose, value) =>
      createHmac("sha256", staffKey).update(`${purpose}\n${value}`).digest("base64url"),
  };
}

function derive(masterKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", masterKey, "", purpose, 32));
}

function base62(bytes: Buffer): string {
  let number = BigInt(`0x${bytes.subarray(0, 9).toString("hex")}`);
  let token = "";
  while (token.length < TOKEN_LENGTH) {
    token += BASE62.charAt(Number(number % 62n));
    number /= 62n;
  }
  return token;
}
