import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { khutaWeb, openWebWorld, type WebWorld } from "../support/web-world.ts";

let browser: Browser;
let world: WebWorld;
let wasl: string;
let site: Server;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  world = await openWebWorld();
  // Another origin than the site: "localhost" and "127.0.0.1" are two.
  const url = new URL(await world.app.listen({ port: 0, host: "127.0.0.1" }));
  wasl = `http://localhost:${url.port}`;
  site = await openSite();
  page = await browser.newPage({ viewport: { width: 900, height: 760 } });
});
afterEach(async () => {
  await page.close();
  await world.app.close();
  site.close();
  site.closeAllConnections();
});

/** A charity's own site, whose policy allows the widget what the documents say and nothing more. */
async function openSite(): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; script-src ${wasl}; frame-src ${wasl}`,
    });
    response.end(
      `<!doctype html><html lang="ar" dir="rtl"><title>جمعية</title><h1>موقع الجمعية</h1><script src="${wasl}/widget.js" data-channel="${khutaWeb}" defer></script></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
const originOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Its shadow root is closed, so the widget is used as a person does: by what is seen and where the focus is. */
async function openWidget() {
  await page.goto(originOf(site));
  await page.waitForSelector("wasl-chat", { state: "attached" });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
}
const chatFrame = () => page.frames().find((frame) => frame.url().includes(`/chat/${khutaWeb}`));
const focusIn = () =>
  page.evaluate(() => document.activeElement?.tagName.toLowerCase() ?? "nothing");

describe("the widget in a site that the association lists", () => {
  beforeEach(async () => {
    world.khuta.sites = [originOf(site)];
    await openWidget();
    await vi.waitFor(() => expect(chatFrame()).toBeDefined());
    await chatFrame()!.waitForSelector('#log[aria-busy="false"]', { state: "attached" });
  });
  const session = () => world.received[0]!.from.address.value;

  test("talks, and the focus is in its text field", async () => {
    await world.say(session(), { kind: "text", text: "أهلاً بكم" });
    await chatFrame()!.getByText("أهلاً بكم").waitFor();
    await vi.waitFor(async () =>
      expect(await chatFrame()!.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA"),
    );
    await page.keyboard.type("مرحبا");
    await page.keyboard.press("Enter");
    await vi.waitFor(() =>
      expect(world.received.at(-1)!.body).toEqual({ kind: "text", text: "مرحبا" }),
    );
  });

  test("opens the secure page within itself, two frames deep", async () => {
    await world.say(session(), {
      kind: "form",
      text: "الصفحة",
      url: "http://127.0.0.1:3000/form/identity001",
    });
    await chatFrame()!.getByRole("button", { name: "فتح الصفحة الآمنة" }).click();
    const form = chatFrame()!.frameLocator("#panel iframe");
    await form.getByLabel("رقم الهوية / الإقامة").fill("1999999004");
    await form.getByLabel("تاريخ انتهاء الهوية").fill("30/12/1459");
    await form.getByRole("button", { name: "إرسال" }).click();
    await vi.waitFor(() => expect(world.submitted).toHaveLength(1));
    await chatFrame()!.getByRole("button", { name: "أُرسلت الصفحة الآمنة" }).waitFor();
  });

  test("closes by Esc from within, gives the focus back, and keeps the conversation", async () => {
    await chatFrame()!.getByRole("textbox").fill("مسودة");
    await page.keyboard.press("Escape");
    await vi.waitFor(async () => expect(await focusIn()).toBe("wasl-chat"));
    await page.keyboard.press("Enter");
    await chatFrame()!.getByRole("textbox").waitFor();
    expect(await chatFrame()!.getByRole("textbox").inputValue()).toBe("مسودة");
    expect(world.received.filter(({ body }) => body.kind === "session")).toHaveLength(1);
  });
});

test.each([
  ["tells the site that it is there when the site says who it is", (own: string) => own, ["ready"]],
  ["tells nothing where another site is named", () => "https://evil.example", []],
])("the chat in a frame %s", async (_what, nameOf, expected) => {
  world.khuta.sites = [originOf(site)];
  await page.goto(originOf(site));
  const heard = page.evaluate(
    ([source]) =>
      new Promise<string[]>((resolve) => {
        const kinds: string[] = [];
        addEventListener("message", ({ data }: MessageEvent<{ wasl: string }>) => {
          kinds.push(data.wasl);
        });
        const frame = document.createElement("iframe");
        frame.src = source!;
        frame.addEventListener("load", () => setTimeout(() => resolve(kinds), 1_000));
        document.body.append(frame);
      }),
    [`${wasl}/chat/${khutaWeb}?site=${encodeURIComponent(nameOf(originOf(site)))}`],
  );
  expect(await heard).toEqual(expected);
});

test("a site that is not listed cannot frame the chat", async () => {
  const refusals: string[] = [];
  page.on("console", (message) => refusals.push(message.text()));
  await openWidget();
  await vi.waitFor(() => expect(refusals.join("\n")).toMatch(/frame-ancestors/), {
    timeout: 10_000,
  });
  expect(world.received).toEqual([]);
});

test("a site's own policy needs the widget's origin for script and frame, and nothing else", async () => {
  world.khuta.sites = [originOf(site)];
  const refusals: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) refusals.push(message.text());
  });
  await openWidget();
  await vi.waitFor(() => expect(chatFrame()).toBeDefined());
  await chatFrame()!.waitForSelector('#log[aria-busy="false"]', { state: "attached" });
  expect(refusals).toEqual([]);
});
