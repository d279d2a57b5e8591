import type { ChannelEvents, HttpIn, HttpOut } from "../channel.ts";
import { parseForm, parseInbound, parseStatus, type Form, type Recipient } from "./parse.ts";
import { checkSignature } from "./signature.ts";

export interface Door {
  recipient: Recipient;
  /** The token in use and, while it is being exchanged, the next one. */
  tokens: readonly string[];
  /** Public address of the inbound webhook; reports come to `<url>/status`. */
  url: string;
}

/**
 * Twilio calls. What is not proved to come from Twilio, or is not whole, changes nothing and is told why in one line.
 * What is genuine gets its 2xx only after it was stored; otherwise 503, and Twilio calls again.
 */
export async function answerWebhook(
  door: Door,
  request: HttpIn,
  events: ChannelEvents | undefined,
): Promise<HttpOut> {
  if (request.method !== "POST")
    return { ...refusal(405, "only POST"), headers: { allow: "POST", ...TEXT } };
  const form = parseForm(request.rawBody);
  const url = request.path === "" ? door.url : `${door.url}/${request.path}`;
  const signature = headerOf(request, "x-twilio-signature");
  const proof = checkSignature({ tokens: door.tokens, url, signature, form });
  if (proof !== "genuine") return refusal(403, `signature ${proof}`);
  const handler = request.path === "status" ? takeStatus : takeMessage;
  return handler(form, door.recipient, events);
}

async function takeMessage(
  form: Form,
  recipient: Recipient,
  events: ChannelEvents | undefined,
): Promise<HttpOut> {
  const parsed = parseInbound(form, recipient);
  if (!parsed.ok) return refusal(400, parsed.reason);
  const isStored = await tookHold(events && (() => events.onInbound(parsed.value)));
  // Never TwiML with a text: it has no outbox and no report, and doubles when Twilio calls again.
  return isStored
    ? { status: 200, headers: { "content-type": "text/xml" }, body: "<Response/>" }
    : TRY_AGAIN;
}

async function takeStatus(
  form: Form,
  recipient: Recipient,
  events: ChannelEvents | undefined,
): Promise<HttpOut> {
  const parsed = parseStatus(form, recipient);
  if (!parsed.ok) return refusal(400, parsed.reason);
  const receipt = parsed.value;
  if (!receipt) return NOTHING_TO_SAY;
  return (await tookHold(events && (() => events.onReceipt(receipt)))) ? NOTHING_TO_SAY : TRY_AGAIN;
}

/** A failure is told to Twilio and not to us: whoever stores has logged it. */
async function tookHold(store: (() => Promise<unknown>) | undefined): Promise<boolean> {
  if (!store) return false;
  try {
    await store();
    return true;
  } catch {
    return false;
  }
}

const TEXT = { "content-type": "text/plain" };
const NOTHING_TO_SAY: HttpOut = { status: 204 };
const TRY_AGAIN: HttpOut = {
  status: 503,
  headers: { ...TEXT, "retry-after": "5" },
  body: "not stored, try again",
};

function refusal(status: number, reason: string): HttpOut {
  return { status, headers: TEXT, body: reason };
}

function headerOf({ headers }: HttpIn, name: string): string | undefined {
  const found = Object.keys(headers).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : headers[found];
}
