import type { Bus } from "../../src/conversation/ports.ts";
import type { Json } from "../../src/engine/types.ts";

/** Notes within one process. `isDeaf` loses them all, which may cost delay and nothing else. */
export function memoryBus(): Bus & { isDeaf: boolean } {
  const hearers = new Map<string, Set<(note: Json) => void>>();
  const bus = {
    isDeaf: false,
    publish(topic: string, note: Json) {
      if (bus.isDeaf) return;
      for (const hear of hearers.get(topic) ?? []) hear(note);
    },
    subscribe(topic: string, hear: (note: Json) => void) {
      const known = hearers.get(topic) ?? new Set();
      hearers.set(topic, known.add(hear));
      return () => known.delete(hear);
    },
  };
  return bus;
}
