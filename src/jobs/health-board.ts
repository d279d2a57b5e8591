import type { Health } from "../channels/channel.ts";
import type { Bus } from "../conversation/ports.ts";
import type { Json } from "../engine/types.ts";

export interface HealthBoard {
  /** How a channel of this process is now. */
  tell(channelId: string, health: Health): void;
  /** What the process that carries the channel said last; undefined when none has said anything. */
  of(channelId: string): Health | undefined;
  stop(): void;
}

const TOPIC = "health";
const ASK = "health.ask";
const ASK_MS = 10_000;
const SILENT_MS = 35_000; // three questions without an answer

/**
 * How each channel is, known in every process: a page that a web process serves shows the code by which a number is
 * linked in the worker. Over the bus only, because the code opens an account and is stored nowhere.
 */
export function createHealthBoard(bus: Bus, now: () => number = Date.now): HealthBoard {
  const own = new Map<string, Health>();
  const heard = new Map<string, { health: Health; at: number }>();
  const stopping = [
    bus.subscribe(TOPIC, (note) => {
      const { channelId, health } = note as { channelId: string; health: Json };
      if (!own.has(channelId)) heard.set(channelId, { health: revived(health), at: now() });
    }),
    bus.subscribe(ASK, () => {
      for (const [channelId, health] of own) publish(channelId, health);
    }),
  ];
  const ask = () => bus.publish(ASK, null);
  const timer = setInterval(ask, ASK_MS);
  timer.unref();
  ask();

  function publish(channelId: string, health: Health): void {
    bus.publish(TOPIC, { channelId, health: JSON.parse(JSON.stringify(health)) as Json });
  }

  return {
    tell(channelId, health) {
      own.set(channelId, health);
      publish(channelId, health);
    },
    of(channelId) {
      const mine = own.get(channelId);
      if (mine) return mine;
      const last = heard.get(channelId);
      if (!last || now() - last.at <= SILENT_MS) return last?.health;
      const reason = "the process that carries it does not answer";
      return { state: "degraded", since: new Date(last.at), reason };
    },
    stop() {
      clearInterval(timer);
      for (const stop of stopping) stop();
    },
  };
}

const DATES = ["since", "expiresAt", "nextAt"];

function revived(health: Json): Health {
  return Object.fromEntries(
    Object.entries(health as Record<string, Json>).map(([name, value]) => [
      name,
      DATES.includes(name) && typeof value === "string" ? new Date(value) : value,
    ]),
  ) as unknown as Health;
}
