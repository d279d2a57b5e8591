import formbody from "@fastify/formbody";
import multipart from "@fastify/multipart";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { FormRecord } from "../conversation/ports.ts";
import { formPage, messagePage, type FormField, type PageFrame } from "../web/form/page.ts";
import { loadAssets, sendAsset } from "./assets.ts";
import { failureOf } from "./errors.ts";
import type { AcceptedFile } from "./files/accept-file.ts";
import { readFormBody, type FormBody } from "./form-body.ts";
import { fieldKind } from "./form-fields.ts";
import type { HttpParts, Language } from "./parts.ts";
import { tooMany } from "./refusal.ts";
import { refuseOtherSites } from "./same-origin.ts";
import { createTokenBucket } from "./token-bucket.ts";

const TOKEN = /^[0-9A-Za-z]{11}$/;
const TYPED_BODY = 16 * 1024;
const ACCEPT = "image/jpeg,image/png,application/pdf";

type OfToken = { Params: { token: string }; Querystring: { panel?: string; lang?: string } };
type Request = FastifyRequest<OfToken>;

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
  const css = loadAssets("form").get("form.css");

  app.get("/form/assets/form.css", (request, reply) => sendAsset(request, reply, css));

  await app.register(async (pages) => {
    pages.addHook("onRequest", async (request, reply) => {
      reply.headers(headersFor([]));
      if (!tries.take(request.ip)) throw tooMany("tries from here");
    });
    pages.setErrorHandler((error, request, reply) => {
      const { status, retryAfterS } = failureOf(error);
      if (status >= 500)
        parts.log.error({ err: error, route: request.routeOptions.url }, "the secure page failed");
      if (retryAfterS) reply.header("retry-after", String(retryAfterS));
      return sayFailure(request as Request, reply, status);
    });

    pages.get<OfToken>("/form/:token", async (request, reply) => {
      const form = await openForm(request, reply);
      return form ? sendForm(request, reply, 200, form) : reply;
    });

    pages.post<OfToken>("/form/:token", { bodyLimit: TYPED_BODY }, async (request, reply) => {
      refuseOtherSites(request, parts.publicUrl);
      const form = await openForm(request, reply);
      if (!form) return reply;
      const body = await readFormBody(request, {
        fields: form.fields,
        documents: form.documents,
        maxBytes: maxBytesOf(form),
      });
      const { values, faults } = readFields(form, body);
      if (Object.keys(faults).length > 0)
        return sendForm(request, reply, 422, form, { body, faults });
      return (await submit(form, values, body.files))
        ? reply.redirect(`/form/${request.params.token}/thanks${queryOf(request)}`, 303)
        : say(request, reply, 410, "form.used", form);
    });

    pages.get<OfToken>("/form/:token/thanks", async (request, reply) => {
      const form = await find(request.params.token);
      if (!form) return say(request, reply, 404, "form.unknown");
      if (!form.usedAt)
        return reply.redirect(`/form/${request.params.token}${queryOf(request)}`, 303);
      return say(request, reply, 200, "form.thanks", form);
    });
  });

  async function find(token: string): Promise<FormRecord | undefined> {
    const form = TOKEN.test(token) ? await parts.forms.find(parts.formHash(token)) : undefined;
    return form?.purpose === "fields" ? form : undefined;
  }

  /** The form while it can be filled; otherwise the page that says why not has been sent. */
  async function openForm(request: Request, reply: FastifyReply): Promise<FormRecord | undefined> {
    const form = await find(request.params.token);
    if (!form) return void (await say(request, reply, 404, "form.unknown"));
    if (form.usedAt) return void (await say(request, reply, 410, "form.used", form));
    if (form.expiresAt <= parts.clock.real())
      return void (await say(request, reply, 410, "form.expired", form));
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

  function sendForm(
    request: Request,
    reply: FastifyReply,
    status: 200 | 422,
    form: FormRecord,
    sent?: { body: FormBody; faults: Record<string, string> },
  ) {
    reply.headers(headersFor(parts.associations.get(form.associationId)?.sites ?? []));
    if (sent && request.headers.accept?.startsWith("application/json"))
      return reply.code(status).send({
        error: { code: "form.invalid", message: "some fields need mending", fields: sent.faults },
      });
    const language = languageOf(request);
    const text = (key: string) => parts.text(key, language);
    const fields = [
      ...form.fields.map((id) => fieldOf(id, language, sent)),
      ...form.documents.map((id) => documentOf(id, form, language, sent)),
    ];
    const page = formPage(
      frameOf(request, "form.title", form),
      {
        intro: text("form.intro"),
        submit: text("form.submit"),
        optional: text("form.optional"),
        errors: text("form.errors"),
      },
      `/form/${request.params.token}${queryOf(request)}`,
      fields,
    );
    return reply.code(status).type("text/html; charset=utf-8").send(page);
  }

  function fieldOf(
    id: string,
    language: Language,
    sent?: { body: FormBody; faults: Record<string, string> },
  ): FormField {
    const { isLtr, inputMode, longest, isLong, isOptional } = fieldKind(id);
    const fault = sent?.faults[id];
    const help = `field.${id}.help`;
    return {
      id,
      label: parts.hasText(`field.${id}`) ? parts.text(`field.${id}`, language) : id,
      ...(parts.hasText(help) ? { help: parts.text(help, language) } : {}),
      ...(fault ? { fault: faultText(fault, language) } : {}),
      ...(sent?.body.typed[id] ? { value: sent.body.typed[id] } : {}),
      kind: { type: "text", isLtr, inputMode, longest, isLong },
      isOptional,
    };
  }

  function documentOf(
    id: string,
    form: FormRecord,
    language: Language,
    sent?: { body: FormBody; faults: Record<string, string> },
  ): FormField {
    const max_mb = megabytes(maxBytesOf(form));
    // No browser keeps a chosen file over a page that is sent again.
    const reason = sent?.faults[id] ?? (sent?.body.files[id] ? "file_again" : undefined);
    const key = `document.${id}`;
    return {
      id,
      label: parts.hasText(key) ? parts.text(key, language) : id,
      help: parts.text("field.documents.help", language, { max_mb }),
      ...(reason ? { fault: faultText(reason, language, { max_mb }) } : {}),
      kind: { type: "file", accept: ACCEPT },
      isOptional: form.fields.length > 0 || form.documents.length > 1,
    };
  }

  function faultText(reason: string, language: Language, vars: Record<string, string> = {}) {
    const key = [`web.form.error.${reason}`, `form.error.${reason}`].find((each) =>
      parts.hasText(each),
    );
    return parts.text(key ?? "form.error.unclear", language, vars);
  }

  function say(
    request: Request,
    reply: FastifyReply,
    status: number,
    key: string,
    form?: FormRecord,
  ) {
    reply.headers(headersFor((form && parts.associations.get(form.associationId)?.sites) ?? []));
    const isDone = status === 200;
    const title = isDone ? "form.thanks.title" : "web.form";
    const message = parts.text(key, languageOf(request));
    const page = messagePage(frameOf(request, title, form), message, isDone ? "status" : "alert");
    return reply.code(status).type("text/html; charset=utf-8").send(page);
  }

  function sayFailure(request: Request, reply: FastifyReply, status: number) {
    const key = status === 413 ? "web.form.too_large" : "form.busy";
    return say(request, reply, status, status === 403 ? "web.form.other_site" : key);
  }

  function frameOf(request: Request, title: string, form: FormRecord | undefined): PageFrame {
    const language = languageOf(request);
    const association = form && parts.associations.get(form.associationId);
    const name = association?.name[language] ?? "";
    const isPanel = request.query.panel === "1";
    const query = isPanel ? "panel=1&" : "";
    const accentHref = form && `/chat/${form.address.channelId}/theme.css`;
    return {
      language,
      isPanel,
      title: parts.text(title, language, { assoc: name }),
      association: title === "form.title" ? "" : name,
      ...(form && title === "form.title"
        ? {
            other: {
              name: parts.text("web.language", language),
              href: `/form/${request.params.token}?${query}lang=${language === "ar" ? "en" : "ar"}`,
            },
          }
        : {}),
      ...(accentHref && parts.channels.get(form.address.channelId)?.kind === "web"
        ? { accentHref }
        : {}),
    };
  }

  function maxBytesOf(form: FormRecord): number {
    return parts.associations.get(form.associationId)?.maxUploadBytes ?? 0;
  }
}

function languageOf(request: Request): Language {
  return request.query.lang === "en" ? "en" : "ar";
}

/** Only what this page itself puts there is carried on. */
function queryOf(request: Request): string {
  const { panel, lang } = request.query;
  const kept = [...(panel === "1" ? ["panel=1"] : []), ...(lang === "en" ? ["lang=en"] : [])];
  return kept.length > 0 ? `?${kept.join("&")}` : "";
}

/** The panel of the chat frames this page, and the association's site frames the chat: all of them are its ancestors. */
function headersFor(sites: readonly string[]): Record<string, string> {
  return {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy": [
      "default-src 'none'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      `frame-ancestors ${["'self'", ...sites].join(" ")}`,
    ].join("; "),
  };
}

function megabytes(bytes: number): string {
  return String(Math.floor(bytes / 1_000_000));
}
