import { TOTP, Secret } from "otpauth";
import type { Browser, Locator, Page } from "playwright-core";
import { expect, vi } from "vitest";
import type { DemoFile } from "../../scripts/demo/demo-file.ts";
import type { RunningDemo } from "../robot/demo.ts";

const SOON = { timeout: 15_000 };

/** A member of staff of Khuta with a browser of his own, logged in. */
export async function staffOf(
  browser: Browser,
  { demo }: RunningDemo,
  name: string,
): Promise<Page> {
  const { logins } = demo as RunningDemo["demo"] & Pick<DemoFile, "logins">;
  const login = logins.find((each) => each.name === `${name}.khuta`);
  if (!login) throw new Error(`the demo has no ${name}`);
  const { password, totpSecret } = login;
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(SOON.timeout);
  const page = await context.newPage();
  const code = totpSecret && new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate();
  const answer = await page.request.post(`${demo.url}/api/session`, {
    data: { name: login.name, password, ...(code ? { code } : {}) },
  });
  expect(answer.status()).toBe(200);
  return page;
}

/** A button, and what it asks for in a dialog until that has closed. */
export async function act(
  page: Page,
  name: string,
  fill: (dialog: Locator) => Promise<unknown>,
): Promise<void> {
  await page.getByRole("button", { name, exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await fill(dialog);
  await vi.waitFor(
    async () => expect(await page.getByRole("dialog").allInnerTexts()).toEqual([]),
    SOON,
  );
}

/** A request that comes to the desk, for a food basket. Ends on the page of its case. */
export async function registerAtDesk(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/inbox/intake`);
  await page.locator('[name="service_type"]').waitFor();
  // Each answer decides what is asked next, as in the conversation.
  for (const [name, answer] of Object.entries(DESK_ANSWERS)) await answerAtDesk(page, name, answer);
  await page.getByLabel(/^قُرئ الإقرار/).check();
  await page.getByRole("button", { name: "تسجيل الطلب" }).click();
  await page.getByRole("link", { name: "فتح الطلب" }).click();
}

const DESK_ANSWERS: Readonly<Record<string, string>> = {
  service_type: "food",
  applicant: "self",
  applicant_name: "نورة عبدالله محمد السالم",
  national_id: "1999999004",
  birth_date: "15/6/1410",
  mobile: "0551234567",
  region_city_district: "مكة المكرمة، الشوقية",
  dependents_count: "0",
  income_sources: "none",
  income_total: "0",
  consent_credit: "yes",
  obligations_total: "1000",
  housing_tenure: "own",
  need_description: "نحتاج سلة غذائية لهذا الشهر لأن الدخل لا يكفي الأسرة",
  urgency: "no",
  previous_support: "no",
};

async function answerAtDesk(page: Page, name: string, answer: string): Promise<void> {
  const field = page.locator(`[name="${name}"]`).first();
  await field.waitFor();
  const tag = await field.evaluate((element) => element.tagName);
  if ((await field.getAttribute("type")) === "checkbox")
    await page.locator(`[name="${name}"][value="${answer}"]`).check();
  else if (tag === "SELECT") await field.selectOption(answer);
  else {
    await field.fill(answer);
    await field.blur();
  }
}

/** The officer has the originals before him, or opens what was sent, and compares each. */
export async function matchDocuments(
  page: Page,
  url: string,
  which: "originals" | "sent",
): Promise<void> {
  const today = await dayOfDemo(page, url);
  const state = which === "sent" ? "وصل، بانتظار المطابقة" : "ناقص";
  const lines = page.getByRole("listitem").filter({ has: page.getByText(state, { exact: true }) });
  await lines.first().waitFor();
  for (let left = await lines.count(); left > 0; left--) {
    await lines.first().getByRole("button").click();
    const dialog = page.getByRole("dialog");
    if (which === "originals")
      await dialog.getByRole("button", { name: "الاطلاع على الأصل ومطابقته" }).click();
    for (const box of await dialog.getByRole("checkbox").all()) await box.check();
    await dialog.getByLabel("تاريخ الإصدار").fill(today);
    await dialog.getByRole("button", { name: "تأكيد المطابقة" }).click();
    await vi.waitFor(async () => expect(await lines.count()).toBe(left - 1), SOON);
  }
}

/** A session in so many days of the demo. Ends on its page, whose address is returned. */
export async function planSession(manager: Page, url: string, days: number): Promise<string> {
  await manager.goto(`${url}/inbox/committee`);
  await act(manager, "جلسة جديدة", async (dialog) => {
    const day = await dayOfDemo(manager, url, days);
    await dialog.getByLabel("موعد الجلسة").fill(`${day}T10:00`);
    await dialog.getByRole("button", { name: "جلسة جديدة" }).click();
    await manager.waitForURL(/committee\/.+/);
  });
  return manager.url();
}

/** The officer, on the page of the case, puts it on the agenda; it opens, and these members vote for it. */
export async function holdSession(
  officer: Page,
  manager: Page,
  members: readonly Page[],
  sessionUrl: string,
): Promise<void> {
  await act(officer, "رفع إلى اللجنة", (dialog) =>
    dialog.getByRole("button", { name: "رفع إلى اللجنة" }).click(),
  );
  await manager.goto(sessionUrl);
  await act(manager, "افتتاح الجلسة", async (dialog) => {
    for (const box of await dialog.getByRole("checkbox").all()) await box.check();
    await dialog.getByRole("button", { name: "افتتاح الجلسة" }).click();
  });
  for (const member of members) {
    await member.goto(sessionUrl);
    const vote = member.getByRole("button", { name: "مقبول", exact: true, pressed: false });
    await vote.click();
    await member.getByRole("button", { name: "مقبول", exact: true, pressed: true }).waitFor();
  }
}

/** What the committee said, written down: the letter is read before it leaves, and the person is told. */
export async function recordDecision(
  manager: Page,
  caseUrl: string,
  decision: { grant: string; name: string },
): Promise<void> {
  await manager.goto(caseUrl);
  await act(manager, "تسجيل القرار", async (dialog) => {
    await dialog.getByLabel("ما تقرر تقديمه").fill(decision.grant);
    await dialog.getByRole("button", { name: "معاينة الخطاب والرسائل" }).click();
    const letter = dialog.frameLocator("iframe");
    await letter.getByText(decision.name, { exact: false }).first().waitFor();
    await dialog.getByRole("button", { name: "اعتماد القرار" }).click();
  });
  await manager.getByText("أُبلغ في", { exact: false }).waitFor();
}

/** On the page of the case: the one task of the service is done, and with it the service. */
export async function deliver(manager: Page): Promise<void> {
  for (const name of ["تسجيل مهمة منجزة", "قُدّمت الخدمة"])
    await act(manager, name, (dialog) => dialog.getByRole("button", { name }).click());
  await manager.locator('[aria-current="step"]').filter({ hasText: "قُدّمت الخدمة" }).waitFor();
}

/** The demo's clock has been moved by others before. */
async function dayOfDemo(page: Page, url: string, days = 0): Promise<string> {
  const { now } = (await (await page.request.get(`${url}/api/me`)).json()) as { now: string };
  return new Date(Date.parse(now) + days * 86_400_000).toISOString().slice(0, 10);
}
