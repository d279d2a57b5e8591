import type twilio from "twilio";
import type { Address, Channel, ChannelError, Inbound, Outbound, SendOutcome } from "./channel.ts";
import { createLife } from "./life.ts";
import { accepted, NOT_STARTED, rejected, requireOurs, throttle, unknown } from "./outcome.ts";
import type { RateLimit } from "./rate-limit.ts";
import { createTwilioClient } from "./twilio-client.ts";
import { actionForTwilio, outcomeOfError } from "./twilio-errors.ts";
import type { Form, Recipient } from "./twilio-form.ts";
import { withFiles, type SaveMedia } from "./twilio-media.ts";
import { findSent } from "./twilio-reconcile.ts";
import { answerWebhook } from "./twilio-webhook.ts";
import type { Parsed } from "./webhook.ts";

export interface TwilioOptions {
  id: string;
  accountSid: string;
  authToken: string;
  /** While a token is being exchanged: webhooks signed with it are genuine too. */
  nextAuthToken?: string;
  /** One of the two: a sender, or a pool of senders (`MG...`). */
  from?: string;
  messagingServiceSid?: string;
  /** The public address of Wasl, exactly as Twilio is told. */
  publicUrl: string;
  /** Another host that speaks Twilio's API. */
  apiUrl?: string;
  /** Keeps the bytes of a file that came in; without it files stay at Twilio. */
  saveMedia?: SaveMedia;
  rateLimit?: RateLimit;
  /** How long Twilio may take to answer, 10 s by default. */
  timeoutMs?: number;
  now: () => Date;
}

/** In what the kinds of messages that Twilio carries differ. */
export interface TwilioDialect<Rendered extends { text: string; segments?: number }> {
  kind: Channel["kind"];
  transport: Channel["transport"];
  capabilities: Channel["capabilities"];
  schemes: readonly Address["scheme"][];
  /** A number as Twilio writes it here (`whatsapp:+966...`). */
  written(value: string): string;
  render(message: Outbound): Rendered & { warnings: string[] };
  /** What is asked of Twilio beside recipient and sender, or why it need not be asked. */
  order(
    message: Outbound,
    rendered: Rendered,
  ): Promise<TwilioOrder | readonly TwilioOrder[] | { error: ChannelError }>;
  /** Whether a text in Twilio's list is the one that was rendered. */
  isText(body: string, rendered: Rendered): boolean;
  parseInbound(form: Form, recipient: Recipient): Parsed<Inbound>;
}

export type TwilioOrder =
  | { body: string; mediaUrl?: string[] }
  | { mediaUrl: string[] }
  | { contentSid: string; contentVariables: string };

/**
 * A channel of Twilio. There set the sender's webhook to `<publicUrl>/webhooks/<id>#rc=2&rp=all`: without the fragment
 * it does not call again after a failure.
 */
export function createTwilio<Rendered extends { text: string; segments?: number }>(
  options: TwilioOptions,
  dialect: TwilioDialect<Rendered>,
): Channel {
  const { id, accountSid, authToken, apiUrl, timeoutMs = TIMEOUT_MS, now } = options;
  const client = createTwilioClient({ accountSid, authToken, apiUrl, timeoutMs });
  const sender = senderOf(options, dialect);
  const url = `${options.publicUrl.replace(/\/+$/, "")}/webhooks/${id}`;
  const door = {
    recipient: { channelId: id, accountSid, from: options.from },
    tokens: options.nextAuthToken === undefined ? [authToken] : [authToken, options.nextAuthToken],
    url,
    parseInbound: dialect.parseInbound,
    ...(options.saveMedia && { complete: fileTaker(options, options.saveMedia) }),
  };
  const identity = options.from ?? options.messagingServiceSid ?? id;
  const life = createLife({ identity, now, actionFor: actionForTwilio });
  const sids = sidMemory();
  const parts = new Map<string, string>();

  async function send(message: Outbound): Promise<SendOutcome> {
    const rendered = dialect.render(message);
    const order = await dialect.order(message, rendered);
    if ("error" in order) return rejected(order.error);
    const orders = [order].flat();
    const refusal = throttle(options.rateLimit, message, (rendered.segments ?? 1) * orders.length);
    if (refusal) return rejected(refusal);
    return orders.length === 1
      ? life.learn(await post(message, orders[0]!, rendered.segments))
      : postAll(message, orders);
  }

  /** One after the other; what has left already does not leave again when the rest is tried once more. */
  async function postAll(message: Outbound, orders: readonly TwilioOrder[]): Promise<SendOutcome> {
    const providerMessageIds: string[] = [];
    for (const [index, order] of orders.entries()) {
      const part = `${message.id}|${index}`;
      const known = parts.get(part);
      const outcome = known ? accepted(known) : life.learn(await post(message, order, undefined));
      if (outcome.status !== "accepted") return outcome;
      for (const sid of outcome.providerMessageIds) keep(parts, part, sid);
      providerMessageIds.push(...outcome.providerMessageIds);
    }
    return { status: "accepted", providerMessageIds };
  }

  async function post(
    { id: messageId, to }: Outbound,
    order: TwilioOrder,
    segments: number | undefined,
  ): Promise<SendOutcome> {
    const statusCallback = `${url}/status`;
    const request = { to: dialect.written(to.value), ...order, statusCallback, ...sender };
    try {
      const { sid, numSegments } = await client.messages.create(request);
      if (!sid) return unknown("Twilio answered without an id");
      sids.remember(sid, messageId);
      return accepted(sid, segments && (Number(numSegments) || segments));
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  return {
    id,
    kind: dialect.kind,
    transport: dialect.transport,
    capabilities: dialect.capabilities,
    start: async (events) => life.start(events),
    stop: () => life.stop(),
    health: () => life.health(),
    render: (message) => dialect.render(message),

    async send(message) {
      requireOurs(message, id, dialect.schemes);
      if (!life.events()) return NOT_STARTED;
      return life.track(send(message));
    },

    async reconcile(message, since) {
      requireOurs(message, id, dialect.schemes);
      // A file shows in Twilio's list by its number of files, not by which.
      if (message.body.kind === "media") return "cannot-tell";
      const rendered = dialect.render(message);
      const known = sids.of(message.id);
      if (known !== undefined) return accepted(known, rendered.segments);
      const found = await lookFor(client, {
        to: dialect.written(message.to.value),
        isText: (body) => dialect.isText(body, rendered),
        since,
        isTaken: (sid) => sids.isTaken(sid),
      });
      if ("verdict" in found) return found.verdict;
      sids.remember(found.sid, message.id);
      return accepted(found.sid, rendered.segments);
    },

    webhook: (request) => answerWebhook(door, request, life.events()),
  };
}

const TIMEOUT_MS = 10_000;

function fileTaker({ accountSid, authToken, apiUrl }: TwilioOptions, save: SaveMedia) {
  return (inbound: Inbound) => withFiles(inbound, { accountSid, authToken, apiUrl, save });
}

function senderOf(
  { id, from, messagingServiceSid }: TwilioOptions,
  { written }: { written(value: string): string },
): { from: string } | { messagingServiceSid: string } {
  if (messagingServiceSid !== undefined) return { messagingServiceSid };
  if (from !== undefined) return { from: written(from) };
  throw new Error(`channel ${id} has neither a sender nor a messaging service`);
}

async function lookFor(
  client: twilio.Twilio,
  sought: Parameters<typeof findSent>[1],
): ReturnType<typeof findSent> {
  try {
    return await findSent(client, sought);
  } catch {
    return { verdict: "cannot-tell" };
  }
}

const MAX_REMEMBERED = 2000;

/**
 * Which message got which id, as far as this process knows: of two equal texts the second is not taken for the first,
 * and a message whose id was given but not stored (the database was away) is not sent again.
 */
function sidMemory() {
  const messageOf = new Map<string, string>();
  return {
    remember: (sid: string, messageId: string) => keep(messageOf, sid, messageId),
    isTaken: (sid: string) => messageOf.has(sid),
    of: (messageId: string) => [...messageOf].find(([, id]) => id === messageId)?.[0],
  };
}

/** The oldest goes. */
function keep(memory: Map<string, string>, name: string, value: string): void {
  memory.set(name, value);
  const [oldest] = memory.keys();
  if (memory.size > MAX_REMEMBERED && oldest !== undefined) memory.delete(oldest);
}
