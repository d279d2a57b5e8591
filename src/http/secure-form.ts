import multipart from "@fastify/multipart";
import formbody from "@fastify/formbody";
import { fileTypeFromBuffer } from "file-type";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { FormRecord } from "../conversation/ports.ts";
import { readDate } from "../language/date.ts";
import { readIban } from "../language/iban.ts";
import { readNationalId } from "../language/national-id.ts";
import { escapeHtml, htmlPage, loadAssets } from "./page.ts";
import type { HttpParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";
import { createTokenBucket } from "./token-bucket.ts";

const TOKEN = /^[0-9A-Za-z]{11}$/;
const FORM_BODY = 26 * 1024 * 1024; // the most that a profile may allow for a file, and what surrounds it
const DOCUMENTS = new Set(["image/jpeg", "image/png", "image/webp", "application/pdf"]);
type Read = { ok: true; value: string } | { ok: false; reason: string };

/** How each field of the data dictionary is read here. A field without an entry is text of 2 to 100 characters. */
const readers: Record<string, (text: string, now: Date) => Read> = {
  national_id: (text) => readNationalId(text),
  iban: (text) => readIban(text),
  id_expiry: (text, now) => {
    const read = readDate(text, { now });
    return read.ok ? { ok: true, value: read.value.gregorian } : { ok: false, reason: read.reason };
  },
};

interface Submitted {
  values: Record<string, string>;
  files: { id: string; bytes: Buffer; mime: string }[];
  faults: Record<string, string>;
}

/**
 * The one-time page for what is never asked in a chat. It works without scripts. Looking at it does not use the token
 * up; a valid submission does. Personal values never stand in an address or a log.
 */
export async function registerSecureForm(app: FastifyInstance, parts: HttpParts): Promise<void> {
  await app.register(formbody);
  await app.register(multipart, { limits: { files: 6, fields: 20, fileSize: FORM_BODY } });
  const tries = createTokenBucket({ burst: 40, perMinute: 20, now: () => Date.now() });
  const assets = loadAssets("form", ["form.css"]);

  app.addHook("onSend", async (_request, reply) => {
    reply.headers({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "content-security-policy":
        "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    });
  });

  app.get("/form/assets/form.css", (_request, reply) => {
    const file = assets.get("form.css");
    return reply.type(file?.type ?? "text/css").send(file?.body);
  });

  app.get<{ Params: { token: string } }>("/form/:token", async (request, reply) => {
    const found = await formOf(request, reply);
    return found ? sendForm(reply, 200, found, { values: {}, files: [], faults: {} }) : reply;
  });

  app.post<{ Params: { token: string } }>(
    "/form/:token",
    { bodyLimit: FORM_BODY },
    async (request, reply) => {
      refuseOtherSites(request);
      const found = await formOf(request, reply);
      if (!found) return reply;
      const submitted = await read(request, found);
      if (Object.keys(submitted.faults).length > 0) return sendForm(reply, 422, found, submitted);
      const documents = await Promise.all(
        submitted.files.map(async ({ id, bytes, mime }) => ({
          id,
          storageKey: await parts.blobs.put(found.associationId, bytes, {
            mime,
            owner: found.conversationId,
          }),
        })),
      );
      // Stored first, then used up: a crash between the two is harmless, because the same form is taken once.
      await parts.submitForm(found, submitted.values, documents);
      await parts.forms.consume(found.associationId, found.id, parts.clock.real());
      return reply.redirect(`/form/${request.params.token}/thanks`, 303);
    },
  );

  app.get<{ Params: { token: string } }>("/form/:token/thanks", (_request, reply) => {
    const text = (key: string) => parts.text(key, "ar");
    return sendPage(
      reply,
      200,
      text("form.thanks.title"),
      `<p class="lead" role="status">${escapeHtml(text("form.thanks"))}</p>`,
    );
  });

  /** The form of a token; otherwise the kind page has been sent and nothing is returned. */
  async function formOf(
    request: FastifyRequest<{ Params: { token: string } }>,
    reply: FastifyReply,
  ): Promise<FormRecord | undefined> {
    if (!tries.take(request.ip))
      throw new Refusal(429, "http.too_many", "too many tries from here; wait a minute");
    const { token } = request.params;
    const found = TOKEN.test(token) ? await parts.forms.find(parts.formHash(token)) : undefined;
    if (!found || found.purpose !== "fields")
      return void (await sendPage(
        reply,
        404,
        parts.text("form.thanks.title", "ar"),
        notice("form.unknown"),
      ));
    if (found.usedAt)
      return void (await sendPage(
        reply,
        410,
        parts.text("form.thanks.title", "ar"),
        notice("form.used"),
      ));
    if (found.expiresAt <= parts.clock.real())
      return void (await sendPage(
        reply,
        410,
        parts.text("form.thanks.title", "ar"),
        notice("form.expired"),
      ));
    return found;
  }

  function notice(key: string): string {
    return `<p class="lead" role="alert">${escapeHtml(parts.text(key, "ar"))}</p>`;
  }

  /** The token in the address is the proof; a page of another site must not be able to submit it for the person. */
  function refuseOtherSites(request: FastifyRequest): void {
    const { origin } = request.headers;
    const site = request.headers["sec-fetch-site"];
    const isForeign =
      (origin !== undefined && origin !== "null" && origin !== new URL(parts.publicUrl).origin) ||
      (site !== undefined && !["same-origin", "none"].includes(String(site)));
    if (isForeign) throw new Refusal(403, "form.origin", "the form must be sent from its own page");
  }

  async function read(request: FastifyRequest, form: FormRecord): Promise<Submitted> {
    const given = request.isMultipart()
      ? await fromMultipart(request)
      : { fields: request.body as Record<string, string>, files: [] };
    const submitted: Submitted = {
      values: {},
      files: given.files.filter(({ id }) => form.documents.includes(id)),
      faults: {},
    };
    for (const field of form.fields) {
      const text = typeof given.fields[field] === "string" ? given.fields[field].trim() : "";
      const result =
        text === "" ? { ok: false as const, reason: "required" } : readField(field, text);
      if (result.ok) submitted.values[field] = result.value;
      else submitted.faults[field] = result.reason;
    }
    return submitted;
  }

  function readField(field: string, text: string): Read {
    const reader = Object.hasOwn(readers, field) ? readers[field] : undefined;
    if (reader) return reader(text, parts.clock.now());
    return text.length >= 2 && text.length <= 100
      ? { ok: true, value: text }
      : { ok: false, reason: "length" };
  }

  async function fromMultipart(request: FastifyRequest) {
    const fields: Record<string, string> = {};
    const files: Submitted["files"] = [];
    for await (const part of request.parts()) {
      if (part.type === "field") {
        if (typeof part.value === "string") fields[part.fieldname] = part.value;
        continue;
      }
      const bytes = await part.toBuffer();
      if (bytes.length === 0) continue;
      const type = await fileTypeFromBuffer(bytes);
      if (!type || !DOCUMENTS.has(type.mime))
        throw new Refusal(415, "file.type", "a picture (JPG, PNG) or a PDF is expected");
      files.push({ id: part.fieldname, bytes, mime: type.mime });
    }
    return { fields, files };
  }

  function sendForm(reply: FastifyReply, status: number, form: FormRecord, submitted: Submitted) {
    const association = parts.associations.get(form.associationId);
    const title = parts.text("form.title", "ar", { assoc: association?.name.ar ?? "" });
    const hasFaults = Object.keys(submitted.faults).length > 0;
    const body = [
      hasFaults
        ? `<p class="faults" role="alert">${escapeHtml(parts.text("form.errors", "ar"))}</p>`
        : "",
      `<p class="lead">${escapeHtml(parts.text("form.intro", "ar"))}</p>`,
      `<form method="post"${form.documents.length > 0 ? ' enctype="multipart/form-data"' : ""} autocomplete="off" novalidate>`,
      ...form.fields.map((field) => fieldHtml(field, submitted.faults[field])),
      ...form.documents.map(
        (id) =>
          `<label for="${id}">${escapeHtml(label("document", id))}</label><input type="file" id="${id}" name="${id}" accept="image/jpeg,image/png,application/pdf">`,
      ),
      `<button type="submit">${escapeHtml(parts.text("form.submit", "ar"))}</button>`,
      "</form>",
    ];
    return sendPage(reply, status, title, body.join("\n"));
  }

  /** What was typed is not shown again: the page may stand open on a shared screen. */
  function fieldHtml(field: string, fault: string | undefined): string {
    const problem = fault && escapeHtml(faultText(fault));
    return [
      `<div class="field${fault ? " mend" : ""}">`,
      `<label for="${field}">${escapeHtml(label("field", field))}</label>`,
      `<input id="${field}" name="${field}" dir="ltr" inputmode="${field === "national_id" ? "numeric" : "text"}" required maxlength="40"${fault ? ` aria-invalid="true" aria-describedby="${field}-fault"` : ""}>`,
      problem ? `<p class="fault" id="${field}-fault">${problem}</p>` : "",
      "</div>",
    ].join("\n");
  }

  function faultText(reason: string): string {
    const key = `form.error.${reason}`;
    return parts.text(parts.hasText(key) ? key : "form.error.unclear", "ar");
  }

  function label(kind: "field" | "document", id: string): string {
    const key = `${kind}.${id}`;
    return parts.hasText(key) ? parts.text(key, "ar") : id;
  }

  function sendPage(reply: FastifyReply, status: number, title: string, body: string) {
    const page = htmlPage({
      title,
      language: "ar",
      styles: ["/form/assets/form.css"],
      bodyClass: "form",
      body: `<main>\n<h1>${escapeHtml(title)}</h1>\n${body}\n</main>`,
    });
    return reply.code(status).type("text/html; charset=utf-8").send(page);
  }
}
