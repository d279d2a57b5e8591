import type { ChannelError, Health, SendOutcome } from "./channel.ts";

/** What an operator has to do about an error; undefined when it is none of his business. */
export type ActionFor = (error: ChannelError) => string | undefined;

/**
 * What an answer of the provider says about the channel itself; undefined when it says nothing. Only a message that
 * was taken proves that an operator's repair helped; that one recipient is refused proves that the provider answers.
 */
export function healthAfter(
  outcome: SendOutcome,
  facts: { health: Health; identity: string; since: Date; actionFor: ActionFor },
): Health | undefined {
  const { health, identity, since, actionFor } = facts;
  const ready: Health = { state: "ready", since, identity };
  if (outcome.status === "accepted") return ready;
  const { class: errorClass, message: reason } = outcome.error;
  const action = actionFor(outcome.error);
  if (action !== undefined) return { state: "needs-operator", since, reason, action };
  if (errorClass === "transient") return { state: "degraded", since, reason };
  return health.state === "degraded" ? ready : undefined;
}
