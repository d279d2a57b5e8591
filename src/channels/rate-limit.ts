/**
 * Sends no faster than a carrier takes them, counted in what it counts: SMS parts.
 *
 * Two token buckets must agree, the channel's and the recipient's; a refusal takes from neither. A text that is larger
 * than a bucket leaves when the bucket is full and is paid back afterwards, so nothing waits for ever.
 * It lives in one process and is no promise to a person: whoever is refused waits `retryAfterMs` and asks again.
 */
export function createRateLimit(options: {
  channel: Bucket;
  recipient: Bucket;
  now: () => Date;
}): RateLimit {
  const channel = bucketState(options.channel);
  const recipients = new Map<string, BucketState>();
  let forgetAt = MAX_RECIPIENTS;

  return {
    take(recipient, segments) {
      const at = options.now().getTime();
      if (recipients.size >= forgetAt) {
        forgetFull(recipients, options.recipient, at);
        forgetAt = Math.max(MAX_RECIPIENTS, 2 * recipients.size);
      }
      const own = recipients.get(recipient) ?? bucketState(options.recipient);
      const retryAfterMs = Math.max(
        waitMs(channel, options.channel, segments, at),
        waitMs(own, options.recipient, segments, at),
      );
      if (retryAfterMs > 0) return { ok: false, retryAfterMs };
      channel.tokens -= segments;
      own.tokens -= segments;
      recipients.set(recipient, own);
      return { ok: true };
    },
  };
}

/** `capacity`: parts that may leave at once; `perSecond`: how fast it fills again. */
export interface Bucket {
  readonly capacity: number;
  readonly perSecond: number;
}

export interface RateLimit {
  take(recipient: string, segments: number): { ok: true } | { ok: false; retryAfterMs: number };
}

interface BucketState {
  tokens: number;
  at: number;
}

const MAX_RECIPIENTS = 10_000; // then those whose bucket is full again are forgotten: they lose nothing by it
const ROUNDING = 1e-6; // many small fillings add up to a little less than one large one

/** A bucket that was never used is full, whenever it is first looked at. */
function bucketState(bucket: Bucket): BucketState {
  return { tokens: bucket.capacity, at: Number.NEGATIVE_INFINITY };
}

function waitMs(state: BucketState, bucket: Bucket, segments: number, at: number): number {
  fill(state, bucket, at);
  const lacking = Math.min(segments, bucket.capacity) - state.tokens - ROUNDING;
  return lacking <= 0 ? 0 : Math.ceil((lacking / bucket.perSecond) * 1000);
}

/** A clock that was set back fills nothing and takes nothing. */
function fill(state: BucketState, bucket: Bucket, at: number): void {
  const passedMs = Math.max(0, at - state.at);
  state.tokens = Math.min(bucket.capacity, state.tokens + (passedMs / 1000) * bucket.perSecond);
  state.at = at;
}

function forgetFull(recipients: Map<string, BucketState>, bucket: Bucket, at: number): void {
  for (const [recipient, state] of recipients) {
    fill(state, bucket, at);
    if (state.tokens >= bucket.capacity) recipients.delete(recipient);
  }
}
