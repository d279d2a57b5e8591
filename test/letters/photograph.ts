import type { Browser } from "playwright-core";
import type { Sheet } from "../../src/cases/sheet.ts";
import { sheetHtml } from "../../src/web/letter/sheet.ts";
import { css } from "./samples.ts";

/** What a sheet of paper looks like: the width of its paper, and as long as what stands on it. */
export async function photograph(browser: Browser, sheet: Sheet): Promise<Buffer> {
  const page = await browser.newPage({ viewport: sizeOf(sheet), javaScriptEnabled: false });
  try {
    await page.setContent(sheetHtml(sheet, css));
    return await page.screenshot({ fullPage: true });
  } finally {
    await page.close();
  }
}

/** A4 at 96 dots an inch. */
function sizeOf({ kind }: Sheet) {
  return kind === "committee" ? { width: 1123, height: 794 } : { width: 794, height: 1123 };
}
