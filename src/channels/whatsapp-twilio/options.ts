import type { Capabilities } from "../channel.ts";
import type { TwilioOptions } from "../twilio.ts";
import type { TemplateParameter, WindowOptions } from "../whatsapp.ts";

/** `from` is the number of the sender (`+966...`), without `whatsapp:`. */
export interface TwilioWhatsappOptions extends TwilioOptions, WindowOptions {
  /** What was prepared in Twilio's Content Template Builder; without it options are numbered text. */
  content?: {
    /**
     * By number of options, `HX...`: a quick reply (1 to 3 options) or a list picker (to 10) whose places are
     * {{1}} the question, {{2}} label and {{3}} id of the first option, {{4}} and {{5}} of the second, and so on.
     */
    choices?: Readonly<Record<number, string>>;
    /** By message key, or `*` for all: approved templates for messages after the 24 hours. */
    templates?: Readonly<Record<string, ContentTemplate>>;
  };
  /** An address from which Twilio may fetch a file of ours for a while. Without it this channel sends no files. */
  fileUrl?(storageKey: string, mime: string): string;
}

interface ContentTemplate {
  sid: string;
  parameters: readonly TemplateParameter[];
}

export const MAX_BODY_CHARS = 1600;
export const MAX_VARIABLE_CHARS = 255; // twilio.com/docs/content/using-variables-with-content-api
export const MAX_BUTTONS = 3;
export const MAX_BUTTON_CHARS = 20;
export const MAX_ITEMS = 10;
export const MAX_ITEM_CHARS = 24;
export const MAX_ID_CHARS = 200;
const MAX_MEDIA_BYTES = 16_000_000;

export function capabilitiesOf({ content, fileUrl }: TwilioWhatsappOptions): Capabilities {
  const counts = Object.keys(content?.choices ?? {}).map(Number);
  return {
    direction: "two-way",
    text: { maxChars: MAX_BODY_CHARS },
    buttons: Math.max(0, ...counts),
    media: { inbound: true, outbound: fileUrl !== undefined, maxBytes: MAX_MEDIA_BYTES },
    receipts: ["queued", "sent", "delivered", "read", "failed"],
    idempotentSend: false,
    isolates: true,
  };
}
