import type { ChannelEvents, Health, SendOutcome } from "./channel.ts";
import { healthAfter, type ActionFor } from "./health.ts";

/**
 * Start, stop and health of a channel whose provider is called over HTTP: there is no line to keep open, so it is ready
 * once started, and how it really is shows in the answers. A stop waits for what is under way; each call has a deadline.
 */
export function createLife(options: {
  identity: string;
  actionFor: ActionFor;
  now: () => Date;
}): Life {
  const { identity, actionFor, now } = options;
  const underWay = new Set<Promise<SendOutcome>>();
  let events: ChannelEvents | undefined;
  let health: Health = { state: "stopped" };

  function become(next: Health | undefined): void {
    if (!events || !next || next.state === health.state) return;
    health = next;
    events.onHealth(health);
  }

  return {
    events: () => events,
    health: () => health,

    start(channelEvents) {
      events = channelEvents;
      become({ state: "ready", since: now(), identity });
    },

    async stop() {
      await Promise.allSettled(underWay);
      become({ state: "stopped" });
      events = undefined;
    },

    learn(outcome) {
      become(healthAfter(outcome, { health, identity, since: now(), actionFor }));
      return outcome;
    },

    async track(sending) {
      underWay.add(sending);
      try {
        return await sending;
      } finally {
        underWay.delete(sending);
      }
    },
  };
}

export interface Life {
  /** Undefined while the channel is stopped. */
  events(): ChannelEvents | undefined;
  health(): Health;
  start(events: ChannelEvents): void;
  stop(): Promise<void>;
  /** An answer of the provider, for the health; what we refuse ourselves says nothing about him. */
  learn(outcome: SendOutcome): SendOutcome;
  /** The stop waits for it. */
  track(sending: Promise<SendOutcome>): Promise<SendOutcome>;
}
