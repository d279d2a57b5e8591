import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { removeData, startDemo, type RunningDemo } from "../robot/demo.ts";
import { axe, openBrowser } from "../support/browser.ts";
import { morning } from "./morning.ts";
import {
  act,
  deliver,
  holdSession,
  matchDocuments,
  planSession,
  recordDecision,
  registerAtDesk,
  staffOf,
} from "./staff-story.ts";

/*
 * The page that people see first, in a real browser before the whole demo: what works here works through the real
 * channels, their stand-ins and the processes behind them.
 */
/** Two test files share the machine: nothing here waits for a time, only for what it says. */
const SOON = { timeout: 15_000 };
let running: RunningDemo;
let browser: Browser;
let page: Page;
let troubles: string[] = [];
let persons = 0;

beforeAll(async () => {
  [running, browser] = await Promise.all([startDemo(), openBrowser()]);
}, 150_000);
afterAll(async () => {
  await browser.close();
  await running.stop();
  removeData(running.dataDir);
});
beforeEach(async () => {
  troubles = [];
  page = await open();
});
afterEach(async () => {
  await page.context().close();
  expect(troubles).toEqual([]);
});

async function open(
  options: { width?: number; dark?: boolean; lang?: string } = {},
): Promise<Page> {
  const { width = 1440, dark = false, lang = "ar" } = options;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? "dark" : "light",
  });
  const opened = await context.newPage();
  opened.on("console", (line) => {
    if (line.type() === "error") troubles.push(line.text());
  });
  opened.on("pageerror", (error) => troubles.push(error.message));
  await opened.goto(`${running.demo.url}/simulator?lang=${lang}`);
  await opened.locator('[data-phone="one"] .chip').waitFor();
  for (const id of ["one", "whatsapp"]) {
    const number = opened.locator(`[data-phone="${id}"] .number`);
    await number.fill(`+9665512${String(40_000 + ++persons)}`);
    await number.blur();
  }
  return opened;
}

function phone(id: "one" | "two" | "whatsapp", on = page) {
  const place = on.locator(`[data-phone="${id}"]`);
  const heard = place.locator(".line.out");
  return {
    heard,
    said: place.locator(".line.in"),
    last: () => heard.last(),
    chips: place.locator(".chip"),
    /** Types, sends, and waits for the answer; `waits` false for one that need not come. */
    async say(text: string, waits = true) {
      const before = await heard.count();
      await place.locator(".write .text").fill(text);
      await place.locator(".write .text").press("Enter");
      if (waits) await heard.nth(before).waitFor();
    },
  };
}

const panel = () => page.locator("#state");
const events = () => page.locator("#events");

test("two people write by text message, and each sees only the own conversation", async () => {
  await page.getByLabel("الجمعية").selectOption("alseraj");
  const [one, two] = [phone("one"), phone("two")];
  const number = page.locator('[data-phone="two"] .number');
  await number.fill(`+9665512${String(40_000 + ++persons)}`);
  await number.blur();
  await one.chips.first().click(); // the greeting that stands ready
  await one.heard.first().waitFor();
  await two.say("هلا");
  await two.say("2");
  expect(await one.heard.count()).toBe(1);
  expect(await one.said.textContent()).toBe("السلام عليكم");
  await expect.poll(() => one.last().locator(".meta").textContent(), SOON).toContain("✓✓ وصلت");
  expect(await one.last().locator(".meta").textContent()).toContain("أجزاء: 1");
  expect(await one.last().locator("code").textContent()).toBe("greet.first");
  expect(await two.heard.count()).toBe(2);
});

test("a tap answers a question, and the panel follows the telephone that was used", async () => {
  const one = phone("one");
  for (const text of ["هلا", "1", "1", "1"]) await one.say(text);
  await one.chips.filter({ hasText: "ايجار" }).click();
  await expect.poll(() => one.said.last().textContent(), SOON).toBe("3");
  await expect.poll(() => panel().textContent(), SOON).toContain("سداد الإيجار");
  expect(await panel().textContent()).toContain("المساعد الآلي يجيب");
  expect(await panel().textContent()).toContain("طلب الدعم");
  expect(await panel().textContent()).toContain("تذكير بإكمال الطلب");
  expect(await panel().locator("progress").getAttribute("value")).toMatch(/[1-9]/);
  await page.getByRole("radio", { name: "واتساب" }).check({ force: true });
  await expect
    .poll(() => panel().textContent(), SOON)
    .toContain("لا توجد محادثة من هذا الجوال بعد.");
});

test("the web chat is the real page; its conversation is in the panel too", async () => {
  const chat = page.frameLocator("iframe");
  await chat.getByRole("button", { name: "العربية" }).click();
  await chat
    .getByRole("button", { name: /تقديم طلب دعم/ })
    .last()
    .waitFor();
  await expect.poll(() => panel().textContent(), SOON).toContain("menu.main");
  await page.getByRole("button", { name: "زائر جديد" }).click();
  await chat.getByRole("button", { name: "العربية" }).waitFor();
  await expect
    .poll(() => chat.getByRole("button", { name: /تقديم طلب دعم/ }).count(), SOON)
    .toBe(0);
});

test("the tour tells one story in steps, and each leads to a page that is there", async () => {
  await page.getByText("جولة: قصة طلب واحد من السلام إلى الاستبيان").click();
  const steps = page.locator("#tour li");
  expect(await steps.count()).toBe(8);
  for (const step of await steps.all()) {
    expect(await step.innerText()).toMatch(/«.+»|موظف|الزمن/);
    for (const link of await step.getByRole("link").all()) {
      const address = new URL((await link.getAttribute("href")) ?? "", running.demo.url);
      const answer = await page.request.get(address.href);
      expect([address.pathname, answer.status()]).toEqual([address.pathname, 200]);
    }
  }
});

test("another association is another number, another conversation", async () => {
  await phone("one").say("هلا");
  await page.getByLabel("الجمعية").selectOption("ratel");
  await expect.poll(() => phone("one").heard.count(), SOON).toBe(0);
  expect(await page.locator('[data-phone="one"] .from').textContent()).toBe("جمعية رتل الرقمية");
  expect(await page.locator(".url").textContent()).toContain("/chat/ratel-web");
});

describe("WhatsApp", () => {
  const line = () => page.locator('[data-phone="whatsapp"] .line-state');
  const attach = async (name: string) => {
    await page.locator('[data-phone="whatsapp"] .attach summary').click();
    await page.getByRole("button", { name }).click();
  };
  const status = () => phone("whatsapp").last().locator(".meta").textContent();
  const isLinked = () =>
    expect.poll(() => line().textContent(), { timeout: 40_000 }).toContain("الرقم مرتبط");

  test("menus are numbers, and what arrived is read", async () => {
    await isLinked();
    const mine = phone("whatsapp");
    await mine.say("السلام عليكم");
    await mine.say("١");
    expect(await mine.last().locator(".bubble").textContent()).toMatch(/1- .*\n2- /);
    await expect.poll(status, SOON).toContain("✓✓ قُرئت");
    await mine.chips.filter({ hasText: "تقديم طلب دعم" }).click();
    await expect.poll(() => mine.last().locator("code").textContent(), SOON).toBe("privacy.notice");
    await expect.poll(() => panel().textContent(), SOON).toContain("privacy");
  });

  test("a photo, a voice note and a place are taken, and told kindly", async () => {
    await isLinked();
    const mine = phone("whatsapp");
    await mine.say("السلام عليكم");
    const keys = () => mine.heard.locator("code").allTextContents();
    await attach("صورة مستند");
    // A file waits a moment for others of its album.
    await expect.poll(keys, { timeout: 15_000 }).toContain("media.received");
    await attach("رسالة صوتية");
    await expect.poll(keys, { timeout: 15_000 }).toContain("voice.received");
    const count = await mine.heard.count();
    await attach("الموقع");
    await mine.heard.nth(count).waitFor();
    expect(await mine.said.locator(".kind").allTextContents()).toEqual([
      "صورة",
      "رسالة صوتية",
      "موقع على الخريطة",
    ]);
  });

  test("offline, the answer waits and comes once; unlinked, a code is shown and entered", async () => {
    await isLinked();
    const mine = phone("whatsapp");
    await mine.say("السلام عليكم");
    await line().getByRole("button", { name: "قطع الإنترنت" }).click();
    await expect.poll(() => line().textContent(), SOON).toContain("بلا إنترنت");
    await mine.say("1", false);
    await line().getByRole("button", { name: "إعادة الإنترنت" }).click();
    await expect.poll(() => mine.heard.count(), { timeout: 30_000 }).toBe(2);
    await expect.poll(status, { timeout: 30_000 }).toContain("قُرئت");

    await line().getByRole("button", { name: "إلغاء الربط" }).click();
    await expect
      .poll(() => line().textContent(), { timeout: 40_000 })
      .toContain("بانتظار الرمز ABCD1234");
    await line().getByRole("button", { name: "إدخال الرمز" }).click();
    await isLinked();
    await mine.say("4");
    expect(await mine.heard.locator("code").allTextContents()).toEqual([
      "greet.first",
      "menu.main",
      "faq.menu",
    ]);
  });
});

describe("the tools", () => {
  test("move the clock: the telephones show the new time, and the reminder comes", async () => {
    const one = phone("one");
    for (const text of ["هلا", "1", "1", "1"]) await one.say(text);
    const before = await page.locator("#gregorian").textContent();
    await page.getByRole("button", { name: "تقديم الزمن ٣ أيام" }).click();
    await expect
      .poll(() => one.heard.locator("code").allTextContents(), { timeout: 20_000 })
      .toContain("idle.24h");
    expect(await page.locator("#gregorian").textContent()).not.toBe(before);
    await expect.poll(() => events().textContent(), SOON).toContain("تقدّم الزمن");
  });

  test("deliver a message twice: it is taken once", async () => {
    const one = phone("one");
    await page.locator("#one-text").focus();
    await page.getByRole("button", { name: "تكرار الواردة" }).click();
    await expect.poll(() => events().textContent(), SOON).toContain("سيسلّمها المزوّد مرتين");
    await one.say("هلا");
    await expect.poll(() => events().textContent(), SOON).toContain("وأخذها النظام مرة واحدة");
    expect(await one.said.count()).toBe(1);
    expect(await one.heard.count()).toBe(1);
  });

  test("let a delivery fail: the message says so, in words and in the list of events", async () => {
    const one = phone("one");
    await one.say("هلا");
    await page.getByRole("button", { name: "فشل التسليم" }).click();
    await expect.poll(() => events().textContent(), SOON).toContain("لن تصل إلى الجوال");
    await one.say("1");
    await expect.poll(() => one.last().locator(".meta").textContent(), SOON).toContain("لم تصل");
    await expect.poll(() => events().textContent(), SOON).toContain("لم تصل: menu.main");
  });

  test("lose the provider's answer: the message is looked for and not sent again", async () => {
    const one = phone("one");
    await one.say("هلا");
    await page.getByRole("button", { name: "ضياع الجواب" }).click();
    await expect.poll(() => events().textContent(), SOON).toContain("سينقطع جواب المزوّد");
    await one.say("1");
    await expect
      .poll(() => one.last().locator(".meta").textContent(), { timeout: 30_000 })
      .toContain("وصلت");
    const number = await page.locator('[data-phone="one"] .number').inputValue();
    const response = await fetch(
      `${running.demo.simulators.twilio}/sim/messages?address=${encodeURIComponent(number)}`,
    );
    const { messages } = (await response.json()) as { messages: { direction: string }[] };
    expect(messages.filter(({ direction }) => direction === "outbound-api")).toHaveLength(2);
  });

  test("turn the receipts round: what was delivered stays delivered", async () => {
    const one = phone("one");
    await one.say("هلا");
    await page.getByRole("button", { name: "إشعارات معكوسة" }).click();
    await expect.poll(() => events().textContent(), SOON).toContain("معكوسة");
    await one.say("1");
    await expect.poll(() => one.last().locator(".meta").textContent(), SOON).toContain("وصلت");
    await page.waitForTimeout(1_500); // the late "sent" has come by now
    expect(await one.last().locator(".meta").textContent()).toContain("وصلت");
  });

  test("kill the worker: the message waits, is answered once, and the light tells", async () => {
    const one = phone("one");
    await one.say("هلا");
    await page.getByRole("button", { name: "إنهاء العامل" }).click();
    await one.say("1", false);
    await expect.poll(() => page.locator("#worker").textContent(), SOON).not.toBe("العامل يعمل");
    await expect
      .poll(() => one.heard.locator("code").allTextContents(), { timeout: 30_000 })
      .toEqual(["greet.first", "menu.main"]);
    await expect
      .poll(() => page.locator("#worker").textContent(), { timeout: 20_000 })
      .toBe("العامل يعمل");
    expect(await events().textContent()).toContain("عاد العامل إلى العمل");
  });

  test("tell what was not possible, and why", async () => {
    const number = page.locator('[data-phone="one"] .number');
    await number.fill("055");
    await number.blur();
    await phone("one").say("هلا", false);
    await expect.poll(() => events().textContent(), SOON).toContain("تعذّر ذلك");
    troubles = troubles.filter((line) => !line.includes("400")); // the browser tells of a refused request too
  });
});

describe("for everybody", () => {
  test.each([
    { name: "light" },
    { name: "dark", dark: true },
    { name: "360 pixels wide", width: 360 },
    { name: "English", lang: "en" },
  ])("axe finds nothing: $name", async ({ name: _name, ...options }) => {
    const other = await open(options);
    await phone("whatsapp", other).say("هلا");
    await other.locator('[data-phone="whatsapp"] .attach summary').click();
    const one = phone("one", other);
    for (const text of ["هلا", "1", "1", "1", "3", "1"]) await one.say(text);
    await other.locator("#kill").hover();
    await other.locator('[data-fault="receipts_out_of_order"]').click();
    await other.locator(".toast").first().waitFor();
    await expect.poll(() => other.locator("#state dl").count(), SOON).toBeGreaterThan(1);
    const { violations, looked } = await axe(other);
    expect(violations).toEqual([]);
    expect(looked).toBeGreaterThan(20);
    await other.context().close();
  });

  test("the page itself never scrolls sideways, from 360 pixels on", async () => {
    for (const width of [360, 412, 768, 1024, 1280, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      const tooWide = await page.evaluate<number>(
        "document.documentElement.scrollWidth - window.innerWidth",
      );
      expect({ width, tooWide }).toEqual({ width, tooWide: 0 });
    }
  });

  test("everything can be reached and used with the keyboard", async () => {
    const reached: string[] = [];
    await page.locator(".skip").focus();
    for (let presses = 0; presses < 60; presses++) {
      const place = await page.evaluate<string>(
        "((e) => [e.tagName, e.id || e.dataset.advance || e.dataset.fault || e.className || e.type].join(' '))(document.activeElement)",
      );
      reached.push(place);
      if (place.startsWith("INPUT shown") || place.includes("radio")) break;
      await page.keyboard.press("Tab");
    }
    const all = reached.join("\n");
    for (const wanted of [
      "association",
      "PT1H",
      "P3D",
      "duplicate_next_webhook",
      "kill",
      "number",
      "renew",
      "screen",
      "whatsapp-text",
      "SUMMARY",
      "one-text",
      "IFRAME",
    ])
      expect(all).toContain(wanted);
    await page.locator("#one-text").focus();
    await page.keyboard.type("هلا");
    await page.keyboard.press("Enter");
    await phone("one").heard.first().waitFor();
    expect(await page.evaluate<string>("document.activeElement.id")).toBe("one-text");
  });
});

describe("staff", () => {
  test("take a conversation, answer it and give it back; a note never reaches the person", async () => {
    const { url } = running.demo;
    const person = await (await browser.newContext()).newPage();
    await person.goto(`${url}/chat/khuta-web`);
    await person.getByRole("button", { name: "العربية" }).click();
    await person.getByRole("textbox").fill("ابي اكلم موظف");
    await person.getByRole("textbox").press("Enter");
    const officer = await staffOf(browser, running, "officer");
    await officer.goto(`${url}/inbox/?queue=unassigned`);
    await officer.locator("[data-card]").first().click();
    await officer.getByRole("button", { name: "استلام", exact: true }).click();
    await officer.getByRole("button", { name: "إعادة إلى المساعد" }).waitFor();
    await officer.getByRole("textbox").fill("وعليكم السلام، كيف أخدمكم؟");
    await officer.getByRole("textbox").press("Enter");
    await person.getByText("وعليكم السلام، كيف أخدمكم؟").waitFor();
    await officer.getByRole("button", { name: "ملاحظة داخلية" }).click();
    await officer.getByRole("textbox").fill("للعاملين وحدهم");
    await officer.getByRole("button", { name: "حفظ الملاحظة" }).click();
    await officer.locator("[data-author=note]").filter({ hasText: "للعاملين وحدهم" }).waitFor();
    await act(officer, "إعادة إلى المساعد", (dialog) =>
      dialog.getByRole("button", { name: "إعادة إلى المساعد" }).click(),
    );
    await person.getByText("القائمة الرئيسية", { exact: false }).last().waitFor();
    expect(await person.getByText("للعاملين وحدهم").count()).toBe(0);
    expect(await officer.locator("[data-pending]").count()).toBe(0);
    await person.context().close();
    await officer.context().close();
  });

  test("carry a request from the desk to its decision: originals, session, votes, the letter seen before it leaves", async () => {
    const { url } = running.demo;
    const officer = await staffOf(browser, running, "officer");
    await morning(url, 0); // the notice leaves at once, and the two weeks begin
    await registerAtDesk(officer, url);
    await matchDocuments(officer, url, "originals");
    const caseUrl = officer.url();
    const manager = await staffOf(browser, running, "manager");
    const sessionUrl = await planSession(manager, url, 20);
    await morning(url, 16);
    const members = await Promise.all(
      ["committee", "committee2"].map((name) => staffOf(browser, running, name)),
    );
    await holdSession(officer, manager, members, sessionUrl);
    await recordDecision(manager, caseUrl, {
      grant: "سلة غذائية لثلاثة أشهر",
      name: "نورة عبدالله محمد السالم",
    });
    await deliver(manager);
    expect(manager.url()).toBe(caseUrl);
    await Promise.all(members.map((member) => member.context().close()));
    await manager.context().close();
    await officer.context().close();
  }, 120_000);
});
