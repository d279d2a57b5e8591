import { z } from "zod";
import { AppError } from "../../errors.ts";
import type { Capabilities } from "../channel.ts";
import type { RateLimit } from "../rate-limit.ts";
import { MAX_SMS_CHARS } from "../sms.ts";
import {
  gatewayShape,
  unfilledPlaces,
  type Gateway,
  type GatewayDescription,
} from "../../sms-gateway.ts";

export interface SmsHttpOptions {
  id: string;
  /** One of `gateways`, or a description of one's own. */
  gateway: GatewayDescription;
  /** What its description names in braces, from the environment. */
  credentials: Readonly<Record<string, string>>;
  /** The public address of Wasl, exactly as the gateway is told. */
  publicUrl: string;
  /** Another place where the same gateway listens: a server of one's own, the telephone, a stand-in. */
  apiUrl?: string;
  /** Two-way only where the gateway describes how messages come in. */
  direction: Capabilities["direction"];
  /** Calling code of numbers that are written without one, 966 by default. */
  country?: string;
  /** Budget of one text in parts, 2 by default: over it `render` warns, sending goes on. */
  maxSegments?: number;
  rateLimit?: RateLimit;
  /** How long the gateway may take to answer, 10 s by default. */
  timeoutMs?: number;
  now: () => Date;
  /** The time that signatures are compared with: the real one, also while `now` is moved in the demo. */
  realNow?: () => Date;
}

/** The description, read and complete: each place in braces has something that fills it. */
export function gatewayOf({ id, gateway, credentials, apiUrl }: SmsHttpOptions): Gateway {
  const read = gatewayShape.safeParse(gateway);
  if (!read.success) {
    const detail = `${id}: its gateway is not described rightly\n${z.prettifyError(read.error)}`;
    throw new AppError("config.invalid", { detail });
  }
  const { data } = read;
  const lacking = unfilledPlaces(data, Object.keys(credentials));
  if (lacking.length > 0) {
    const detail = `${id} has no ${lacking.join(", ")}: name variables of the environment in its profile`;
    throw new AppError("config.invalid", { detail });
  }
  return apiUrl === undefined ? data : { ...data, url: apiUrl };
}

const MAX_SEGMENTS = 2;

export function capabilitiesOf(
  { direction, maxSegments = MAX_SEGMENTS }: SmsHttpOptions,
  { inbound, receipts, send }: Gateway,
) {
  return {
    direction: inbound ? direction : "outbound-only",
    text: { maxChars: MAX_SMS_CHARS, segmenting: "gsm7-ucs2", maxSegments },
    buttons: 0,
    media: { inbound: false, outbound: false, maxBytes: 0 },
    receipts: [...new Set(Object.values(receipts?.states ?? {}))],
    // The id is ours and the gateway refuses it the second time.
    idempotentSend: send.duplicateStatus !== undefined,
    isolates: false,
  } as const satisfies Capabilities;
}
