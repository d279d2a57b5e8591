import { randomUUID } from "node:crypto";
import multipart from "@fastify/multipart";
import { fileTypeFromBuffer } from "file-type";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { InboundBody } from "../channels/channel.ts";
import type { WebItem } from "../conversation/ports.ts";
import type { AssociationView, HttpParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";
import { readSession, signSession, type WebSession } from "./session-token.ts";
import { openStream } from "./stream.ts";
import { createTokenBucket } from "./token-bucket.ts";

const TOKEN_LIFE_MS = 24 * 60 * 60 * 1000;
const TEXT_BODY = 16 * 1024;
const PAGE = 500; // items an answer carries; the rest is asked for with the next `after`
const UPLOAD_OVERHEAD = 64 * 1024; // boundaries and headers of a multipart body

/** Found in the bytes, not believed from the name: everything else (SVG, HTML, archives) is refused. */
const ALLOWED_FILES = new Set([
  "image/jpeg",
  "image/png",
  "image/webp",
  "application/pdf",
  "audio/ogg",
  "audio/mp4",
  "audio/mpeg",
  "audio/webm",
  "video/webm",
]);

const messageSchema = z.union([
  z.strictObject({ text: z.string().trim().min(1).max(4_000) }),
  z.strictObject({ choice: z.string().min(1).max(80) }),
]);
const sessionSchema = z
  .strictObject({
    resume: z
      .string()
      .regex(/^[0-9A-Za-z]{11}$/)
      .optional(),
  })
  .optional();
const idempotencyKey = z.uuid();

type Params = { Params: { channelId: string } };

/**
 * Web chat: POST and server-sent events over one numbered log a session. A message is stored before it is acknowledged,
 * a repeat of its key is the same message, and whatever a dropped connection missed is replayed by its number.
 */
export async function registerWebChat(app: FastifyInstance, parts: HttpParts): Promise<void> {
  await app.register(multipart, { limits: { files: 1, fields: 0, parts: 1 } });
  const opening = createTokenBucket({ burst: 30, perMinute: 20, now: () => Date.now() });
  const writing = createTokenBucket({ burst: 40, perMinute: 60, now: () => Date.now() });

  app.post<Params>("/chat/:channelId/sessions", async (request, reply) => {
    associationOf(request.params.channelId);
    if (!opening.take(request.ip))
      throw new Refusal(429, "http.too_many", "too many new sessions from here; wait a minute");
    const asked = sessionSchema.safeParse(request.body ?? undefined);
    if (!asked.success) throw new Refusal(400, "http.invalid", "the body may hold `resume` only");
    const { channelId } = request.params;
    const now = parts.clock.real();
    const session: WebSession = {
      sid: randomUUID(),
      channelId,
      exp: Math.floor((now.getTime() + TOKEN_LIFE_MS) / 1000),
    };
    const address = { channelId, scheme: "session" as const, value: session.sid };
    if (
      asked.data?.resume === undefined ||
      !(await parts.resumeSession(asked.data.resume, address))
    ) {
      await receive(session, `open-${session.sid}`, { kind: "session" });
    }
    return reply
      .code(201)
      .send({
        token: signSession(session, parts.sessionKey),
        expiresAt: new Date(session.exp * 1000).toISOString(),
      });
  });

  app.post<Params>(
    "/chat/:channelId/messages",
    { bodyLimit: TEXT_BODY, preParsing: widenForFiles },
    async (request, reply) => {
      const session = sessionOf(request);
      const key = idempotencyKey.safeParse(request.headers["idempotency-key"]);
      if (!key.success)
        throw new Refusal(
          400,
          "http.idempotency_key",
          "the header Idempotency-Key must be a UUID of your own making",
        );
      if (!writing.take(session.sid))
        throw new Refusal(429, "http.too_many", "too many messages at once; wait a moment");
      const known = await parts.webLog.find(session.sid, key.data);
      const body = known
        ? undefined
        : request.isMultipart()
          ? await fileOf(request, associationOf(session.channelId))
          : textOf(request.body);
      const stored = body
        ? (await parts.webLog.append(session.sid, itemOf(key.data, body), { secret: false })).item
        : known;
      if (!stored) throw new Error("the log lost an item");
      // Also for a repeat: a crash between the two writes is made good by whoever asks again.
      await receive(session, key.data, body ?? bodyOf(stored));
      if (!known) parts.bus.publish(`web.${session.sid}`, stored.seq);
      return reply.code(known ? 200 : 202).send({ seq: stored.seq });
    },
  );

  app.get<Params & { Querystring: { after?: string } }>(
    "/chat/:channelId/messages",
    async (request) => {
      const session = sessionOf(request);
      const items = await parts.webLog.after(session.sid, sequence(request.query.after), PAGE);
      return { messages: items.map(shown) };
    },
  );

  app.get<Params>("/chat/:channelId/stream", (request, reply) => {
    const session = sessionOf(request);
    return openStream(reply, {
      sid: session.sid,
      from: sequence(request.headers["last-event-id"]),
      log: parts.webLog,
      bus: parts.bus,
      shown,
    });
  });

  function associationOf(channelId: string): AssociationView {
    const association =
      parts.channels.get(channelId)?.kind === "web" ? parts.associationOf(channelId) : undefined;
    if (!association) throw new Refusal(404, "channel.unknown", "there is no web chat of this id");
    return association;
  }

  function sessionOf(request: FastifyRequest<Params>): WebSession {
    associationOf(request.params.channelId);
    const [scheme, token = ""] = (request.headers.authorization ?? "").split(" ");
    const session =
      scheme === "Bearer"
        ? readSession(token, request.params.channelId, parts.sessionKey, parts.clock.real())
        : undefined;
    if (!session)
      throw new Refusal(
        401,
        "http.token",
        "the token is missing, not of this channel, or has expired; open a new session",
      );
    return session;
  }

  function receive(session: WebSession, providerMessageId: string, body: InboundBody) {
    return parts.receive({
      providerMessageId: `${session.sid}.${providerMessageId}`,
      channelId: session.channelId,
      from: {
        address: { channelId: session.channelId, scheme: "session", value: session.sid },
        phoneAssurance: "none",
      },
      origin: "live",
      author: "contact",
      body,
    });
  }

  /** What came in is looked into and stored under a key of ours before anything knows of it. */
  async function fileOf(
    request: FastifyRequest,
    association: AssociationView,
  ): Promise<InboundBody> {
    const file = await request.file({ limits: { fileSize: association.maxUploadBytes } });
    if (!file) throw new Refusal(400, "http.invalid", "the form holds no file");
    const bytes = await file.toBuffer().catch(() => {
      throw new Refusal(
        413,
        "file.too_large",
        `the file may have ${Math.floor(association.maxUploadBytes / 1_000_000)} MB at most`,
      );
    });
    const type = await fileTypeFromBuffer(bytes);
    if (!type || !ALLOWED_FILES.has(type.mime))
      throw new Refusal(
        415,
        "file.type",
        "a picture (JPG, PNG, WebP), a PDF or a voice note is expected",
      );
    const storageKey = await parts.blobs.put(association.id, bytes, {
      mime: type.mime,
      owner: "web",
    });
    const isVoice = type.mime.startsWith("audio/") || type.mime === "video/webm";
    return {
      kind: "media",
      media: [
        {
          providerRef: storageKey,
          mime: type.mime,
          bytes: bytes.length,
          state: "fetched",
          storageKey,
        },
      ],
      voiceNote: isVoice,
    };
  }

  function itemOf(id: string, body: InboundBody): Omit<WebItem, "seq"> {
    return { id, type: "message", author: "contact", at: parts.clock.now(), body: logBody(body) };
  }

  /** The keys of texts are for the demo; everything else goes out as it stands in the log. */
  function shown(item: WebItem): WebItem {
    if (parts.demo) return item;
    const { key: _key, ...rest } = item;
    return rest;
  }

  async function widenForFiles(
    request: FastifyRequest,
    _reply: FastifyReply,
    payload: NodeJS.ReadableStream,
  ) {
    if (!request.isMultipart()) return payload;
    const { channelId } = request.params as Params["Params"];
    const limit = associationOf(channelId).maxUploadBytes + UPLOAD_OVERHEAD;
    if (Number(request.headers["content-length"] ?? 0) > limit)
      throw new Refusal(413, "file.too_large", "the file is too large");
    return payload;
  }
}

function textOf(body: unknown): InboundBody {
  const parsed = messageSchema.safeParse(body);
  if (!parsed.success)
    throw new Refusal(
      400,
      "http.invalid",
      'send { "text": "..." }, { "choice": "optionId" } or a form with a file',
    );
  return "text" in parsed.data
    ? { kind: "text", text: parsed.data.text }
    : { kind: "choice", optionId: parsed.data.choice, via: "button" };
}

function logBody(body: InboundBody): NonNullable<WebItem["body"]> {
  if (body.kind === "choice") return { kind: "choices", text: body.optionId };
  if (body.kind === "media") {
    const [file] = body.media;
    return {
      kind: "media",
      mime: file?.mime ?? "",
      ...(file?.storageKey ? { url: file.storageKey } : {}),
    };
  }
  return { kind: "text", text: body.kind === "text" ? body.text : "" };
}

/** What was stored, once more as a message: for a repeat after a crash between the log and the inbox. */
function bodyOf({ body }: WebItem): InboundBody {
  if (body?.kind === "choices") return { kind: "choice", optionId: body.text ?? "", via: "button" };
  if (body?.kind === "media") {
    const storageKey = body.url ?? "";
    const mime = body.mime ?? "";
    return {
      kind: "media",
      media: [{ providerRef: storageKey, mime, state: "fetched", storageKey }],
      voiceNote: mime.startsWith("audio/"),
    };
  }
  return { kind: "text", text: body?.text ?? "" };
}

function sequence(text: string | string[] | undefined): number {
  const value = Number(Array.isArray(text) ? text[0] : (text ?? 0));
  if (!Number.isInteger(value) || value < 0 || value > Number.MAX_SAFE_INTEGER)
    throw new Refusal(400, "http.invalid", "a sequence number is a whole number, 0 or more");
  return value;
}
