import { randomUUID } from "node:crypto";
import { createInterface, type Interface } from "node:readline";
import type {
  Address,
  Capabilities,
  Channel,
  ChannelEvents,
  ChannelKind,
  ErrorClass,
} from "../channel.ts";
import type { Health, Outbound, SendOutcome } from "../channel.ts";
import { plainText } from "../plain-text.ts";

/** What the person in front of the console has seen. */
interface Shown {
  id: string;
  to: Address;
  text: string;
}

export interface ConsoleChannel extends Channel {
  /** The person writes; the same `id` again is the same message again. */
  say(text: string, from?: { person?: string; id?: string }): Promise<"stored" | "duplicate">;
  /** All that was shown, oldest first. */
  readonly shown: readonly Shown[];
  /** The next message ends like this; with `isShown` it was seen all the same (a lost answer). */
  failNext(outcome: Exclude<SendOutcome, { status: "accepted" }>, isShown?: boolean): void;
}

/**
 * A person at the keyboard, or in a test: everything stays in this process. With a `terminal` each line that is typed
 * comes in and each message is printed; without one use `say` and `shown`.
 */
export function createConsole(options: {
  id: string;
  kind?: ChannelKind;
  terminal?: { input: NodeJS.ReadableStream; output: NodeJS.WritableStream };
  now?: () => Date;
}): ConsoleChannel {
  const { id, kind = "web", terminal, now = () => new Date() } = options;
  const shown: Shown[] = [];
  const failures: { outcome: SendOutcome; isShown: boolean }[] = [];
  let events: ChannelEvents | undefined;
  let health: Health = { state: "stopped" };
  let lines: Interface | undefined;

  function become(next: Health): void {
    health = next;
    events?.onHealth(next);
  }

  function show(message: Outbound): void {
    if (shown.some((each) => each.id === message.id)) return;
    const text = plainText(message.body);
    shown.push({ id: message.id, to: message.to, text });
    terminal?.output.write(`${text}\n\n`);
  }

  async function reportSeen(providerMessageId: string): Promise<void> {
    await events?.onReceipt({ channelId: id, providerMessageId, state: "delivered" });
  }

  const channel: ConsoleChannel = {
    id,
    kind,
    transport: "console",
    capabilities,
    shown,

    async start(channelEvents) {
      events = channelEvents;
      become({ state: "ready", since: now(), identity: id });
      if (!terminal) return;
      lines = createInterface({ input: terminal.input });
      lines.on("line", (line) => void channel.say(line).catch(ignore));
    },

    async stop() {
      lines?.close();
      if (events) become({ state: "stopped" });
      events = undefined;
    },

    health: () => health,
    render: ({ body }) => ({ text: plainText(body), warnings: [] }),

    async send(message) {
      if (message.to.channelId !== id) {
        throw new Error(`message ${message.id} is for channel ${message.to.channelId}, not ${id}`);
      }
      if (!events) return rejected("not-ready", "the channel is not started");
      if (message.body.kind === "media") return rejected("unsupported", "a console shows no files");
      if (plainText(message.body).length > capabilities.text.maxChars) {
        return rejected("content", "the text is too long");
      }
      const failure = failures.shift();
      if (failure?.isShown ?? true) show(message);
      if (failure) return failure.outcome;
      void reportSeen(message.id).catch(ignore);
      return { status: "accepted", providerMessageIds: [message.id] };
    },

    async reconcile(message) {
      const isShown = shown.some((each) => each.id === message.id);
      return isShown ? { status: "accepted", providerMessageIds: [message.id] } : "not-found";
    },

    async say(text, { person = "console", id: messageId = randomUUID() } = {}) {
      if (!events) throw new Error(`channel ${id} is not started`);
      const address: Address = { channelId: id, scheme: "console", value: person };
      return events.onInbound({
        providerMessageId: messageId,
        channelId: id,
        from: { address, phoneAssurance: "none" },
        sentAt: now(),
        origin: "live",
        author: "contact",
        body: { kind: "text", text },
      });
    },

    failNext(outcome, isShown = false) {
      failures.push({ outcome, isShown });
    },
  };
  return channel;
}

const capabilities: Capabilities = {
  direction: "two-way",
  text: { maxChars: 4000 },
  buttons: 0,
  media: { inbound: false, outbound: false, maxBytes: 0 },
  receipts: ["delivered"],
  idempotentSend: true,
  isolates: true,
};

function rejected(errorClass: ErrorClass, message: string): SendOutcome {
  return { status: "rejected", error: { class: errorClass, message } };
}

/** Whoever stores has logged it; the person at the keyboard says it again. */
function ignore(): void {}
