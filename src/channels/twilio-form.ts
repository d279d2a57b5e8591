import querystring from "node:querystring";
import { z } from "zod";
import type { MediaRef, Receipt, ReceiptState } from "./channel.ts";
import { errorOfCode } from "./twilio-errors.ts";
import type { Parsed } from "./webhook.ts";

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

/**
 * One form by its schema. Parameters that it does not know are accepted: Twilio may add some at any time. What went
 * wrong is told by the name of the field, never by its value.
 */
export function readForm<Value extends { AccountSid: string }>(
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

export const sid = z.string().regex(/^[A-Za-z0-9]{2,64}$/);

// ---------------------------------------------------------------- files

const MAX_MEDIA = 10; // Twilio: MediaUrl0 to MediaUrl9

export function mediaOf(form: Form): MediaRef[] {
  return Array.from({ length: MAX_MEDIA }, (_, index): MediaRef[] => {
    const providerRef = first(form[`MediaUrl${index}`]);
    const mime = first(form[`MediaContentType${index}`]) ?? "application/octet-stream";
    return providerRef ? [{ providerRef, mime, state: "pending" }] : [];
  }).flat();
}

// ---------------------------------------------------------------- reports

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

const statusForm = z.object({
  AccountSid: z.string(),
  MessageSid: sid,
  MessageStatus: z.string(),
  ErrorCode: z.coerce.number().int().optional().catch(undefined),
});

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
