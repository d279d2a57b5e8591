import type { MultipartFile } from "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { addressKey, type InboundBody } from "../channels/channel.ts";
import type { WebItem } from "../conversation/ports.ts";
import { maskPersonalNumbers } from "../language/personal-numbers.ts";
import { addressOf, associationOf } from "./chat-session.ts";
import { acceptFile } from "./files/accept-file.ts";
import type { HttpParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";
import type { WebSession } from "./session-token.ts";
import { fileBody, storedFileOf } from "./web-item.ts";

/** What a person sent, for the corridor and for his own page. */
export interface ChatMessage {
  inbound: InboundBody;
  shown: NonNullable<WebItem["body"]>;
}

const LONGEST_TEXT = 4_000;
const textSchema = z.strictObject({ text: z.string().trim().min(1).max(LONGEST_TEXT) });
const choiceSchema = z.strictObject({
  choice: z.string().min(1).max(100),
  /** The id of the message that offered it: saves looking for its label. */
  message: z.string().max(100).optional(),
});
const messageSchema = z.union([textSchema, choiceSchema]);

/** `{ text }` or `{ choice }`. A full identity number goes on, but the page shows and keeps its mask alone. */
export async function readMessage(
  parts: HttpParts,
  session: WebSession,
  body: unknown,
): Promise<ChatMessage> {
  const parsed = messageSchema.safeParse(body);
  if (!parsed.success)
    throw new Refusal(
      400,
      "http.invalid",
      `send { "text": 1 to ${LONGEST_TEXT} characters }, { "choice": optionId }, or a form with a file`,
    );
  if ("text" in parsed.data) {
    const { text } = parsed.data;
    return {
      inbound: { kind: "text", text },
      shown: { kind: "text", text: maskPersonalNumbers(text) },
    };
  }
  const { choice, message } = parsed.data;
  const label = await labelOf(parts, session, choice, message);
  return {
    inbound: { kind: "choice", optionId: choice, ...(label ? { label } : {}), via: "button" },
    shown: { kind: "text", text: label ?? choice },
  };
}

/** A multipart form with one file: looked into, cleaned and stored before anything knows of it. */
export async function readFile(
  parts: HttpParts,
  session: WebSession,
  key: string,
  request: FastifyRequest,
): Promise<ChatMessage> {
  const association = associationOf(parts, session.channelId);
  const file = await request.file({ limits: { fileSize: association.maxUploadBytes } });
  if (file?.fieldname !== "file")
    throw new Refusal(400, "http.invalid", "the form holds no field `file`");
  const accepted = await acceptFile(await bytesOf(file, association.maxUploadBytes), file.filename);
  const { bytes, mime, fileName } = accepted;
  // A repeat after a lost answer: the bytes are there already.
  const before = storedFileOf(await parts.webLog.find(session.sid, key));
  const owner = addressKey(addressOf(session));
  const storageKey =
    before ?? (await parts.blobs.put(association.id, bytes, { mime, fileName, owner }));
  return {
    inbound: {
      kind: "media",
      media: [
        { providerRef: key, mime, bytes: bytes.length, fileName, state: "fetched", storageKey },
      ],
      voiceNote: mime.startsWith("audio/"),
    },
    shown: fileBody({ storageKey, mime, fileName }),
  };
}

async function bytesOf(file: MultipartFile, most: number): Promise<Buffer> {
  const bytes = await file.toBuffer().catch(() => undefined);
  if (!bytes || file.file.truncated)
    throw new Refusal(
      413,
      "file.too_large",
      `a file may have ${Math.floor(most / 1e6)} MB at most`,
    );
  if (bytes.length === 0) throw new Refusal(400, "file.empty", "the file is empty");
  return bytes;
}

const PAGE = 200;

/** What stood on the button, so that people read words and not an id. */
async function labelOf(
  { webLog }: HttpParts,
  { sid }: WebSession,
  optionId: string,
  message: string | undefined,
): Promise<string | undefined> {
  const labelIn = (item: WebItem | undefined) =>
    item?.body?.options?.find(({ id }) => id === optionId)?.label;
  if (message !== undefined) {
    const label = labelIn(await webLog.find(sid, message));
    if (label !== undefined) return label;
  }
  let found: string | undefined;
  for (let after = 0; ;) {
    const items = await webLog.after(sid, after, PAGE);
    for (const item of items) found = labelIn(item) ?? found;
    after = items.at(-1)?.seq ?? after;
    if (items.length < PAGE) return found;
  }
}
