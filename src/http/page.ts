import { readFileSync } from "node:fs";
import path from "node:path";

const assetsDir = path.resolve(import.meta.dirname, "../web");

/** The asset files of `src/web`, read once: name -> content with its type. Nothing else is ever served from disk. */
export function loadAssets(
  folder: string,
  names: readonly string[],
): ReadonlyMap<string, { type: string; body: Buffer }> {
  return new Map(
    names.map((name) => [
      name,
      {
        type: types[path.extname(name)] ?? "application/octet-stream",
        body: readFileSync(path.join(assetsDir, folder, name)),
      },
    ]),
  );
}

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
};

/** Text for HTML: everything that a person or a file wrote passes here. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The document of every page: no inline script or style, so that the policy can forbid them. */
export function htmlPage(options: {
  title: string;
  language: "ar" | "en";
  styles: readonly string[];
  scripts?: readonly string[];
  bodyClass?: string;
  body: string;
}): string {
  const { title, language, styles, scripts = [], bodyClass = "", body } = options;
  return [
    "<!doctype html>",
    `<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    ...styles.map((href) => `<link rel="stylesheet" href="${href}">`),
    ...scripts.map((src) => `<script src="${src}" defer></script>`),
    "</head>",
    `<body class="${bodyClass}">`,
    body,
    "</body></html>",
  ].join("\n");
}
