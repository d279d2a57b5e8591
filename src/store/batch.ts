/**
 * Group commit: calls that come while a round trip is under way are collected and go out together in the next one,
 * and each caller gets its own result. An idle batch adds no wait beyond the tick in which the call was made.
 */
interface BatchOptions<In, Out> {
  /** One round trip. A result may be an Error: then that caller fails and the others do not. */
  run: (items: readonly In[]) => Promise<readonly (Out | Error)[]>;
  /** Items with the same key never share a round trip: the later one waits for the next. */
  keyOf?: (item: In) => string;
  max?: number;
  inFlight?: number;
}

const MAX_ITEMS = 128; // beyond it a longer command gains nothing and delays its first caller
const MAX_IN_FLIGHT = 2; // while one waits for the disk the next is being written

interface Waiting<In, Out> {
  item: In;
  resolve: (out: Out) => void;
  reject: (error: unknown) => void;
}

export function createBatch<In, Out>({
  run,
  keyOf,
  max = MAX_ITEMS,
  inFlight = MAX_IN_FLIGHT,
}: BatchOptions<In, Out>): (item: In) => Promise<Out> {
  let queue: Waiting<In, Out>[] = [];
  let running = 0;
  let isScheduled = false;
  const busy = new Set<string>();

  function schedule(): void {
    if (isScheduled || running >= inFlight || queue.length === 0) return;
    isScheduled = true;
    // After this tick's I/O, so that calls made by several callbacks of one tick leave together.
    setImmediate(() => {
      isScheduled = false;
      const batch = take();
      if (batch.length > 0) void send(batch);
    });
  }

  /** The oldest calls that may leave now. */
  function take(): Waiting<In, Out>[] {
    if (!keyOf) return queue.splice(0, max);
    const batch: Waiting<In, Out>[] = [];
    const rest: Waiting<In, Out>[] = [];
    for (const waiting of queue) {
      const key = keyOf(waiting.item);
      if (batch.length < max && !busy.has(key)) {
        busy.add(key);
        batch.push(waiting);
      } else rest.push(waiting);
    }
    queue = rest;
    return batch;
  }

  async function send(batch: Waiting<In, Out>[]): Promise<void> {
    running++;
    schedule();
    try {
      const results = await run(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result instanceof Error) reject(result);
        else resolve(result as Out);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      if (keyOf) for (const { item } of batch) busy.delete(keyOf(item));
      running--;
      schedule();
    }
  }

  return (item) =>
    new Promise<Out>((resolve, reject) => {
      queue.push({ item, resolve, reject });
      schedule();
    });
}
