import { setTimeout as sleep } from "node:timers/promises";
import { within } from "../deadlines.ts";

/** The page cannot be asked now: nothing was done. */
export class PageAway extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "PageAway";
  }
}

/**
 * The one way into the page. It is open only between a `ready` and whatever ends it: in the gap after a reload the
 * library's own functions are missing in the page, and calls fail in odd ways.
 */
export function createGate(now: () => Date) {
  const calls = new Set<Promise<unknown>>();
  const waiting = new Set<() => void>();
  let closedBecause: string | undefined = "the page has not been loaded";
  let openSince: Date | undefined;
  let interruption = new AbortController();

  return {
    open(): void {
      if (closedBecause === undefined) return;
      closedBecause = undefined;
      openSince = now();
      interruption = new AbortController();
      for (const resolve of waiting) resolve();
      waiting.clear();
    },
    close(reason: string): void {
      closedBecause = reason;
      openSince = undefined;
      interruption.abort();
    },
    closedBecause: () => closedBecause,
    openSince: () => openSince,
    /** Fires when the page that is there now goes away. */
    interrupted: () => interruption.signal,

    /** Throws `PageAway` (nothing happened), `DeadlinePassed`, or what the library throws. */
    async call<T>(what: string, ms: number, ask: () => Promise<T>): Promise<T> {
      if (closedBecause !== undefined) throw new PageAway(closedBecause);
      const asking = ask();
      const tracked = asking.catch(() => undefined).finally(() => calls.delete(tracked));
      calls.add(tracked);
      return within(ms, what, asking);
    },

    /** Whether it is open, now or within the time. */
    async whenOpen(ms: number): Promise<boolean> {
      if (closedBecause === undefined) return true;
      await Promise.race([new Promise<void>((resolve) => waiting.add(resolve)), sleep(ms)]);
      return closedBecause === undefined;
    },

    /** No more calls; those under way may finish within the time. A browser closed under a call takes Node with it. */
    async drain(ms: number): Promise<void> {
      closedBecause = "the adapter ends";
      await Promise.race([Promise.all(calls), sleep(ms)]);
    },
  };
}

export type Gate = ReturnType<typeof createGate>;
