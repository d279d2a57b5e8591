import formbody from "@fastify/formbody";
import multipart from "@fastify/multipart";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { FormRecord } from "../conversation/ports.ts";
import { loadAssets, sendAsset } from "./assets.ts";
import { failureOf } from "./errors.ts";
import type { AcceptedFile } from "./files/accept-file.ts";
import { readFormBody, type FormBody } from "./form-body.ts";
import { fieldKind } from "./form-fields.ts";
import { createFormView, queryOf, sharedHeaders, type OfToken } from "./form-view.ts";
import type { HttpParts } from "./parts.ts";
import { tooMany } from "./refusal.ts";
import { refuseOtherSites } from "./same-origin.ts";
import { createTokenBucket } from "./token-bucket.ts";

const TOKEN = /^[0-9A-Za-z]{11}$/;
const TYPED_BODY = 16 * 1024;

/**
 * The one-time page for what is never asked in a chat. It works without scripts. Looking at it does not use the token
 * up, a valid submission does. Neither the token nor a value ever stands in a log or in an address that leaves the page.
 */
export async function registerSecureForm(app: FastifyInstance, parts: HttpParts): Promise<void> {
  await app.register(formbody, { bodyLimit: TYPED_BODY });
  await app.register(multipart, {
    limits: { fields: 40, fieldSize: 4096, parts: 60 },
    throwFileSizeLimit: false, // the page names the file that is too large
  });
  const now = () => parts.clock.real().getTime();
  const tries = createTokenBucket({ burst: 60, perMinute: 30, now });
  const view = createFormView(parts);
  const css = loadAssets("form").get("form.css");

  app.get("/form/assets/form.css", (request, reply) => sendAsset(request, reply, css));

  await app.register(async (pages) => {
    pages.addHook("onRequest", async (request, reply) => {
      reply.headers(sharedHeaders([]));
      if (!tries.take(request.ip)) throw tooMany("tries from here");
    });
    pages.setErrorHandler((error, request, reply) => {
      const { status, retryAfterS } = failureOf(error);
      if (status >= 500)
        parts.log.error({ err: error, route: request.routeOptions.url }, "the secure page failed");
      if (retryAfterS) reply.header("retry-after", String(retryAfterS));
      return view.sayFailure(request as FastifyRequest<OfToken>, reply, status);
    });

    pages.get<OfToken>("/form/:token", async (request, reply) => {
      const form = await openForm(request, reply);
      return form ? view.sendForm(request, reply, 200, form) : reply;
    });

    pages.post<OfToken>("/form/:token", { bodyLimit: TYPED_BODY }, async (request, reply) => {
      refuseOtherSites(request, parts.publicUrl);
      const form = await openForm(request, reply);
      if (!form) return reply;
      const body = await readFormBody(request, {
        fields: form.fields,
        documents: form.documents,
        maxBytes: view.maxBytesOf(form),
      });
      const { values, faults } = readFields(form, body);
      if (Object.keys(faults).length > 0)
        return view.sendForm(request, reply, 422, form, { body, faults });
      return (await submit(form, values, body.files))
        ? reply.redirect(`/form/${request.params.token}/thanks${queryOf(request)}`, 303)
        : view.say(request, reply, 410, "form.used", form);
    });

    pages.get<OfToken>("/form/:token/thanks", async (request, reply) => {
      const form = await find(request.params.token);
      if (!form) return view.say(request, reply, 404, "form.unknown");
      if (!form.usedAt)
        return reply.redirect(`/form/${request.params.token}${queryOf(request)}`, 303);
      return view.say(request, reply, 200, "form.thanks", form);
    });
  });

  async function find(token: string): Promise<FormRecord | undefined> {
    const form = TOKEN.test(token) ? await parts.forms.find(parts.formHash(token)) : undefined;
    return form?.purpose === "fields" ? form : undefined;
  }

  /** The form while it can be filled; otherwise the page that says why not has been sent. */
  async function openForm(
    request: FastifyRequest<OfToken>,
    reply: FastifyReply,
  ): Promise<FormRecord | undefined> {
    const form = await find(request.params.token);
    if (!form) return void (await view.say(request, reply, 404, "form.unknown"));
    if (form.usedAt) return void (await view.say(request, reply, 410, "form.used", form));
    if (form.expiresAt <= parts.clock.real())
      return void (await view.say(request, reply, 410, "form.expired", form));
    return form;
  }

  function readFields(form: FormRecord, body: FormBody) {
    const values: Record<string, string> = {};
    const faults: Record<string, string> = { ...body.badFiles };
    for (const id of form.fields) {
      const kind = fieldKind(id);
      const typed = body.typed[id] ?? "";
      if (typed === "") {
        if (!kind.isOptional) faults[id] = "required";
        continue;
      }
      const reading = kind.read(typed, parts.clock.now());
      if (reading.ok) values[id] = reading.value;
      else faults[id] = reading.reason;
    }
    // A page that asks for nothing but documents is not sent empty.
    const [first] = form.documents;
    const isEmpty = form.fields.length === 0 && Object.keys(body.files).length === 0;
    if (first !== undefined && isEmpty) faults[first] ??= "required";
    return { values, faults };
  }

  /** Stored first, then used up: a crash between the two is harmless, because the same form is taken once. */
  async function submit(
    form: FormRecord,
    values: Record<string, string>,
    files: Record<string, AcceptedFile>,
  ): Promise<boolean> {
    const documents: { id: string; storageKey: string }[] = [];
    for (const [id, { bytes, mime, fileName }] of Object.entries(files)) {
      const meta = { mime, fileName, owner: form.conversationId };
      documents.push({ id, storageKey: await parts.blobs.put(form.associationId, bytes, meta) });
    }
    await parts.submitForm(form, values, documents);
    return parts.forms.consume(form.associationId, form.id, parts.clock.real());
  }
}
