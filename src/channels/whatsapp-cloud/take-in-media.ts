import { createHash } from "node:crypto";
import { z } from "zod";
import type { Inbound, MediaRef } from "../channel.ts";
import { jsonOf, type Called } from "../http-call.ts";
import type { Graph } from "./graph.ts";
import { MAX_BYTES, MEDIA_TIMEOUT_MS, type WhatsappCloudOptions } from "./options.ts";

/**
 * Fetches the file of a message before the message is stored: id, then address, then bytes, into the given sink. What
 * fails costs the file and not the message: it says `expired`, `refused`, or stays `pending`.
 *
 * `deadline` is one for all files of a webhook, because Meta waits for its answer.
 */
export async function withFile(
  inbound: Inbound,
  { graph, options, deadline }: { graph: Graph; options: WhatsappCloudOptions; deadline: number },
): Promise<Inbound> {
  const { body } = inbound;
  if (body.kind !== "media" || !options.saveMedia) return inbound;
  const sink = { save: options.saveMedia, maxBytes: options.media?.maxBytes ?? MAX_BYTES };
  const media = await Promise.all(body.media.map((ref) => fetched(ref, graph, sink, deadline)));
  return { ...inbound, body: { ...body, media } };
}

export function mediaDeadline({ media }: WhatsappCloudOptions): number {
  return performance.now() + (media?.timeoutMs ?? MEDIA_TIMEOUT_MS);
}

interface Sink {
  save: NonNullable<WhatsappCloudOptions["saveMedia"]>;
  maxBytes: number;
}

const infoShape = z.object({ url: z.string(), file_size: z.number().optional() });

async function fetched(
  ref: MediaRef,
  graph: Graph,
  { save, maxBytes }: Sink,
  deadline: number,
): Promise<MediaRef> {
  const info = await graph.get(ref.providerRef);
  const told = info.kind === "answer" ? infoShape.safeParse(jsonOf(info.bytes)).data : undefined;
  if (!told) return { ...ref, state: isGone(info) ? "expired" : "pending" };
  if ((told.file_size ?? 0) > maxBytes) return tooLarge(ref);

  const timeoutMs = Math.floor(deadline - performance.now());
  if (timeoutMs <= 0) return ref;
  const file = await graph.download(told.url, { maxBytes, timeoutMs });
  if (file.kind === "too-large") return tooLarge(ref);
  if (file.kind !== "answer" || file.status !== 200)
    return { ...ref, state: isGone(file) ? "expired" : "pending" };

  const { bytes } = file;
  const facts = { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  const kept = await save(bytes, ref.mime, ref.fileName);
  return typeof kept === "string"
    ? { ...ref, ...facts, state: "fetched", storageKey: kept }
    : { ...ref, ...facts, state: "refused", refusal: kept.refusal };
}

/** Meta keeps a file for 30 days and its address for minutes. */
function isGone(called: Called): boolean {
  return called.kind === "answer" && [400, 404, 410].includes(called.status);
}

function tooLarge(ref: MediaRef): MediaRef {
  return { ...ref, state: "refused", refusal: "too-large" };
}
