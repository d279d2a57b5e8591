import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import type { Texts } from "../conversation/texts.ts";
import { inboxPage, manifest } from "../web/inbox-page.ts";
import { Refusal } from "./refusal.ts";

/** `style-src-attr`: what opens beside a button is placed by its script. No inline script, no other origin. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Texts that the pages show: their own, refusals by their code, and the names of what an answer or a case holds. */
const OWN = /^(inbox|refusal)\./;
const NAMES =
  /^(decision\.reason|field|service|document|section|state)\.(?!.*\.(sms|sms-out|also|help|next)$)/;
const A_YEAR_S = 31_536_000;

/** `/inbox`: the staff pages, as vite built them. Whoever they are shown to is decided under `/api`. */
export async function registerInboxPages(app: FastifyInstance, texts: Texts): Promise<void> {
  const folder = builtFolder();
  if (!folder) {
    app.get("/inbox", () => {
      throw new Refusal(
        503,
        "inbox.not_built",
        "the staff pages are not built: run `npm run build`",
      );
    });
    return;
  }
  const { file, css = [] } = entryOf(folder);
  const page = (language: "ar" | "en") =>
    inboxPage({
      language,
      title: texts.plain("inbox.title", language) ?? "",
      noScript: texts.plain("inbox.no_script", language) ?? "",
      script: `/inbox/${file}`,
      styles: css.map((each) => `/inbox/${each}`),
    });
  const pages = { ar: page("ar"), en: page("en") };
  const words = { ar: textsOf(texts, "ar"), en: textsOf(texts, "en") };

  await app.register(fastifyStatic, {
    root: path.join(folder, "assets"),
    prefix: "/inbox/assets/",
    decorateReply: false,
    index: false,
    immutable: true, // a file's name changes with what is in it
    maxAge: A_YEAR_S * 1000,
  });
  app.get<{ Params: { language: string } }>("/inbox/texts/:language", (request, reply) => {
    const language = request.params.language === "en" ? "en" : "ar";
    return reply.header("cache-control", "no-cache").send(words[language]);
  });
  app.get("/inbox/manifest.webmanifest", (_request, reply) =>
    reply.type("application/manifest+json").send(manifest(texts.plain("inbox.title", "ar") ?? "")),
  );
  for (const url of ["/inbox", "/inbox/*"]) {
    app.get<{ Querystring: { lang?: string } }>(url, (request, reply) =>
      reply
        .type("text/html; charset=utf-8")
        .headers({
          "cache-control": "no-cache",
          "referrer-policy": "no-referrer",
          "content-security-policy": POLICY,
        })
        .send(request.query.lang === "en" ? pages.en : pages.ar),
    );
  }
}

function builtFolder(): string | undefined {
  return ["../web/inbox", "../../.cache/inbox"]
    .map((each) => path.resolve(import.meta.dirname, each))
    .find((each) => existsSync(path.join(each, ".vite/manifest.json")));
}

function entryOf(folder: string): { file: string; css?: string[] } {
  const entries = JSON.parse(
    readFileSync(path.join(folder, ".vite/manifest.json"), "utf8"),
  ) as Record<string, { file: string; css?: string[]; isEntry?: boolean }>;
  const entry = Object.values(entries).find(({ isEntry }) => isEntry);
  if (!entry) throw new Error("the build of the staff pages has no entry");
  return entry;
}

function textsOf(texts: Texts, language: "ar" | "en"): Record<string, string> {
  const shown = new Set(
    [...texts.keys("ar"), ...texts.keys(language)].filter(
      (key) => OWN.test(key) || NAMES.test(key),
    ),
  );
  return Object.fromEntries([...shown].map((key) => [key, texts.plain(key, language) ?? key]));
}
