import type { Capabilities, MediaRef } from "../channel.ts";
import type { RateLimit } from "../rate-limit.ts";
import type { TemplateParameter, WindowOptions } from "../whatsapp.ts";

export interface WhatsappCloudOptions extends WindowOptions {
  id: string;
  /** Meta's id of the number, not the number. */
  phoneNumberId: string;
  accessToken: string;
  /** Signs the webhooks; while it is being exchanged the next one is taken too. */
  appSecret: string;
  nextAppSecret?: string;
  /** The word that Meta repeats when the webhook is set up. */
  verifyToken: string;
  /** Another host that speaks the Graph API (`GRAPH_API_URL`). */
  apiUrl?: string;
  /** Version of the Graph API, `v24.0` by default. */
  graphVersion?: string;

  /**
   * By message key, or `*` for all: approved templates for messages after the 24 hours. Without one such a message is
   * rejected as `window-closed`.
   */
  templates?: Readonly<Record<string, Template>>;
  /** What the button that opens a list says (at most 20 signs); without it more than 3 options are numbered text. */
  listButton?: { ar: string; en: string };

  /** Keeps the bytes of a file that came in; without it files stay at Meta. One that it refuses stays out, its message comes in. */
  saveMedia?(
    bytes: Uint8Array,
    mime: string,
    fileName: string | undefined,
  ): Promise<string | { refusal: NonNullable<MediaRef["refusal"]> }>;
  /** The bytes of a file to send. Without it this channel sends no files. */
  loadMedia?(storageKey: string): Promise<Uint8Array>;
  /** Largest file in and out, 16 MB by default; `timeoutMs`: for all files of one webhook, 10 s. */
  media?: { maxBytes?: number; timeoutMs?: number };

  rateLimit?: RateLimit;
  /** How long Meta may take to answer, 10 s by default. */
  timeoutMs?: number;
}

interface Template {
  name: string;
  /** As approved at Meta (`ar`, `en`). */
  language: string;
  parameters: readonly TemplateParameter[];
  /** It has a document at its head, so it serves messages that bring one and no others. */
  header?: "document" | undefined;
}

export const API_URL = "https://graph.facebook.com";
export const GRAPH_VERSION = "v24.0";
export const TIMEOUT_MS = 10_000;
export const MEDIA_TIMEOUT_MS = 10_000;
export const MAX_BYTES = 16_000_000;

// developers.facebook.com/docs/whatsapp/cloud-api: messages, interactive messages
export const MAX_TEXT_CHARS = 4096;
export const MAX_CAPTION_CHARS = 1024;
export const MAX_INTERACTIVE_CHARS = 1024;
export const MAX_BUTTONS = 3;
export const MAX_BUTTON_CHARS = 20;
export const MAX_ROWS = 10;
export const MAX_ROW_CHARS = 24;
export const MAX_DESCRIPTION_CHARS = 72;
export const MAX_ID_CHARS = 200; // of a row; 256 of a button

export function capabilitiesOf(options: WhatsappCloudOptions): Capabilities {
  return {
    direction: "two-way",
    text: { maxChars: MAX_TEXT_CHARS },
    buttons: options.listButton ? MAX_ROWS : MAX_BUTTONS,
    media: {
      inbound: true,
      outbound: options.loadMedia !== undefined,
      maxBytes: options.media?.maxBytes ?? MAX_BYTES,
    },
    receipts: ["sent", "delivered", "read", "failed"],
    idempotentSend: false,
    isolates: true,
  };
}
