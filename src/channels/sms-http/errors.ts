import type { ChannelError, ErrorClass, SendOutcome } from "../channel.ts";
import { jsonOf, retryAfterMs, type Called } from "../http-call.ts";
import { accepted, errorOf, rejected, unknown } from "../outcome.ts";
import { fieldOf, textAt } from "./field.ts";
import type { Gateway } from "../../sms-gateway.ts";

/**
 * What an answer means for the message, by the gateway's description. No text of the gateway's is passed on: it may
 * repeat the number or the message.
 */
export function outcomeOfCall(
  called: Called,
  gateway: Gateway,
  { givenId, segments }: { givenId: string; segments: number },
): SendOutcome {
  if (called.kind === "never-left")
    return rejected(errorOf("transient", "the gateway could not be reached"));
  if (called.kind !== "answer")
    return unknown("the connection was lost or timed out before the gateway answered");
  const { status, headers, bytes } = called;
  const { send } = gateway;
  const answer = jsonOf(bytes);
  if (status === send.duplicateStatus) return accepted(givenId, segments);
  if (isSuccess(status, answer, gateway)) {
    const id = send.id === undefined ? givenId : textAt(answer, send.id);
    return id ? accepted(id, segments) : unknown("the gateway answered without an id");
  }
  const code = textAt(answer, send.errorCode);
  if (status >= 500 || status === 408)
    return unknown(`the gateway answered ${status}`, safeCode(code));
  // 2xx without the words of its description: the page of a proxy, or a new version.
  if (status < 300 && code === undefined) return unknown("the gateway's answer was not understood");
  const error = errorOfGateway(gateway, code, classOfStatus(gateway, status));
  if (error.class !== "rate-limited") return rejected(error);
  return rejected({ ...error, retryAfterMs: retryAfterMs(headers, RETRY_AFTER_MS) });
}

export function errorOfGateway(
  { errors }: Pick<Gateway, "errors">,
  code: string | undefined,
  fallback: ErrorClass,
): ChannelError {
  const known = code !== undefined && Object.hasOwn(errors, code) ? errors[code] : undefined;
  const errorClass = known ?? fallback;
  return errorOf(errorClass, MESSAGES[errorClass], safeCode(code));
}

export function actionForGateway({ class: errorClass }: ChannelError): string | undefined {
  return errorClass === "auth"
    ? "check the account, the sender and the balance at the gateway"
    : undefined;
}

const RETRY_AFTER_MS = 1000;

const MESSAGES: Readonly<Record<ErrorClass, string>> = {
  transient: "the gateway or the carrier failed",
  "rate-limited": "too many messages",
  "not-ready": "the gateway is not ready",
  auth: "the gateway does not accept the account or the sender",
  "opted-out": "the person has stopped messages of this sender",
  "bad-address": "the number does not exist or cannot receive SMS",
  "window-closed": "too late for an answer",
  content: "the gateway does not take this text",
  unsupported: "the gateway does not support this",
  blocked: "the gateway or the carrier blocks the message",
  permanent: "the gateway refused the message",
};

function isSuccess(status: number, answer: unknown, { send }: Gateway): boolean {
  const { statuses, field, equals } = send.success;
  if (!statuses.includes(status)) return false;
  if (field === undefined) return true;
  const found = fieldOf(answer, field);
  return equals === undefined ? found !== undefined : String(found) === String(equals);
}

function classOfStatus({ statuses }: Gateway, status: number): ErrorClass {
  const own = Object.hasOwn(statuses, String(status)) ? statuses[String(status)] : undefined;
  return own ?? COMMON.get(status) ?? "permanent";
}

const COMMON = new Map<number, ErrorClass>([
  [401, "auth"],
  [402, "auth"], // no balance
  [403, "auth"],
  [404, "auth"],
  [429, "rate-limited"],
]);

/** A code that could hold a number or a text is left out. */
function safeCode(code: string | undefined): string | undefined {
  return code !== undefined && /^[\w .-]{1,40}$/.test(code) && !/\d{6}/.test(code)
    ? code
    : undefined;
}
