import type { ChannelError, Outbound } from "../channel.ts";
import { errorOf } from "../outcome.ts";
import type { TwilioOrder } from "../twilio.ts";
import { isWindowClosed, parametersOf, templateFor } from "../whatsapp.ts";
import { MAX_BODY_CHARS, MAX_VARIABLE_CHARS, type TwilioWhatsappOptions } from "./options.ts";
import type { RenderedWhatsapp } from "./render.ts";

/** What Twilio is asked: after the 24 hours an approved template or nothing, before them the message as rendered. */
export async function orderOf(
  options: TwilioWhatsappOptions,
  message: Outbound,
  { text, choices }: RenderedWhatsapp,
): Promise<TwilioOrder | readonly TwilioOrder[] | { error: ChannelError }> {
  const { body } = message;
  if (body.kind === "media" && !options.fileUrl)
    return { error: errorOf("unsupported", "this channel sends no files") };
  if (text === "" && body.kind !== "media")
    return { error: errorOf("content", "the text is empty") };
  if (await isWindowClosed(options, message)) {
    return (
      templateOrder(options, message) ?? {
        error: errorOf("window-closed", "the person wrote more than 24 hours ago"),
      }
    );
  }
  if (choices) return contentOrder(choices.sid, choices.variables);
  if (text.length > MAX_BODY_CHARS)
    return { error: errorOf("content", `the text is over ${MAX_BODY_CHARS} characters`) };
  if (body.kind === "media" && options.fileUrl)
    return fileOrders(body, text, options.fileUrl(body.storageKey, body.mime));
  return { body: text };
}

/** Twilio shows the caption of a picture only, so that of anything else goes before it, as a message of its own. */
function fileOrders(
  { as }: Extract<Outbound["body"], { kind: "media" }>,
  caption: string,
  url: string,
): TwilioOrder[] {
  const mediaUrl = [url];
  if (caption === "") return [{ mediaUrl }];
  return as === "image" ? [{ body: caption, mediaUrl }] : [{ body: caption }, { mediaUrl }];
}

function templateOrder(
  { content }: TwilioWhatsappOptions,
  { key, body }: Outbound,
): TwilioOrder | undefined {
  const template = body.kind === "media" ? undefined : templateFor(content?.templates, key);
  const values = template && parametersOf(body, template.parameters, MAX_VARIABLE_CHARS);
  if (!template || !values) return undefined;
  const named = values.map((value, index) => [String(index + 1), value] as const);
  return contentOrder(template.sid, Object.fromEntries(named));
}

function contentOrder(contentSid: string, variables: Record<string, string>): TwilioOrder {
  return { contentSid, contentVariables: JSON.stringify(variables) };
}
