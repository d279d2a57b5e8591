import type { FastifyInstance, FastifyReply } from "fastify";
import { escapeHtml, htmlPage, loadAssets } from "./page.ts";
import type { AssociationView, HttpParts, Language } from "./parts.ts";
import { Refusal } from "./refusal.ts";

/** Texts that the chat page shows by itself; they travel in the page, so that its script holds none. */
const pageTexts = [
  "web.placeholder",
  "web.send",
  "web.attach",
  "web.offline",
  "web.log",
  "web.sending",
  "web.file",
  "web.voice",
  "web.form.open",
  "web.form.close",
  "web.too_large",
  "web.wrong_type",
  "web.expired",
  "web.failed",
];

/** The chat page, the script that embeds it in other sites, and the privacy notice. */
export function registerPublicPages(app: FastifyInstance, parts: HttpParts): void {
  const assets = loadAssets("chat", ["chat.css", "chat.js", "widget.js"]);

  app.get<{ Params: { channelId: string }; Querystring: { lang?: string } }>(
    "/chat/:channelId",
    (request, reply) => {
      const { channelId } = request.params;
      const association =
        parts.channels.get(channelId)?.kind === "web" ? parts.associationOf(channelId) : undefined;
      if (!association)
        throw new Refusal(404, "channel.unknown", "there is no web chat of this id");
      return sendPage(
        reply,
        chatPage(association, request.query.lang === "en" ? "en" : "ar"),
        ["'self'", ...association.sites].join(" "),
      );
    },
  );

  app.get<{ Params: { file: string } }>("/chat/assets/:file", (request, reply) =>
    sendAsset(reply, request.params.file),
  );
  app.get("/widget.js", (_request, reply) => {
    // The host page loads this from another origin.
    reply.header("cross-origin-resource-policy", "cross-origin");
    return sendAsset(reply, "widget.js");
  });

  for (const url of ["/privacy/:id", "/p/:id"]) {
    app.get<{ Params: { id: string } }>(url, (request, reply) => {
      const association = parts.associations.get(request.params.id);
      if (!association)
        throw new Refusal(404, "association.unknown", "there is no association of this id");
      return sendPage(reply, privacyPage(association), "'none'");
    });
  }

  function chatPage(association: AssociationView, language: Language): string {
    const text = (key: string) => parts.text(key, language);
    const texts = Object.fromEntries(pageTexts.map((key) => [key, text(key)]));
    const body = `
<header class="top"><div class="mark" aria-hidden="true">وصل</div><div><h1>${escapeHtml(association.name[language])}</h1><p id="state" role="status">${escapeHtml(text("web.subtitle"))}</p></div></header>
<main id="log" class="log" role="log" aria-live="polite" aria-relevant="additions" aria-label="${escapeHtml(text("web.log"))}" tabindex="0"></main>
<p id="offline" class="offline" role="alert" hidden></p>
<form id="composer" class="composer" autocomplete="off">
  <label class="attach"><span class="sr">${escapeHtml(text("web.attach"))}</span><input id="file" type="file" accept="image/jpeg,image/png,image/webp,application/pdf,audio/*"><svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M8 12.5l6.2-6.2a3 3 0 0 1 4.3 4.3l-8 8a5 5 0 0 1-7.1-7.1l7.6-7.6" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg></label>
  <label class="sr" for="text">${escapeHtml(text("web.placeholder"))}</label>
  <textarea id="text" rows="1" maxlength="4000" dir="auto" placeholder="${escapeHtml(text("web.placeholder"))}" enterkeyhint="send"></textarea>
  <button id="send" type="submit">${escapeHtml(text("web.send"))}</button>
</form>
<dialog id="panel" class="panel" aria-label="${escapeHtml(text("web.form.open"))}"><button id="close" type="button">${escapeHtml(text("web.form.close"))}</button><iframe id="frame" title="${escapeHtml(text("web.form.open"))}"></iframe></dialog>
<script id="texts" type="application/json">${JSON.stringify(texts).replaceAll("<", "\\u003c")}</script>`;
    return htmlPage({
      title: association.name[language],
      language,
      styles: ["/chat/assets/chat.css"],
      scripts: ["/chat/assets/chat.js"],
      bodyClass: "chat",
      body,
    });
  }

  function privacyPage(association: AssociationView): string {
    const notice = parts.text("privacy.notice", "ar", { association: association.id });
    const paragraphs = notice.split("\n").filter((line) => line.trim() !== "");
    const body = `<main><h1>${escapeHtml(association.name.ar)}</h1>${paragraphs.map((line) => `<p>${escapeHtml(line)}</p>`).join("")}</main>`;
    return htmlPage({
      title: association.name.ar,
      language: "ar",
      styles: ["/form/assets/form.css"],
      bodyClass: "form",
      body,
    });
  }

  function sendAsset(reply: FastifyReply, name: string) {
    const file = assets.get(name);
    if (!file) throw new Refusal(404, "http.unknown", "there is nothing at this address");
    return reply.type(file.type).header("cache-control", "public, max-age=300").send(file.body);
  }

  function sendPage(reply: FastifyReply, page: string, frameAncestors: string) {
    return reply
      .type("text/html; charset=utf-8")
      .header(
        "content-security-policy",
        `default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self' blob:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${frameAncestors}`,
      )
      .header("referrer-policy", "strict-origin-when-cross-origin")
      .send(page);
  }
}
