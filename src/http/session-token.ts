import { createHmac, timingSafeEqual } from "node:crypto";

/** Who a web chat token speaks for. */
export interface WebSession {
  sid: string;
  channelId: string;
  /** Epoch seconds of real time. */
  exp: number;
}

/** A signed token: nothing is stored for it, and it works for one session of one channel until it expires. */
export function signSession(session: WebSession, key: Buffer): string {
  const body = Buffer.from(JSON.stringify(session)).toString("base64url");
  return `${body}.${mac(body, key).toString("base64url")}`;
}

/** Undefined for anything that is not a valid token of this channel. */
export function readSession(
  token: string,
  channelId: string,
  key: Buffer,
  now: Date,
): WebSession | undefined {
  if (token.length > LONGEST) return undefined;
  const [body, signature, ...more] = token.split(".");
  if (!body || !signature || more.length > 0) return undefined;
  const expected = mac(body, key);
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  // Its signature is ours, so its shape is ours too.
  const session = JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as WebSession;
  return session.channelId === channelId && session.exp * 1000 > now.getTime()
    ? session
    : undefined;
}

const LONGEST = 512;

function mac(body: string, key: Buffer): Buffer {
  return createHmac("sha256", key).update(body).digest();
}
