import { createHmac } from "node:crypto";
import { ring } from "../ring.ts";

/** One call of a webhook of ours and every answer it got; status 0 = no connection. */
export interface CallBack {
  url: string;
  /** The body as it was sent. */
  body: string;
  attempts: number[];
}

/** Calls a webhook the way Meta does: JSON with escaped letters, signed over its bytes, and again unless the answer is 200. */
export async function deliver(
  to: { url: string; appSecret: string; waitMs: number; signal: AbortSignal },
  payload: object,
  record: CallBack[],
): Promise<CallBack> {
  const body = metaJson(payload);
  const made: CallBack = { url: to.url, body, attempts: [] };
  record.push(made);
  const signature = createHmac("sha256", to.appSecret).update(body).digest("hex");
  const request = {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-hub-signature-256": `sha256=${signature}`,
      "user-agent": "facebookexternalua",
    },
    body,
    signal: to.signal,
  };
  const isTaken = (status: number) => status === 200;
  await ring({ url: to.url, request, waitMs: to.waitMs, isTaken }, made.attempts);
  return made;
}

/** Letters beyond ASCII and slashes come escaped, so the same JSON written by us has other bytes. */
export function metaJson(value: object): string {
  return JSON.stringify(value)
    .replace(/[\u0080-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replaceAll("/", "\\/");
}
