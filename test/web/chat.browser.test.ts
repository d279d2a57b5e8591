import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { axe, openBrowser } from "../support/browser.ts";
import { jpeg, png } from "../support/files.ts";
import { khutaWeb, openWebWorld, type WebWorld } from "../support/web-world.ts";

let browser: Browser;
let world: WebWorld;
let origin: string;
let context: BrowserContext;
let page: Page;
/** What the browser complained of: a policy that was broken, a script that failed. */
let complaints: string[];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  world = await openWebWorld({ demo: true });
  origin = await world.app.listen({ port: 0, host: "127.0.0.1" });
  await openPage({});
});
afterEach(async () => {
  await context.close();
  await world.app.close();
});

async function openPage(options: Parameters<Browser["newContext"]>[0], path = `/chat/${khutaWeb}`) {
  await context?.close();
  context = await browser.newContext({ viewport: { width: 390, height: 760 }, ...options });
  page = await context.newPage();
  complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (/Content Security Policy|Uncaught/i.test(message.text())) complaints.push(message.text());
  });
  await page.goto(origin + path);
  await loaded();
}

const SOON = { timeout: 20_000 };
const loaded = () => page.waitForSelector('#log[aria-busy="false"]', { state: "attached" });
const session = () =>
  world.received.findLast(({ body }) => body.kind === "session")!.from.address.value;
const input = () => page.getByRole("textbox");
const sendButton = () => page.getByRole("button", { name: "إرسال", exact: true });
const say = (text: string) => world.say(session(), { kind: "text", text });
const texts = () => page.locator("#log .bubble .text").allTextContents();
const seqs = () =>
  page
    .locator("#log .bubble[data-seq]")
    .evaluateAll((all) => all.map((each) => Number(each.dataset["seq"])));
const written = () =>
  world.received.flatMap(({ body }) => (body.kind === "text" ? [body.text] : []));

async function write(text: string) {
  await input().fill(text);
  await input().press("Enter");
}

const yesNo = {
  kind: "choices" as const,
  text: "هل توافقون على المتابعة؟",
  numbered: false,
  options: [
    { id: "yes", number: 1, label: "أوافق" },
    { id: "no", number: 2, label: "لا أوافق" },
  ],
};

describe("a message", () => {
  test("goes both ways, each once and in order", async () => {
    await say("أهلاً بكم");
    await write("مرحبا");
    await vi.waitFor(() => expect(written()).toEqual(["مرحبا"]));
    await say("كيف نخدمكم؟");
    await vi.waitFor(async () =>
      expect(await texts()).toEqual(["أهلاً بكم", "مرحبا", "كيف نخدمكم؟"]),
    );
    expect(await seqs()).toEqual([1, 2, 3]);
    expect(await page.locator(".pending, .state").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("is text and nothing else; only http links can be followed", async () => {
    let dialogs = 0;
    page.on("dialog", (dialog) => (dialogs++, dialog.dismiss()));
    const evil = "<img src=x onerror=alert(1)><script>alert(1)</script> javascript:alert(1) {{x}}";
    await say(evil);
    await say("التفاصيل: https://khuta.example/a?b=1. (http://khuta.example)");
    await write(evil);
    await vi.waitFor(async () => expect(await texts()).toHaveLength(3));
    expect((await texts())[0]).toBe(evil);
    expect(await page.locator("#log img, #log script").count()).toBe(0);
    const links = await page
      .locator("#log a")
      .evaluateAll((all) =>
        all.map((each) => [
          each.getAttribute("href"),
          each.getAttribute("rel"),
          each.getAttribute("target"),
        ]),
      );
    const kind = ["noopener noreferrer nofollow", "_blank"];
    expect(links).toEqual([
      ["https://khuta.example/a?b=1", ...kind],
      ["http://khuta.example", ...kind],
    ]);
    expect(dialogs).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("keeps numbers whole and lays each bubble out by its own words", async () => {
    await say("رقم الطلب KH-4800173-0 بتاريخ 18/01/1447");
    await vi.waitFor(async () =>
      expect(await page.locator("#log bdi").allTextContents()).toEqual([
        "KH-4800173-0",
        "18/01/1447",
      ]),
    );
    expect(await page.locator("#log .text").getAttribute("dir")).toBe("auto");
  });

  test("is announced: a polite log, whose history is not read aloud", async () => {
    const log = page.getByRole("log", { name: "رسائل المحادثة" });
    expect(await log.getAttribute("aria-live")).toBe("polite");
    await say("أهلاً");
    await page.reload();
    await loaded();
    expect(await texts()).toEqual(["أهلاً"]);
  });
});

describe("a bad line", () => {
  test("cut ten times: nothing is missing and nothing is there twice", async () => {
    const expected: string[] = [];
    for (let cut = 1; cut <= 10; cut++) {
      world.app.server.closeAllConnections();
      await say(`رسالة ${cut} أ`);
      await write(`رد ${cut}`);
      world.app.server.closeAllConnections();
      await say(`رسالة ${cut} ب`);
      expected.push(`رسالة ${cut} أ`, `رد ${cut}`, `رسالة ${cut} ب`);
    }
    await vi.waitFor(async () => expect(await seqs()).toHaveLength(30), SOON);
    expect(await seqs()).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect((await texts()).toSorted()).toEqual(expected.toSorted());
    expect(written()).toEqual(Array.from({ length: 10 }, (_, index) => `رد ${index + 1}`));
  });

  test("an answer that was lost after the message was stored: one message", async () => {
    world.world.failures.push("late", "late");
    await write("مهم");
    await vi.waitFor(() => expect(world.world.failures).toEqual([]), SOON);
    await vi.waitFor(async () => expect(await page.locator(".pending").count()).toBe(0), SOON);
    expect(await texts()).toEqual(["مهم"]);
    expect(written()).toEqual(["مهم"]);
  });

  test("none at all: messages wait, are shown as waiting, and leave in order when it is back", async () => {
    await context.setOffline(true);
    world.app.server.closeAllConnections();
    await write("أول");
    await write("ثان");
    await page.getByText("لا يوجد اتصال الآن").waitFor();
    expect(await page.locator(".pending").count()).toBe(2);
    expect(await page.locator(".pending .state").first().textContent()).toMatch(
      /بانتظار الإرسال|جارٍ الإرسال/,
    );
    await context.setOffline(false);
    await vi.waitFor(() => expect(written()).toEqual(["أول", "ثان"]), SOON);
    await page.getByText("لا يوجد اتصال الآن").waitFor({ state: "hidden" });
    expect(await seqs()).toEqual([1, 2]);
  });

  test("a reload keeps the session, the thread, what was begun and what was not sent", async () => {
    await say("أهلاً بكم");
    world.world.failures.push(...Array.from({ length: 50 }, () => "lost" as const));
    await write("لم تصل بعد");
    await input().fill("مسودة");
    await page.reload();
    await loaded();
    expect(await input().inputValue()).toBe("مسودة");
    world.world.failures.length = 0;
    await vi.waitFor(() => expect(written()).toEqual(["لم تصل بعد"]), SOON);
    await vi.waitFor(async () => expect(await page.locator(".pending").count()).toBe(0));
    expect(await texts()).toEqual(["أهلاً بكم", "لم تصل بعد"]);
    expect(world.received.filter(({ body }) => body.kind === "session")).toHaveLength(1);
  });

  test("a session that ran out says so, and a new one takes along what was not sent", async () => {
    world.world.now = new Date(world.world.now.getTime() + 25 * 3_600_000);
    await write("ما زلت هنا");
    await page.getByRole("button", { name: "متابعة في جلسة جديدة" }).click();
    await vi.waitFor(() => expect(written()).toEqual(["ما زلت هنا"]));
    expect(world.received.filter(({ body }) => body.kind === "session")).toHaveLength(2);
    await vi.waitFor(async () => expect(await texts()).toEqual(["ما زلت هنا"]));
  });
});

describe("choices", () => {
  test("are buttons that answer once, by keyboard too, and stay answered after a reload", async () => {
    await world.say(session(), yesNo);
    const yes = page.getByRole("button", { name: "أوافق", exact: true });
    await yes.focus();
    await page.keyboard.press("Enter");
    await vi.waitFor(() =>
      expect(world.received.at(-1)!.body).toEqual({
        kind: "choice",
        optionId: "yes",
        label: "أوافق",
        via: "button",
      }),
    );
    for (let look = 0; look < 2; look++) {
      await vi.waitFor(async () =>
        expect(await texts()).toEqual(["هل توافقون على المتابعة؟", "أوافق"]),
      );
      expect(await page.locator(".choice:disabled").count()).toBe(2);
      expect(await page.locator('.choice[aria-pressed="true"]').allTextContents()).toEqual([
        "أوافق",
      ]);
      await page.reload();
      await loaded();
    }
    expect(await page.getByRole("group", { name: "الخيارات" }).count()).toBe(1);
  });

  test("answered by writing are answered as well; the next question has live ones", async () => {
    await world.say(session(), yesNo);
    await page.getByRole("button", { name: "أوافق", exact: true }).waitFor();
    await write("نعم");
    await vi.waitFor(async () => expect(await page.locator(".choice:disabled").count()).toBe(2));
    await world.say(session(), { ...yesNo, text: "هل البيانات صحيحة؟" });
    await vi.waitFor(async () =>
      expect(await page.locator(".choice:not(:disabled)").count()).toBe(2),
    );
  });
});

describe("files", () => {
  const choose = (name: string, buffer: Buffer, mimeType = "image/jpeg") =>
    page.locator("input[type=file]").setInputFiles({ name, mimeType, buffer });

  test("are sent, shown, and shown again after a reload", async () => {
    await choose("عقد.png", png({ width: 2, height: 2 }), "image/png");
    await vi.waitFor(() => expect(world.received.at(-1)!.body).toMatchObject({ kind: "media" }));
    await vi.waitFor(async () => expect(await page.locator(".pending").count()).toBe(0));
    await page.reload();
    await loaded();
    await page.waitForFunction(() =>
      (document.querySelector<HTMLImageElement>(".picture")?.src ?? "").startsWith("blob:"),
    );
    expect(await page.locator(".picture").getAttribute("alt")).toBe("عقد.png");
    expect(complaints).toEqual([]);
  });

  test("of another kind are refused in words, and what follows is sent", async () => {
    await choose("صفحة.jpg", Buffer.from("<html><script>alert(1)</script>"));
    await page.getByText("لم نتمكن من فتح هذا الملف").waitFor();
    expect(await page.locator(".refused").count()).toBe(1);
    await write("سأرسل غيره");
    await vi.waitFor(() => expect(written()).toEqual(["سأرسل غيره"]));
  });

  test("that are too large are told so before anything is sent", async () => {
    await choose("كبير.pdf", Buffer.alloc(1_200_000, 1), "application/pdf");
    await page
      .getByRole("alert")
      .getByText(/أكبر من/)
      .waitFor();
    expect(await page.locator(".bubble").count()).toBe(0);
  });

  test("that fail on the way are tried again and stored once", async () => {
    world.world.failures.push("late");
    await choose("عقد.jpg", jpeg());
    await vi.waitFor(() => expect(world.world.failures).toEqual([]), SOON);
    await vi.waitFor(async () => expect(await page.locator(".pending").count()).toBe(0), SOON);
    expect(await page.locator(".bubble[data-seq]").count()).toBe(1);
    expect(world.files.size).toBe(1);
  });
});

describe("the secure page inside the chat", () => {
  const openForm = async () => {
    await world.say(session(), {
      kind: "form",
      text: "يُرجى إدخال رقم الهوية في الصفحة الآمنة:\nhttps://wasl.example/form/identity001\nالرابط يعمل مرة واحدة.",
      url: "https://wasl.example/form/identity001",
    });
    await page.getByRole("button", { name: "فتح الصفحة الآمنة" }).click();
    return page.frameLocator("#panel iframe");
  };

  test("opens in a panel, says what needs mending, closes by itself and gives the focus back", async () => {
    const form = await openForm();
    expect(await texts()).toEqual([
      "يُرجى إدخال رقم الهوية في الصفحة الآمنة:\nالرابط يعمل مرة واحدة.",
    ]);
    await form.getByLabel("رقم الهوية / الإقامة").fill("1999999005");
    await form.getByLabel("تاريخ انتهاء الهوية").fill("30/12/1459");
    await form.getByRole("button", { name: "إرسال" }).click();
    await form.getByText("لم نتمكن من التحقق من الرقم").waitFor();
    expect(await form.getByLabel("تاريخ انتهاء الهوية").inputValue()).toBe("30/12/1459");
    expect(await axe(page)).toMatchObject({ violations: [] });
    await form.getByLabel("رقم الهوية / الإقامة").fill("١٩٩٩٩٩٩٠٠٤");
    await form.getByRole("button", { name: "إرسال" }).click();
    await form.getByText("تم استلام البيانات بأمان").waitFor();
    await page.locator("#panel").waitFor({ state: "hidden" });
    expect(world.submitted).toMatchObject([{ values: { national_id: "1999999004" } }]);
    expect(await page.getByRole("button", { name: "أُرسلت الصفحة الآمنة" }).isDisabled()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA");
    expect(complaints).toEqual([]);
  });

  test("is left by Esc and can be opened again", async () => {
    await openForm();
    await page.keyboard.press("Escape");
    await page.locator("#panel").waitFor({ state: "hidden" });
    const button = page.getByRole("button", { name: "فتح الصفحة الآمنة" });
    expect(await button.evaluate((each) => each === document.activeElement)).toBe(true);
    await button.click();
    await page.frameLocator("#panel iframe").getByLabel("رقم الهوية / الإقامة").waitFor();
  });
});

describe("language", () => {
  test("follows the conversation, and the button asks for it", async () => {
    await page.getByRole("button", { name: "English" }).click();
    await vi.waitFor(() => expect(written()).toEqual(["English"]));
    await say("Welcome to Khuta. How can we help you today?");
    await page.getByRole("button", { name: "Send", exact: true }).waitFor();
    expect(
      await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]),
    ).toEqual(["en", "ltr"]);
    await say("أهلاً بكم من جديد");
    await sendButton().waitFor();
    expect(
      await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]),
    ).toEqual(["ar", "rtl"]);
  });
});

describe("everybody can use it", () => {
  async function fillThread(alreadyThere = 0) {
    await say("السلام عليكم، التفاصيل: https://khuta.example");
    await world.say(session(), yesNo);
    await write("سؤال");
    await world.say(session(), { ...yesNo, text: "وهذا؟" });
    await world.say(session(), {
      kind: "form",
      text: "الصفحة",
      url: "https://wasl.example/form/identity001",
    });
    await world.say(session(), { kind: "text", text: "معكم موظف" }, { author: "staff" });
    await vi.waitFor(async () => expect(await seqs()).toHaveLength(alreadyThere + 6), SOON);
  }

  test.each([
    ["light", "light", `/chat/${khutaWeb}`],
    ["dark", "dark", `/chat/${khutaWeb}`],
    ["light, English", "light", `/chat/${khutaWeb}?lang=en`],
  ] as const)("axe finds nothing in the chat (%s)", async (_what, colorScheme, path) => {
    await openPage({ colorScheme }, path);
    await fillThread();
    const found = await axe(page);
    expect(found.violations).toEqual([]);
    expect(found.looked).toBeGreaterThan(20);
  });

  test.each([
    ["the form", "/form/payout00001"],
    ["the form in English", "/form/payout00001?lang=en"],
    ["a form that was used", "/form/used0000001"],
    ["a link that leads nowhere", "/form/nobody00000"],
  ])("axe finds nothing in %s, in light and dark", async (_what, path) => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(origin + path);
      expect(await axe(page)).toMatchObject({ violations: [] });
    }
  });

  test("axe finds nothing in a form with faults, and the focus is on them", async () => {
    await page.goto(`${origin}/form/payout00001`);
    await page.getByRole("button", { name: "إرسال" }).click();
    await page.getByText("بقي ما يحتاج إلى مراجعة").waitFor();
    expect(await axe(page)).toMatchObject({ violations: [] });
    await vi.waitFor(async () =>
      expect(await page.evaluate(() => document.activeElement?.className)).toBe("faults"),
    );
  });

  test.each([320, 390])("nothing is cut off or scrolls sideways at %i pixels", async (width) => {
    await openPage({ viewport: { width, height: 640 } });
    await say(`كلمة طويلة جداً ${"س".repeat(120)} https://khuta.example/${"a".repeat(90)}`);
    await fillThread(1);
    for (const path of [undefined, "/form/payout00001"]) {
      if (path) await page.goto(origin + path);
      const over = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>("body *")]
          .filter((each) => each.offsetParent !== null && !each.classList.contains("who"))
          .filter((each) => {
            const { left, right, width: wide } = each.getBoundingClientRect();
            return wide > 0 && (left < -1 || right > innerWidth + 1);
          })
          .map((each) => each.outerHTML.slice(0, 80)),
      );
      expect(over).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        width,
      );
    }
  });

  test("whatever is pressed is at least 44 pixels tall and wide", async () => {
    await fillThread();
    const small = await page
      .locator("button:visible, textarea:visible")
      .evaluateAll((all) =>
        all
          .map((each) => each.getBoundingClientRect())
          .filter(({ width, height }) => width < 44 || height < 44),
      );
    expect(small).toEqual([]);
  });

  test("by keyboard alone: write, attach, choose, open, close", async () => {
    await fillThread();
    await page.locator("#language").focus();
    const reached: string[] = [];
    for (let tab = 0; tab < 12; tab++) {
      await page.keyboard.press("Tab");
      reached.push(
        await page.evaluate(() => {
          const { outlineStyle } = getComputedStyle(document.activeElement!);
          return `${document.activeElement!.id || document.activeElement!.className || document.activeElement!.tagName} ${outlineStyle}`;
        }),
      );
    }
    for (const name of [
      "log solid",
      "choice solid",
      "open-form solid",
      "attach solid",
      "TEXTAREA solid",
      "send solid",
    ])
      expect(reached).toContain(name);
  });

  test("nothing moves for those who ask for that", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await write("سؤال");
    const animation = await page
      .locator("#typing span")
      .first()
      .evaluate((each) => getComputedStyle(each).animationName);
    expect(animation).toBe("none");
  });
});
