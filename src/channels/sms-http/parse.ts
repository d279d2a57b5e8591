import type { Inbound, Receipt } from "../channel.ts";
import type { Parsed } from "../webhook.ts";
import { errorOfGateway } from "./errors.ts";
import { fieldOf, textAt } from "./field.ts";
import type { Gateway } from "../../sms-gateway.ts";
import { toE164 } from "./phone.ts";

/** Whose webhook this is. */
export interface Recipient {
  channelId: string;
  /** Our own number or name, so that the bot never answers itself. */
  from: string | undefined;
  country: string;
}

/** A message that came in; undefined for a call that tells something else. Reasons name fields, never values. */
export function parseInbound(
  value: unknown,
  shape: NonNullable<Gateway["inbound"]>,
  { channelId, from: own, country }: Recipient,
): Parsed<Inbound | undefined> {
  if (isPassedOver(value, shape)) return { ok: true, value: undefined };
  const id = textAt(value, shape.id);
  const written = textAt(value, shape.from)?.trim();
  const text = textAt(value, shape.text);
  if (!id || !ID.test(id)) return malformed(value, shape.id);
  if (!written || !SENDER.test(written)) return malformed(value, shape.from);
  if (text === undefined) return malformed(value, shape.text);

  const phone = toE164(written, country);
  const address = phone ?? written;
  const sentAt = timeOf(textAt(value, shape.sentAt));
  const inbound: Inbound = {
    providerMessageId: id,
    channelId,
    from: {
      // A sender that is no number (a short code, "STC") keeps its name: the address is opaque.
      address: { channelId, scheme: "e164", value: address },
      phoneAssurance: phone === undefined ? "none" : "carrier",
      ...(phone === undefined ? {} : { phoneE164: phone }),
    },
    ...(sentAt === undefined ? {} : { sentAt }),
    origin: "live",
    author: own !== undefined && address === (toE164(own, country) ?? own) ? "self" : "contact",
    body: { kind: "text", text },
  };
  return { ok: true, value: inbound };
}

/** A report; undefined for a state that says nothing about a message of ours. */
export function parseReceipt(
  value: unknown,
  gateway: Gateway,
  shape: NonNullable<Gateway["receipts"]>,
  channelId: string,
): Parsed<Receipt | undefined> {
  if (isPassedOver(value, shape)) return { ok: true, value: undefined };
  const id = textAt(value, shape.id);
  const told = textAt(value, shape.state);
  if (told === undefined) return malformed(value, shape.state);
  const state = Object.hasOwn(shape.states, told) ? shape.states[told] : undefined;
  if (state === undefined) return { ok: true, value: undefined };
  if (!id || !ID.test(id)) return malformed(value, shape.id);
  const code = textAt(value, shape.errorCode);
  const error = state === "failed" ? { error: errorOfGateway(gateway, code, shape.failure) } : {};
  return { ok: true, value: { channelId, providerMessageId: id, state, ...error } };
}

const ID = /^[\w.+/=:-]{1,200}$/;
const SENDER = /^\+?[\p{L}\p{N} ._&()\u200e\u200f-]{1,40}$/u;

function isPassedOver(value: unknown, { only }: Pick<NonNullable<Gateway["inbound"]>, "only">) {
  return only !== undefined && String(fieldOf(value, only.field)) !== String(only.equals);
}

function malformed(value: unknown, field: string): { ok: false; reason: string } {
  const isMissing = fieldOf(value, field) === undefined;
  return { ok: false, reason: `${field} is ${isMissing ? "missing" : "malformed"}` };
}

/** Seconds or milliseconds since 1970, or a written date; anything else is left out. */
function timeOf(told: string | undefined): Date | undefined {
  if (told === undefined || told === "") return undefined;
  const number = Number(told);
  const ms = Number.isNaN(number) ? Date.parse(told) : number < 1e11 ? number * 1000 : number;
  return Number.isFinite(ms) && Math.abs(ms) < 8e15 ? new Date(ms) : undefined;
}
