import type { FastifyReply, FastifyRequest } from "fastify";
import type { FormRecord } from "../conversation/ports.ts";
import { formPage, messagePage, type FormField, type PageFrame } from "../web/form/page.ts";
import type { FormBody } from "./form-body.ts";
import { fieldKind } from "./form-fields.ts";
import type { HttpParts, Language } from "./parts.ts";

const ACCEPT = "image/jpeg,image/png,application/pdf";

export type OfToken = {
  Params: { token: string };
  Querystring: { panel?: string; lang?: string };
};

/** What was sent and cannot be taken yet: field -> reason. */
interface Sent {
  body: FormBody;
  faults: Record<string, string>;
}

/** Puts the secure page into words: the form in the person's language, or the one thing that there is to say. */
export function createFormView(parts: HttpParts) {
  return { sendForm, sendFilePage, say, sayFailure, maxBytesOf };

  function sendForm(
    request: FastifyRequest<OfToken>,
    reply: FastifyReply,
    status: 200 | 422,
    form: FormRecord,
    sent?: Sent,
  ) {
    reply.headers(sharedHeaders(parts.associations.get(form.associationId)?.sites ?? []));
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

  /** A button and nothing else: who presses it gets the file. */
  function sendFilePage(request: FastifyRequest<OfToken>, reply: FastifyReply, form: FormRecord) {
    const text = (key: string) => parts.text(key, languageOf(request));
    const page = formPage(
      frameOf(request, "file.title", form),
      { intro: text("file.intro"), submit: text("file.submit"), optional: "", errors: "" },
      `/file/${request.params.token}${queryOf(request)}`,
      [],
    );
    return reply.code(200).type("text/html; charset=utf-8").send(page);
  }

  function fieldOf(id: string, language: Language, sent?: Sent): FormField {
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

  function documentOf(id: string, form: FormRecord, language: Language, sent?: Sent): FormField {
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
    request: FastifyRequest<OfToken>,
    reply: FastifyReply,
    status: number,
    key: string,
    form?: FormRecord,
  ) {
    reply.headers(sharedHeaders((form && parts.associations.get(form.associationId)?.sites) ?? []));
    const isDone = status === 200;
    const title = isDone ? "form.thanks.title" : "web.form";
    const message = parts.text(key, languageOf(request));
    const page = messagePage(frameOf(request, title, form), message, isDone ? "status" : "alert");
    return reply.code(status).type("text/html; charset=utf-8").send(page);
  }

  function sayFailure(request: FastifyRequest<OfToken>, reply: FastifyReply, status: number) {
    const key = status === 413 ? "web.form.too_large" : "form.busy";
    return say(request, reply, status, status === 403 ? "web.form.other_site" : key);
  }

  function frameOf(
    request: FastifyRequest<OfToken>,
    title: string,
    form: FormRecord | undefined,
  ): PageFrame {
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

function languageOf(request: FastifyRequest<OfToken>): Language {
  return request.query.lang === "en" ? "en" : "ar";
}

/** Only what this page itself puts there is carried on. */
export function queryOf(request: FastifyRequest<OfToken>): string {
  const { panel, lang } = request.query;
  const kept = [...(panel === "1" ? ["panel=1"] : []), ...(lang === "en" ? ["lang=en"] : [])];
  return kept.length > 0 ? `?${kept.join("&")}` : "";
}

/** The panel of the chat frames this page, and the association's site frames the chat: all of them are its ancestors. */
export function sharedHeaders(sites: readonly string[]): Record<string, string> {
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
