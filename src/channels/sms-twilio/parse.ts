import querystring from "node:querystring";
import { z } from "zod";
import type { Inbound, InboundBody, MediaRef, Receipt, ReceiptState } from "../channel.ts";
import { errorOfCode } from "./errors.ts";

/** Flat on purpose: a parser that nests (`a[b]=`) would change the names that were signed. */
export type Form = Readonly<Record<string, string | string[] | undefined>>;

export function parseForm(rawBody: Buffer): Form {
  return querystring.parse(rawBody.toString("utf8"));
}

/** Whose webhook this is. */
export interface Recipient {
  channelId: string;
  accountSid: string;
  /** Our own number, so that the bot never answers itself. */
  from: string | undefined;
}

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; reason: string };

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

/** A delivery report; undefined for a state that says nothing about a message of ours. */
export function parseStatus(form: Form, recipient: Recipient): Parsed<Receipt | undefined> {
  const read = readForm(statusForm, form, recipient);
  if (!read.ok) return read;
  const { MessageSid, MessageStatus, ErrorCode } = read.value;
  const state = stateOf.get(MessageStatus);
  if (!state) return { ok: true, value: undefined };
  const receipt: Receipt = {
    channelId: recipient.channelId,
    providerMessageId: MessageSid,
    state,
    ...(state === "failed" ? { error: errorOfCode(ErrorCode) } : {}),
  };
  return { ok: true, value: receipt };
}

// ---------------------------------------------------------------- the two forms

const E164 = /^\+[1-9]\d{6,14}$/;
const sid = z.string().regex(/^[A-Za-z0-9]{2,64}$/);

const inboundForm = z.object({
  AccountSid: z.string(),
  MessageSid: sid,
  // No colon: `whatsapp:+966...` belongs to another channel, which answers by another sender.
  From: z.string().regex(/^\+?[\p{L}\p{N} ._&-]{1,32}$/u),
  Body: z.string().default(""),
  OptOutType: z.string().optional(),
});

const statusForm = z.object({
  AccountSid: z.string(),
  MessageSid: sid,
  MessageStatus: z.string(),
  ErrorCode: z.coerce.number().int().optional().catch(undefined),
});

/** What went wrong is told by the name of the field, never by its value. */
function readForm<Value extends { AccountSid: string }>(
  schema: z.ZodType<Value>,
  form: Form,
  recipient: Recipient,
): Parsed<Value> {
  const read = schema.safeParse(withFirstValues(form));
  if (!read.success) {
    const field = String(read.error.issues[0]?.path[0] ?? "the body");
    const isMissing = form[field] === undefined;
    return { ok: false, reason: `${field} is ${isMissing ? "missing" : "malformed"}` };
  }
  if (read.data.AccountSid !== recipient.accountSid) {
    return { ok: false, reason: "AccountSid is not the account of this channel" };
  }
  return { ok: true, value: read.data };
}

function withFirstValues(form: Form): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, first(value)]));
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

// ---------------------------------------------------------------- what they say

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

const MAX_MEDIA = 10; // Twilio: MediaUrl0 to MediaUrl9

function mediaOf(form: Form): MediaRef[] {
  return Array.from({ length: MAX_MEDIA }, (_, index): MediaRef[] => {
    const providerRef = first(form[`MediaUrl${index}`]);
    const mime = first(form[`MediaContentType${index}`]) ?? "application/octet-stream";
    return providerRef ? [{ providerRef, mime, state: "pending" }] : [];
  }).flat();
}

/** Message states of Twilio's API. Part of a text delivered is not yet a text delivered. */
const stateOf = new Map<string, ReceiptState>([
  ["accepted", "queued"],
  ["scheduled", "queued"],
  ["queued", "queued"],
  ["sending", "queued"],
  ["sent", "sent"],
  ["partially_delivered", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["undelivered", "failed"],
  ["failed", "failed"],
  ["canceled", "failed"],
]);
