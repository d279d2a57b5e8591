import type { SimMessage } from "./message.ts";

/**
 * Twilio fetches a file from the address that it was given, without any credential. Undefined when it is not there; the
 * stand-in asks this machine alone.
 */
export async function fetchMedia(
  address: string,
  signal: AbortSignal,
): Promise<SimMessage["media"][number] | undefined> {
  const { hostname } = new URL(address);
  if (hostname !== "127.0.0.1" && hostname !== "localhost") return undefined;
  const answer = await fetch(address, { signal }).catch(() => undefined);
  const contentType = answer?.headers.get("content-type");
  if (!answer?.ok || !contentType) return undefined;
  return { contentType, data: Buffer.from(await answer.arrayBuffer()).toString("base64") };
}

/** "Twilio could not fetch the file", by WhatsApp and by SMS. */
export const NOT_FETCHED = { whatsapp: 63019, sms: 11200 } as const;
