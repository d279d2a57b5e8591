import type { Block, LetterSheet } from "../../cases/sheet.ts";
import { inline } from "./inline.ts";
import { facts, foot, letterhead } from "./parts.ts";

/** A letter: first the answer in two plain sentences, then the whole of it, for a family to keep. */
export function letter(sheet: LetterSheet): string {
  return [
    letterhead(sheet.head, sheet.fields),
    "<main>",
    ...(sheet.opening ? [`<p class="opening">${inline(sheet.opening)}</p>`] : []),
    `<p class="to">${inline(sheet.to)}</p>`,
    `<p class="salutation">${inline(sheet.salutation)}</p>`,
    `<h1>${inline(sheet.subject)}</h1>`,
    `<div class="summary">${sheet.summary.map((each) => `<p>${inline(each)}</p>`).join("")}</div>`,
    ...sheet.blocks.map(block),
    `<p class="closing">${inline(sheet.closing)}</p>`,
    signature(sheet.signature),
    "</main>",
    foot(sheet.foot),
  ].join("\n");
}

function block(each: Block): string {
  switch (each.kind) {
    case "paragraph":
      return `<p>${inline(each.text)}</p>`;
    case "facts":
      return facts(each.facts);
    case "note":
      return [
        `<section class="note${each.isStrong ? " strong" : ""}">`,
        `<h2>${inline(each.title)}</h2>`,
        `<p>${inline(each.text)}</p>`,
        "</section>",
      ].join("");
  }
}

function signature({ by, facts: lines, stamp }: LetterSheet["signature"]): string {
  return [
    '<div class="sign">',
    `<p class="stamp">${inline(stamp)}</p>`,
    `<div class="by"><p>${inline(by)}</p>${facts(lines, "lines")}</div>`,
    "</div>",
  ].join("\n");
}
