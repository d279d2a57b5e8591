import type { Sheet } from "../../cases/sheet.ts";
import { escapeHtml } from "../html.ts";
import { committee } from "./committee.ts";
import { letter } from "./letter.ts";
import { supportForm } from "./support-form.ts";

/**
 * A printed sheet as one document that needs nothing else: its style stands in it, nothing is fetched, no script runs.
 * The same document is the preview of staff, the picture of the tests and what Chromium prints.
 */
export function sheetHtml(sheet: Sheet, css: string): string {
  const { language, numerals, banners } = sheet.head;
  const classes = [sheet.kind, numerals, ...(banners.length > 0 ? ["marked"] : [])];
  return [
    "<!doctype html>",
    `<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}" class="${classes.join(" ")}">`,
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(titleOf(sheet))}</title>`,
    `<style>${css}</style>`,
    "</head>",
    "<body>",
    bodyOf(sheet),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function titleOf(sheet: Sheet): string {
  const title = sheet.kind === "letter" ? sheet.subject : sheet.title;
  return `${sheet.head.association}: ${title}`;
}

function bodyOf(sheet: Sheet): string {
  switch (sheet.kind) {
    case "letter":
      return letter(sheet);
    case "committee":
      return committee(sheet);
    case "form":
      return supportForm(sheet);
  }
}
