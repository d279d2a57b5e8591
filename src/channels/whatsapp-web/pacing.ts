export interface PacingOptions {
  /** Between two messages of this number, whoever they go to; on average. */
  gapMs?: number;
  /** "Typing" before a message: a beginning, and a time for each character, up to a most. */
  thinkMs?: number;
  perCharacterMs?: number;
  longestTypingMs?: number;
  /** A message that would have to wait longer is told to come again. */
  longestWaitMs?: number;
}

/** A place in the queue: wait, then type, then send. */
export type Place =
  | { ok: true; waitMs: number; typingMs: number }
  | { ok: false; retryAfterMs: number };

/**
 * Sends like a person: not two messages at once, and not a page of text in no time. Numbers that answer like machines
 * are blocked. Reserves; waiting is for the caller.
 */
export function createPacing(
  options: PacingOptions,
  { now, random }: { now: () => Date; random: () => number },
) {
  const {
    gapMs = 600,
    thinkMs = 400,
    perCharacterMs = 12,
    longestTypingMs = 2_500,
    longestWaitMs = 3_000,
  } = options;
  let nextAt = 0;

  return function reserve(characters: number): Place {
    const at = now().getTime();
    const waitMs = Math.max(0, nextAt - at);
    if (waitMs > longestWaitMs) return { ok: false, retryAfterMs: waitMs };
    nextAt = at + waitMs + around(gapMs);
    const typingMs = Math.min(longestTypingMs, around(thinkMs + characters * perCharacterMs));
    return { ok: true, waitMs, typingMs };
  };

  function around(ms: number): number {
    return Math.round(ms * (0.7 + 0.6 * random()));
  }
}
