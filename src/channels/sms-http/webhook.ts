import querystring from "node:querystring";
import type { ChannelEvents, HttpIn, HttpOut } from "../channel.ts";
import { jsonOf } from "../http-call.ts";
import { onlyMethods, refusal, tookHold, TRY_AGAIN } from "../webhook.ts";
import type { Gateway } from "../../sms-gateway.ts";
import { parseInbound, parseReceipt, type Recipient } from "./parse.ts";
import { proofOf, queryOf } from "./proof.ts";

export interface Door {
  gateway: Gateway;
  recipient: Recipient;
  credentials: Readonly<Record<string, string>>;
  realNow: () => Date;
}

/** The gateway calls: messages come to the address itself, reports to `/status` below it. */
export async function answerWebhook(
  door: Door,
  request: HttpIn,
  events: ChannelEvents | undefined,
): Promise<HttpOut> {
  return request.path === "status"
    ? takeReport(door, request, events)
    : takeMessage(door, request, events);
}

async function takeMessage(
  door: Door,
  request: HttpIn,
  events: ChannelEvents | undefined,
): Promise<HttpOut> {
  const { inbound } = door.gateway;
  if (!inbound) return refusal(404, "this gateway takes no messages");
  const read = readCall(inbound, door, request);
  if (!read.ok) return read.refusal;
  const parsed = parseInbound(read.value, inbound, door.recipient);
  if (!parsed.ok) return refusal(400, parsed.reason);
  const message = parsed.value;
  if (!message) return thanks(inbound);
  const isStored = await tookHold(events && (() => events.onInbound(message)));
  return isStored ? thanks(inbound) : TRY_AGAIN;
}

async function takeReport(
  door: Door,
  request: HttpIn,
  events: ChannelEvents | undefined,
): Promise<HttpOut> {
  const { gateway, recipient } = door;
  const { receipts } = gateway;
  if (!receipts) return refusal(404, "this gateway reports nothing");
  const read = readCall(receipts, door, request);
  if (!read.ok) return read.refusal;
  const parsed = parseReceipt(read.value, gateway, receipts, recipient.channelId);
  if (!parsed.ok) return refusal(400, parsed.reason);
  const receipt = parsed.value;
  if (!receipt) return thanks(receipts);
  const isStored = await tookHold(events && (() => events.onReceipt(receipt)));
  return isStored ? thanks(receipts) : TRY_AGAIN;
}

type Incoming = NonNullable<Gateway["inbound"] | Gateway["receipts"]>;

/** What a call tells, once it is proved who calls. */
function readCall(
  { method, proof, format }: Incoming,
  { credentials, realNow }: Door,
  request: HttpIn,
): { ok: true; value: unknown } | { ok: false; refusal: HttpOut } {
  if (request.method !== method) return { ok: false, refusal: onlyMethods(method) };
  const proved = proofOf(proof, request, { credentials, now: realNow() });
  if (proved !== "genuine") return { ok: false, refusal: refusal(403, `proof ${proved}`) };
  const value = readers[format](request);
  return value === undefined
    ? { ok: false, refusal: refusal(400, "the body is not JSON") }
    : { ok: true, value };
}

/** Flat on purpose: a field that is given twice counts once. */
const readers = {
  json: ({ rawBody }) => jsonOf(rawBody),
  form: ({ rawBody }) => firstOf(querystring.parse(rawBody.toString("utf8"))),
  query: (request) => firstOf(querystring.parse(queryOf(request).toString())),
} satisfies Record<Incoming["format"], (request: HttpIn) => unknown>;

function firstOf(parsed: querystring.ParsedUrlQuery): Record<string, string | undefined> {
  const entries = Object.entries(parsed);
  return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat()[0]]));
}

function thanks({ answer }: Incoming): HttpOut {
  return { status: answer.status, headers: { "content-type": "text/plain" }, body: answer.body };
}
