import { randomUUID } from "node:crypto";
import twilio from "twilio";
import { ring } from "../ring.ts";

/** One call of a webhook of ours and every answer it got; status 0 = no connection. */
export interface CallBack {
  url: string;
  params: Readonly<Record<string, string>>;
  attempts: number[];
}

/**
 * Calls a webhook the way Twilio does: a form, signed over the exact URL with the account's token, and again (same
 * idempotency token) when the answer is 5xx or none, as with `#rc=2&rp=all`.
 */
export async function callBack(
  to: { url: string; authToken: string; waitMs: number; signal: AbortSignal },
  params: Record<string, string>,
  record: CallBack[],
): Promise<CallBack> {
  const [url = to.url] = to.url.split("#"); // the fragment configures Twilio and is not called
  const made: CallBack = { url, params, attempts: [] };
  record.push(made);
  const request = {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      "x-twilio-signature": twilio.getExpectedTwilioSignature(to.authToken, url, params),
      "i-twilio-idempotency-token": randomUUID(),
      "user-agent": "TwilioProxy/1.1",
    },
    body: new URLSearchParams(params).toString(),
    signal: to.signal,
  };
  const isTaken = (status: number) => status < 500;
  await ring({ url, request, waitMs: to.waitMs, isTaken }, made.attempts);
  return made;
}
