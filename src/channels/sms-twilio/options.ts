import type { Capabilities } from "../channel.ts";
import { MAX_SMS_CHARS } from "../sms.ts";
import type { TwilioOptions } from "../twilio.ts";

/** `from` is a number or a registered name (at most 11 letters). */
export interface TwilioSmsOptions extends TwilioOptions {
  /** Registered names, the only senders in Saudi Arabia, cannot receive. */
  direction: Capabilities["direction"];
  /** Budget of one text in parts, 2 by default: over it `render` warns, sending goes on. */
  maxSegments?: number;
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
