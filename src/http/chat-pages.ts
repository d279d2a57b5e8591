import type { FastifyInstance, FastifyReply } from "fastify";
import { chatPage } from "../web/chat/page.ts";
import { themeCss } from "../web/chat/theme.ts";
import { escapeHtml, htmlPage } from "../web/html.ts";
import { assetOf, loadAssets, sendAsset } from "./assets.ts";
import { associationOf } from "./chat-session.ts";
import type { AssociationView, HttpParts, Language } from "./parts.ts";
import { Refusal } from "./refusal.ts";

type OfChannel = { Params: { channelId: string } };

/** The chat page, the script that embeds it in other sites, and the privacy notice. */
export function registerChatPages(app: FastifyInstance, parts: HttpParts): void {
  const assets = loadAssets("chat/assets");
  const widget = widgetAsset();

  app.get<OfChannel & { Querystring: { lang?: string } }>("/chat/:channelId", (request, reply) => {
    const { channelId } = request.params;
    const association = associationOf(parts, channelId);
    const page = chatPage({
      channelId,
      associationId: association.id,
      name: association.name,
      sites: association.sites,
      maxBytes: association.maxUploadBytes,
      language: languageOf(request.query.lang),
      text: parts.text,
    });
    return sendPage(reply, page, ["'self'", ...association.sites]);
  });

  app.get<OfChannel>("/chat/:channelId/theme.css", (request, reply) => {
    const css = themeCss(associationOf(parts, request.params.channelId).accent);
    return sendAsset(request, reply, assetOf("text/css; charset=utf-8", Buffer.from(css)));
  });

  app.get<{ Params: { file: string } }>("/chat/assets/:file", (request, reply) =>
    sendAsset(request, reply, assets.get(request.params.file)),
  );

  app.get("/widget.js", (request, reply) => {
    reply.header("cross-origin-resource-policy", "cross-origin"); // it is loaded by other sites
    return sendAsset(request, reply, widget);
  });

  for (const url of ["/privacy/:id", "/p/:id"]) {
    app.get<{ Params: { id: string }; Querystring: { lang?: string } }>(url, (request, reply) => {
      const association = parts.associations.get(request.params.id);
      if (!association)
        throw new Refusal(404, "association.unknown", "there is no association of this id");
      return sendPage(reply, privacyPage(association, languageOf(request.query.lang)), ["'none'"]);
    });
  }

  /** The widget's words come from the locales like all others: they are set into the script once. */
  function widgetAsset() {
    const script = assets.get("widget.js");
    if (!script) throw new Error("web/chat/assets/widget.js is not there");
    const words = (language: Language) => ({
      open: parts.text("web.widget.open", language),
      close: parts.text("web.widget.close", language),
      title: parts.text("web.widget.title", language),
      unread: parts.text("web.widget.unread", language, { count: "{count}" }),
    });
    const texts = JSON.stringify({ ar: words("ar"), en: words("en") });
    const filled = script.body.toString().replace('"{{texts}}"', () => JSON.stringify(texts));
    return assetOf(script.type, Buffer.from(filled));
  }

  function privacyPage({ id, name }: AssociationView, language: Language): string {
    const notice = parts.text("privacy.notice", language, { association: id });
    const lines = notice.split("\n").filter((line) => line.trim() !== "");
    const paragraphs = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join("\n");
    return htmlPage({
      title: name[language],
      language,
      styles: ["/form/assets/form.css"],
      body: `<main>\n<h1>${escapeHtml(name[language])}</h1>\n${paragraphs}\n</main>`,
    });
  }
}

function languageOf(text: string | undefined): Language {
  return text === "en" ? "en" : "ar";
}

function sendPage(reply: FastifyReply, page: string, frameAncestors: readonly string[]) {
  return reply
    .type("text/html; charset=utf-8")
    .headers({
      "cache-control": "no-cache",
      "referrer-policy": "no-referrer",
      "content-security-policy": [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "img-src 'self' blob:",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        `frame-ancestors ${frameAncestors.join(" ")}`,
      ].join("; "),
    })
    .send(page);
}
