import type {
  Channel,
  ChannelError,
  ChannelEvents,
  Health,
  Outbound,
  SendOutcome,
} from "../channel.ts";
import type { RateLimit } from "../rate-limit.ts";
import { MAX_SMS_CHARS } from "../sms.ts";
import { createTwilioClient } from "./client.ts";
import { errorOfCode, outcomeOfError, unknown } from "./errors.ts";
import { healthAfter } from "./health.ts";
import { capabilitiesOf, doorOf, senderOf, type TwilioSmsOptions } from "./options.ts";
import { findSent } from "./reconcile.ts";
import { renderSms, type RenderedSms } from "./render.ts";
import { answerWebhook } from "./webhook.ts";

/**
 * SMS by Twilio. At Twilio set the number's webhook to `<publicUrl>/webhooks/<id>#rc=2&rp=all`: without the fragment it
 * does not call again after a failure.
 */
export function createTwilioSms(options: TwilioSmsOptions): Channel {
  const { id, accountSid, authToken, apiUrl, timeoutMs = TIMEOUT_MS, now } = options;
  const client = createTwilioClient({ accountSid, authToken, apiUrl, timeoutMs });
  const sender = senderOf(options);
  const identity = options.from ?? options.messagingServiceSid ?? id;
  const door = doorOf(options);
  const capabilities = capabilitiesOf(options);
  const sids = sidMemory();
  const sending = new Set<Promise<SendOutcome>>();
  let events: ChannelEvents | undefined;
  let health: Health = { state: "stopped" };

  const render = (message: Outbound) => renderSms(message, capabilities.text.maxSegments);

  async function post(message: Outbound, { text, segments }: RenderedSms): Promise<SendOutcome> {
    const statusCallback = `${door.url}/status`;
    const request = { to: message.to.value, body: text, statusCallback, ...sender };
    try {
      const { sid, numSegments } = await client.messages.create(request);
      if (!sid) return unknown("Twilio answered without an id");
      sids.remember(sid, message.id);
      return accepted(sid, Number(numSegments) || segments);
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  function become(next: Health | undefined): void {
    if (!events || !next || next.state === health.state) return;
    health = next;
    events.onHealth(health);
  }

  return {
    id,
    kind: "sms",
    transport: "sms-twilio",
    capabilities,

    async start(channelEvents) {
      events = channelEvents;
      become({ state: "ready", since: now(), identity });
    },

    async stop() {
      await Promise.allSettled(sending); // each has a deadline of its own
      become({ state: "stopped" });
      events = undefined;
    },

    health: () => health,
    render,

    async send(message) {
      requireOurs(message, id);
      if (!events) return rejected({ class: "not-ready", message: "the channel is not started" });
      const rendered = render(message);
      const refusal =
        refusalOf(message, rendered) ?? throttle(options.rateLimit, message, rendered);
      if (refusal) return rejected(refusal);
      const posting = post(message, rendered);
      sending.add(posting);
      const outcome = await posting;
      sending.delete(posting);
      become(healthAfter(outcome, { health, identity, since: now() }));
      return outcome;
    },

    async reconcile(message, since) {
      requireOurs(message, id);
      const { text, segments } = render(message);
      const known = sids.of(message.id);
      if (known !== undefined) return accepted(known, segments);
      try {
        const isTaken = (sid: string) => sids.isTaken(sid);
        const found = await findSent(client, { to: message.to.value, text, since, isTaken });
        if ("verdict" in found) return found.verdict;
        sids.remember(found.sid, message.id);
        return accepted(found.sid, segments);
      } catch {
        return "cannot-tell";
      }
    },

    webhook: (request) => answerWebhook(door, request, events),
  };
}

const TIMEOUT_MS = 10_000;

function requireOurs(message: Outbound, id: string): void {
  const { channelId, scheme } = message.to;
  if (channelId !== id) {
    throw new Error(`message ${message.id} is for channel ${channelId}, not for ${id}`);
  }
  if (scheme !== "e164") {
    throw new Error(`message ${message.id}: ${id} does not send to an address of scheme ${scheme}`);
  }
}

/** What would only cost a call to be refused. */
function refusalOf({ body }: Outbound, { text }: RenderedSms): ChannelError | undefined {
  if (body.kind === "media") return { class: "unsupported", message: "a file cannot go by SMS" };
  if (text === "") return { class: "content", message: "the text is empty" };
  if (text.length > MAX_SMS_CHARS) return errorOfCode(21617);
  return undefined;
}

/** The crisis text waits for nobody. */
function throttle(
  rateLimit: RateLimit | undefined,
  { to, purpose }: Outbound,
  { segments }: RenderedSms,
): ChannelError | undefined {
  if (!rateLimit || purpose === "crisis") return undefined;
  const taken = rateLimit.take(to.value, segments);
  if (taken.ok) return undefined;
  const message = "the channel sends as fast as it may";
  return { class: "rate-limited", message, retryAfterMs: taken.retryAfterMs };
}

function accepted(sid: string, segments: number): SendOutcome {
  return { status: "accepted", providerMessageIds: [sid], segments };
}

function rejected(error: ChannelError): SendOutcome {
  return { status: "rejected", error };
}

const MAX_REMEMBERED = 2000;

/**
 * Which message got which id, as far as this process knows: of two equal texts the second is not taken for the first,
 * and a message whose id was given but not stored (the database was away) is not sent again.
 */
function sidMemory() {
  const messageOf = new Map<string, string>();
  return {
    remember(sid: string, messageId: string): void {
      messageOf.set(sid, messageId);
      const [oldest] = messageOf.keys();
      if (messageOf.size > MAX_REMEMBERED && oldest !== undefined) messageOf.delete(oldest);
    },
    isTaken: (sid: string) => messageOf.has(sid),
    of: (messageId: string) => [...messageOf].find(([, id]) => id === messageId)?.[0],
  };
}
