import type { Block, LetterSheet } from "../../cases/sheet.ts";
import { formPage, framedPage, type PageFrame } from "../form/page.ts";
import { escapeHtml } from "../html.ts";
import { inline } from "./inline.ts";

const STYLES = ["/letter/assets/page.css"];

/**
 * Before a letter is shown somebody presses a button: programs that look at links for a preview read nothing. The page
 * names neither the association nor the request.
 */
export function gatePage(
  frame: PageFrame,
  gate: { text: string; button: string; step: "open" | "send"; action: string },
): string {
  return framedPage(
    frame,
    [
      `<p class="lead">${escapeHtml(gate.text)}</p>`,
      `<form method="post" action="${escapeHtml(gate.action)}">`,
      `<input type="hidden" name="step" value="${gate.step}">`,
      `<button type="submit">${escapeHtml(gate.button)}</button>`,
      "</form>",
    ].join("\n"),
    { styles: STYLES },
  );
}

/** The code that went to the telephone of the case. */
export function codePage(
  frame: PageFrame,
  page: {
    text: string;
    label: string;
    button: string;
    errors: string;
    action: string;
    fault?: string;
  },
): string {
  const { text, label, button, errors, action, fault } = page;
  return formPage(frame, { intro: text, submit: button, optional: "", errors }, action, [
    {
      id: "code",
      label,
      ...(fault ? { fault } : {}),
      kind: { type: "text", isLtr: true, inputMode: "numeric", longest: 20, isLong: false },
      isOptional: false,
    },
  ]);
}

/** The letter as a page of a telephone: the same words as on paper, in the same order. */
export function readingPage(
  frame: PageFrame,
  sheet: LetterSheet,
  page: {
    number: string;
    download?: { label: string; href: string };
    chat: { label: string; href: string };
  },
): string {
  return framedPage(
    frame,
    [
      `<p class="number">${inline(page.number)}</p>`,
      ...sheet.head.banners.map((banner) => `<p class="banner">${inline(banner)}</p>`),
      `<p class="to">${inline(sheet.to)}</p>`,
      `<div class="summary">${sheet.summary.map((each) => `<p>${inline(each)}</p>`).join("")}</div>`,
      ...sheet.blocks.map(block),
      `<p class="closing">${inline(sheet.closing)}</p>`,
      '<nav class="ways">',
      ...(page.download
        ? [
            `<a class="button" href="${escapeHtml(page.download.href)}" download>${escapeHtml(page.download.label)}</a>`,
          ]
        : []),
      `<a href="${escapeHtml(page.chat.href)}">${escapeHtml(page.chat.label)}</a>`,
      "</nav>",
    ].join("\n"),
    { styles: STYLES },
  );
}

function block(each: Block): string {
  switch (each.kind) {
    case "paragraph":
      return `<p>${inline(each.text)}</p>`;
    case "facts":
      return `<dl>${each.facts.map(({ label, value }) => `<div><dt>${inline(label)}</dt><dd>${inline(value)}</dd></div>`).join("")}</dl>`;
    case "note":
      return `<section class="note${each.isStrong ? " strong" : ""}"><h2>${inline(each.title)}</h2><p>${inline(each.text)}</p></section>`;
  }
}
