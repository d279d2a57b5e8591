import type { MediaRef } from "../../channel.ts";
import type { IncomingFile } from "../wire.ts";
import { cleanFileName } from "../../file-name.ts";
import { idOf } from "./ids.ts";
import { kindOf, type Link } from "./link.ts";
import type { LibraryMessage } from "./message.ts";

const MOST_REMEMBERED = 500;

/**
 * The bytes of a message's file, or why there are none: too large (looked at before a byte is fetched), expired at
 * WhatsApp, or not there in time. Bytes cross the browser's boundary as base64, so few at once.
 */
export function createFiles({ gate, config, note }: Link) {
  const { maxBytes, parallel } = config.media;
  const limit = createLimit(parallel);
  const fetched = new Map<string, IncomingFile>();

  return async function fileOf(message: LibraryMessage): Promise<IncomingFile> {
    const id = idOf(message.id);
    const known = fetched.get(id);
    if (known) return known; // the same event once more
    const media = describe(message);
    if ((media.bytes ?? 0) > maxBytes) return refused(media, "too-large");
    if (!message.hasMedia) return without({ ...media, state: "expired" });
    const file = await limit(() => download(message, media));
    if (fetched.size >= MOST_REMEMBERED) fetched.clear();
    fetched.set(id, file);
    return file;
  };

  async function download(message: LibraryMessage, media: MediaRef): Promise<IncomingFile> {
    try {
      const found = await gate.call("downloadMedia", config.deadlines.mediaMs, () =>
        message.downloadMedia(),
      );
      if (!found?.data) return without({ ...media, state: "expired" });
      const bytes = Buffer.from(found.data, "base64");
      if (bytes.length > maxBytes) return refused({ ...media, bytes: bytes.length }, "too-large");
      return { bytes, media: { ...media, bytes: bytes.length } };
    } catch (error) {
      note("warn", "a file could not be fetched", { error: kindOf(error) });
      return without({ ...media, state: "expired" });
    }
  }
}

function describe({ id, rawData }: LibraryMessage): MediaRef {
  const fileName = cleanFileName(rawData.filename);
  const size = Number(rawData.size);
  return {
    providerRef: idOf(id),
    mime: mimeOf(rawData.mimetype),
    ...(size > 0 ? { bytes: size } : {}),
    ...(fileName === undefined ? {} : { fileName }),
    state: "pending",
  };
}

/** `audio/ogg; codecs=opus` is audio/ogg. */
function mimeOf(mimetype: unknown): string {
  const [mime = ""] = typeof mimetype === "string" ? mimetype.split(";") : [];
  return /^[a-z]+\/[\w.+-]+$/i.test(mime) ? mime.toLowerCase() : "application/octet-stream";
}

function without(media: MediaRef): IncomingFile {
  return { bytes: new Uint8Array(), media };
}

function refused(media: MediaRef, refusal: NonNullable<MediaRef["refusal"]>): IncomingFile {
  return without({ ...media, state: "refused", refusal });
}

function createLimit(most: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async function limited<T>(work: () => Promise<T>): Promise<T> {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
