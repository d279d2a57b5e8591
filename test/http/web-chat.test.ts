import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { WebItem } from "../../src/conversation/ports.ts";
import { signSession } from "../../src/http/session-token.ts";
import { jpeg, multipart, pdf, zipEnd } from "../support/files.ts";
import { formTokens, khutaWeb, openWebWorld, type WebWorld } from "../support/web-world.ts";

const base = `/chat/${khutaWeb}`;
let world: WebWorld;
beforeEach(async () => {
  world = await openWebWorld();
});

type Session = Awaited<ReturnType<WebWorld["openSession"]>>;
const post = (
  session: Pick<Session, "headers">,
  payload: object | string,
  key: string = randomUUID(),
) =>
  world.app.inject({
    method: "POST",
    url: `${base}/messages`,
    headers: { ...session.headers, "idempotency-key": key, "content-type": "application/json" },
    payload,
  });
const upload = (
  session: Session,
  bytes: Buffer,
  key: string = randomUUID(),
  fileName = "عقد.jpg",
) => {
  const form = multipart([{ name: "file", fileName, type: "image/jpeg", value: bytes }]);
  return world.app.inject({
    method: "POST",
    url: `${base}/messages`,
    headers: { ...session.headers, ...form.headers, "idempotency-key": key },
    payload: form.payload,
  });
};
const itemsOf = async (session: Session, after = 0) =>
  (
    await world.app.inject({ url: `${base}/messages?after=${after}`, headers: session.headers })
  ).json<{
    messages: WebItem[];
    more?: boolean;
  }>();

describe("opening a session", () => {
  test("gives a token for a day, and the bot speaks first", async () => {
    const answer = await world.app.inject({ method: "POST", url: `${base}/sessions` });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual({
      token: expect.any(String),
      expiresAt: "2026-11-25T09:00:00.000Z",
    });
    expect(world.received).toMatchObject([
      {
        channelId: khutaWeb,
        body: { kind: "session" },
        author: "contact",
        from: { address: { scheme: "session", channelId: khutaWeb }, phoneAssurance: "none" },
      },
    ]);
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  test.each([
    ["instagram", { kind: "session", from: "instagram" }],
    ["somewhere", { kind: "session" }],
  ])("says by which public place somebody came, if it is one of ours: %s", async (from, body) => {
    const answer = await world.app.inject({
      method: "POST",
      url: `${base}/sessions`,
      payload: { from },
    });
    expect(answer.statusCode).toBe(201);
    expect(world.received.at(-1)?.body).toEqual(body);
  });

  test("gives no token when the session could not be stored", async () => {
    world.world.failures.push("lost");
    const answer = await world.app.inject({ method: "POST", url: `${base}/sessions`, payload: {} });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers["retry-after"]).toBeDefined();
    expect(answer.json()).toEqual({
      error: { code: "store.unavailable", message: expect.any(String) },
    });
  });

  test("takes up an earlier conversation by a one-time link, once", async () => {
    const open = () =>
      world.app.inject({
        method: "POST",
        url: `${base}/sessions`,
        payload: { resume: formTokens.resume },
      });
    expect((await open()).statusCode).toBe(201);
    expect(world.world.resumed).toHaveLength(1);
    expect(world.received).toEqual([]);
    const again = await open();
    expect([again.statusCode, again.json().error.code]).toEqual([410, "session.resume"]);
  });

  test.each<[string, object]>([
    ["a token that is none", { resume: { $ne: "" } }],
    ["a token of another shape", { resume: "../../x" }],
    ["what was not asked for", { associationId: "ratel" }],
  ])("refuses %s", async (_what, payload) => {
    const answer = await world.app.inject({ method: "POST", url: `${base}/sessions`, payload });
    expect(answer.statusCode).toBe(400);
    expect(world.received).toEqual([]);
  });

  test("limits how many one address opens", async () => {
    const answers: number[] = [];
    for (let count = 0; count < 130; count++)
      answers.push(
        (await world.app.inject({ method: "POST", url: `${base}/sessions`, payload: {} }))
          .statusCode,
      );
    expect(answers.filter((status) => status === 201)).toHaveLength(120);
    expect(answers.at(-1)).toBe(429);
  });

  test("people behind a proxy are told apart, and nobody from the network can pretend", async () => {
    const from = (remoteAddress: string, forwarded: string) =>
      world.app.inject({
        method: "POST",
        url: `${base}/sessions`,
        payload: {},
        remoteAddress,
        headers: { "x-forwarded-for": forwarded },
      });
    for (let count = 0; count < 120; count++) await from("10.0.0.2", "198.51.100.7");
    expect((await from("10.0.0.2", "198.51.100.7")).statusCode).toBe(429);
    expect((await from("10.0.0.2", "198.51.100.8")).statusCode).toBe(201);
    for (let count = 0; count < 120; count++) await from("203.0.113.9", `198.51.100.${count}`);
    expect((await from("203.0.113.9", "198.51.100.250")).statusCode).toBe(429);
  });
});

describe("who may ask", () => {
  const urls = ["/messages", "/stream", "/files/x"];
  test.each(urls)("%s needs a token", async (path) => {
    const answer = await world.app.inject({ url: base + path });
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, "http.token"]);
  });

  test.each<[string, (session: Session) => string]>([
    ["changed", ({ token }) => `${token.slice(0, -2)}xx`],
    ["without signature", ({ token }) => token.split(".")[0]!],
    [
      "expired",
      ({ session: sid }) =>
        signSession(
          { sid, channelId: khutaWeb, exp: world.world.now.getTime() / 1000 - 1 },
          world.parts.sessionKey,
        ),
    ],
    [
      "of another channel",
      ({ session: sid }) =>
        signSession({ sid, channelId: "ratel-web", exp: 9_999_999_999 }, world.parts.sessionKey),
    ],
    [
      "signed with another key",
      ({ session: sid }) =>
        signSession({ sid, channelId: khutaWeb, exp: 9_999_999_999 }, Buffer.alloc(32)),
    ],
    ["very long", () => "a".repeat(5000)],
  ])("a token that is %s opens nothing", async (_what, tokenOf) => {
    const session = await world.openSession();
    const headers = { authorization: `Bearer ${tokenOf(session)}` };
    for (const path of urls)
      expect((await world.app.inject({ url: base + path, headers })).statusCode).toBe(401);
    expect((await post({ headers }, { text: "مرحبا" })).statusCode).toBe(401);
    expect(world.received).toHaveLength(1);
  });

  test("a session sees its own items and no others", async () => {
    const [one, other] = [await world.openSession(), await world.openSession()];
    await world.say(one.session, { kind: "text", text: "لكم وحدكم" });
    expect((await itemsOf(one)).messages).toHaveLength(1);
    expect((await itemsOf(other)).messages).toEqual([]);
  });

  test.each(["khuta-sms", "khuta-none", "__proto__", "constructor"])(
    "%s is no web chat",
    async (id) => {
      for (const path of ["", "/messages", "/stream", "/theme.css"])
        expect((await world.app.inject({ url: `/chat/${id}${path}` })).statusCode).toBe(404);
      const answer = await world.app.inject({ method: "POST", url: `/chat/${id}/sessions` });
      expect([answer.statusCode, answer.json().error.code]).toEqual([404, "channel.unknown"]);
    },
  );

  test.each<[string, Record<string, string>, number]>([
    ["another site by Sec-Fetch-Site", { "sec-fetch-site": "cross-site" }, 403],
    ["another site by Origin", { origin: "https://evil.example" }, 403],
    ["our own page", { origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin" }, 202],
    [
      "our own page under its host's name",
      { origin: "http://localhost:80", host: "localhost" },
      202,
    ],
    ["a program", {}, 202],
  ])("%s", async (_what, headers, status) => {
    const session = await world.openSession();
    const answer = await post({ headers: { ...session.headers, ...headers } }, { text: "مرحبا" });
    expect(answer.statusCode).toBe(status);
  });
});

describe("a message", () => {
  let session: Session;
  beforeEach(async () => {
    session = await world.openSession();
    world.received.length = 0;
  });

  test("is stored, handed on and acknowledged with its number", async () => {
    const key = randomUUID();
    const answer = await post(session, { text: " مرحبا " }, key);
    expect([answer.statusCode, answer.json()]).toEqual([202, { seq: 1 }]);
    expect(world.received).toMatchObject([
      {
        providerMessageId: `${session.session}.${key}`,
        origin: "live",
        body: { kind: "text", text: "مرحبا" },
        from: { address: { value: session.session } },
      },
    ]);
    expect((await itemsOf(session)).messages).toMatchObject([
      {
        seq: 1,
        id: key,
        type: "message",
        author: "contact",
        body: { kind: "text", text: "مرحبا" },
      },
    ]);
  });

  test("of the same key is the same message, and says the first number", async () => {
    const key = randomUUID();
    await post(session, { text: "أول" }, key);
    await post(session, { text: "ثان" });
    const again = await post(session, { text: "أول" }, key);
    expect([again.statusCode, again.json()]).toEqual([200, { seq: 1 }]);
    expect(world.received).toHaveLength(2);
    expect((await itemsOf(session)).messages).toHaveLength(2);
  });

  test.each(["lost", "late"] as const)(
    "whose acceptance failed (%s) is completed by whoever asks again",
    async (failure) => {
      const key = randomUUID();
      world.world.failures.push(failure);
      expect((await post(session, { text: "مرحبا" }, key)).statusCode).toBe(503);
      const again = await post(session, { text: "مرحبا" }, key);
      expect([again.statusCode, again.json()]).toEqual([200, { seq: 1 }]);
      expect(world.received).toHaveLength(1);
      expect((await itemsOf(session)).messages).toHaveLength(1);
    },
  );

  test("asked for ten times at once is one", async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post(session, { text: "مرحبا" }, key)),
    );
    expect(answers.filter((answer) => answer.statusCode === 202)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.json<{ seq: number }>().seq))).toEqual(
      new Set([1]),
    );
    expect(world.received).toHaveLength(1);
  });

  test("with a full identity number goes on whole and is shown masked", async () => {
    await post(session, { text: "هويتي 1999999004" });
    expect(world.received[0]!.body).toEqual({ kind: "text", text: "هويتي 1999999004" });
    expect(JSON.stringify(world.log.session(session.session))).not.toContain("1999999004");
    expect((await itemsOf(session)).messages[0]!.body!.text).toBe("هويتي ••••9004");
  });

  test("that is a choice carries the words of the button", async () => {
    await world.say(session.session, {
      kind: "choices",
      text: "هل توافقون؟",
      numbered: false,
      options: [{ id: "yes", number: 1, label: "أوافق" }],
    });
    const { messages } = await itemsOf(session);
    await post(session, { choice: "yes" });
    await post(session, { choice: "yes", message: messages[0]!.id });
    await post(session, { choice: "unknown" });
    const choice = { kind: "choice", optionId: "yes", label: "أوافق", via: "button" };
    expect(world.received.map(({ body }) => body)).toEqual([
      choice,
      choice,
      { kind: "choice", optionId: "unknown", via: "button" },
    ]);
    expect((await itemsOf(session)).messages.map(({ body }) => body!.text)).toEqual([
      "هل توافقون؟",
      "أوافق",
      "أوافق",
      "unknown",
    ]);
  });

  test.each<[string, object | string]>([
    ["nothing", {}],
    ["an empty text", { text: "  " }],
    ["a text that is too long", { text: "س".repeat(4001) }],
    ["an operator", { text: { $ne: "" } }],
    ["both at once", { text: "a", choice: "b" }],
    ["what was not asked for", { text: "a", author: "staff" }],
    ["a list", '["text"]'],
    ["no JSON", "{"],
    ["a prototype", '{"__proto__":{"text":"a"}}'],
  ])("of %s is refused and nothing is written", async (_what, payload) => {
    const answer = await post(session, payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toEqual({ error: { code: "http.invalid", message: expect.any(String) } });
    expect(world.received).toEqual([]);
    expect(world.log.session(session.session)).toEqual([]);
  });

  test.each([undefined, "", "1", "not-a-uuid"])("needs a UUID as its key: %j", async (key) => {
    const answer = await world.app.inject({
      method: "POST",
      url: `${base}/messages`,
      headers: { ...session.headers, ...(key === undefined ? {} : { "idempotency-key": key }) },
      payload: { text: "مرحبا" },
    });
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, "http.idempotency_key"]);
  });

  test("of another content type is refused", async () => {
    const answer = await world.app.inject({
      method: "POST",
      url: `${base}/messages`,
      headers: { ...session.headers, "idempotency-key": randomUUID(), "content-type": "text/xml" },
      payload: "<x/>",
    });
    expect([answer.statusCode, answer.json().error.code]).toEqual([415, "http.media_type"]);
  });

  test("of 17 KB is too large", async () => {
    const answer = await post(session, { text: "x".repeat(17 * 1024) });
    expect([answer.statusCode, answer.json().error.code]).toEqual([413, "http.too_large"]);
  });

  test("flood: one session is limited, the next is not", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 50; count++)
      statuses.push((await post(session, { text: "م" })).statusCode);
    expect(statuses.filter((status) => status === 202)).toHaveLength(40);
    const last = await post(session, { text: "م" });
    expect([last.statusCode, last.headers["retry-after"]]).toEqual([429, "5"]);
    expect((await post(await world.openSession(), { text: "م" })).statusCode).toBe(202);
    world.world.now = new Date(world.world.now.getTime() + 10_000);
    expect((await post(session, { text: "م" })).statusCode).toBe(202);
  });
});

describe("a file", () => {
  let session: Session;
  beforeEach(async () => {
    session = await world.openSession();
    world.received.length = 0;
  });

  test("is cleaned, stored under our key, handed on, and given back to its session alone", async () => {
    const key = randomUUID();
    const answer = await upload(session, jpeg(), key, "../../عقد الإيجار.exe");
    expect([answer.statusCode, answer.json()]).toEqual([202, { seq: 1 }]);
    expect(world.received[0]!.body).toMatchObject({
      kind: "media",
      voiceNote: false,
      media: [
        { mime: "image/jpeg", storageKey: "blob-1", state: "fetched", fileName: "عقد الإيجار.jpg" },
      ],
    });
    expect(world.files.get("blob-1")!.bytes.includes("GPS")).toBe(false);
    const { messages } = await itemsOf(session);
    expect(messages[0]!.body).toEqual({
      kind: "media",
      mime: "image/jpeg",
      fileName: "عقد الإيجار.jpg",
      url: `${base}/files/${key}`,
    });
    const file = await world.app.inject({ url: `${base}/files/${key}`, headers: session.headers });
    expect(file.rawPayload.equals(world.files.get("blob-1")!.bytes)).toBe(true);
    expect(file.headers).toMatchObject({
      "content-type": "image/jpeg",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "content-disposition": expect.stringMatching(/^attachment; /),
    });
    const stranger = await world.openSession();
    const denied = await world.app.inject({
      url: `${base}/files/${key}`,
      headers: stranger.headers,
    });
    expect(denied.statusCode).toBe(404);
  });

  test("sent again after a lost answer is stored once", async () => {
    const key = randomUUID();
    world.world.failures.push("lost");
    expect((await upload(session, jpeg(), key)).statusCode).toBe(503);
    const again = await upload(session, jpeg(), key);
    expect([again.statusCode, again.json()]).toEqual([200, { seq: 1 }]);
    expect(world.files.size).toBe(1);
    expect(world.received).toMatchObject([{ body: { media: [{ storageKey: "blob-1" }] } }]);
  });

  test.each<[string, Buffer, number, string]>([
    [
      "SVG",
      Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
      415,
      "file.type",
    ],
    ["HTML under the name of a picture", Buffer.from("<html><script>1</script>"), 415, "file.type"],
    ["a PDF that is also an archive", Buffer.concat([pdf(), zipEnd]), 415, "file.unsafe"],
    ["nothing", Buffer.alloc(0), 400, "file.empty"],
    ["more than is allowed", Buffer.alloc(1_000_001, 1), 413, "file.too_large"],
    ["ten times what is allowed", Buffer.alloc(10_000_000, 1), 413, "file.too_large"],
  ])("of %s is refused and nothing is written", async (_what, bytes, status, code) => {
    const answer = await upload(session, bytes);
    expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
    expect([
      world.files.size,
      world.received.length,
      world.log.session(session.session).length,
    ]).toEqual([0, 0, 0]);
  });

  test.each<[string, Parameters<typeof multipart>[0]]>([
    ["no file", [{ name: "text", value: "x" }]],
    ["a file under another name", [{ name: "photo", fileName: "x.jpg", value: jpeg() }]],
  ])("a form with %s is refused", async (_what, given) => {
    const form = multipart(given);
    const answer = await world.app.inject({
      method: "POST",
      url: `${base}/messages`,
      headers: { ...session.headers, ...form.headers, "idempotency-key": randomUUID() },
      payload: form.payload,
    });
    expect(answer.statusCode).toBe(400);
    expect(world.received).toEqual([]);
  });

  test("uploads are limited more tightly than texts", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 14; count++)
      statuses.push((await upload(session, jpeg())).statusCode);
    expect(statuses.slice(0, 12).every((status) => status === 202)).toBe(true);
    expect(statuses.slice(12)).toEqual([429, 429]);
  });
});

describe("reading", () => {
  test("goes on after a number, in pages", async () => {
    const session = await world.openSession();
    for (let count = 1; count <= 505; count++)
      await world.say(session.session, { kind: "text", text: `رسالة ${count}` });
    const first = await itemsOf(session);
    expect([first.messages.length, first.more]).toEqual([500, true]);
    const rest = await itemsOf(session, 500);
    expect(rest.messages.map(({ seq }) => seq)).toEqual([501, 502, 503, 504, 505]);
    expect(rest.more).toBeUndefined();
  });

  test.each(["-1", "1.5", "x", "1e3", "9".repeat(30), "[$gt]"])(
    "refuses %s as a number",
    async (after) => {
      const session = await world.openSession();
      for (const [url, headers] of [
        [`${base}/messages?after=${after}`, {}],
        [`${base}/stream`, { "last-event-id": after }],
      ] as const) {
        const answer = await world.app.inject({ url, headers: { ...session.headers, ...headers } });
        expect(answer.statusCode).toBe(400);
      }
    },
  );

  test.each([
    [true, "test.text"],
    [false, undefined],
  ])("keys of texts are shown in the demo alone (%s)", async (demo, key) => {
    world = await openWebWorld({ demo });
    const session = await world.openSession();
    await world.say(session.session, { kind: "text", text: "أهلاً" });
    expect((await itemsOf(session)).messages[0]!.key).toBe(key);
  });

  test("a message of ours that was handed to the page is told as delivered, once", async () => {
    const session = await world.openSession();
    await post(session, { text: "مرحبا" });
    await world.say(session.session, { kind: "text", text: "أهلاً" }, { id: "c1.1.9" });
    expect(world.receipts).toEqual([]);
    await itemsOf(session);
    await itemsOf(session);
    expect(world.receipts).toEqual([
      { channelId: khutaWeb, providerMessageId: "c1.1.9", state: "delivered" },
    ]);
  });

  test("a status names its message", async () => {
    const session = await world.openSession();
    const at = world.world.now;
    await world.log.append(
      session.session,
      { id: "m1~read", type: "status", author: "system", at, status: "read" },
      { secret: false },
    );
    expect((await itemsOf(session)).messages).toMatchObject([
      { seq: 1, id: "m1", type: "status", status: "read" },
    ]);
  });
});
