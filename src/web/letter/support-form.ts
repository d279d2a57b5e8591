import type { PaperAnswer, PaperField, SupportFormSheet } from "../../cases/sheet.ts";
import { escapeHtml } from "../html.ts";
import { inline } from "./inline.ts";
import { facts, foot, letterhead } from "./parts.ts";

/** The support request on paper: every field carries the id of the variable that the conversation asks for. */
export function supportForm(sheet: SupportFormSheet): string {
  const { declaration } = sheet;
  return [
    letterhead(sheet.head, sheet.fields),
    "<main>",
    `<h1>${inline(sheet.title)}</h1>`,
    `<p class="intro">${inline(sheet.intro)}</p>`,
    ...sheet.sections.map(
      ({ title, fields }) =>
        `<section class="part"><h2>${inline(title)}</h2><div class="grid">${fields.map(field).join("\n")}</div></section>`,
    ),
    '<section class="part declaration">',
    `<h2>${inline(declaration.title)}</h2>`,
    `<p>${inline(declaration.text)}</p>`,
    facts(declaration.facts, "lines"),
    "</section>",
    "</main>",
    foot(sheet.foot),
  ].join("\n");
}

function field({ id, label, how }: PaperField): string {
  const width = isWide(how) ? " wide" : "";
  return `<div class="field${width}" data-field="${escapeHtml(id)}"><p class="label">${inline(label)}</p>${answer(how)}</div>`;
}

function isWide(how: PaperAnswer): boolean {
  if (how.kind === "options") return how.options.length > 2;
  return how.kind === "lines" || how.kind === "table";
}

function answer(how: PaperAnswer): string {
  switch (how.kind) {
    case "line":
      return '<p class="rule"></p>';
    case "lines":
      return '<p class="rule"></p>'.repeat(how.count);
    case "digits":
      return `<p class="digits" dir="ltr">${'<span class="digit"></span>'.repeat(how.count)}</p>`;
    case "amount":
      return `<p class="amount"><span class="rule"></span><span>${inline(how.unit)}</span></p>`;
    case "date":
      return `<p class="date"><span><i></i>/<i></i>/<i class="year"></i></span>${boxes(how.calendars)}</p>`;
    case "options":
      return `<p class="options">${boxes(how.options)}</p>`;
    case "table":
      return [
        `<table><thead><tr>${how.columns.map((each) => `<th scope="col">${inline(each)}</th>`).join("")}</tr></thead>`,
        `<tbody>${`<tr>${"<td></td>".repeat(how.columns.length)}</tr>`.repeat(how.rows)}</tbody></table>`,
      ].join("");
  }
}

function boxes(labels: readonly string[]): string {
  return labels
    .map((label) => `<span class="option"><span class="box"></span>${inline(label)}</span>`)
    .join(" ");
}
