/** So many at once, and so many a minute afterwards, for each key. Old keys are forgotten. */
export function createTokenBucket(options: {
  burst: number;
  perMinute: number;
  now: () => number;
}) {
  const buckets = new Map<string, { left: number; at: number }>();
  const MAX_KEYS = 50_000; // a flood of new keys must not fill the memory

  return {
    /** False when the key has used up its share. */
    take(key: string): boolean {
      const now = options.now();
      const known = buckets.get(key) ?? { left: options.burst, at: now };
      const left = Math.min(
        options.burst,
        known.left + ((now - known.at) / 60_000) * options.perMinute,
      );
      if (buckets.size >= MAX_KEYS) buckets.clear();
      buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now });
      return left >= 1;
    },
  };
}
