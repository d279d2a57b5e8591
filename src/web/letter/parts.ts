import type { Fact, Letterhead } from "../../cases/sheet.ts";
import { escapeHtml } from "../html.ts";
import { inline } from "./inline.ts";

/** The head of every sheet: who writes on one side, number and date on the other, and what everybody must see first. */
export function letterhead(head: Letterhead, fields: readonly Fact[]): string {
  const other = head.language === "ar" ? "en" : "ar";
  const dir = other === "ar" ? "rtl" : "ltr";
  return [
    ...head.banners.map((banner) => `<p class="banner">${inline(banner)}</p>`),
    '<header class="head">',
    '<div class="who">',
    `<p class="association">${inline(head.association)}</p>`,
    `<p class="other" lang="${other}" dir="${dir}">${escapeHtml(head.otherName)}</p>`,
    ...head.lines.map((line) => `<p class="line">${inline(line)}</p>`),
    "</div>",
    ...(fields.length > 0 ? [`<dl class="fields">${fields.map(fact).join("")}</dl>`] : []),
    "</header>",
  ].join("\n");
}

export function facts(list: readonly Fact[], className = "facts"): string {
  return list.length === 0 ? "" : `<dl class="${className}">${list.map(fact).join("")}</dl>`;
}

/** Label and value; without a value a line to write on. */
function fact({ label, value }: Fact): string {
  const shown = value === "" ? '<dd class="blank"></dd>' : `<dd>${inline(value)}</dd>`;
  return `<div><dt>${inline(label)}</dt>${shown}</div>`;
}

export function foot(text: string): string {
  return `<footer class="foot">${inline(text)}</footer>`;
}
