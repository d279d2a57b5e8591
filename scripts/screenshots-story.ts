import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../test/support/browser.ts";
import type { DemoFile } from "./demo/demo-file.ts";

/**
 * The first picture of the README, while the demo runs: an officer has taken over from the bot, and beside her pages is
 * the chat of the person whom she answers.
 */
const { url, logins } = JSON.parse(
  readFileSync(path.join(process.env["WASL_DATA_DIR"] ?? ".wasl", "demo.json"), "utf8"),
) as DemoFile;
const file = path.resolve(import.meta.dirname, "../docs/pictures/story.png");
mkdirSync(path.dirname(file), { recursive: true });
const HEIGHT = 780;

const browser = await openBrowser();
await openOffice();
for (const [index, text] of ["موظف", "ابي اكلم موظف", "موظف لو سمحتم"].entries())
  await writeBySms(`+96655128${String(4000 + index)}`, ["السلام عليكم", "1", text]);

const person = await openPage(browser, { width: 390, height: HEIGHT });
await person.goto(`${url}/chat/khuta-web`);
for (const label of [/العربية/, /تقديم طلب دعم/, /^أوافق$/, /غذائية/, /لي شخصياً/])
  await tap(person, label);
await write(person, "نورة عبدالله محمد السالم");
await person.locator(".open-form").waitFor();
await write(person, "موظف");

const officer = await openPage(browser, { width: 1240, height: HEIGHT });
const login = logins.find(({ name }) => name === "officer.khuta");
await officer.request.post(`${url}/api/session`, {
  data: { name: login?.name, password: login?.password },
});
await officer.goto(`${url}/inbox/?queue=unassigned`);
await officer.locator("[data-card]").filter({ hasText: "نورة عبدالله" }).first().click();
await officer.getByRole("button", { name: "استلام", exact: true }).click();
await officer.getByRole("button", { name: "إعادة إلى المساعد" }).waitFor();
await reply("حياكم الله. هل نكمل الطلب معاً؟");
await write(person, "نعم، وهل يلزم الحضور بالأصول؟");
await officer.locator("[data-author=contact]").filter({ hasText: "بالأصول" }).waitFor();
await reply("لا حاجة للحضور الآن، تكفي صورة واضحة لكل مستند.");
await settle([officer, person]);
await sideBySide([await officer.screenshot(), await person.screenshot()]);
console.log(path.relative(process.cwd(), file));
await browser.close();

/** The next Sunday at nine in Riyadh: somebody is there. */
async function openOffice(): Promise<void> {
  const clock = `${url}/simulator/api/clock`;
  const { now } = (await (await fetch(clock)).json()) as { now: string };
  const sunday = new Date(now);
  sunday.setUTCHours(6, 0, 0, 0);
  do sunday.setUTCDate(sunday.getUTCDate() + 1);
  while (sunday.getUTCDay() !== 0);
  const seconds = Math.ceil((sunday.getTime() - Date.parse(now)) / 1000);
  await post(clock, { advance: `PT${seconds}S` });
}

async function writeBySms(from: string, texts: string[]): Promise<void> {
  for (const text of texts) {
    await post(`${url}/simulator/api/inbound`, { channelId: "khuta-sms", from, text });
    await new Promise((resolve) => setTimeout(resolve, 700)); // one after the other, as people write
  }
}

async function post(address: string, body: object): Promise<void> {
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
}

async function openPage(from: Browser, viewport: { width: number; height: number }) {
  const context = await from.newContext({
    viewport,
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  return context.newPage();
}

async function tap(page: Page, label: RegExp): Promise<void> {
  await page.locator(".choices:not(.settled)").getByRole("button", { name: label }).last().click();
  await page.waitForTimeout(700);
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox").fill(text);
  await page.getByRole("textbox").press("Enter");
  await page.waitForTimeout(900);
}

async function reply(text: string): Promise<void> {
  await write(officer, text);
  await person.getByText(text).waitFor();
}

/** Nothing under way, and no cursor in the picture. */
async function settle(pages: readonly Page[]): Promise<void> {
  for (const page of pages) await page.evaluate("document.activeElement?.blur()");
  await officer.waitForTimeout(1_500);
}

async function sideBySide(pictures: readonly Buffer[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1700, height: HEIGHT + 48 } });
  const images = pictures.map(
    (picture) => `<img src="data:image/png;base64,${picture.toString("base64")}">`,
  );
  await page.setContent(
    `<style>body{margin:0;padding:24px;display:flex;gap:22px;background:#e9e4d8}img{border-radius:14px;box-shadow:0 6px 24px #2822122e}</style>${images.join("")}`,
  );
  await page.screenshot({ path: file });
}
