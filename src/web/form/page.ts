import { escapeHtml, htmlPage } from "../html.ts";

type Language = "ar" | "en";

export interface FormField {
  id: string;
  label: string;
  help?: string;
  /** What is wrong with what was sent. */
  fault?: string;
  value?: string;
  kind:
    | { type: "text"; isLtr: boolean; inputMode: string; longest: number; isLong: boolean }
    | { type: "file"; accept: string };
  isOptional: boolean;
}

export interface PageFrame {
  language: Language;
  /** Inside the chat's panel, which has a head and a way out of its own. */
  isPanel: boolean;
  title: string;
  association: string;
  /** The other language, as it calls itself, and where it is. */
  other?: { name: string; href: string };
  accentHref?: string;
}

export interface FormTexts {
  intro: string;
  submit: string;
  optional: string;
  errors: string;
}

/**
 * The one-time page as HTML that needs no script: labels, hints and faults are tied to their fields by id, and what has
 * to be mended stands above the form as links to it. Where there is something to mend the focus goes there.
 */
export function formPage(
  frame: PageFrame,
  texts: FormTexts,
  action: string,
  fields: readonly FormField[],
): string {
  const faulty = fields.filter(({ fault }) => fault !== undefined);
  const hasFiles = fields.some(({ kind }) => kind.type === "file");
  return framedPage(
    frame,
    [
      `<p class="lead">${escapeHtml(texts.intro)}</p>`,
      ...(faulty.length > 0 ? [summary(texts.errors, faulty)] : []),
      `<form method="post" action="${escapeHtml(action)}"${hasFiles ? ' enctype="multipart/form-data"' : ""} autocomplete="off" novalidate>`,
      ...fields.map((field) => fieldHtml(field, texts.optional)),
      `<button type="submit">${escapeHtml(texts.submit)}</button>`,
      "</form>",
    ].join("\n"),
  );
}

/** A page that says one thing: received, used before, not found, try again. */
export function messagePage(frame: PageFrame, message: string, role: "status" | "alert"): string {
  return framedPage(frame, `<p class="lead" role="${role}">${escapeHtml(message)}</p>`);
}

/** What every page of this kind has round its content; `styles` come after those that all share. */
export function framedPage(
  frame: PageFrame,
  content: string,
  more: { styles?: readonly string[] } = {},
): string {
  const { title, association, other, language, isPanel, accentHref } = frame;
  const switchTo = other
    ? `<a class="other-language" href="${escapeHtml(other.href)}" lang="${language === "ar" ? "en" : "ar"}">${escapeHtml(other.name)}</a>\n`
    : "";
  return htmlPage({
    title,
    language,
    styles: ["/form/assets/form.css", ...(accentHref ? [accentHref] : []), ...(more.styles ?? [])],
    attributes: isPanel ? { class: "panel" } : {},
    body: `<main>\n${switchTo}<p class="association">${escapeHtml(association)}</p>\n<h1>${escapeHtml(title)}</h1>\n${content}\n</main>`,
  });
}

function summary(title: string, faulty: readonly FormField[]): string {
  const lines = faulty.map(
    ({ id, label }) => `<li><a href="#${escapeHtml(id)}">${escapeHtml(label)}</a></li>`,
  );
  return `<div class="faults" role="alert" tabindex="-1" autofocus>\n<p>${escapeHtml(title)}</p>\n<ul>${lines.join("")}</ul>\n</div>`;
}

function fieldHtml(field: FormField, optional: string): string {
  const id = escapeHtml(field.id);
  const described = [
    ...(field.help ? [`${id}-help`] : []),
    ...(field.fault ? [`${id}-fault`] : []),
  ];
  const shared = [
    `id="${id}" name="${id}"`,
    ...(field.isOptional ? [] : ['aria-required="true"']),
    ...(described.length > 0 ? [`aria-describedby="${described.join(" ")}"`] : []),
    ...(field.fault ? ['aria-invalid="true"'] : []),
  ].join(" ");
  return [
    '<div class="field">',
    `<label for="${id}">${escapeHtml(field.label)}${field.isOptional ? ` <small>(${escapeHtml(optional)})</small>` : ""}</label>`,
    ...(field.help ? [`<p class="help" id="${id}-help">${escapeHtml(field.help)}</p>`] : []),
    control(field, shared),
    ...(field.fault ? [`<p class="fault" id="${id}-fault">${escapeHtml(field.fault)}</p>`] : []),
    "</div>",
  ].join("\n");
}

function control({ kind, value = "" }: FormField, shared: string): string {
  if (kind.type === "file") return `<input type="file" ${shared} accept="${kind.accept}">`;
  const limits = `maxlength="${kind.longest}" dir="${kind.isLtr ? "ltr" : "auto"}" autocomplete="off" spellcheck="false"`;
  return kind.isLong
    ? `<textarea rows="4" ${shared} ${limits}>${escapeHtml(value)}</textarea>`
    : `<input type="text" inputmode="${kind.inputMode}" ${shared} ${limits} value="${escapeHtml(value)}">`;
}
