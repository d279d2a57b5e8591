export interface RecycleOptions {
  /** No browser gets older than this; 24 h. */
  maxAgeMs?: number;
  /** The hour of the night at which one older than half of it is started afresh, in Riyadh; 3. */
  nightHour?: number;
  /** A browser that takes more is started afresh at the next quiet moment; 1.5 GB. */
  memoryBytes?: number;
  /** None is started afresh younger than this; 10 min. */
  minAgeMs?: number;
  /** How often this is looked at; 1 min. */
  everyMs?: number;
}

const RIYADH_MS = 3 * 3600_000; // no summer time

/** Browsers that run for days grow and go odd. Why this one is to be started afresh now, or undefined. */
export function recycleReason(
  options: RecycleOptions,
  { now, since, bytes }: { now: Date; since: Date; bytes: number },
): string | undefined {
  const {
    maxAgeMs = 24 * 3600_000,
    nightHour = 3,
    memoryBytes = 1_500_000_000,
    minAgeMs = 600_000,
  } = options;
  const age = now.getTime() - since.getTime();
  if (age < minAgeMs) return undefined;
  if (bytes > memoryBytes) return "memory";
  if (age >= maxAgeMs) return "age";
  const hour = new Date(now.getTime() + RIYADH_MS).getUTCHours();
  return hour === nightHour && age >= maxAgeMs / 2 ? "night" : undefined;
}
