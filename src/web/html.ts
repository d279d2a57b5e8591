/** Text for HTML: everything that a person, a file or a profile wrote passes here. */
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
export function htmlPage(page: {
  title: string;
  language: "ar" | "en";
  styles: readonly string[];
  script?: string;
  /** Attributes of the body, escaped here. */
  attributes?: Readonly<Record<string, string>>;
  body: string;
}): string {
  const { title, language, styles, script, attributes = {}, body } = page;
  const written = Object.entries(attributes).map(
    ([name, value]) => ` ${name}="${escapeHtml(value)}"`,
  );
  return [
    "<!doctype html>",
    `<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="robots" content="noindex">',
    '<link rel="icon" href="/chat/assets/icon.svg">',
    `<title>${escapeHtml(title)}</title>`,
    ...styles.map((href) => `<link rel="stylesheet" href="${href}">`),
    ...(script ? [`<script type="module" src="${script}"></script>`] : []),
    "</head>",
    `<body${written.join("")}>`,
    body,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}
