export interface RestartOptions {
  /** Pause before the first restart, doubled with each further one (jittered), up to the longest. */
  firstMs?: number;
  longestMs?: number;
  /** This many deaths within the time are a crash loop: an operator is called, and it goes on slowly. */
  crashLoop?: { deaths: number; withinMs: number };
  /** Pause while an operator is needed. */
  stuckMs?: number;
}

/** How long to wait after each death. A life that was ready begins to count anew, but not for the crash loop. */
export function createRestarts(
  options: RestartOptions,
  { now, random }: { now: () => Date; random: () => number },
) {
  const {
    firstMs = 2_000,
    longestMs = 300_000,
    crashLoop = { deaths: 6, withinMs: 600_000 },
    stuckMs = 300_000,
  } = options;
  const deaths: number[] = [];
  let attempt = 0;

  return {
    stuckMs,
    wasReady(): void {
      attempt = 0;
    },
    died(): { attempt: number; pauseMs: number; isLoop: boolean } {
      const at = now().getTime();
      deaths.push(at);
      while ((deaths[0] ?? at) < at - crashLoop.withinMs) deaths.shift();
      attempt += 1;
      const isLoop = deaths.length >= crashLoop.deaths;
      const pauseMs = Math.min(longestMs, firstMs * 2 ** (attempt - 1)) * (0.8 + 0.4 * random());
      return {
        attempt,
        pauseMs: isLoop ? Math.max(pauseMs, stuckMs) : Math.round(pauseMs),
        isLoop,
      };
    },
  };
}
