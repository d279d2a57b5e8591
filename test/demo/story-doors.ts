import type { Browser, Page } from "playwright-core";
import type { RunningDemo } from "../robot/demo.ts";
import { family } from "../robot/answers.ts";
import {
  codeSentTo,
  fillForm,
  smsPhone,
  whatsappPhone,
  type Answers,
  type Phone,
  type SeenMessage,
} from "../robot/robot.ts";

/*
 * The same person at three doors: what is said is one story, how it is said and what the outside sees of it is each
 * door's own.
 */

export type Door = "web" | "sms" | "whatsapp";

export interface Person {
  name: string;
  phone: Phone;
  /** Her answers, by the key of the question. */
  answers: Answers;
  /** Texts of the association that came as far as her, oldest first: as her page or her provider has them. */
  arrived(): Promise<string[]>;
  /** Sends what the association misses, when it says how. */
  sendMissing(how: SeenMessage): Promise<void>;
  /** The letter as she keeps it. */
  letter(): Promise<Buffer>;
}

const IDENTITY = "1999999004";
const LATER = "تخطي";
const SOON_MS = 15_000;

/** Asks for a food basket, for herself; documents come as far as the door takes them, but for the last. */
function answersOf(name: string, more: Answers): Answers {
  return {
    ...family,
    "intake.service": "٢",
    "intake.name": name,
    review: "موافق",
    ...more,
  };
}

export function personAt(
  door: Door,
  { browser, running }: { browser: Browser; running: RunningDemo },
): Promise<Person> {
  return doors[door](browser, running);
}

const doors: Record<Door, (browser: Browser, running: RunningDemo) => Promise<Person>> = {
  /** In a browser of her own: she types, taps and chooses files in the page. */
  async web(browser, { demo }) {
    const mobile = "+966551239001";
    const page = await telephone(browser);
    await page.goto(`${demo.url}/chat/khuta-web`);
    const send = async (text: string) => {
      await page.getByRole("textbox").fill(text);
      await page.getByRole("textbox").press("Enter");
    };
    const sendPhoto = async (label: string) =>
      page.locator("#composer input[type=file]").setInputFiles({
        name: "document.jpg",
        mimeType: "image/jpeg",
        buffer: await photographOf(page, label),
      });
    return {
      name: "نورة عبدالله محمد السالم",
      phone: { send, heard: heardOn(page) },
      answers: answersOf("نورة عبدالله محمد السالم", {
        ...photographed(sendPhoto),
        "intake.mobile.number": mobile.replace("+966", "0"),
        "intake.identity.link": async () => {
          await page.locator(".open-form").last().click();
          const form = page.frameLocator("#panel iframe");
          await form.locator('[name="national_id"]').fill(IDENTITY);
          await form.locator("button[type=submit]").click();
          await page.locator("#panel[open]").waitFor({ state: "hidden" });
          return undefined;
        },
        "declare.otp": () => codeSentTo(demo, "khuta-sms", mobile),
      }),
      arrived: () => page.locator("#log .bubble:not(.from-contact) .text").allInnerTexts(),
      sendMissing: () => sendPhoto("تعريف بالدخل"),
      async letter() {
        const download = page.waitForEvent("download");
        await page.locator('[data-key="letter.attached"] .download').click();
        return bytesOf(await download);
      },
    };
  },

  /** By text messages alone; what they cannot carry goes through the pages that they link. */
  async sms(browser, { demo }) {
    const number = "+966551239002";
    const phone = smsPhone(demo, "khuta-sms", number);
    const page = await telephone(browser);
    return {
      name: "سلمى فهد ناصر العتيبي",
      phone,
      answers: answersOf("سلمى فهد ناصر العتيبي", { review: "١" }),
      arrived: () => sentByProvider(demo.simulators.twilio, number),
      sendMissing: ({ url = "" }) => uploadOn(page, url),
      async letter() {
        const told = await sentByProvider(demo.simulators.twilio, number);
        await page.goto(told.flatMap((text) => /http\S+\/file\/\w+/.exec(text) ?? []).at(-1) ?? "");
        const download = page.waitForEvent("download");
        await page.locator("button[type=submit]").click();
        return bytesOf(await download);
      },
    };
  },

  /** The telephone of the stand-in, before the real library in its browser. */
  async whatsapp(browser, { demo }) {
    const number = "+966551239003";
    const name = "هند سعد علي القحطاني";
    const phone = whatsappPhone(demo, "khuta-whatsapp", { number, name });
    const page = await telephone(browser);
    return {
      name,
      phone,
      answers: answersOf(name, {
        "docs.list": async ({ url = "" }) => {
          await uploadOn(page, url, 2);
          return undefined;
        },
        "docs.left": LATER,
        "intake.mobile": "١",
        "intake.identity.link": async ({ url = "" }) => {
          await fillForm(url, { national_id: IDENTITY });
          return undefined;
        },
        "declare.otp": () => codeSentTo(demo, "khuta-sms", number),
      }),
      arrived: async () => (await phone.arrived()).map(({ body }) => body),
      sendMissing: ({ url = "" }) => uploadOn(page, url),
      async letter() {
        const file = (await phone.arrived()).findLast((message) => message.file)?.file;
        return Buffer.from(file?.data ?? "", "base64");
      },
    };
  },
};

/** Two photographs in the chat, and then no more for today. */
function photographed(send: (label: string) => Promise<void>): Answers {
  const later = ["سجل الأسرة", "إثبات السكن"];
  const next = async () => {
    const label = later.shift();
    if (label === undefined) return LATER;
    await send(label);
    return undefined;
  };
  return { "docs.list": next, "docs.received": next };
}

/** What the page shows since the last look. */
function heardOn(page: Page): Phone["heard"] {
  let last = 0;
  return async () => {
    const all = await page.locator("#log .bubble.from-bot[data-seq]").evaluateAll((bubbles) =>
      bubbles.map((bubble) => ({
        seq: Number(bubble.dataset["seq"]),
        key: bubble.dataset["key"] ?? "",
        text: bubble.querySelector(".text")?.textContent ?? "",
      })),
    );
    const fresh = all.filter(({ seq }) => seq > last);
    last = fresh.at(-1)?.seq ?? last;
    return fresh.map(({ seq, key, text }) => ({ id: String(seq), key, text, options: [] }));
  };
}

async function sentByProvider(simulator: string, number: string): Promise<string[]> {
  const response = await fetch(`${simulator}/sim/messages?address=${encodeURIComponent(number)}`);
  const { messages } = (await response.json()) as { messages: { to: string; body: string }[] };
  return messages.filter(({ to }) => to === number).map(({ body }) => body);
}

/** The one-time page, with a photograph for each document that it asks for, or for the first few. */
async function uploadOn(page: Page, url: string, atMost?: number): Promise<void> {
  await page.goto(url);
  for (const input of (await page.locator("input[type=file]").all()).slice(0, atMost))
    await input.setInputFiles({
      name: "document.jpg",
      mimeType: "image/jpeg",
      buffer: await photographOf(page, (await input.getAttribute("name")) ?? ""),
    });
  await page.locator("button[type=submit]").click();
  await page.waitForURL(/thanks/);
}

async function telephone(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  context.setDefaultTimeout(SOON_MS);
  return context.newPage();
}

/** A sheet of paper with a title and nobody's data. */
async function photographOf(beside: Page, title: string): Promise<Buffer> {
  const page = await beside.context().newPage();
  await page.setContent(
    `<body dir="rtl" style="margin:48px;font:700 32px sans-serif;border:2px solid #555;padding:32px"><p>${title}</p></body>`,
  );
  const photograph = await page.screenshot({ type: "jpeg" });
  await page.close();
  return photograph;
}

async function bytesOf(download: { createReadStream(): Promise<AsyncIterable<Buffer>> }) {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
