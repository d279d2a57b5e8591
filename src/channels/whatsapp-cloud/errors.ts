import { z } from "zod";
import type { ChannelError, ErrorClass, SendOutcome } from "../channel.ts";
import { jsonOf, retryAfterMs, type Called } from "../http-call.ts";
import { accepted, errorOf, rejected, unknown } from "../outcome.ts";

/**
 * What the answer to a message means for it. Sending is not idempotent, so after a 5xx or a lost answer the message may
 * exist. No text of Meta's is passed on: it may quote the number.
 */
export function outcomeOfCall(called: Called): SendOutcome {
  if (called.kind === "never-left")
    return rejected(errorOf("transient", "Meta could not be reached"));
  if (called.kind !== "answer")
    return unknown("the connection was lost or timed out before Meta answered");
  const { status, headers, bytes } = called;
  const answer = answerShape.safeParse(jsonOf(bytes)).data;
  if (status >= 200 && status < 300) {
    const id = answer?.messages?.[0]?.id;
    return id ? accepted(id) : unknown("Meta answered without an id");
  }
  const code = answer?.error?.code;
  if (status >= 500 || status === 408) return unknown(`Meta answered ${status}`, code);
  const error = errorOfCode(code, FALLBACK.get(status) ?? "permanent");
  if (error.class !== "rate-limited") return rejected(error);
  return rejected({ ...error, retryAfterMs: retryAfterMs(headers, waitMs(code)) });
}

/** The class of a Graph error code, from an answer or from a report. */
export function errorOfCode(
  code: number | undefined,
  fallback: ErrorClass = "permanent",
): ChannelError {
  const isPermission = code !== undefined && code >= 200 && code <= 299;
  const known = isPermission ? PERMISSION : knownCodes.get(code ?? -1);
  const [errorClass, message] = known ?? [fallback, "Meta refused the message"];
  return errorOf(errorClass, message, code);
}

/** What an operator has to do; undefined when an error concerns one message only. */
export function actionForGraph({ class: errorClass, providerCode }: ChannelError) {
  if (providerCode && ACCOUNT_BLOCKED.has(providerCode))
    return "read the notice of Meta in WhatsApp Manager: the account may not send";
  if (errorClass !== "auth") return undefined;
  return TOKEN.has(providerCode)
    ? "renew the access token at Meta and check its permissions"
    : "check the number, its registration and the payment method in WhatsApp Manager";
}

// ---------------------------------------------------------------- answers

const answerShape = z.object({
  messages: z.array(z.object({ id: z.string() })).optional(),
  error: z.object({ code: z.number().int() }).optional(),
});

const FALLBACK = new Map<number, ErrorClass>([
  [401, "auth"],
  [403, "auth"],
  [404, "auth"], // not the id of a number of ours
  [429, "rate-limited"],
]);

/** How long Meta's own limits last where it does not say. */
function waitMs(code: number | undefined): number {
  return code === 131056 ? PAIR_WAIT_MS : code === 130429 ? 1000 : ACCOUNT_WAIT_MS;
}

const PAIR_WAIT_MS = 6000; // one message in six seconds to one person
const ACCOUNT_WAIT_MS = 60_000; // limits of the account are counted over an hour

// ---------------------------------------------------------------- the table

const ACCOUNT_BLOCKED = new Set(["368", "131031"]);
const TOKEN = new Set([undefined, "0", "3", "10", "190", "131005"]);
const PERMISSION = ["auth", "the token lacks a permission"] as const;

/** developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
const knownCodes = new Map<number, readonly [ErrorClass, string]>([
  [131047, ["window-closed", "the person wrote more than 24 hours ago"]],

  [131050, ["opted-out", "the person has stopped messages of this sender"]],

  [131026, ["bad-address", "WhatsApp does not deliver to this number"]],
  [131021, ["bad-address", "the recipient is the sender"]],
  [131062, ["bad-address", "this message needs a telephone number"]],

  [4, ["rate-limited", "too many calls of the app"]],
  [80007, ["rate-limited", "too many calls of the account"]],
  [130429, ["rate-limited", "too many messages"]],
  [131056, ["rate-limited", "too many messages to this person"]],

  [0, ["auth", "Meta does not accept the access token"]],
  [3, ["auth", "the token lacks a capability"]],
  [10, ["auth", "the token lacks a permission"]],
  [190, ["auth", "the access token has expired"]],
  [131005, ["auth", "the token has no access"]],
  [33, ["auth", "the number was deleted"]],
  [131030, ["auth", "a test number sends only to the listed numbers"]],
  [131037, ["auth", "the name of the number is not approved"]],
  [131042, ["auth", "there is no valid method of payment"]],
  [131045, ["auth", "the number is not registered"]],
  [133010, ["auth", "the number is not registered"]],

  [368, ["blocked", "the account is restricted for breaking a rule"]],
  [131031, ["blocked", "the account is locked"]],
  [130497, ["blocked", "the account may not send to this country"]],
  [131048, ["blocked", "too many people blocked or reported this number"]],
  [131049, ["blocked", "WhatsApp chose not to deliver the message"]],
  [130472, ["blocked", "WhatsApp does not deliver to this person now"]],

  [131051, ["unsupported", "this kind of message is not supported"]],

  [131053, ["content", "Meta did not take the file"]],
  [132000, ["content", "the template has another number of variables"]],
  [132001, ["content", "the template does not exist in this language"]],
  [132005, ["content", "the filled template is too long"]],
  [132007, ["content", "the template broke a rule"]],
  [132012, ["content", "the variables do not have the template's form"]],
  [132015, ["content", "the template is paused"]],
  [132016, ["content", "the template was switched off"]],

  [1, ["transient", "Meta has a fault of its own"]],
  [2, ["transient", "Meta is overloaded"]],
  [131000, ["transient", "Meta gave no reason"]],
  [131016, ["transient", "Meta is overloaded"]],
  [131057, ["transient", "the account is being maintained"]],
]);
