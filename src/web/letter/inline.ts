import { isolateLtr } from "../../language/isolate.ts";
import { escapeHtml } from "../html.ts";

/**
 * Text for paper: every run that would be turned round inside Arabic (case numbers, dates, telephone numbers, amounts in
 * either script) is isolated, and line breaks are kept. The words may be anybody's.
 */
export function inline(text: string): string {
  const isolated = isolateLtr(text).replace(EASTERN, "\u2066$&\u2069");
  return escapeHtml(isolated)
    .replaceAll("\u2066", '<bdi dir="ltr">')
    .replaceAll("\u2069", "</bdi>")
    .replaceAll("\n", "<br>");
}

/** Eastern digits with separators: `١٢/١٤٤٨`, `١٬٥٠٠`. */
const EASTERN = /[٠-٩]+(?:[/\-.:٫٬][٠-٩]+)+/g;
