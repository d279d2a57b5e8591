import type { Address, ChannelError, ErrorClass, Outbound, SendOutcome } from "./channel.ts";
import type { RateLimit } from "./rate-limit.ts";

/*
 * What became of a message, in the words of the port, and what every transport looks at before it asks its provider.
 */

export function accepted(providerMessageId: string, segments?: number): SendOutcome {
  const part = segments === undefined ? {} : { segments };
  return { status: "accepted", providerMessageIds: [providerMessageId], ...part };
}

export function rejected(error: ChannelError): SendOutcome {
  return { status: "rejected", error };
}

/** It may have left. */
export function unknown(message: string, code?: number | string): SendOutcome {
  return { status: "unknown", error: errorOf("transient", message, code) };
}

/** `message` is ours: what a provider writes repeats the recipient's number. */
export function errorOf(
  errorClass: ErrorClass,
  message: string,
  code?: number | string,
): ChannelError {
  const providerCode = code === undefined ? {} : { providerCode: String(code) };
  return { class: errorClass, message, ...providerCode };
}

export const NOT_STARTED: SendOutcome = {
  status: "rejected",
  error: { class: "not-ready", message: "the channel is not started" },
};

/** A message of another channel, or to an address that this one does not know, is a mistake of ours. */
export function requireOurs(
  { id, to }: Outbound,
  channelId: string,
  schemes: readonly Address["scheme"][],
): void {
  if (to.channelId !== channelId)
    throw new Error(`message ${id} is for channel ${to.channelId}, not for ${channelId}`);
  if (!schemes.includes(to.scheme))
    throw new Error(
      `message ${id}: ${channelId} does not send to an address of scheme ${to.scheme}`,
    );
}

/** Our own limit; the crisis text waits for nobody. */
export function throttle(
  rateLimit: RateLimit | undefined,
  { to, purpose }: Outbound,
  segments: number,
): ChannelError | undefined {
  if (!rateLimit || purpose === "crisis") return undefined;
  const taken = rateLimit.take(to.value, segments);
  if (taken.ok) return undefined;
  const { retryAfterMs } = taken;
  return { ...errorOf("rate-limited", "the channel sends as fast as it may"), retryAfterMs };
}
