import formbody from "@fastify/formbody";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { LetterSheet } from "../cases/sheet.ts";
import type { ReadableLetter } from "../conversation/letter-link.ts";
import type { FormRecord } from "../conversation/ports.ts";
import { messagePage, type PageFrame } from "../web/form/page.ts";
import { codePage, gatePage, readingPage } from "../web/letter/page.ts";
import { loadAssets, sendAsset } from "./assets.ts";
import { failureOf } from "./errors.ts";
import { queryOf, sharedHeaders, type OfToken } from "./form-view.ts";
import type { HttpParts, Language } from "./parts.ts";
import { tooMany } from "./refusal.ts";
import { refuseOtherSites } from "./same-origin.ts";
import { readSession, signSession } from "./session-token.ts";
import { createTokenBucket } from "./token-bucket.ts";

const TOKEN = /^[0-9A-Za-z]{11}$/;
const BODY = 4 * 1024;
const PASS = "letter";
const PASS_MINUTES = 30;

type OfPage = OfToken & { Body: { step?: string; code?: string } | undefined };

/**
 * A letter that is read in a browser, by a link that came as a text message. It works without scripts. Looking at the
 * link shows nothing: a button is pressed first, or a code entered where the link was not sent to a telephone. What was
 * opened stays open for half an hour in this browser, and the link can be opened again until it expires.
 */
export async function registerLetterPage(app: FastifyInstance, parts: HttpParts): Promise<void> {
  await app.register(formbody, { bodyLimit: BODY });
  const now = () => parts.clock.real().getTime();
  const looks = createTokenBucket({ burst: 60, perMinute: 30, now });
  const codes = createTokenBucket({ burst: 5, perMinute: 0.5, now });
  const css = loadAssets("letter").get("page.css");

  app.get("/letter/assets/page.css", (request, reply) => sendAsset(request, reply, css));

  await app.register(async (pages) => {
    pages.addHook("onRequest", async (request, reply) => {
      reply.headers(sharedHeaders([]));
      if (!looks.take(request.ip)) throw tooMany("looks at letters from here");
    });
    pages.setErrorHandler((error, request, reply) => {
      const { status, retryAfterS } = failureOf(error);
      if (status >= 500)
        parts.log.error({ err: error, route: request.routeOptions.url }, "the letter page failed");
      if (retryAfterS) reply.header("retry-after", String(retryAfterS));
      const key = status === 403 ? "web.form.other_site" : "form.busy";
      return say(request as FastifyRequest<OfPage>, reply, status, key);
    });

    pages.get<OfPage>("/letter/:token", async (request, reply) => {
      const form = await openLink(request, reply);
      if (!form) return reply;
      return isPassed(request, form)
        ? sendLetter(request, reply, form)
        : sendGate(request, reply, form);
    });

    pages.post<OfPage>("/letter/:token", { bodyLimit: BODY }, async (request, reply) => {
      refuseOtherSites(request, parts.publicUrl);
      const form = await openLink(request, reply);
      if (!form) return reply;
      if (!parts.letters.needsCode(form)) return letIn(request, reply, form);
      if (request.body?.step === "send") {
        if (!codes.take(`send ${form.id}`)) return say(request, reply, 429, "letter.page.many");
        return (await parts.letters.sendCode(form))
          ? sendCodeForm(request, reply, 200)
          : say(request, reply, 409, "letter.page.nophone");
      }
      if (!codes.take(`try ${form.id}`)) return say(request, reply, 429, "letter.page.many");
      return parts.letters.isCode(form, request.body?.code ?? "")
        ? letIn(request, reply, form)
        : sendCodeForm(request, reply, 422, "letter.page.code.wrong");
    });

    pages.get<OfPage>("/letter/:token/file", async (request, reply) => {
      const form = await openLink(request, reply);
      if (!form) return reply;
      const page = `/letter/${request.params.token}${queryOf(request)}`;
      if (!isPassed(request, form)) return reply.redirect(page, 303);
      const letter = await parts.letters.read(form);
      const file =
        letter?.storageKey && (await parts.blobs.get(form.associationId, letter.storageKey));
      if (!letter || !file) return say(request, reply, 404, "letter.page.missing");
      return reply
        .headers({
          "content-type": file.mime,
          "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(letter.fileName)}`,
          "content-security-policy": "default-src 'none'; sandbox",
        })
        .send(file.bytes);
    });
  });

  /** The link while it may be opened; otherwise the page that says why not has been sent. */
  async function openLink(
    request: FastifyRequest<OfPage>,
    reply: FastifyReply,
  ): Promise<FormRecord | undefined> {
    const { token } = request.params;
    const form = TOKEN.test(token) ? await parts.forms.find(parts.formHash(token)) : undefined;
    if (form?.purpose !== "letter")
      return void (await say(request, reply, 404, "letter.page.unknown"));
    if (form.expiresAt <= parts.clock.real())
      return void (await say(request, reply, 410, "letter.page.expired"));
    return form;
  }

  function letIn(request: FastifyRequest<OfPage>, reply: FastifyReply, form: FormRecord) {
    const path = `/letter/${request.params.token}`;
    const exp = Math.floor(now() / 1000) + PASS_MINUTES * 60;
    const pass = signSession({ sid: form.id, channelId: PASS, exp }, parts.sessionKey);
    const secure = parts.production ? "; Secure" : "";
    reply.header(
      "set-cookie",
      `${PASS}=${pass}; Path=${path}; Max-Age=${PASS_MINUTES * 60}; HttpOnly; SameSite=Strict${secure}`,
    );
    return reply.redirect(`${path}${queryOf(request)}`, 303);
  }

  function isPassed(request: FastifyRequest<OfPage>, form: FormRecord): boolean {
    const pass = /(?:^|;\s*)letter=([\w.-]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
    return readSession(pass, PASS, parts.sessionKey, parts.clock.real())?.sid === form.id;
  }

  function sendGate(request: FastifyRequest<OfPage>, reply: FastifyReply, form: FormRecord) {
    const text = textsOf(request);
    const asks = parts.letters.needsCode(form);
    const page = gatePage(frameOf(request, text("letter.page.title"), ""), {
      text: text(asks ? "letter.page.code.ask" : "letter.page.gate"),
      button: text(asks ? "letter.page.code.send" : "letter.page.open"),
      step: asks ? "send" : "open",
      action: actionOf(request),
    });
    return reply.type("text/html; charset=utf-8").send(page);
  }

  function sendCodeForm(
    request: FastifyRequest<OfPage>,
    reply: FastifyReply,
    status: 200 | 422,
    fault?: string,
  ) {
    const text = textsOf(request);
    const page = codePage(frameOf(request, text("letter.page.title"), ""), {
      text: text("letter.page.code.sent"),
      label: text("letter.page.code.label"),
      button: text("letter.page.open"),
      errors: text("letter.page.code.errors"),
      action: actionOf(request),
      ...(fault ? { fault: text(fault) } : {}),
    });
    return reply.code(status).type("text/html; charset=utf-8").send(page);
  }

  async function sendLetter(
    request: FastifyRequest<OfPage>,
    reply: FastifyReply,
    form: FormRecord,
  ) {
    const letter = await parts.letters.read(form);
    return letter?.sheet
      ? reply.type("text/html; charset=utf-8").send(pageOf(request, form, letter, letter.sheet))
      : say(request, reply, 404, "letter.page.missing");
  }

  function pageOf(
    request: FastifyRequest<OfPage>,
    form: FormRecord,
    letter: ReadableLetter,
    sheet: LetterSheet,
  ): string {
    const { language, association } = sheet.head; // a letter is in the language in which it was written
    const text = (key: string, vars = {}) => parts.text(key, language, vars);
    const frame = { ...frameOf(request, sheet.subject, association), language };
    return readingPage(frame, sheet, {
      number: text("letter.page.number", { dec_n: letter.number }),
      ...(letter.storageKey
        ? {
            download: {
              label: text("letter.page.download"),
              href: `/letter/${request.params.token}/file`,
            },
          }
        : {}),
      chat: { label: text("letter.page.chat"), href: parts.letters.chatLink(form) },
    });
  }

  function say(request: FastifyRequest<OfPage>, reply: FastifyReply, status: number, key: string) {
    const text = textsOf(request);
    const page = messagePage(frameOf(request, text("letter.page.title"), ""), text(key), "alert");
    return reply.code(status).type("text/html; charset=utf-8").send(page);
  }

  function textsOf(request: FastifyRequest<OfPage>) {
    const language = languageOf(request);
    return (key: string) => parts.text(key, language);
  }
}

function frameOf(request: FastifyRequest<OfPage>, title: string, association: string): PageFrame {
  return { language: languageOf(request), isPanel: false, title, association };
}

function languageOf(request: FastifyRequest<OfPage>): Language {
  return request.query.lang === "en" ? "en" : "ar";
}

function actionOf(request: FastifyRequest<OfPage>): string {
  return `/letter/${request.params.token}${queryOf(request)}`;
}
