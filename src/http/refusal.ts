import type { Json } from "../engine/types.ts";

/** A request that is refused with a reason. Thrown in a route, turned into an answer in one place (`errors.ts`). */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterS: number | undefined;
  /** What a page needs to say it well: who was faster, which fields are to be mended. */
  readonly data: Json | undefined;

  constructor(status: number, code: string, message: string, retryAfterS?: number, data?: Json) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterS = retryAfterS;
    this.data = data;
  }
}

/** The same words wherever a share is used up; whoever waits a little is served. */
export function tooMany(what: string): Refusal {
  return new Refusal(429, "http.too_many", `too many ${what}; wait a little`, RETRY_AFTER_S);
}

const RETRY_AFTER_S = 5;
