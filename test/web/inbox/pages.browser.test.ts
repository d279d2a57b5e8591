import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { axe, openBrowser } from "../../support/browser.ts";
import { openStandIn, PASSWORD, type StandIn } from "../../support/staff-stand-in/server.ts";

const SARA = "سارة القحطاني";
const BADR = "بدر العمري";
const MANAGER = "منى الفيفي";
const SYSTEM = "إدارة النظام";
const CODE = "123456";
const SOON = { timeout: 15_000 };

let browser: Browser;
let standIn: StandIn;
let origin: string;
let contexts: BrowserContext[] = [];
/** What the browsers complained of: a policy that was broken, a script that failed. */
let complaints: string[] = [];

beforeAll(async () => {
  [browser, standIn] = await Promise.all([openBrowser(), openStandIn()]);
  origin = await standIn.app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await browser.close();
  await standIn.app.close();
});
afterEach(async () => {
  await Promise.all(contexts.map((each) => each.close()));
  contexts = [];
  const heard = complaints;
  complaints = [];
  expect(heard).toEqual([]);
});

type Look = Parameters<Browser["newContext"]>[0];

async function visit(address: string, look: Look = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...look });
  contexts.push(context);
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (/Content Security Policy|Uncaught/i.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${origin}/inbox${address}`);
  return page;
}

/** Logged in by hand once, by the cookie's own request afterwards. */
async function as(name: string, address = "/", look: Look = {}): Promise<Page> {
  const page = await visit("/log-in", look);
  await page.request.post(`${origin}/api/session`, {
    data: {
      name,
      password: PASSWORD,
      ...(name === MANAGER || name === SYSTEM ? { code: CODE } : {}),
    },
  });
  await page.goto(`${origin}/inbox${address}`);
  await page.locator("#main").waitFor();
  return page;
}

const isWide = (page: Page) => page.evaluate("document.documentElement.scrollWidth > innerWidth");
const settled = (page: Page) =>
  vi.waitFor(async () => {
    expect(await page.locator("h1, h2").count()).toBeGreaterThan(0);
    expect(await page.locator(".animate-pulse").count()).toBe(0);
  }, SOON);
const lineIsOpen = () => vi.waitFor(() => expect(standIn.streams.open()).toBeGreaterThan(0), SOON);
const textsOf = (page: Page, author: string) =>
  page.locator(`[role=log] [data-author=${author}] p[dir=auto]`).allTextContents();

describe("log-in", () => {
  test("says the same whoever is refused, takes a pasted code, and comes back to where one wanted to go", async () => {
    const page = await visit("/tasks");
    await page.getByLabel("الاسم").fill(MANAGER);
    await page.getByLabel("كلمة المرور").fill("wrong");
    await page.getByRole("button", { name: "تسجيل الدخول" }).click();
    await page.getByText("لم تتطابق البيانات", { exact: false }).waitFor();
    await page.getByLabel("كلمة المرور").fill(PASSWORD);
    await page.getByLabel("رمز التحقق").fill("123 456");
    await page.getByRole("button", { name: "تسجيل الدخول" }).click();
    await page.getByRole("heading", { name: "المتابعات" }).waitFor();
    expect(page.url()).toBe(`${origin}/inbox/tasks`);
    expect(await page.title()).toContain("المتابعات");
  });
});

describe("every screen", () => {
  const screens: [name: string, address: string][] = [
    [SARA, "/?queue=unassigned"],
    [SARA, "/c/c1?queue=crisis"],
    [SARA, "/c/c15?queue=mine"],
    [SARA, "/cases"],
    [SARA, "/cases/k1"],
    [SARA, "/tasks"],
    [SARA, "/intake"],
    [SARA, "/preferences"],
    [MANAGER, "/committee"],
    [MANAGER, "/committee/s1"],
    [MANAGER, "/reports"],
    [SYSTEM, "/admin/users"],
    [SYSTEM, "/admin/channels"],
    [SYSTEM, "/admin/flows"],
    [SYSTEM, "/admin/profile"],
    [SYSTEM, "/admin/canned"],
    [SYSTEM, "/admin/failed"],
    [SYSTEM, "/admin/audit"],
  ];

  test.each([
    ["ar", 1440],
    ["en", 360],
  ] as const)(
    "is accessible in %s, %i wide, in both themes, and fits into 360 pixels",
    async (language, width) => {
      const found: string[] = [];
      let looked = 0;
      const viewport = { width, height: 900 };
      const look = { viewport, reducedMotion: "reduce" as const };
      const check = async (page: Page, what: string) => {
        const light = await axe(page);
        looked += light.looked;
        await page.evaluate("document.documentElement.dataset.theme = 'dark'");
        const dark = await axe(page, ["color-contrast"]);
        await page.evaluate("document.documentElement.dataset.theme = 'light'");
        found.push(...[...light.violations, ...dark.violations].map((each) => `${what}: ${each}`));
        await page.setViewportSize({ width: 360, height: 760 });
        if (await isWide(page)) found.push(`${what}: wider than 360`);
        await page.setViewportSize(viewport);
      };
      const walk = async (name: string) => {
        const page = await as(name, `/?lang=${language}`, look);
        for (const [, address] of screens.filter(([whose]) => whose === name)) {
          await page.goto(`${origin}/inbox${address}`);
          await page.locator("#main").waitFor();
          await settled(page);
          await check(page, address);
        }
      };
      const logIn = visit(`/log-in?lang=${language}`, look).then((page) => check(page, "log-in"));
      await Promise.all([logIn, walk(SARA), walk(MANAGER), walk(SYSTEM)]);
      expect(found).toEqual([]);
      expect(looked).toBeGreaterThan(300);
    },
  );
});

describe("two officers", () => {
  test("see each other, one claim wins, and the loser is told who has it", async () => {
    const [sara, badr] = await Promise.all([
      as(SARA, "/c/c3?queue=unassigned"),
      as(BADR, "/c/c3?queue=unassigned"),
    ]);
    await sara.getByText("يشاهد المحادثة الآن: بدر العمري").waitFor(SOON);
    await badr.getByText(`يشاهد المحادثة الآن: ${SARA}`).waitFor(SOON);
    // Badr's page has not heard of it yet when he asks.
    await badr.route("**/api/stream", (route) => route.abort());
    standIn.streams.cut();
    await sara.getByRole("button", { name: "استلام", exact: true }).click();
    await sara.getByRole("button", { name: "إعادة إلى المساعد" }).waitFor(SOON);
    await badr.getByRole("button", { name: "استلام", exact: true }).click();
    await badr.getByRole("alert").filter({ hasText: SARA }).waitFor(SOON);
    expect(await badr.getByRole("button", { name: "إعادة إلى المساعد" }).count()).toBe(0);
  });

  test("a reply goes to the person, a note never does, and neither can be taken for the other", async () => {
    const page = await as(SARA, "/c/c15?queue=mine");
    const box = page.getByRole("textbox");
    await box.fill("وصل المستند، شكراً لكم.");
    await box.press("Enter");
    await vi.waitFor(
      async () => expect(await textsOf(page, "staff")).toContain("وصل المستند، شكراً لكم."),
      SOON,
    );
    await page.getByText("وصلت", { exact: true }).last().waitFor(SOON);
    await page.getByRole("button", { name: "ملاحظة داخلية" }).click();
    await page.getByRole("textbox", { name: "نص الملاحظة الداخلية" }).fill("يحتاج متابعة");
    await page.getByRole("button", { name: "حفظ الملاحظة" }).click();
    await vi.waitFor(
      async () => expect(await textsOf(page, "note")).toContain("يحتاج متابعة"),
      SOON,
    );
    const written = standIn.office.asked.filter(({ url }) => /c15\/(reply|note)$/.test(url));
    expect(
      written.map(({ url, body }) => [url.split("/").at(-1), (body as { text: string }).text]),
    ).toEqual([
      ["reply", "وصل المستند، شكراً لكم."],
      ["note", "يحتاج متابعة"],
    ]);
    expect(await page.locator("[data-pending]").count()).toBe(0);
  });

  test("a ready answer comes by a slash, and what was begun is still there after a reload", async () => {
    const page = await as(SARA, "/c/c17?queue=mine");
    const box = page.getByRole("textbox");
    await box.fill("/الم");
    await page.getByRole("option").filter({ hasText: "المادة 5" }).waitFor(SOON);
    await box.press("Enter");
    expect(await box.inputValue()).toContain("لا تقل عن أسبوعين");
    await page.reload();
    expect(await page.getByRole("textbox").inputValue()).toContain("لا تقل عن أسبوعين");
    await page.getByRole("textbox").fill("");
  });

  test("a conflict keeps what was written and says what changed", async () => {
    standIn.office.conflicts.add("snooze");
    const page = await as(SARA, "/c/c19?queue=mine");
    await page.getByRole("button", { name: "تأجيل" }).click();
    await page.getByRole("dialog").getByRole("radio", { name: /غداً/ }).check();
    await page.getByRole("dialog").getByRole("button", { name: "تأجيل" }).click();
    await page.getByRole("alert").filter({ hasText: "تغيّرت المحادثة" }).waitFor(SOON);
    expect(await page.getByRole("radio", { name: /غداً/ }).isChecked()).toBe(true);
    await page.getByRole("dialog").getByRole("button", { name: "تأجيل" }).click();
    await vi.waitFor(
      () => expect(standIn.office.cards.get("c19")?.snoozedUntil).not.toBeNull(),
      SOON,
    );
  });
});

describe("the live line", () => {
  test("is cut ten times: no line is missing and none is there twice", async () => {
    const page = await as(SARA, "/c/c30?queue=all");
    await settled(page);
    const before = await textsOf(page, "contact");
    const said = Array.from({ length: 20 }, (_, index) => `رسالة رقم ${index}`);
    for (const [index, text] of said.entries()) {
      if (index % 2 === 0) {
        await lineIsOpen();
        standIn.streams.cut();
      }
      standIn.office.write("c30", text);
    }
    await vi.waitFor(
      async () => expect(await textsOf(page, "contact")).toEqual([...before, ...said]),
      SOON,
    );
    expect(standIn.streams.count()).toBeGreaterThanOrEqual(10);
  });

  test("what a person wrote is text: nothing in it runs, no link hides where it leads", async () => {
    const page = await as(SARA, "/c/c31?queue=all");
    await settled(page);
    const evil =
      "<img src=x onerror=alert(1)><script>alert(1)</script> https://khuta.example/a?b=1";
    standIn.office.write("c31", evil);
    await vi.waitFor(
      async () => expect((await textsOf(page, "contact")).at(-1)).toContain("<img src=x"),
      SOON,
    );
    expect(await page.locator("[role=log] img[src=x], [role=log] script").count()).toBe(0);
    const link = page.locator("[role=log] a[href^='https://khuta']");
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer nofollow");
    expect(await link.getAttribute("title")).toContain("khuta.example");
  });

  test("offline is said, and what was sent meanwhile goes when the line is back, once", async () => {
    const page = await as(SARA, "/c/c21?queue=mine");
    await settled(page);
    await page.context().setOffline(true);
    standIn.streams.cut();
    await page.getByText("انقطع الاتصال المباشر", { exact: false }).waitFor(SOON);
    await page.getByRole("textbox").fill("أرسلها عند العودة");
    await page.getByRole("textbox").press("Enter");
    await page.locator('[data-pending="failed"]').waitFor(SOON);
    await page.context().setOffline(false);
    await vi.waitFor(
      async () => expect(await textsOf(page, "staff")).toContain("أرسلها عند العودة"),
      SOON,
    );
    expect(
      (standIn.office.threads.get("c21") ?? []).filter(
        ({ body }) => body.text === "أرسلها عند العودة",
      ),
    ).toHaveLength(1);
  });
});

describe("the keyboard", () => {
  test("moves by the place of the key under an Arabic layout, leaves writing alone, and can be switched off", async () => {
    const page = await as(SARA, "/?queue=unassigned");
    await settled(page);
    const press = (code: string, key: string) =>
      page.evaluate(
        ([code, key]) => {
          const target = document.activeElement ?? document.body;
          target.dispatchEvent(
            new KeyboardEvent("keydown", {
              code: code!,
              key: key!,
              bubbles: true,
              cancelable: true,
            }),
          );
        },
        [code, key],
      );
    await press("KeyJ", "ت");
    await page.waitForURL(/\/c\//);
    const first = page.url();
    await press("KeyJ", "ت");
    await page.waitForURL((url) => url.href !== first);
    await press("KeyK", "ن");
    await page.waitForURL(first);
    await page.getByRole("textbox").fill("x");
    await page.getByRole("textbox").focus();
    await press("KeyJ", "ت");
    expect(page.url()).toBe(first);
    await page.getByRole("textbox").fill("");
    await page.evaluate("document.activeElement.blur()");
    await press("Slash", "ظ");
    await page.getByRole("dialog", { name: "بحث" }).waitFor();
    await page.keyboard.press("Escape");
    await page.goto(`${origin}/inbox/preferences`);
    await page.getByLabel("تشغيل الاختصارات").uncheck();
    await press("Slash", "ظ");
    expect(await page.getByRole("dialog").count()).toBe(0);
  });
});

describe("a crisis", () => {
  test("stands above everything by word and place until somebody has seen it", async () => {
    const page = await as(SARA, "/tasks");
    await page.getByRole("alert").filter({ hasText: "محادثة خطر" }).getByRole("link").click();
    await page.getByRole("region", { name: "خطر: للاستلام فوراً" }).getByRole("link").click();
    await page.getByRole("button", { name: "تأكيد الاطلاع على الخطر" }).click();
    await vi.waitFor(
      async () =>
        expect(await page.getByRole("alert").filter({ hasText: "محادثة خطر" }).count()).toBe(0),
      SOON,
    );
  });
});

describe("a case", () => {
  test("is matched field by field, decided with its letter and messages seen before, and its number revealed with a reason", async () => {
    const page = await as(SARA, "/cases/k1");
    await page.getByRole("button", { name: "مطابقة عقد الإيجار الإلكتروني" }).click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByRole("button", { name: "تأكيد المطابقة" }).isDisabled()).toBe(true);
    for (const box of await dialog.getByRole("checkbox").all()) await box.check();
    await dialog.getByRole("button", { name: "تأكيد المطابقة" }).click();
    await page.getByRole("button", { name: "رفع إلى اللجنة" }).click();
    await dialog.getByRole("button", { name: "رفع إلى اللجنة" }).click();
    await page.getByRole("button", { name: "تسجيل القرار" }).click();
    await dialog.getByLabel("ما تقرر تقديمه").fill("سداد إيجار ثلاثة أشهر");
    await dialog.getByRole("button", { name: "معاينة الخطاب والرسائل" }).click();
    await dialog.getByText("صدر القرار في طلبكم", { exact: false }).first().waitFor();
    expect(standIn.office.case("k1")?.decision).toBeNull();
    await dialog.getByRole("button", { name: "اعتماد القرار" }).click();
    await page.getByRole("heading", { name: "القرار", exact: true }).waitFor();
    expect(standIn.office.case("k1")).toMatchObject({
      state: "decided",
      decision: { outcome: "accepted", grant: "سداد إيجار ثلاثة أشهر" },
    });

    await page.getByRole("button", { name: "إظهار الرقم" }).click();
    await dialog.getByLabel("سبب الاطلاع").fill("مطابقة سجل الأسرة");
    await dialog.getByRole("button", { name: "إظهار الرقم" }).click();
    await dialog.getByText("1999990004").waitFor();
    await dialog.getByRole("button", { name: "إغلاق" }).click();
    expect(await page.getByText("1999990004").count()).toBe(0);
  });
});
