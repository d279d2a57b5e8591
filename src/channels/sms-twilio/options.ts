import type { Capabilities } from "../channel.ts";
import type { RateLimit } from "../rate-limit.ts";
import { MAX_SMS_CHARS } from "../sms.ts";
import type { Door } from "./webhook.ts";

export interface TwilioSmsOptions {
  id: string;
  accountSid: string;
  authToken: string;
  /** While a token is being exchanged: webhooks signed with it are genuine too. */
  nextAuthToken?: string;
  /** One of the two: a number or registered name (at most 11 letters), or a sender pool (`MG...`). */
  from?: string;
  messagingServiceSid?: string;
  /** The public address of Wasl, exactly as Twilio is told. */
  publicUrl: string;
  /** Another host that speaks Twilio's API. */
  apiUrl?: string;
  /** Registered names, the only senders in Saudi Arabia, cannot receive. */
  direction: Capabilities["direction"];
  /** Budget of one text in parts, 2 by default: over it `render` warns, sending goes on. */
  maxSegments?: number;
  rateLimit?: RateLimit;
  /** How long Twilio may take to answer, 10 s by default. */
  timeoutMs?: number;
  now: () => Date;
}

const MAX_SEGMENTS = 2;
const MMS_BYTES = 5_000_000; // Twilio's limit for media

export function capabilitiesOf({ direction, maxSegments = MAX_SEGMENTS }: TwilioSmsOptions) {
  return {
    direction,
    text: { maxChars: MAX_SMS_CHARS, segmenting: "gsm7-ucs2", maxSegments },
    buttons: 0,
    media: { inbound: direction === "two-way", outbound: false, maxBytes: MMS_BYTES },
    receipts: ["queued", "sent", "delivered", "failed"],
    idempotentSend: false,
    isolates: false,
  } as const satisfies Capabilities;
}

export function doorOf(options: TwilioSmsOptions): Door {
  const { id, accountSid, authToken, nextAuthToken, publicUrl, from } = options;
  return {
    recipient: { channelId: id, accountSid, from },
    tokens: nextAuthToken === undefined ? [authToken] : [authToken, nextAuthToken],
    url: `${publicUrl.replace(/\/+$/, "")}/webhooks/${id}`,
  };
}

export function senderOf(
  options: TwilioSmsOptions,
): { from: string } | { messagingServiceSid: string } {
  const { id, from, messagingServiceSid } = options;
  if (messagingServiceSid !== undefined) return { messagingServiceSid };
  if (from !== undefined) return { from };
  throw new Error(`channel ${id} has neither a sender nor a messaging service`);
}
