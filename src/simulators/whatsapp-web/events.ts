/** Something that the page or the library behind it did. */
export interface SimEvent {
  type: string;
  data: Record<string, unknown>;
  at: number;
}

/** What happened to one number, oldest first, and who waits for more. */
export function createEvents(accountId: string) {
  const events: SimEvent[] = [];
  const waiters = new Set<{ isIt(event: SimEvent): boolean; resolve(event: SimEvent): void }>();

  return {
    events,

    note(type: string, data: Record<string, unknown> = {}): void {
      const event = { type, data, at: Date.now() };
      events.push(event);
      for (const waiter of waiters) {
        if (!waiter.isIt(event)) continue;
        waiters.delete(waiter);
        waiter.resolve(event);
      }
    },

    /** The first event, past or to come, of this type. */
    waitFor(type: string, withinMs = 30_000): Promise<SimEvent> {
      const isIt = (event: SimEvent) => event.type === type;
      const seen = events.find(isIt);
      if (seen) return Promise.resolve(seen);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiters.delete(waiter);
          reject(new Error(`account ${accountId}: no "${type}" in ${withinMs} ms`));
        }, withinMs);
        const waiter = {
          isIt,
          resolve(event: SimEvent) {
            clearTimeout(timer);
            resolve(event);
          },
        };
        waiters.add(waiter);
      });
    },
  };
}
