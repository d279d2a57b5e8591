import type { ChannelError, Outbound } from "./channel.ts";
import { errorOf } from "./outcome.ts";
import { plainText } from "./plain-text.ts";
import { cleanSmsText, countSegments, MAX_SMS_CHARS } from "./sms.ts";

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

/** What would only cost a call to be refused. */
export function refusalOfSms({ body }: Outbound, { text }: RenderedSms): ChannelError | undefined {
  if (body.kind === "media") return errorOf("unsupported", "a file cannot go by SMS");
  if (text === "") return errorOf("content", "the text is empty");
  if (text.length > MAX_SMS_CHARS)
    return errorOf("content", `the text is over ${MAX_SMS_CHARS} characters`);
  return undefined;
}
