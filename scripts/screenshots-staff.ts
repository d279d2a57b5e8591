import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { openBrowser } from "../test/support/browser.ts";
import { openStandIn, PASSWORD } from "../test/support/staff-stand-in/server.ts";

/**
 * The second half of `npm run screenshots`: the pages of staff on an invented Sunday morning with forty conversations.
 * The office is in memory, so that the pictures are the same every time and show nobody.
 */
const folder = path.resolve(import.meta.dirname, "../docs/pictures");
mkdirSync(folder, { recursive: true });
const officer = "سارة القحطاني";
const manager = "منى الفيفي";
const member = "عبدالعزيز المالكي";
const system = "إدارة النظام";
const wide = { width: 1440, height: 900 };
const telephone = { width: 360, height: 760 };

const office = await openStandIn();
const url = await office.app.listen({ port: 0, host: "127.0.0.1" });
const browser = await openBrowser();

await take("staff-log-in", { address: "/log-in", size: { width: 900, height: 760 } });
await take("staff-inbox", { who: officer, address: "/c/c19?queue=unassigned", sharpness: 1.5 });
await take("staff-inbox-dark", { who: officer, address: "/c/c19?queue=mine", theme: "dark" });
await take("staff-inbox-english", { who: officer, address: "/c/c19?queue=mine", language: "en" });
await take("staff-crisis", { who: officer, address: "/c/c1?queue=crisis" });
await take("staff-ready-answers", {
  who: officer,
  address: "/c/c19?queue=mine",
  act: (page) => page.getByRole("textbox").fill("/"),
});
await take("staff-phone", { who: officer, address: "/?queue=unassigned", size: telephone });
await take("staff-phone-thread", { who: officer, address: "/c/c19?queue=mine", size: telephone });
await take("staff-case", { who: officer, address: "/cases/k1" });
await take("staff-match", {
  who: officer,
  address: "/cases/k1",
  act: (page) => page.getByRole("button", { name: /^مطابقة/ }).click(),
});
await take("staff-tasks", { who: officer, address: "/tasks" });
await take("staff-intake", {
  who: officer,
  address: "/intake",
  act: async (page) => void (await page.getByLabel("الخدمة المطلوبة").selectOption("rent")),
});
await take("staff-committee", { who: member, address: "/committee/s1" });
await take("staff-decision", { who: manager, address: "/cases/k4", act: decide });
await take("staff-reports", { who: manager, address: "/reports" });
await take("staff-channels", { who: system, address: "/admin/channels" });
await take("staff-flows", { who: system, address: "/admin/flows" });
await take("staff-users", { who: system, address: "/admin/users" });
await browser.close();
await office.app.close();

async function decide(page: Page): Promise<void> {
  await page.getByRole("button", { name: "تسجيل القرار" }).click();
  await page.getByLabel("ما تقرر تقديمه").fill("سداد إيجار ثلاثة أشهر");
  await page.getByRole("button", { name: "معاينة الخطاب والرسائل" }).click();
}

async function take(
  name: string,
  picture: {
    who?: string;
    address: string;
    size?: { width: number; height: number };
    theme?: "light" | "dark";
    language?: "ar" | "en";
    sharpness?: number;
    act?: (page: Page) => Promise<void>;
  },
): Promise<void> {
  const { who, address, size = wide, theme = "light", language = "ar", sharpness = 1 } = picture;
  const context = await browser.newContext({
    viewport: size,
    colorScheme: theme,
    deviceScaleFactor: sharpness,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  if (who !== undefined)
    await page.request.post(`${url}/api/session`, {
      data: { name: who, password: PASSWORD, code: "123456" },
    });
  await page.goto(`${url}/inbox/preferences?lang=${language}`);
  await page.goto(`${url}/inbox${address}`);
  await page.locator("h1").first().waitFor();
  await page.waitForTimeout(800); // until the fonts are there
  await picture.act?.(page);
  await page.waitForTimeout(600);
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  console.log(path.relative(process.cwd(), file));
  await context.close();
}
