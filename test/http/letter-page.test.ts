import { beforeEach, describe, expect, test } from "vitest";
import { sheets } from "../letters/samples.ts";
import { formTokens, openWebWorld, type WebWorld } from "../support/web-world.ts";

const PDF = Buffer.from("%PDF-1.7 synthetic");
const page = `/letter/${formTokens.letter}`;
const away = `/letter/${formTokens.letterAway}`;
const REASON = "السكن المذكور خارج نطاق البرنامج";

let world: WebWorld;
beforeEach(async () => {
  world = await openWebWorld();
  const storageKey = await world.parts.blobs.put(world.khuta.id, PDF, {
    mime: "application/pdf",
    owner: "c1",
  });
  const sheet = sheets["decision-declined"]!();
  if (sheet.kind !== "letter") throw new Error("a letter was expected");
  const fileName = "خطاب القرار KH-4800173-0.pdf";
  world.world.letter = { number: "12/1448", sheet, storageKey, fileName };
});

const get = (url: string, cookie?: string) =>
  world.app.inject({ url, ...(cookie ? { headers: { cookie } } : {}) });
const post = (url: string, payload: Record<string, string> = {}, headers = {}) =>
  world.app.inject({
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    payload: new URLSearchParams(payload).toString(),
  });
const passOf = (answer: { headers: Record<string, unknown> }) =>
  String(answer.headers["set-cookie"]).split(";")[0] ?? "";

describe("a link that came to a telephone", () => {
  test("shows nothing to whoever only looks: neither letter, nor association, nor number", async () => {
    const answer = await get(page);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain("عرض الخطاب");
    for (const word of [REASON, "خطى", "KH-4800173-0", "نورة"])
      expect(answer.body).not.toContain(word);
  });

  test("opens with one button, and shows the words of the letter and the way to its file", async () => {
    const opened = await post(page, { step: "open" });
    expect(opened.statusCode).toBe(303);
    expect(opened.headers.location).toBe(page);
    expect(opened.headers["set-cookie"]).toMatch(
      new RegExp(`Path=${page}; Max-Age=1800; HttpOnly; SameSite=Strict$`),
    );
    const letter = await get(page, passOf(opened));
    expect(letter.body).toContain(REASON);
    expect(letter.body).toContain("حقكم في التظلم");
    expect(letter.body).toContain(`href="${page}/file"`);
    expect(letter.body).toContain("/chat/khuta-web#resume=");
  });

  test("can be opened again, because a family reads a letter more than once", async () => {
    await post(page, { step: "open" });
    expect((await post(page, { step: "open" })).statusCode).toBe(303);
  });

  test("gives the file as an attachment that no browser runs", async () => {
    const pass = passOf(await post(page, { step: "open" }));
    const file = await get(`${page}/file`, pass);
    expect(file.statusCode).toBe(200);
    expect(file.rawPayload).toEqual(PDF);
    expect(file.headers).toMatchObject({
      "content-type": "application/pdf",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "no-store",
    });
    expect(file.headers["content-disposition"]).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent("خطاب القرار KH-4800173-0.pdf")}`,
    );
  });

  test("gives no file to whoever has not opened the letter", async () => {
    const answer = await get(`${page}/file`);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, page]);
  });

  test("is no pass for another letter", async () => {
    const pass = passOf(await post(page, { step: "open" }));
    expect((await get(away, pass)).body).not.toContain(REASON);
    expect((await get(`${away}/file`, pass)).statusCode).toBe(303);
  });
});

describe("a link that did not come to a telephone", () => {
  test("asks for a code that goes to the telephone of the case, and opens with it", async () => {
    expect((await get(away)).body).toContain("إرسال الرمز");
    const sent = await post(away, { step: "send" });
    expect(sent.body).toContain("أرسلنا رمزاً من 4 أرقام");
    expect(world.world.codesSent).toHaveLength(1);
    const opened = await post(away, { code: "4821" });
    expect(opened.statusCode).toBe(303);
    expect((await get(away, passOf(opened))).body).toContain(REASON);
  });

  test("does not open by the button of the other kind, nor by a wrong code", async () => {
    await post(away, { step: "send" });
    for (const payload of [{ step: "open" }, { code: "0000" }, { code: "" }]) {
      const answer = await post(away, payload);
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain("الرمز غير مطابق");
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
  });

  test("cannot be tried through: after five codes one waits", async () => {
    await post(away, { step: "send" });
    for (let count = 0; count < 5; count++) await post(away, { code: "0000" });
    const answer = await post(away, { code: "4821" });
    expect(answer.statusCode).toBe(429);
    expect(answer.body).toContain("يُرجى الانتظار");
  });

  test("does not send codes without end", async () => {
    for (let count = 0; count < 5; count++) await post(away, { step: "send" });
    expect((await post(away, { step: "send" })).statusCode).toBe(429);
    expect(world.world.codesSent).toHaveLength(5);
  });
});

describe("a link that leads nowhere says so kindly", () => {
  test.each([
    ["an expired one", `/letter/${formTokens.letterOld}`, 410, "انتهت مدة هذا الرابط"],
    ["an unknown one", "/letter/00000000000", 404, "لم نجد هذه الصفحة"],
    ["one of another kind", `/letter/${formTokens.identity}`, 404, "لم نجد هذه الصفحة"],
    ["one that is no link at all", "/letter/x", 404, "لم نجد هذه الصفحة"],
  ])("%s", async (_what, url, status, text) => {
    for (const answer of [await get(url), await post(url, { step: "open" })]) {
      expect(answer.statusCode).toBe(status);
      expect(answer.body).toContain(text);
    }
  });

  test("and a letter that could not be printed sends its reader to the chat", async () => {
    world.world.letter = undefined;
    const pass = passOf(await post(page, { step: "open" }));
    expect((await get(page, pass)).body).toContain("ويمكن معرفة القرار في المحادثة");
  });
});

test("another site cannot press the button", async () => {
  const answer = await post(page, { step: "open" }, { "sec-fetch-site": "cross-site" });
  expect(answer.statusCode).toBe(403);
  expect(answer.headers["set-cookie"]).toBeUndefined();
});

test("the page may be kept by nobody, framed by nobody, and tells no other site its address", async () => {
  const { headers } = await get(page);
  expect(headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'self'");
});

test("English is one word away", async () => {
  expect((await get(`${page}?lang=en`)).body).toContain("Open the letter");
});
