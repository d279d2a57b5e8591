import { setTimeout as sleep } from "node:timers/promises";
import type { ChannelEvents, Inbound, MediaRef } from "../channel.ts";
import { within } from "./deadlines.ts";
import type { WhatsappWebOptions } from "./options.ts";
import type { IncomingFile } from "./wire.ts";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Stores what came in, bytes first, and does not give up: the adapter holds the message until it is told that it is
 * safe, and WhatsApp would not say it again. Ends without having stored only when the channel stops.
 */
export function createTakeIn(
  { id, saveMedia, log }: Pick<WhatsappWebOptions, "id" | "saveMedia" | "log">,
  { mediaMs, stopping }: { mediaMs: number; stopping: AbortSignal },
) {
  return async function takeIn(
    events: ChannelEvents,
    inbound: Inbound,
    file: IncomingFile | undefined,
  ): Promise<"stored" | "duplicate"> {
    let media = file?.media;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        if (file && media?.state === "pending") media = await saved(file);
        return await events.onInbound(withMedia(inbound, media));
      } catch (error) {
        if (stopping.aborted) return NEVER;
        const reason = error instanceof Error ? error.message : String(error);
        log.warn({ channel: id, reason }, "a message is not stored yet and is tried again");
        await sleep(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
        if (stopping.aborted) return NEVER;
      }
    }
  };

  async function saved({ bytes, media }: IncomingFile): Promise<MediaRef> {
    const key = await within(
      mediaMs,
      "storing a file",
      saveMedia(bytes, media.mime, media.fileName),
    );
    return typeof key === "string"
      ? { ...media, state: "fetched", storageKey: key }
      : { ...media, state: "refused", refusal: key.refusal };
  }
}

/** Nobody is told anything: the message is found again at the next start. */
const NEVER = new Promise<never>(() => {});

function withMedia(inbound: Inbound, media: MediaRef | undefined): Inbound {
  if (!media || inbound.body.kind !== "media") return inbound;
  return { ...inbound, body: { ...inbound.body, media: [media] } };
}
