import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { findProgram } from "../src/embedded/find-program.ts";

/** `npm run screenshots`, while the demo runs: the pictures of the README, never made by hand. */
const { url } = JSON.parse(
  readFileSync(path.join(process.env["WASL_DATA_DIR"] ?? ".wasl", "demo.json"), "utf8"),
) as { url: string };
const folder = path.resolve(import.meta.dirname, "../docs/pictures");
mkdirSync(folder, { recursive: true });

const first = [
  "السلام عليكم",
  "1",
  "1",
  "1",
  "3",
  "1",
  "نورة عبدالله محمد السالم",
  "١٩٩٩٩٩٩٠٠٤",
  "15/6/1410",
];
const whatsapp = ["السلام عليكم", "١", "١", "١", "٣"];
const browser = await open();
await take("simulator", { width: 1440, height: 900 }, "light", 1.5);
await take("simulator-dark", { width: 1440, height: 900 }, "dark");
await take("simulator-phone", { width: 390, height: 844 }, "light");
await browser.close();

async function take(
  name: string,
  viewport: { width: number; height: number },
  colorScheme: "light" | "dark",
  sharpness = 1,
): Promise<void> {
  const page = await browser.newPage({ viewport, colorScheme, deviceScaleFactor: sharpness });
  await page.goto(`${url}/simulator`);
  await page.locator(".chip").first().waitFor();
  await playChat(page);
  await playTexts(page, "whatsapp", whatsapp);
  await playTexts(page, "one", first.slice(0, -1));
  await page.locator('[data-fault="duplicate_next_webhook"]').click();
  await playTexts(page, "one", first.slice(-1), false);
  await page.waitForTimeout(6_000); // until what was told for a moment is gone
  await page.locator("h1").first().click(); // no cursor in the picture
  await page.evaluate("document.activeElement?.blur()");
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  console.log(path.relative(process.cwd(), file));
  await page.close();
}

async function playChat(page: Page): Promise<void> {
  const chat = page.frameLocator(".phone.web iframe");
  for (const label of [/العربية/, /تقديم طلب دعم/, /^أوافق$/, /يجار/, /لي شخصياً/]) {
    await chat.getByRole("button", { name: label }).last().click();
    await page.waitForTimeout(700);
  }
}

/** As the person of one telephone; `isNew`: somebody who has never written. */
async function playTexts(page: Page, id: string, texts: string[], isNew = true): Promise<void> {
  const phone = page.locator(`[data-phone="${id}"]`);
  if (isNew) await phone.locator(".renew").click();
  for (const text of texts) {
    const heard = await phone.locator(".line.out").count();
    await phone.locator(".write .text").fill(text);
    await phone.locator(".write .text").press("Enter");
    await phone.locator(".line.out").nth(heard).waitFor();
    await page.waitForTimeout(300);
  }
}

function open(): Promise<Browser> {
  return chromium.launch({
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
}
