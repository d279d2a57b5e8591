/* eslint-disable no-console -- this program talks to the terminal */
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { chromium, type Page } from "playwright-core";
import { findProgram } from "../src/embedded/find-program.ts";

/** `npm run screenshots`, while the demo runs: the pictures of the README, never made by hand. */
const { url } = JSON.parse(
  readFileSync(path.join(process.env["WASL_DATA_DIR"] ?? ".wasl", "demo.json"), "utf8"),
) as { url: string };
const folder = path.resolve(import.meta.dirname, "../docs/pictures");
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath:
    process.env["CHROMIUM_PATH"] ??
    findProgram("chromium", "chromium-browser", "google-chrome") ??
    "chromium",
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(`${url}/simulator`);
await playText(page, [
  "السلام عليكم",
  "1",
  "1",
  "1",
  "3",
  "1",
  "نورة عبدالله محمد السالم",
  "١٩٩٩٩٩٩٠٠٤",
  "15/6/1410",
]);
const chat = page.frameLocator("#chat");
for (const label of [/العربية/, /تقديم طلب دعم/, /^أوافق$/, /يجار/, /لي شخصياً/]) {
  await chat.getByRole("button", { name: label }).last().click();
  await page.waitForTimeout(700);
}
await page.waitForTimeout(1_500);
await page.screenshot({ path: path.join(folder, "simulator.png") });
console.log("docs/pictures/simulator.png");
await browser.close();

async function playText(at: Page, texts: string[]): Promise<void> {
  await at.fill("#number", `+96655${String(Date.now()).slice(-7)}`);
  for (const text of texts) {
    await at.fill("#text", text);
    await at.press("#text", "Enter");
    await at.waitForTimeout(900);
  }
}
