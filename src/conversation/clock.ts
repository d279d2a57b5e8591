import type { Bus, Clock, Settings } from "./ports.ts";

const SETTING = "clock.offset_ms";
const TOPIC = "clock";
const REFRESH_MS = 2_000; // should the note of a move be lost, it is seen this much later

/** The real clock: production. */
export const realClock: Clock = { now: () => new Date(), real: () => new Date() };

export interface MovableClock extends Clock {
  /** Moves the time of the domain forward for every process. Resolves with the new time. */
  advance(ms: number): Promise<Date>;
  onMove(hear: () => void): void;
  stop(): void;
}

/** The demo's clock: an offset in the store, so that all processes and every later start agree on what time it is. */
export async function createMovableClock(settings: Settings, bus: Bus): Promise<MovableClock> {
  const hearers: (() => void)[] = [];
  let offset = await read();

  async function read(): Promise<number> {
    const stored = await settings.read(SETTING);
    return typeof stored === "number" ? stored : 0;
  }
  async function refresh(): Promise<void> {
    const stored = await read();
    if (stored === offset) return;
    offset = stored;
    for (const hear of hearers) hear();
  }
  const unsubscribe = bus.subscribe(TOPIC, () => void refresh());
  const timer = setInterval(() => void refresh().catch(() => undefined), REFRESH_MS);
  const now = () => new Date(Date.now() + offset);

  return {
    now,
    real: () => new Date(),
    async advance(ms) {
      await settings.write(SETTING, (await read()) + ms);
      await refresh();
      bus.publish(TOPIC, null);
      return now();
    },
    onMove: (hear) => void hearers.push(hear),
    stop() {
      unsubscribe();
      clearInterval(timer);
    },
  };
}
