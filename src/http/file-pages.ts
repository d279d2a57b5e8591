import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { FormRecord } from "../conversation/ports.ts";
import { failureOf } from "./errors.ts";
import { readSignedFile } from "./files/signed-url.ts";
import { createFormView, sharedHeaders, type OfToken } from "./form-view.ts";
import type { HttpParts } from "./parts.ts";
import { Refusal, tooMany } from "./refusal.ts";
import { refuseOtherSites } from "./same-origin.ts";
import { createTokenBucket } from "./token-bucket.ts";

const TOKEN = /^[0-9A-Za-z]{11}$/;
/** A download that broke off may be begun again for so long. */
const AGAIN_MS = 15 * 60_000;

/**
 * Files on their way to a person whose channel carries none (`/file/<token>`, once), and to a provider that fetches what
 * it is to deliver (`/media/<signed>/<name>`, for an hour). Telephones look at every link that arrives, so looking at
 * the page does not use it up: only the button does.
 */
export async function registerFilePages(app: FastifyInstance, parts: HttpParts): Promise<void> {
  const now = () => parts.clock.real().getTime();
  const tries = createTokenBucket({ burst: 60, perMinute: 30, now });
  const view = createFormView(parts);

  await app.register(async (pages) => {
    pages.removeAllContentTypeParsers();
    pages.addContentTypeParser("*", (_request, payload, done) => {
      payload.resume(); // the button says everything by being pressed
      done(null);
    });
    pages.addHook("onRequest", async (request, reply) => {
      reply.headers(sharedHeaders([]));
      if (!tries.take(request.ip)) throw tooMany("tries from here");
    });
    pages.setErrorHandler((error, request, reply) => {
      const { status, retryAfterS } = failureOf(error);
      if (status >= 500)
        parts.log.error({ err: error, route: request.routeOptions.url }, "a file was not sent");
      if (retryAfterS) reply.header("retry-after", String(retryAfterS));
      return view.sayFailure(request as FastifyRequest<OfToken>, reply, status);
    });

    pages.get<OfToken>("/file/:token", async (request, reply) => {
      const record = await openRecord(request, reply);
      return record ? view.sendFilePage(request, reply, record) : reply;
    });

    pages.post<OfToken>("/file/:token", async (request, reply) => {
      refuseOtherSites(request, parts.publicUrl);
      const record = await openRecord(request, reply);
      if (!record) return reply;
      const file = await parts.blobs.get(record.associationId, record.storageKey ?? "");
      if (!file) return view.say(request, reply, 404, "form.unknown");
      await parts.forms.consume(record.associationId, record.id, parts.clock.real());
      return sendFile(reply, file);
    });
  });

  app.get<{ Params: { signed: string } }>("/media/:signed/:name", async (request, reply) => {
    const signed = readSignedFile(request.params.signed, parts.sessionKey, parts.clock.real());
    const file = signed && (await parts.blobs.get(signed.association, signed.storageKey));
    if (!file)
      throw new Refusal(404, "file.unknown", "there is no file at this address, or no longer");
    return sendFile(reply, file);
  });

  /** The link while it works; otherwise the page that says why not has been sent. */
  async function openRecord(
    request: FastifyRequest<OfToken>,
    reply: FastifyReply,
  ): Promise<FormRecord | undefined> {
    const { token } = request.params;
    const record = TOKEN.test(token) ? await parts.forms.find(parts.formHash(token)) : undefined;
    if (record?.purpose !== "file")
      return void (await view.say(request, reply, 404, "form.unknown"));
    if (record.usedAt && now() - record.usedAt.getTime() > AGAIN_MS)
      return void (await view.say(request, reply, 410, "file.used", record));
    if (record.expiresAt.getTime() <= now())
      return void (await view.say(request, reply, 410, "file.expired", record));
    return record;
  }
}

type StoredFile = NonNullable<Awaited<ReturnType<HttpParts["blobs"]["get"]>>>;

/** To be kept, never to be shown in place: whatever stands in it runs nowhere. */
export function sendFile(reply: FastifyReply, { bytes, mime, fileName = "file" }: StoredFile) {
  return reply
    .headers({
      "cache-control": "no-store",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
    })
    .type(mime)
    .send(bytes);
}
