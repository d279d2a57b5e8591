import type { HttpIn, HttpOut } from "./channel.ts";

/*
 * How a webhook is answered, whoever calls: what is not proved or not whole changes nothing and is told why in one
 * line; what is genuine gets its 2xx only after it was stored, otherwise 503, so that the provider calls again.
 */

/** The reason names a field, never its value. */
export function refusal(status: number, reason: string): HttpOut {
  return { status, headers: TEXT, body: reason };
}

export function onlyMethods(...methods: readonly string[]): HttpOut {
  const headers = { ...TEXT, allow: methods.join(", ") };
  return { status: 405, headers, body: `only ${methods.join(" and ")}` };
}

const TEXT = { "content-type": "text/plain" };

export const NOTHING_TO_SAY: HttpOut = { status: 204 };

export const TRY_AGAIN: HttpOut = {
  status: 503,
  headers: { ...TEXT, "retry-after": "5" },
  body: "not stored, try again",
};

/** False while the channel is stopped, too. A failure is told to the provider and not to us: whoever stores has logged it. */
export async function tookHold(store: (() => Promise<unknown>) | undefined): Promise<boolean> {
  if (!store) return false;
  try {
    await store();
    return true;
  } catch {
    return false;
  }
}

/** Header names come in any case. */
export function headerOf({ headers }: HttpIn, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const found = Object.keys(headers).find((key) => key.toLowerCase() === wanted);
  return found === undefined ? undefined : headers[found];
}

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; reason: string };
