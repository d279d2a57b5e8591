import type { ChannelEvents, HttpIn, HttpOut, Inbound } from "../channel.ts";
import { jsonOf } from "../http-call.ts";
import { isSecret, isSigned } from "../proof.ts";
import { headerOf, onlyMethods, refusal, tookHold, TRY_AGAIN } from "../webhook.ts";
import { parseWebhook, type CloudEvent, type Recipient } from "./parse.ts";

export interface Door {
  recipient: Recipient;
  /** The app's secret in use and, while it is being exchanged, the next one. */
  secrets: readonly string[];
  verifyToken: string;
  /** Called for each webhook: completes its messages, one after the other. */
  complete(): (inbound: Inbound) => Promise<Inbound>;
}

/** Meta calls: with GET once, to see that the address is ours, with POST for everything that happens. */
export async function answerWebhook(
  door: Door,
  request: HttpIn,
  events: ChannelEvents | undefined,
): Promise<HttpOut> {
  if (request.path !== "") return refusal(404, "reports come to the same address as messages");
  if (request.method === "GET") return shakeHands(door, request);
  if (request.method !== "POST") return onlyMethods("GET", "POST");
  const proof = proofOf(door, request);
  if (proof !== "genuine") return refusal(403, `signature ${proof}`);
  const parsed = parseWebhook(jsonOf(request.rawBody), door.recipient);
  if (!parsed.ok) return refusal(400, parsed.reason);
  return (await takeAll(parsed.value, door, events)) ? { status: 200 } : TRY_AGAIN;
}

/** The challenge goes back as plain text; only what looks like one of Meta's, so that nothing else can be reflected. */
function shakeHands({ verifyToken }: Door, { url }: HttpIn): HttpOut {
  const query = new URL(url, "http://webhook.invalid").searchParams;
  const challenge = query.get("hub.challenge") ?? "";
  const isOurs = isSecret(query.get("hub.verify_token") ?? undefined, [verifyToken]);
  if (query.get("hub.mode") !== "subscribe" || !isOurs) return refusal(403, "verify token wrong");
  if (!/^[\w-]{1,200}$/.test(challenge)) return refusal(400, "hub.challenge is malformed");
  const headers = { "content-type": "text/plain", "x-content-type-options": "nosniff" };
  return { status: 200, headers, body: challenge };
}

/** Over the bytes as they came: Meta escapes letters, so JSON that was read and written again has another signature. */
function proofOf({ secrets }: Door, request: HttpIn): "genuine" | "missing" | "wrong" {
  const header = headerOf(request, "x-hub-signature-256");
  if (!header) return "missing";
  const signature = /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1] ?? "";
  const { rawBody: bytes } = request;
  return isSigned({ algorithm: "sha256", secrets, bytes, signature, encoding: "hex" })
    ? "genuine"
    : "wrong";
}

/** In the order in which they came. One that cannot be stored brings all again; those that were are then known. */
async function takeAll(
  all: readonly CloudEvent[],
  door: Door,
  events: ChannelEvents | undefined,
): Promise<boolean> {
  if (!events) return false;
  const complete = door.complete();
  return tookHold(async () => {
    for (const event of all) {
      if ("receipt" in event) await events.onReceipt(event.receipt);
      else await events.onInbound(await complete(event.inbound));
    }
  });
}
