import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axe, openBrowser } from "../support/browser.ts";
import { formTokens, openWebWorld, type WebWorld } from "../support/web-world.ts";
import { sheets } from "./samples.ts";

let world: WebWorld;
let browser: Browser;
let url: string;

beforeAll(async () => {
  world = await openWebWorld();
  const sheet = sheets["decision-declined"]!();
  if (sheet.kind !== "letter") throw new Error("a letter was expected");
  const storageKey = await world.parts.blobs.put(world.khuta.id, Buffer.from("%PDF-1.7"), {
    mime: "application/pdf",
    owner: "c1",
  });
  world.world.letter = { number: "12/1448", sheet, storageKey, fileName: "letter.pdf" };
  await world.app.listen({ port: 0, host: "127.0.0.1" });
  url = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.app.close();
});

describe("a letter on a telephone of 320 pixels", () => {
  test("opens, is read and is downloaded without a script", async () => {
    const page = await phone({ javaScriptEnabled: false });
    await page.goto(`${url}/letter/${formTokens.letter}`);
    await page.getByRole("button", { name: "عرض الخطاب" }).click();
    await page.getByRole("heading", { name: "الموضوع: الرد على الطلب" }).waitFor();
    await page.getByText("السكن المذكور خارج نطاق البرنامج").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "تنزيل الخطاب (PDF)" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("letter.pdf");
    await page.context().close();
  });

  test.each(["light", "dark"] as const)(
    "axe finds nothing, and nothing is cut off (%s)",
    async (colorScheme) => {
      const page = await phone({ colorScheme });
      await page.goto(`${url}/letter/${formTokens.letterAway}`);
      expect(await faultsOf(page)).toEqual([]); // the way to a code
      await page.getByRole("button", { name: "إرسال الرمز" }).click();
      await page.getByLabel("رمز التحقق").fill("1111");
      await page.getByRole("button", { name: "عرض الخطاب" }).click();
      expect(await faultsOf(page)).toEqual([]); // a code that does not match
      await page.getByLabel("رمز التحقق").fill("4821");
      await page.getByRole("button", { name: "عرض الخطاب" }).click();
      await page.getByRole("heading", { name: "حقكم في التظلم" }).waitFor();
      expect(await faultsOf(page)).toEqual([]); // the letter
      await page.context().close();
    },
  );
});

async function phone(
  options: { javaScriptEnabled?: boolean; colorScheme?: "light" | "dark" } = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, ...options });
  return context.newPage();
}

/** What axe finds, and whether one has to scroll to the side. */
async function faultsOf(page: Page): Promise<string[]> {
  const { violations, looked } = await axe(page);
  const width = Number(await page.evaluate("document.documentElement.scrollWidth"));
  return [
    ...violations,
    ...(looked > 5 ? [] : ["axe saw nothing"]),
    ...(width > 320 ? [`${width} pixels wide`] : []),
  ];
}
