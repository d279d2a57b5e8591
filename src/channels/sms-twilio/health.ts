import type { Health, SendOutcome } from "../channel.ts";

/**
 * What an answer of Twilio says about the channel itself; undefined when it says nothing. Only a text that was taken
 * proves that an operator's repair helped; that one recipient is refused proves that Twilio answers again.
 */
export function healthAfter(
  outcome: SendOutcome,
  { health, identity, since }: { health: Health; identity: string; since: Date },
): Health | undefined {
  const ready: Health = { state: "ready", since, identity };
  if (outcome.status === "accepted") return ready;
  const { class: errorClass, message, providerCode } = outcome.error;
  if (errorClass === "auth") {
    return { state: "needs-operator", since, reason: message, action: actionFor(providerCode) };
  }
  if (errorClass === "transient") return { state: "degraded", since, reason: message };
  return health.state === "degraded" ? ready : undefined;
}

const ACCOUNT_CODES = new Set([undefined, "20003", "20404", "30002"]);

function actionFor(code: string | undefined): string {
  return ACCOUNT_CODES.has(code)
    ? "check the account and its token at Twilio"
    : "check the sender and its permissions at Twilio";
}
