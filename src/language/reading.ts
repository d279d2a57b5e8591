/** Why a text was not taken as an answer. The engine looks up a text by it, else asks again in general words. */
export type UnclearReason =
  | "unclear"
  | "unknown"
  | "too_long"
  | "too_short"
  | "several"
  | "range"
  | "negative"
  | "out_of_range"
  | "currency"
  | "period"
  | "checksum"
  | "length"
  | "first_digit"
  | "repeated"
  | "is_mobile"
  | "is_national_id"
  | "not_mobile"
  | "country"
  | "missing_prefix"
  | "account_number"
  | "prefix"
  | "past"
  | "future"
  | "two_digit_year"
  | "year_only"
  | "incomplete"
  | "impossible"
  | "age"
  | "relative"
  | "one_word";

/**
 * What a reader made of a text. `loose`: a value was found among words that the reader does not know, so a text that
 * is also a question is a question.
 */
export type Reading<T> =
  | { ok: true; value: T; approximate?: true; loose?: true }
  | { ok: false; reason: UnclearReason };

export function read<T>(value: T): Reading<T> {
  return { ok: true, value };
}

export function unclear(reason: UnclearReason): { ok: false; reason: UnclearReason } {
  return { ok: false, reason };
}
