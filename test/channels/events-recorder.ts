import type {
  Address,
  ChannelEvents,
  Health,
  Inbound,
  Outbound,
  OutboundBody,
  Receipt,
} from "../../src/channels/channel.ts";

export interface EventsRecorder extends ChannelEvents {
  /** Stored messages: a second copy is only counted. */
  inbound: Inbound[];
  duplicates: number;
  receipts: Receipt[];
  health: Health["state"][];
  /** While true nothing can be stored. */
  isStoreAway: boolean;
  /** The store takes its time with what comes in, until `release`; `reached` resolves when something waits. */
  holdInbound(): { reached: Promise<void>; release(): void };
}

/** What stands behind a channel, in memory: it stores, tells duplicates, and fails on demand. */
export function recordEvents(): EventsRecorder {
  const known = new Set<string>();
  let reach: (() => void) | undefined;
  let released: Promise<void> | undefined;

  const recorder: EventsRecorder = {
    inbound: [],
    duplicates: 0,
    receipts: [],
    health: [],
    isStoreAway: false,

    async onInbound(message) {
      reach?.();
      await released;
      if (recorder.isStoreAway) throw new Error("the store is away");
      if (known.has(message.providerMessageId)) {
        recorder.duplicates += 1;
        return "duplicate";
      }
      known.add(message.providerMessageId);
      recorder.inbound.push(message);
      return "stored";
    },
    async onReceipt(receipt) {
      if (recorder.isStoreAway) throw new Error("the store is away");
      recorder.receipts.push(receipt);
    },
    onHealth: ({ state }) => void recorder.health.push(state),

    holdInbound() {
      let release = () => {};
      const reached = new Promise<void>((resolve) => (reach = resolve));
      released = new Promise<void>((resolve) => (release = resolve));
      return { reached, release: () => release() };
    },
  };
  return recorder;
}

export function outbound(to: Address, body: OutboundBody, id: string): Outbound {
  return { id, to, body, key: "test.text", author: "bot", purpose: "reply" };
}
