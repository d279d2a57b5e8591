import { htmlPage } from "./html.ts";

/** The document of the staff pages: everything in it is made by their script, after the log-in. */
export function inboxPage(page: {
  language: "ar" | "en";
  title: string;
  noScript: string;
  script: string;
  styles: readonly string[];
}): string {
  const { noScript, ...rest } = page;
  return htmlPage({
    ...rest,
    body: `<div id="root"></div>\n<noscript><p>${noScript}</p></noscript>`,
  }).replace(
    "</head>",
    '<link rel="manifest" href="/inbox/manifest.webmanifest">\n<meta name="theme-color" content="#0b6455">\n</head>',
  );
}

/** What a telephone needs to put the pages beside its other programs. */
export function manifest(name: string) {
  return {
    name,
    short_name: name,
    start_url: "/inbox",
    scope: "/inbox",
    display: "standalone",
    lang: "ar",
    dir: "rtl",
    background_color: "#f4f1e9",
    theme_color: "#0b6455",
    icons: [{ src: "/chat/assets/icon.svg", sizes: "any", type: "image/svg+xml" }],
  };
}
