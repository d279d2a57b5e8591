import type { ChannelError, ErrorClass, SendOutcome } from "./channel.ts";
import { errorOf, rejected, unknown } from "./outcome.ts";

/**
 * What an error thrown by the Twilio client means for the message. No text of the provider is passed on: its messages
 * repeat the recipient's number.
 */
export function outcomeOfError(error: unknown): SendOutcome {
  if (error instanceof Throttled) return rejected(throttled(error));
  const { status, code } = (error ?? {}) as { status?: unknown; code?: unknown };
  if (typeof status === "number")
    return outcomeOfAnswer(status, typeof code === "number" ? code : undefined);
  if (NEVER_LEFT.has(String(code)))
    return rejected(errorOf("transient", "Twilio could not be reached"));
  return unknown("the connection was lost or timed out before Twilio answered");
}

/** HTTP 429: what the API says about waiting would be lost in the library's own exception. */
export class Throttled extends Error {
  readonly retryAfterMs: number;

  constructor(retryAfterSeconds: unknown) {
    super("Twilio answered 429");
    this.name = "Throttled";
    const seconds = Number(retryAfterSeconds);
    this.retryAfterMs = seconds > 0 ? seconds * 1000 : DEFAULT_RETRY_AFTER_MS;
  }
}

/** The class of a Twilio error code, from an answer of the API or from a delivery report. */
export function errorOfCode(
  code: number | undefined,
  fallback: ErrorClass = "permanent",
): ChannelError {
  const known = code === undefined ? undefined : knownCodes.get(code);
  const [errorClass, message] = known ?? [fallback, "Twilio refused the message"];
  return errorOf(errorClass, message, code);
}

// ---------------------------------------------------------------- answers of the API

const DEFAULT_RETRY_AFTER_MS = 1000;

/** Errors of looking up a name or of connecting: not one byte of the request was sent. */
const NEVER_LEFT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

/** Creating a message is not idempotent (docs/api/errors/20500): after a 5xx it may exist. */
function outcomeOfAnswer(status: number, code: number | undefined): SendOutcome {
  if (status >= 500 || status === 408) return unknown(`Twilio answered ${status}`, code);
  const isAccount = status === 401 || status === 403 || status === 404;
  return rejected(errorOfCode(code, isAccount ? "auth" : "permanent"));
}

function throttled({ retryAfterMs }: Throttled): ChannelError {
  return { ...errorOfCode(20429), retryAfterMs };
}

// ---------------------------------------------------------------- the table

/** https://www.twilio.com/docs/api/errors */
const knownCodes = new Map<number, readonly [ErrorClass, string]>([
  [21610, ["opted-out", "the person has stopped messages of this sender"]],

  [21211, ["bad-address", "not a valid phone number"]],
  [21614, ["bad-address", "not a mobile number"]],
  [30005, ["bad-address", "the number does not exist or is out of service"]],
  [30006, ["bad-address", "a landline, or a carrier that cannot be reached"]],

  [30001, ["transient", "the sender's queue is full"]],
  [30003, ["transient", "the telephone is switched off or out of reach"]],
  [30008, ["transient", "the carrier gave no reason"]],

  [20429, ["rate-limited", "too many requests"]],
  [14107, ["rate-limited", "too many messages of this sender"]],

  [21617, ["content", "the text is over 1600 characters"]],
  [21620, ["content", "Twilio does not take the address of the file"]],
  [30007, ["content", "the carrier's filter took the text for unwanted"]],
  [30004, ["blocked", "the telephone or its carrier blocks this sender"]],

  [20003, ["auth", "Twilio does not accept the account and its token"]],
  [20404, ["auth", "Twilio does not know this account"]],
  [21408, ["auth", "the account may not send to this country"]],
  [21602, ["auth", "the message has no text"]],
  [21603, ["auth", "the message has no sender"]],
  [21604, ["auth", "the message has no recipient"]],
  [21606, ["auth", "the sender does not belong to the account or cannot send SMS"]],
  [21608, ["auth", "a trial account sends only to verified numbers"]],
  [21612, ["auth", "the sender cannot reach this number"]],
  [30002, ["auth", "the account is suspended"]],

  // WhatsApp by Twilio
  [63016, ["window-closed", "the person wrote more than 24 hours ago"]],
  [63014, ["opted-out", "the person blocks this sender"]],
  [63003, ["bad-address", "the number is not on WhatsApp"]],
  [63024, ["bad-address", "WhatsApp does not deliver to this number"]],
  [63001, ["auth", "WhatsApp does not accept the sender's account"]],
  [63005, ["content", "WhatsApp does not take this content"]],
  [63007, ["auth", "the sender is not set up for WhatsApp"]],
  [63012, ["transient", "WhatsApp has a fault of its own"]],
  [63013, ["blocked", "the message broke a rule of WhatsApp"]],
  [63018, ["rate-limited", "too many messages of this sender"]],
  [63019, ["content", "WhatsApp could not fetch the file"]],
  [63021, ["content", "WhatsApp takes the message for malformed"]],
  [63027, ["content", "the template does not exist in this language"]],
  [63028, ["content", "the template has another number of variables"]],
  [63032, ["blocked", "WhatsApp does not deliver to this person now"]],
  [63049, ["blocked", "WhatsApp chose not to deliver the message"]],
]);

const ACCOUNT_CODES = new Set([undefined, "20003", "20404", "30002"]);

export function actionForTwilio({ class: errorClass, providerCode }: ChannelError) {
  if (errorClass !== "auth") return undefined;
  return ACCOUNT_CODES.has(providerCode)
    ? "check the account and its token at Twilio"
    : "check the sender and its permissions at Twilio";
}
