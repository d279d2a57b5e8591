import { z } from "zod";
import type { Inbound, InboundBody } from "../channel.ts";
import { mediaOf, readForm, sid, type Form, type Recipient } from "../twilio-form.ts";
import type { Parsed } from "../webhook.ts";

/**
 * A message that came in (https://www.twilio.com/docs/messaging/guides/webhook-request). Parameters that are not known
 * here are accepted: Twilio may add some at any time. There is no time of sending among them.
 */
export function parseInbound(form: Form, recipient: Recipient): Parsed<Inbound> {
  const read = readForm(inboundForm, form, recipient);
  if (!read.ok) return read;
  const { MessageSid, From } = read.value;
  const isPhone = E164.test(From);
  const value: Inbound = {
    providerMessageId: MessageSid,
    channelId: recipient.channelId,
    from: {
      // A sender that is no phone number (a short code, "STC") keeps its name: the address is opaque.
      address: { channelId: recipient.channelId, scheme: "e164", value: From },
      phoneAssurance: isPhone ? "carrier" : "none",
      ...(isPhone ? { phoneE164: From } : {}),
    },
    origin: "live",
    author: From === recipient.from ? "self" : "contact",
    body: bodyOf(read.value, form),
  };
  return { ok: true, value };
}

const E164 = /^\+[1-9]\d{6,14}$/;

const inboundForm = z.object({
  AccountSid: z.string(),
  MessageSid: sid,
  // No colon: `whatsapp:+966...` belongs to another channel, which answers by another sender.
  From: z.string().regex(/^\+?[\p{L}\p{N} ._&-]{1,32}$/u),
  Body: z.string().default(""),
  OptOutType: z.string().optional(),
});

/** Set by Twilio's Advanced Opt-Out when IT has already stopped or started messages; our own words pass as text. */
const consentOf = new Map([
  ["STOP", "opt-out"],
  ["START", "opt-in"],
  ["HELP", "help"],
] as const satisfies [string, "opt-out" | "opt-in" | "help"][]);

function bodyOf(fields: z.infer<typeof inboundForm>, form: Form): InboundBody {
  const { Body, OptOutType } = fields;
  const action = consentOf.get(OptOutType as "STOP" | "START" | "HELP");
  if (action) return { kind: "consent", action, raw: Body };
  const media = mediaOf(form);
  if (media.length === 0) return { kind: "text", text: Body };
  return { kind: "media", media, ...(Body === "" ? {} : { caption: Body }) };
}
