import multipart from "@fastify/multipart";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { doors } from "../cases/doors.ts";
import type { WebItem } from "../conversation/ports.ts";
import { readFile, readMessage } from "./chat-message.ts";
import { associationOf, openSession, receiveFrom, sessionOf } from "./chat-session.ts";
import { sendFile } from "./file-pages.ts";
import type { HttpParts } from "./parts.ts";
import { Refusal, tooMany } from "./refusal.ts";
import { refuseOtherSites } from "./same-origin.ts";
import { openStream } from "./stream.ts";
import { createTokenBucket } from "./token-bucket.ts";
import { shownItem, storedFileOf } from "./web-item.ts";

const TEXT_BODY = 16 * 1024;
const UPLOAD_OVERHEAD = 64 * 1024; // boundaries and headers of a multipart body
const PAGE = 500; // items that one answer carries; `more` says that there are others
const STREAMS_OF_A_SESSION = 8; // tabs and lines that died unnoticed

const sessionSchema = z
  .strictObject({
    resume: z
      .string()
      .regex(/^[0-9A-Za-z]{11}$/)
      .optional(),
    /** The public place whose link was followed. */
    from: z.enum(doors).optional().catch(undefined),
  })
  .nullish();
const idempotencyKey = z.uuid();

type OfChannel = { Params: { channelId: string } };

/**
 * Web chat: POST and server-sent events over one numbered log a session. A message is stored before it is acknowledged,
 * a repeat of its key is the same message, and whatever a dropped connection missed is replayed by its number.
 */
export async function registerWebChat(app: FastifyInstance, parts: HttpParts): Promise<void> {
  const { webLog, bus } = parts;
  await app.register(multipart, { limits: { files: 1, fields: 2, parts: 3, fieldSize: 1024 } });
  const now = () => parts.clock.real().getTime();
  // Many people share an address of a mobile network, so those limits are wide.
  const opening = createTokenBucket({ burst: 120, perMinute: 60, now });
  const writing = createTokenBucket({ burst: 40, perMinute: 60, now });
  const uploading = createTokenBucket({ burst: 12, perMinute: 12, now });
  const uploadingFrom = createTokenBucket({ burst: 120, perMinute: 60, now });
  const streams = new Map<string, number>();

  app.post<OfChannel>(
    "/chat/:channelId/sessions",
    { bodyLimit: TEXT_BODY },
    async (request, reply) => {
      const { channelId } = request.params;
      associationOf(parts, channelId);
      refuseOtherSites(request, parts.publicUrl);
      if (!opening.take(request.ip)) throw tooMany("new sessions from here");
      const asked = sessionSchema.safeParse(request.body);
      if (!asked.success)
        throw new Refusal(
          400,
          "http.invalid",
          "the body may hold `resume`, `from` and nothing else",
        );
      reply.header("cache-control", "no-store");
      return reply.code(201).send(await openSession(parts, channelId, asked.data ?? {}));
    },
  );

  app.post<OfChannel>(
    "/chat/:channelId/messages",
    { bodyLimit: TEXT_BODY },
    async (request, reply) => {
      const session = sessionOf(parts, request);
      const key = idempotencyKey.safeParse(request.headers["idempotency-key"]);
      if (!key.success)
        throw new Refusal(400, "http.idempotency_key", "the header Idempotency-Key is a UUID");
      const isFile = request.isMultipart();
      if (!writing.take(session.sid)) throw tooMany("messages at once");
      if (isFile && !(uploading.take(session.sid) && uploadingFrom.take(request.ip)))
        throw tooMany("files at once");
      if (isFile) refuseTooLarge(request.params.channelId, request.headers["content-length"]);

      const message = isFile
        ? await readFile(parts, session, key.data, request)
        : await readMessage(parts, session, request.body);
      const { item, isNew } = await webLog.append(
        session.sid,
        {
          id: key.data,
          type: "message",
          author: "contact",
          at: parts.clock.now(),
          body: message.shown,
        },
        { secret: false },
      );
      // Also for a repeat: a crash between the two writes is made good by whoever asks again.
      await receiveFrom(parts, session, key.data, message.inbound);
      bus.publish(`web.${session.sid}`, item.seq);
      return reply.code(isNew ? 202 : 200).send({ seq: item.seq });
    },
  );

  app.get<OfChannel & { Querystring: { after?: string } }>(
    "/chat/:channelId/messages",
    async (request, reply) => {
      const session = sessionOf(parts, request);
      const items = await webLog.after(session.sid, sequence(request.query.after), PAGE);
      reply.header("cache-control", "no-store");
      tellReceived(session.channelId, items);
      const messages = items.map((item) => shown(session.channelId, item));
      return { messages, ...(items.length === PAGE ? { more: true } : {}) };
    },
  );

  app.get<OfChannel>("/chat/:channelId/stream", (request, reply) => {
    const { sid, channelId } = sessionOf(parts, request);
    const from = sequence(request.headers["last-event-id"]);
    const open = streams.get(sid) ?? 0;
    if (open >= STREAMS_OF_A_SESSION) throw tooMany("streams of one session");
    streams.set(sid, open + 1);
    openStream(reply, {
      session: sid,
      from,
      log: webLog,
      bus,
      shown: (item) => shown(channelId, item),
      onSent: (items) => tellReceived(channelId, items),
      onClose() {
        const left = (streams.get(sid) ?? 1) - 1;
        if (left > 0) streams.set(sid, left);
        else streams.delete(sid);
      },
    });
  });

  app.get<{ Params: { channelId: string; id: string } }>(
    "/chat/:channelId/files/:id",
    async (request, reply) => {
      const session = sessionOf(parts, request);
      const { id } = associationOf(parts, session.channelId);
      const storageKey = storedFileOf(await webLog.find(session.sid, request.params.id));
      const file = storageKey === undefined ? undefined : await parts.blobs.get(id, storageKey);
      if (!file) throw new Refusal(404, "file.unknown", "there is no such file in this chat");
      return sendFile(reply, file);
    },
  );

  function shown(channelId: string, item: WebItem): WebItem {
    return shownItem(item, { channelId, demo: parts.demo });
  }

  /** A message that a page has taken is delivered. Told for what is new to this process; a repeat changes nothing. */
  function tellReceived(channelId: string, items: readonly WebItem[]): void {
    for (const { id, type, author } of items) {
      if (type !== "message" || author === "contact" || told.has(id)) continue;
      told.add(id);
      if (told.size > REMEMBERED) told.delete(told.values().next().value!);
      parts
        .onReceipt?.({ channelId, providerMessageId: id, state: "delivered" })
        .catch((error: Error) => parts.log.warn({ err: error }, "a receipt was not stored"));
    }
  }
  const told = new Set<string>();
  const REMEMBERED = 20_000;

  function refuseTooLarge(channelId: string, length: string | undefined): void {
    const most = associationOf(parts, channelId).maxUploadBytes;
    if (Number(length ?? 0) > most + UPLOAD_OVERHEAD)
      throw new Refusal(
        413,
        "file.too_large",
        `a file may have ${Math.floor(most / 1e6)} MB at most`,
      );
  }
}

function sequence(text: string | string[] | undefined): number {
  const value = text === undefined ? "0" : String(text);
  if (!/^\d{1,15}$/.test(value))
    throw new Refusal(400, "http.invalid", "a sequence number is a whole number, 0 or more");
  return Number(value);
}
