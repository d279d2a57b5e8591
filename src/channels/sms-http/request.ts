import { createHash } from "node:crypto";
import type { Outbound } from "../channel.ts";
import type { callProvider } from "../http-call.ts";
import type { RenderedSms } from "../sms-render.ts";
import { countSegments } from "../sms.ts";
import type { Gateway } from "../../sms-gateway.ts";
import { fill, fillJson, type Values } from "./template.ts";

type Request = Omit<Parameters<typeof callProvider>[0], "timeoutMs" | "body"> & { body?: string };

/** What fills the places of a description for one message. A name of the credentials never hides one of the message. */
export function valuesOf(
  { id, to }: Outbound,
  { text }: RenderedSms,
  facts: { credentials: Readonly<Record<string, string>>; gateway: Gateway; statusUrl: string },
): Values {
  const { credentials, gateway, statusUrl } = facts;
  return {
    ...credentials,
    to: gateway.numbers === "digits" ? to.value.replace(/^\+/, "") : to.value,
    text,
    id,
    shortId: shortIdOf(id),
    unicode: countSegments(text).encoding === "ucs2",
    statusUrl,
  };
}

/** Our id in 32 signs that any gateway takes; the same each time, so that a message is found again. */
export function shortIdOf(id: string): string {
  return createHash("sha256").update(id).digest("hex").slice(0, 32);
}

export function sendRequest(gateway: Gateway, values: Values): Request {
  const { method, path, body } = gateway.send;
  const request = { url: addressOf(gateway, path, values), method };
  const headers = headersOf(gateway, values);
  if (!body) return { ...request, headers };
  if ("json" in body) {
    return {
      ...request,
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(fillJson(body.json, values)),
    };
  }
  const fields = Object.entries(body.form).map(([name, each]) => [name, fill(each, values)]);
  return {
    ...request,
    headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(Object.fromEntries(fields) as Record<string, string>).toString(),
  };
}

export function lookupRequest(gateway: Gateway, path: string, values: Values): Request {
  return { url: addressOf(gateway, path, values), headers: headersOf(gateway, values) };
}

function headersOf({ send, basicAuth }: Gateway, values: Values): Record<string, string> {
  const headers = Object.entries(send.headers).map(([name, each]) => [name, fill(each, values)]);
  if (!basicAuth) return Object.fromEntries(headers);
  const pair = `${fill(basicAuth.user, values)}:${fill(basicAuth.password, values)}`;
  const authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
  return { ...Object.fromEntries(headers), authorization };
}

/** Whatever fills the path, the host stays the one that was configured. */
function addressOf({ url, name }: Gateway, path: string, values: Values): string {
  const address = url.replace(/\/+$/, "") + fill(path, values, encodeURIComponent);
  if (new URL(address).origin !== new URL(url).origin)
    throw new Error(`the path of the gateway ${name} leads to another host`);
  return address;
}
