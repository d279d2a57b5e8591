import type {
  Capabilities,
  Channel,
  ChannelEvents,
  Health,
  Outbound,
  SendOutcome,
} from "../channel.ts";
import { plainText } from "../plain-text.ts";
import type { Notes, SessionLog } from "./log.ts";
import { bodyOf, isSecret } from "./render.ts";

/**
 * The chat page of an association's own website. Sending is appending to the session's log, which the page replays by
 * sequence: a message that stands there has left, whether or not the page is open. The note on the bus only saves the
 * open page its next look.
 */
export function createWebChannel(options: {
  id: string;
  log: SessionLog;
  bus: Notes;
  now: () => Date;
}): Channel {
  const { id, log, bus, now } = options;
  let events: ChannelEvents | undefined;
  let health: Health = { state: "stopped" };

  function become(next: Health): void {
    health = next;
    events?.onHealth(next);
  }

  return {
    id,
    kind: "web",
    transport: "web",
    capabilities,

    async start(channelEvents) {
      events = channelEvents;
      become({ state: "ready", since: now(), identity: id });
    },

    async stop() {
      if (events) become({ state: "stopped" });
      events = undefined;
    },

    health: () => health,
    render: ({ body }) => ({ text: plainText(body), warnings: [] }),

    async send(message) {
      const session = sessionOf(id, message);
      if (!events) return rejected("not-ready", "the channel is not started");
      if (plainText(message.body).length > capabilities.text.maxChars)
        return rejected("content", "the text is longer than a chat message may be");
      try {
        const { item } = await log.append(
          session,
          {
            id: message.id,
            type: "message",
            author: message.author,
            at: now(),
            body: bodyOf(message.body),
            key: message.key,
          },
          { secret: isSecret(message.body) },
        );
        bus.publish(topicOf(session), { seq: item.seq });
        return accepted(message.id);
      } catch {
        // The write may have taken hold all the same: whoever asks again finds it by its id.
        return {
          status: "unknown",
          error: { class: "transient", message: "the log of the session did not answer" },
        };
      }
    },

    async reconcile(message) {
      const item = await log.find(sessionOf(id, message), message.id);
      return item ? accepted(message.id) : "not-found";
    },
  };
}

/** Where an open page of this session listens. */
function topicOf(session: string): string {
  return `web.${session}`;
}

const capabilities: Capabilities = {
  direction: "two-way",
  text: { maxChars: 4000 },
  buttons: 20,
  media: { inbound: true, outbound: true, maxBytes: 25 * 1024 * 1024 },
  receipts: ["delivered"],
  idempotentSend: true,
  isolates: true,
};

function sessionOf(id: string, { id: messageId, to }: Outbound): string {
  if (to.channelId !== id)
    throw new Error(`message ${messageId} is for channel ${to.channelId}, not ${id}`);
  return to.value;
}

function accepted(messageId: string): SendOutcome {
  return { status: "accepted", providerMessageIds: [messageId] };
}

function rejected(errorClass: "not-ready" | "content", message: string): SendOutcome {
  return { status: "rejected", error: { class: errorClass, message } };
}
