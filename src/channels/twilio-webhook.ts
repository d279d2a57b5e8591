import type { ChannelEvents, HttpIn, HttpOut, Inbound } from "./channel.ts";
import { parseForm, parseStatus, type Form, type Recipient } from "./twilio-form.ts";
import { checkSignature } from "./twilio-signature.ts";
import {
  headerOf,
  NOTHING_TO_SAY,
  onlyMethods,
  refusal,
  tookHold,
  TRY_AGAIN,
  type Parsed,
} from "./webhook.ts";

export interface Door {
  recipient: Recipient;
  /** The token in use and, while it is being exchanged, the next one. */
  tokens: readonly string[];
  /** Public address of the inbound webhook; reports come to `<url>/status`. */
  url: string;
  parseInbound(form: Form, recipient: Recipient): Parsed<Inbound>;
  /** Completes a message with its files. */
  complete?(inbound: Inbound): Promise<Inbound>;
}

export async function answerWebhook(
  door: Door,
  request: HttpIn,
  events: ChannelEvents | undefined,
): Promise<HttpOut> {
  if (request.method !== "POST") return onlyMethods("POST");
  const form = parseForm(request.rawBody);
  const url = request.path === "" ? door.url : `${door.url}/${request.path}`;
  const signature = headerOf(request, "x-twilio-signature");
  const proof = checkSignature({ tokens: door.tokens, url, signature, form });
  if (proof !== "genuine") return refusal(403, `signature ${proof}`);
  const handler = request.path === "status" ? takeStatus : takeMessage;
  return handler(form, door, events);
}

async function takeMessage(
  form: Form,
  door: Door,
  events: ChannelEvents | undefined,
): Promise<HttpOut> {
  const parsed = door.parseInbound(form, door.recipient);
  if (!parsed.ok) return refusal(400, parsed.reason);
  const { value } = parsed;
  const complete = door.complete ?? (async (inbound: Inbound) => inbound);
  const isStored = await tookHold(events && (async () => events.onInbound(await complete(value))));
  // Never TwiML with a text: it has no outbox and no report, and doubles when Twilio calls again.
  return isStored
    ? { status: 200, headers: { "content-type": "text/xml" }, body: "<Response/>" }
    : TRY_AGAIN;
}

async function takeStatus(
  form: Form,
  { recipient }: Door,
  events: ChannelEvents | undefined,
): Promise<HttpOut> {
  const parsed = parseStatus(form, recipient);
  if (!parsed.ok) return refusal(400, parsed.reason);
  const receipt = parsed.value;
  if (!receipt) return NOTHING_TO_SAY;
  return (await tookHold(events && (() => events.onReceipt(receipt)))) ? NOTHING_TO_SAY : TRY_AGAIN;
}
