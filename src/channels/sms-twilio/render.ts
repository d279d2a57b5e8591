import type { Outbound } from "../channel.ts";
import { plainText } from "../plain-text.ts";
import { cleanSmsText, countSegments, MAX_SMS_CHARS } from "../sms.ts";

export interface RenderedSms {
  text: string;
  segments: number;
  /** For the preview and the build; nothing is cut here. */
  warnings: string[];
}

/** The text that would be sent and its cost. Always one message: Twilio joins the parts. Pure. */
export function renderSms(message: Outbound, maxSegments: number): RenderedSms {
  const text = cleanSmsText(plainText(message.body));
  const { segments } = countSegments(text);
  const warnings: string[] = [];
  if (message.body.kind === "media")
    warnings.push("a file cannot be sent by SMS, only its caption is shown");
  if (segments > maxSegments) warnings.push(`${segments} parts, the budget is ${maxSegments}`);
  if (text.length > MAX_SMS_CHARS)
    warnings.push(`${text.length} characters, the limit is ${MAX_SMS_CHARS}`);
  return { text, segments, warnings };
}
