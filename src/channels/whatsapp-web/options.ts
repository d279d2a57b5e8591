import type { Capabilities, MediaRef, Outbound } from "../channel.ts";
import type { RateLimit } from "../rate-limit.ts";
import type { Log } from "../../log.ts";
import type { Deadlines } from "./deadlines.ts";
import type { PacingOptions } from "./pacing.ts";
import type { RestartOptions } from "./restart.ts";
import type { RecycleOptions } from "./recycle.ts";
import type { FailpointName, Pairing } from "./wire.ts";

export interface WhatsappWebOptions {
  id: string;
  /** Folder of Wasl's data; the linked session lies in `<dataDir>/whatsapp/<id>` and opens the account. */
  dataDir: string;
  chromiumPath: string;
  /** `WHATSAPP_WEB_URL`: a stand-in for https://web.whatsapp.com; the library asks it for `/<id>.html`. */
  pageUrl?: string;
  /** How the number is linked: a QR code (default), or an 8-letter code for this number (digits, country code first). */
  pairing?: Pairing;

  /** Keeps the bytes of a file that came in. A file that it refuses stays out, its message comes in. */
  saveMedia(
    bytes: Uint8Array,
    mime: string,
    fileName: string | undefined,
  ): Promise<string | { refusal: NonNullable<MediaRef["refusal"]> }>;
  /** The bytes of a file to send. Without it this channel sends no files. */
  loadMedia?(storageKey: string): Promise<Uint8Array>;
  /** Largest file in and out, 16 MB by default; `parallel`: how many come in at once, 2. */
  media?: { maxBytes?: number; parallel?: number };

  /**
   * Asked before each message: may it go to somebody who has NOT written to this number? False by default: cold
   * messages are what numbers are blocked for.
   */
  mayContact?(message: Outbound): boolean | Promise<boolean>;
  rateLimit?: RateLimit;
  /** Time between messages and "typing" before each, as a person would take; "off" for tests. */
  pacing?: PacingOptions | "off";
  /** The switch that stops all sending at once: true and nothing leaves any more. */
  isSwitchedOff?(): boolean | Promise<boolean>;
  /** Choices as a poll where they fit; false by default: never tried with a live number. */
  polls?: boolean;
  /** Blue ticks once a message is stored; true by default. */
  seen?: boolean;

  /** When the browser is started afresh. */
  recycle?: RecycleOptions;
  restart?: RestartOptions;
  deadlines?: Partial<Deadlines>;
  /** Chromium's own sandbox; by default wherever this process is not root. */
  sandbox?: boolean;
  /** Called with each code to link the number by, for a terminal; it is never written to the log. */
  showCode?(code: {
    channelId: string;
    method: "qr" | "code";
    payload: string;
    expiresAt: Date;
  }): void;
  log: Pick<Log, "info" | "warn" | "error">;
  now: () => Date;
  /** Between 0 and 1. */
  random?: () => number;
  /** Tests only: where the adapter process is killed, once each. */
  failpoints?: readonly FailpointName[];
}

export const MAX_CHARS = 4096; // WhatsApp takes more; nobody reads more
export const MAX_BYTES = 16_000_000;

export function capabilitiesOf({ loadMedia, media }: WhatsappWebOptions): Capabilities {
  return {
    direction: "two-way",
    text: { maxChars: MAX_CHARS },
    buttons: 0, // buttons and lists arrive as plain text
    media: {
      inbound: true,
      outbound: loadMedia !== undefined,
      maxBytes: media?.maxBytes ?? MAX_BYTES,
    },
    receipts: ["sent", "delivered", "read", "failed"],
    idempotentSend: false,
    isolates: true,
  };
}
