import { createLetters, type LetterParts } from "./conversation/letters/create.ts";
import type { Letters } from "./conversation/ports.ts";
import { findProgram } from "./embedded/find-program.ts";
import { createPrinter } from "./embedded/printer.ts";
import { loadAssets } from "./http/assets.ts";
import { sheetHtml } from "./web/letter/sheet.ts";

/** Letters with the pages that they are drawn as and the Chromium that prints them; it starts with the first letter. */
export function openLetters(
  parts: Omit<LetterParts, "draw" | "print">,
  chromiumPath = findProgram("chromium", "chromium-browser", "google-chrome") ?? "chromium",
): { letters: Letters; stop(): Promise<void> } {
  const css = loadAssets("letter").get("letter.css")?.body.toString("utf8") ?? "";
  const printer = createPrinter({ chromiumPath });
  const letters = createLetters({
    ...parts,
    draw: (sheet) => sheetHtml(sheet, css),
    print: (html) => printer.pdf(html),
  });
  return { letters, stop: () => printer.stop() };
}
