import { escapeHtml, htmlPage } from "../html.ts";

type Language = "ar" | "en";

export interface ChatPage {
  channelId: string;
  associationId: string;
  name: Record<Language, string>;
  /** Origins that may embed the page. */
  sites: readonly string[];
  maxBytes: number;
  language: Language;
  text(key: string, language: Language, vars?: Record<string, string>): string;
}

/**
 * The chat page: everything that is read stands in it, in both languages, so that its script holds no text and can
 * follow the language of the conversation.
 */
export function chatPage(page: ChatPage): string {
  const { channelId, associationId, language, sites, maxBytes } = page;
  const texts = { ar: textsOf(page, "ar"), en: textsOf(page, "en") };
  const put = (key: ChatText) => `data-text="${key}">${escapeHtml(texts[language][key] ?? "")}`;
  const label = (key: ChatText) =>
    `data-label="${key}" aria-label="${escapeHtml(texts[language][key] ?? "")}"`;
  const config = { base: `/chat/${channelId}`, language, sites, maxBytes, texts };

  return htmlPage({
    title: texts[language]["web.title"] ?? "",
    language,
    styles: ["/chat/assets/chat.css", `/chat/${channelId}/theme.css`],
    script: "/chat/assets/chat.js",
    attributes: { "data-config": JSON.stringify(config) },
    body: `<header>
<div class="mark" aria-hidden="true">${speech}</div>
<div class="titles"><h1 ${put("web.name")}</h1><p ${put("web.subtitle")}</p></div>
<button id="language" type="button" ${put("web.language")}</button>
</header>
<main>
<div class="middle">
<div id="log" role="log" aria-live="polite" aria-relevant="additions" aria-busy="true" tabindex="0" ${label("web.log")}></div>
<div id="typing" aria-hidden="true" hidden><span></span><span></span><span></span></div>
<button id="newer" type="button" hidden ${put("web.newer")}</button>
</div>
<div class="lines">
<noscript><p id="notice">${escapeHtml(texts[language]["web.no_script"] ?? "")}</p></noscript>
<p id="banner" role="status" hidden><span ${put("web.offline")}</span></p>
<p id="notice" role="alert" hidden></p>
<div id="expired" role="alert" hidden><span ${put("web.expired")}</span><button type="button" ${put("web.restart")}</button></div>
</div>
<div>
<form id="composer" autocomplete="off">
<input type="file" accept="image/jpeg,image/png,image/webp,application/pdf,audio/ogg,audio/mp4,audio/mpeg" hidden>
<button class="attach" type="button" ${label("web.attach")}>${clip}</button>
<textarea rows="1" maxlength="4000" dir="auto" enterkeyhint="send" data-hint="web.placeholder" placeholder="${escapeHtml(texts[language]["web.placeholder"] ?? "")}" ${label("web.placeholder")}></textarea>
<button class="send" type="submit" ${put("web.send")}</button>
</form>
<footer><a href="/privacy/${associationId}" target="_blank" rel="noopener" ${put("web.privacy")}</a></footer>
</div>
</main>
<dialog id="panel" class="panel" ${label("web.form")}>
<div class="bar"><h2 ${put("web.form")}</h2><button class="close" type="button" ${put("web.form.close")}</button></div>
<iframe sandbox="allow-forms allow-same-origin allow-popups" title="${escapeHtml(texts[language]["web.form"] ?? "")}"></iframe>
</dialog>`,
  });
}

function textsOf({ text, name, maxBytes }: ChatPage, language: Language): Record<string, string> {
  const vars = { assoc: name[language], max_mb: String(Math.floor(maxBytes / 1_000_000)) };
  return Object.fromEntries(chatTexts.map((key) => [key, text(key, language, vars)]));
}

/** Every text of the page and its script. */
const chatTexts = [
  "web.title",
  "web.name",
  "web.subtitle",
  "web.log",
  "web.placeholder",
  "web.send",
  "web.attach",
  "web.newer",
  "web.offline",
  "web.expired",
  "web.restart",
  "web.privacy",
  "web.no_script",
  "web.language",
  "web.language.say",
  "web.choices",
  "web.who.contact",
  "web.who.bot",
  "web.who.staff",
  "web.who.system",
  "web.state.waiting",
  "web.state.sending",
  "web.state.sent",
  "web.status.delivered",
  "web.status.read",
  "web.status.failed",
  "web.file",
  "web.file.voice",
  "web.file.open",
  "web.form",
  "web.form.open",
  "web.form.close",
  "web.form.done",
  "web.resume.gone",
  "web.error.refused",
  "web.error.type",
  "web.error.unsafe",
  "web.error.too_large",
  "web.error.empty",
] as const;
type ChatText = (typeof chatTexts)[number];

const speech =
  '<svg viewBox="0 0 24 24" width="24" height="24"><path d="M4 5.5h16v10.5h-8.5L7 20v-4H4z" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"/></svg>';
const clip =
  '<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M8 12.5l6.2-6.2a3 3 0 0 1 4.3 4.3l-8 8a5 5 0 0 1-7.1-7.1l7.6-7.6" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>';
