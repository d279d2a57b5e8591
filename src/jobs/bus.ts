import { Redis } from "ioredis";
import type { Bus } from "../conversation/ports.ts";
import type { Log } from "../conversation/world.ts";
import type { Json } from "../engine/types.ts";

type Hear = (note: Json) => void;

/** Notes between processes by Redis, heard at once within this process. A note that is lost costs delay, never data. */
export function createBus(options: {
  redisUrl: string;
  prefix: string;
  log: Log;
}): Bus & { stop(): void } {
  const hearers = new Map<string, Set<Hear>>();
  const publisher = connect(options);
  const subscriber = connect(options);
  const origin = `${process.pid}.${Math.random().toString(36).slice(2)}`;

  const tell = (topic: string, note: Json) => {
    for (const hear of hearers.get(topic) ?? []) hear(note);
  };
  subscriber.on("message", (channel: string, data: string) => {
    const { from, note } = JSON.parse(data) as { from: string; note: Json };
    if (from !== origin) tell(channel.slice(options.prefix.length + 1), note);
  });

  return {
    publish(topic, note) {
      tell(topic, note);
      publisher
        .publish(`${options.prefix}:${topic}`, JSON.stringify({ from: origin, note }))
        .catch(() => undefined);
    },
    subscribe(topic, hear) {
      const known = hearers.get(topic) ?? new Set<Hear>();
      if (known.size === 0)
        subscriber.subscribe(`${options.prefix}:${topic}`).catch(() => undefined);
      hearers.set(topic, known.add(hear));
      return () => {
        known.delete(hear);
        if (known.size > 0) return;
        hearers.delete(topic);
        subscriber.unsubscribe(`${options.prefix}:${topic}`).catch(() => undefined);
      };
    },
    stop() {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

function connect({ redisUrl, log }: { redisUrl: string; log: Log }): Redis {
  const redis = new Redis(redisUrl, {
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
  });
  redis.on("error", (error) => log.warn({ reason: error.message }, "Redis does not answer"));
  return redis;
}
