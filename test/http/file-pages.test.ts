import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { channelFiles } from "../../src/http/files/channel-files.ts";
import { formTokens, khutaWeb, openWebWorld, type WebWorld } from "../support/web-world.ts";

/* Files of ours on their way out: by a link that works once, and by an address that a provider may ask for an hour. */

const LETTER = Buffer.from("%PDF-1.4 a letter, synthetic");
let world: WebWorld;

beforeEach(async () => {
  world = await openWebWorld();
  world.files.set("letter", {
    bytes: LETTER,
    mime: "application/pdf",
    fileName: "خطاب.pdf",
    owner: "khuta",
  });
});
afterEach(() => world.app.close());

const MINUTE_MS = 60_000;
const pass = (ms: number) => {
  world.world.now = new Date(world.world.now.getTime() + ms);
};
const look = (token: string, query = "") => world.app.inject({ url: `/file/${token}${query}` });
const press = (token: string, headers: Record<string, string> = {}) =>
  world.app.inject({ method: "POST", url: `/file/${token}`, headers });

const downloaded = {
  "content-type": "application/pdf",
  "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent("خطاب.pdf")}`,
  "content-security-policy": "sandbox; default-src 'none'",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

describe("a link to a file", () => {
  test("shows whose it is and a button, in both languages, however often a telephone looks at it", async () => {
    for (const query of ["", "", "?lang=en"]) {
      const page = await look(formTokens.file, query);
      expect(page.statusCode).toBe(200);
      expect(page.body).toContain(query ? world.khuta.name.en : world.khuta.name.ar);
      expect(page.body).toMatch(/<form method="post" action="\/file\/fileopen001/);
      expect(page.headers).toMatchObject({
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
      });
    }
    expect((await press(formTokens.file)).statusCode).toBe(200);
  });

  test("gives the file to who presses the button, to be kept and not to be shown in place", async () => {
    const answer = await press(formTokens.file, {
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "same-origin",
    });
    expect(answer.rawPayload.equals(LETTER)).toBe(true);
    expect(answer.headers).toMatchObject(downloaded);
  });

  test("works once; a download that broke off may be begun again for a quarter of an hour", async () => {
    expect((await press(formTokens.file)).statusCode).toBe(200);
    pass(14 * MINUTE_MS);
    expect((await press(formTokens.file)).statusCode).toBe(200);
    pass(2 * MINUTE_MS);
    expect((await press(formTokens.file)).statusCode).toBe(410);
    expect((await look(formTokens.file)).statusCode).toBe(410);
  });

  test.each([
    ["one that was used", formTokens.fileUsed, 410, "file.used"],
    ["one that has expired", formTokens.fileExpired, 410, "file.expired"],
    ["one that nobody made", "00000000000", 404, "form.unknown"],
    ["one that asks for an identity number", formTokens.identity, 404, "form.unknown"],
    ["one that is cut short", "fileopen", 404, "form.unknown"],
  ])("%s says so kindly, and gives nothing", async (_what, token, status, key) => {
    for (const answer of [await look(token), await press(token)]) {
      expect(answer.statusCode).toBe(status);
      expect(answer.body).toContain(world.parts.text(key, "ar"));
      expect(answer.body).not.toContain("%PDF");
    }
  });

  test("cannot be pressed from another site, nor guessed", async () => {
    const other = await press(formTokens.file, { "sec-fetch-site": "cross-site" });
    expect(other.statusCode).toBe(403);
    const tries: number[] = [];
    for (let count = 0; count < 70; count++) tries.push((await look("00000000001")).statusCode);
    expect(tries).toContain(429);
  });

  test("is not the page of a secure form, and no form is a file", async () => {
    expect((await world.app.inject({ url: `/form/${formTokens.file}` })).statusCode).toBe(404);
  });
});

describe("an address for a provider", () => {
  const addressOf = (channelId: string, key = "letter") => {
    const { publicUrl, sessionKey, blobs } = world.parts;
    const files = channelFiles(blobs, {
      publicUrl,
      key: sessionKey,
      now: () => world.world.now,
    });
    return files.url(channelId, key, "application/pdf");
  };
  const fetched = (url: string) => world.app.inject({ url: new URL(url).pathname });

  test("gives the file without any log-in, and tells nothing of the person", async () => {
    const url = addressOf("khuta-whatsapp");
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/media\/[\w.-]{1,100}\/file\.pdf$/);
    const answer = await fetched(url);
    expect(answer.rawPayload.equals(LETTER)).toBe(true);
    expect(answer.headers).toMatchObject(downloaded);
  });

  test("is good for an hour", async () => {
    const url = addressOf("khuta-whatsapp");
    pass(59 * MINUTE_MS);
    expect((await fetched(url)).statusCode).toBe(200);
    pass(2 * MINUTE_MS);
    expect((await fetched(url)).statusCode).toBe(404);
  });

  test.each([
    ["of a file that is not there", () => addressOf("khuta-whatsapp", "other")],
    ["with another file in it", () => addressOf("khuta-whatsapp").replace(".letter.", ".secret.")],
    ["of another association", () => addressOf("khuta-whatsapp").replace(".khuta.", ".ratel.")],
    ["that lasts longer", () => addressOf("khuta-whatsapp").replace("/media/", "/media/z")],
    ["without a signature", () => addressOf("khuta-whatsapp").replace(/\.[\w-]+\/file/, "/file")],
    ["of nothing", () => "http://127.0.0.1:3000/media/x/file.pdf"],
  ])("%s leads nowhere", async (_what, url) => {
    world.files.set("secret", { bytes: LETTER, mime: "application/pdf", owner: "khuta" });
    expect((await fetched(url())).statusCode).toBe(404);
  });
});

test("a letter in the web chat is a download of its own session, and of no other", async () => {
  const one = await world.openSession();
  const other = await world.openSession();
  await world.say(one.session, {
    kind: "media",
    storageKey: "letter",
    mime: "application/pdf",
    fileName: "خطاب.pdf",
    caption: "خطاب الجمعية",
    as: "document",
  });
  const { messages } = (
    await world.app.inject({ url: `/chat/${khutaWeb}/messages`, headers: one.headers })
  ).json<{ messages: { body: { url: string; text: string } }[] }>();
  const { url = "", text } = messages[0]?.body ?? {};
  expect(text).toBe("خطاب الجمعية");
  const own = await world.app.inject({ url, headers: one.headers });
  expect(own.rawPayload.equals(LETTER)).toBe(true);
  expect(own.headers).toMatchObject(downloaded);
  for (const headers of [other.headers, {}])
    expect((await world.app.inject({ url, headers })).body).not.toContain("%PDF");
});
