const MOST = 5_000;

/** The best acknowledgement of each message so far (-1 failed, 0 pending, 1 server, 2 telephone, 3 read, 4 heard). */
export function createAcks() {
  const best = new Map<string, number>();
  const waiting = new Map<string, Set<(ack: number) => void>>();

  return {
    of: (id: string) => best.get(id) ?? 0,

    /** False for what says nothing new: marks only rise, and a failure counts while nobody has the message. */
    note(id: string, ack: number): boolean {
      const before = best.get(id) ?? 0;
      const isNews = ack > before || (ack < 0 && before >= 0 && before < 2);
      if (!isNews) return false;
      best.delete(id);
      best.set(id, ack);
      const [oldest] = best.keys();
      if (best.size > MOST && oldest !== undefined) best.delete(oldest);
      for (const resolve of waiting.get(id) ?? []) resolve(ack);
      waiting.delete(id);
      return true;
    },

    /** The first that is not "pending"; 0 when none comes in time, or the page goes away. */
    async wait(id: string, ms: number, interrupted: AbortSignal): Promise<number> {
      const known = best.get(id) ?? 0;
      if (known !== 0 || interrupted.aborted) return known;
      return new Promise((resolve) => {
        const finish = (ack: number) => {
          clearTimeout(timer);
          interrupted.removeEventListener("abort", giveUp);
          waiting.get(id)?.delete(finish);
          resolve(ack);
        };
        const giveUp = () => finish(best.get(id) ?? 0);
        const timer = setTimeout(giveUp, ms);
        interrupted.addEventListener("abort", giveUp, { once: true });
        waiting.set(id, (waiting.get(id) ?? new Set()).add(finish));
      });
    },
  };
}

export type Acks = ReturnType<typeof createAcks>;
