export interface TokenBucket {
  /** False when the key has used up its share. */
  take(key: string): boolean;
}

/** So many at once, and so many a minute afterwards, for each key. */
export function createTokenBucket(options: {
  burst: number;
  perMinute: number;
  now: () => number;
}): TokenBucket {
  const { burst, perMinute } = options;
  const buckets = new Map<string, { left: number; at: number }>();
  const leftAt = (bucket: { left: number; at: number }, now: number) =>
    Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 60_000) * perMinute);

  return {
    take(key) {
      const now = options.now();
      if (buckets.size >= MAX_KEYS && !buckets.has(key)) forgetFull(now);
      const left = leftAt(buckets.get(key) ?? { left: burst, at: now }, now);
      buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now });
      return left >= 1;
    },
  };

  /** Who has a full bucket again loses nothing by being forgotten; in a flood of new keys the oldest go. */
  function forgetFull(now: number): void {
    for (const [key, bucket] of buckets) if (leftAt(bucket, now) >= burst) buckets.delete(key);
    for (const key of buckets.keys()) {
      if (buckets.size < MAX_KEYS) return;
      buckets.delete(key);
    }
  }
}

const MAX_KEYS = 50_000;
