import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decisionLetter } from "../../src/conversation/letters/decision.ts";
import { createPrinter, type Printer } from "../../src/embedded/printer.ts";
import { sheetHtml } from "../../src/web/letter/sheet.ts";
import { axe, openBrowser } from "../support/browser.ts";
import { chromiumPath, differenceOf, listen, photograph, printersBrowsers } from "./photograph.ts";
import { caseOf, css, decisionOf, reference, sheets, wordsOf } from "./samples.ts";

const folder = path.join(import.meta.dirname, "pictures");
/** Share of pixels that may differ clearly: another release of font or browser moves edges, a wrong word moves lines. */
const TOLERANCE = 0.012;

let browser: Browser;
let page: Page;
let printer: Printer;
beforeAll(async () => {
  browser = await openBrowser();
  page = await (await browser.newContext()).newPage();
  printer = createPrinter({ chromiumPath: chromiumPath() });
});
afterAll(async () => {
  await browser.close();
  await printer.stop();
});

describe("every sheet looks as it did when somebody looked at it", () => {
  test("each has its picture, and no picture is left over", () => {
    const kept = readdirSync(folder).map((name) => path.basename(name, ".png"));
    expect(kept.toSorted()).toEqual(Object.keys(sheets).toSorted());
  });

  test.each(Object.keys(sheets))("%s", async (name) => {
    const kept = readFileSync(path.join(folder, `${name}.png`));
    const now = await photograph(page, sheets[name]!());
    expect(await differenceOf(page, kept, now)).toBeLessThan(TOLERANCE);
  });

  test("a picture of another letter is told apart", async () => {
    const kept = readFileSync(path.join(folder, "decision-declined.png"));
    const other = await photograph(page, sheets["objection-rejected"]!());
    expect(await differenceOf(page, kept, other)).toBeGreaterThan(TOLERANCE);
  });
});

test("a preview on the screen of staff is read by everybody: axe finds nothing", async () => {
  for (const name of ["decision-declined", "committee", "form-khuta"]) {
    await page.setContent(sheetHtml(sheets[name]!(), css));
    const { violations, looked } = await axe(page);
    expect(violations).toEqual([]);
    expect(looked).toBeGreaterThan(5);
  }
});

describe("the printer", () => {
  const pagesOf = (pdf: Buffer) => pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length;

  test.each([
    ["decision-declined", 1],
    ["decision-partly", 1],
    ["committee", 1],
    ["form-khuta", 2],
    ["form-amal", 1],
  ])("puts %s on as many pages as it should have: %i", async (name, pages) => {
    const pdf = await printer.pdf(sheetHtml(sheets[name]!(), css));
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pagesOf(pdf)).toBe(pages);
    expect(pdf.toString("latin1")).toContain("/StructTreeRoot"); // tagged: a screen reader can read it
    expect(pdf.toString("latin1")).toMatch(/\/FontName\s*\/[A-Z]+\+Amiri/);
  });

  test("lets a long reason run on to the next page", async () => {
    const reason = "سبب طويل يحتاج إلى أكثر من صفحة. ".repeat(50);
    const sheet = decisionLetter(
      wordsOf("khuta"),
      caseOf(),
      decisionOf({ outcome: "declined", reason }),
      reference,
    );
    expect(pagesOf(await printer.pdf(sheetHtml(sheet, css)))).toBe(2);
  });

  test("runs no script of a page and fetches nothing", async () => {
    const { url, asked, close } = await listen();
    const evil = `<p>x</p><script>document.body.innerHTML = "<p>y</p>".repeat(999)</script>
      <img src="${url}/a.png"><style>@import "${url}/b.css"; p { background: url(${url}/c.png) }</style>
      <iframe src="${url}/d.html"></iframe>`;
    expect(pagesOf(await printer.pdf(evil))).toBe(1);
    expect(asked).toEqual([]);
    close();
  });

  test("goes on after its browser has died", async () => {
    await printer.pdf("<p>one</p>");
    const running = printersBrowsers();
    expect(running).toHaveLength(1);
    for (const pid of running) process.kill(pid, "SIGKILL");
    expect(pagesOf(await printer.pdf("<p>two</p>"))).toBe(1);
  });

  test("gives up on a page that takes too long, and says that it may be tried again", async () => {
    const hasty = createPrinter({ chromiumPath: chromiumPath(), deadlineMs: 1 });
    await expect(hasty.pdf("<p>late</p>")).rejects.toMatchObject({
      code: "print.failed",
      retryable: true,
    });
    await hasty.stop();
    await expect(hasty.pdf("<p>closed</p>")).rejects.toMatchObject({ code: "print.failed" });
  });

  test("says which program is missing", async () => {
    const none = createPrinter({ chromiumPath: "/nonexistent/chromium" });
    await expect(none.pdf("<p>x</p>")).rejects.toThrow(/nonexistent/);
    await none.stop();
  });
});
