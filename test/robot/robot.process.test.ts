import { afterAll, beforeAll, expect, test } from "vitest";
import { caller, family, student } from "./answers.ts";
import { removeData, startDemo, demoFileExists, type RunningDemo } from "./demo.ts";
import {
  codeSentTo,
  converse,
  fillForm,
  uploadOnPage,
  pause,
  smsPhone,
  webPhone,
  whatsappPhone,
  type Answers,
  type SeenMessage,
} from "./robot.ts";
import { jpeg } from "../support/files.ts";

/*
 * The demo, driven by a robot that knows only its outside: the whole request on web chat and by text messages alone,
 * with Arabic-Indic digits, a question in the middle, a mistake mended at the review, and kill -9 of the worker between
 * two messages. One case each, every answer right, no message lost or repeated.
 */

let running: RunningDemo;

beforeAll(async () => {
  running = await startDemo();
}, 150_000);
afterAll(async () => {
  await running.stop();
  removeData(running.dataDir);
});

interface State {
  conversations: {
    cases: { number: string; service: string; state: string }[];
    hasDraft: boolean;
    holder: string;
  }[];
}

async function casesOf(
  address: string,
): Promise<{ number: string; service: string; state: string }[]> {
  const response = await fetch(
    `${running.demo.url}/simulator/api/state?address=${encodeURIComponent(address)}`,
  );
  return ((await response.json()) as State).conversations.flatMap(({ cases }) => cases);
}

/** Kills the worker once, after so many messages, and goes on as if nothing had happened. */
function killAt(count: number) {
  return async (_message: SeenMessage, seen: number) => {
    if (seen !== count) return;
    await fetch(`${running.demo.url}/simulator/api/kill`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ process: "worker" }),
    });
    await pause(100);
  };
}

/** What the review says of an item: `7) الدخل والالتزامات: 3,500 - 1,500`. */
function line(text: string, number: number): string {
  return text.split("\n").find((each) => each.startsWith(`${number})`)) ?? "";
}

test("a family asks for help on khuta-web", { timeout: 120_000 }, async () => {
  const phone = await webPhone(running.demo, "khuta-web");
  const reviews: string[] = [];
  const told = await converse(
    phone,
    {
      ...family,
      "intake.identity.link": async (message) => {
        expect(await fillForm(message.url ?? "", { national_id: "١٩٩٩٩٩٩٠٠٤" })).toBe(303);
        return undefined;
      },
      review: ({ text }) => (reviews.push(text) === 1 ? "7" : "موافق"),
      "declare.otp": () => codeSentTo(running.demo, "khuta-sms", "+966551234567"),
    } satisfies Answers,
    { until: "receipt", onMessage: killAt(12) },
  );
  expect(line(reviews[0] ?? "", 7)).toContain("4,500");
  expect(line(reviews[1] ?? "", 7)).toContain("3,500");
  expect(line(reviews[1] ?? "", 3)).toMatch(/••••9004/);
  const receipt = told.messages.at(-1)?.text ?? "";
  expect(receipt).toMatch(/KH-48\d{5}-\d/);
  expect(receipt).toContain("بعد مدة لا تقل عن أسبوعين");
  await noneTwice(await phone.log());
  expect(await casesOf(phone.token)).toHaveLength(1);
});

test(
  "a family asks for help by text messages alone on khuta-sms",
  { timeout: 120_000 },
  async () => {
    const number = "+966551230001";
    const phone = smsPhone(running.demo, "khuta-sms", number);
    const reviews: string[] = [];
    await phone.send("السلام عليكم");
    const told = await converse(
      phone,
      {
        ...family,
        review: ({ text }) => (reviews.push(text) === 1 ? "٢" : "١"),
        "review.edit": "٧",
      },
      { until: "receipt", onMessage: killAt(9) },
    );
    expect(reviews.at(-1)).toContain("3,500");
    expect(told.messages.at(-1)?.text).toContain("لا تقل عن اسبوعين");
    const all = await phone.all();
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(
      all
        .filter(({ direction }) => direction === "out")
        .every(({ segments }) => (segments ?? 1) <= 2),
    ).toBe(true);
    expect(JSON.stringify(all)).not.toMatch(/1999999004|١٩٩٩٩٩٩٠٠٤/);
    expect(await casesOf(number)).toHaveLength(1);
  },
);

test(
  "a family asks for help on khuta-whatsapp, whose browser dies with the worker in the middle",
  { timeout: 180_000 },
  async () => {
    const number = "+966551230004";
    const phone = whatsappPhone(running.demo, "khuta-whatsapp", { number, name: "نورة" });
    const reviews: string[] = [];
    let secondPage = "";
    let taken = 0;
    const picture = () => jpeg({ width: 40 + ++taken }); // each another, so that none is taken for a copy
    await phone.send("السلام عليكم");
    const told = await converse(
      phone,
      {
        ...family,
        "intake.service": "٣",
        "intake.mobile": "١",
        "intake.identity.link": async ({ url, text }) => {
          expect(text).not.toMatch(/أرسلوا رقم|اكتبوا رقم/);
          expect(await fillForm(url ?? "", { national_id: "١٩٩٩٩٩٩٠٠٤" })).toBe(303);
          return undefined;
        },
        "docs.list": async ({ url }) => {
          expect(await uploadOnPage(url ?? "", [picture(), picture()])).toBe(303);
          return undefined;
        },
        // Four were asked for. One is photographed into the chat, as people do, and the last goes by the second page.
        "docs.left": async ({ url }) => {
          secondPage = url ?? "";
          await phone.sendPhoto(picture());
          return undefined;
        },
        "docs.received": async () => {
          expect(await uploadOnPage(secondPage, [undefined, picture()])).toBe(303);
          return undefined;
        },
        review: ({ text }) => (reviews.push(text) === 1 ? "٧" : "موافق"),
        "declare.otp": () => codeSentTo(running.demo, "khuta-sms", number),
      } satisfies Answers,
      { until: "receipt", onMessage: killAt(8), patienceMs: 60_000 },
    );
    expect(told.keys).toContain("intake.identity.done");
    expect(told.keys.filter((key) => key === "docs.complete")).toHaveLength(1);
    expect(line(reviews.at(-1) ?? "", 7)).toContain("3,500");
    expect(line(reviews.at(-1) ?? "", 3)).toMatch(/••••9004/);
    expect(told.messages.at(-1)?.text).toMatch(/KH-48\d{5}-\d/);
    const arrived = await phone.arrived();
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(arrived.length);
    expect(arrived.every(({ ack }) => ack >= 2)).toBe(true);
    expect(JSON.stringify(arrived)).not.toMatch(/1999999004|١٩٩٩٩٩٩٠٠٤/);
    expect(await casesOf(number)).toMatchObject([{ service: "rent" }]);
  },
);

test(
  "an identity number that is typed on WhatsApp all the same is hidden, and taken when its last four digits are right",
  { timeout: 120_000 },
  async () => {
    const number = "+966551230005";
    const phone = whatsappPhone(running.demo, "khuta-whatsapp", { number, name: "فهد" });
    await phone.send("هلا");
    const told = await converse(
      phone,
      {
        ...family,
        "intake.identity.link": ["رقم هويتي ١٩٩٩٩٩٩٠٠٤", "١٩٩٩٩٩٩٠٠٤"],
        "intake.dob": () => undefined,
        "intake.nid.confirm": ["لا", "نعم"],
      },
      { until: "intake.dob", times: 3 },
    );
    expect(told.keys.slice(-7)).toEqual([
      "intake.identity.link",
      "intake.dob",
      "intake.nid.confirm",
      "intake.identity.link",
      "intake.dob",
      "intake.nid.confirm",
      "intake.dob",
    ]);
    expect(told.messages.at(-2)?.text).toContain("9004");
    const response = await fetch(
      `${running.demo.url}/simulator/api/messages?address=${encodeURIComponent(number)}&whole=true`,
    );
    const thread = await response.text();
    expect(thread).toContain("رقم هويتي ••••9004");
    const state = await fetch(
      `${running.demo.url}/simulator/api/state?address=${encodeURIComponent(number)}`,
    );
    for (const text of [thread, await state.text(), running.output()])
      expect(text).not.toMatch(/1999999004|١٩٩٩٩٩٩٠٠٤/);
  },
);

test(
  "begun on WhatsApp, gone on in the browser after a code, finished on WhatsApp: one conversation, one case",
  { timeout: 180_000 },
  async () => {
    const number = "+966551230006";
    const phone = whatsappPhone(running.demo, "khuta-whatsapp", { number, name: "سارة" });
    const answers: Answers = { ...family, "intake.service": "٢", "intake.mobile": "١" };
    await phone.send("السلام عليكم");
    await converse(phone, answers, { until: "intake.dob" });

    const browser = await webPhone(running.demo, "khuta-web");
    await browser.send("متابعة");
    await converse(
      browser,
      {
        "greet.first": "متابعة",
        "resume.mobile": number.replace("+966", "0"),
        "resume.code": () => codeSentTo(running.demo, "khuta-sms", number),
      },
      { until: "greet.draft" },
    );
    await browser.send("1"); // go on
    const inBrowser = await converse(browser, answers, { until: "intake.income.sources" });
    expect(inBrowser.keys).not.toContain("intake.name"); // that was answered on the telephone

    await phone.send("٣");
    await converse(
      phone,
      {
        ...answers,
        "review.needs_identity": async ({ url }) => {
          expect(await fillForm(url ?? "", { national_id: "١٩٩٩٩٩٩٠٠٤" })).toBe(303);
          return undefined;
        },
        review: "موافق",
        "declare.otp": () => codeSentTo(running.demo, "khuta-sms", number),
      },
      { until: "receipt" },
    );
    expect(await casesOf(number)).toMatchObject([{ service: "food" }]);
    expect(await casesOf(browser.token)).toEqual(await casesOf(number)); // the same conversation
  },
);

test(
  "a student asks on ratel-sms, and only for what education needs",
  { timeout: 120_000 },
  async () => {
    const number = "+966551230002";
    const phone = smsPhone(running.demo, "ratel-sms", number);
    let reviews = 0;
    await phone.send("هلا");
    const told = await converse(
      phone,
      { ...student, review: () => (++reviews === 1 ? "2" : "1"), "review.edit": "6" },
      { until: "receipt", onMessage: killAt(7) },
    );
    expect(told.keys).not.toContain("intake.income.amount");
    expect(await casesOf(number)).toMatchObject([{ service: "seat" }]);
  },
);

test(
  "somebody in need asks on amal-web, and nothing is asked that is not needed",
  { timeout: 120_000 },
  async () => {
    const phone = await webPhone(running.demo, "amal-web");
    let reviews = 0;
    const told = await converse(
      phone,
      { ...caller, review: () => (++reviews === 1 ? "3" : "موافق") },
      { until: "receipt", onMessage: killAt(6) },
    );
    for (const key of [
      "intake.nid",
      "intake.identity.link",
      "intake.income.amount",
      "intake.dependants",
    ])
      expect(told.keys).not.toContain(key);
    await noneTwice(await phone.log());
    expect(await casesOf(phone.token)).toHaveLength(1);
  },
);

test("the clock goes forward and the reminder comes, once", { timeout: 60_000 }, async () => {
  const number = "+966551230003";
  const phone = smsPhone(running.demo, "sila-sms", number);
  for (const text of ["هلا", "1", "1", "1"]) {
    await phone.send(text);
    await pause(700);
  }
  const response = await fetch(`${running.demo.url}/simulator/api/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advance: "P2D" }),
  });
  expect(response.status).toBe(200);
  await expect
    .poll(async () => (await phone.all()).filter(({ key }) => key === "idle.24h").length, {
      timeout: 15_000,
    })
    .toBe(1);
});

test(
  "a second start finds the data again, and Ctrl-C leaves nothing behind",
  { timeout: 150_000 },
  async () => {
    const before = await casesOf("+966551230001");
    expect(await running.stop()).toEqual([]);
    expect(demoFileExists(running.dataDir)).toBe(false);
    running = await startDemo(running.dataDir);
    expect(await casesOf("+966551230001")).toEqual(before);
  },
);

async function noneTwice(
  log: { seq: number; id: string; author?: string; key?: string; text: string }[],
): Promise<void> {
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
  expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
}
