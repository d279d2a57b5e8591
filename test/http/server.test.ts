import { connect } from "node:net";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { khutaWeb, openWebWorld, type WebWorld } from "../support/web-world.ts";

let world: WebWorld;
beforeEach(async () => {
  world = await openWebWorld();
});
afterEach(() => world.app.close());

describe("webhooks", () => {
  const form = { "content-type": "application/x-www-form-urlencoded" };

  test.each([
    ["/webhooks/khuta-sms?x=1", ""],
    ["/webhooks/khuta-sms/status", "status"],
  ])("%s hands the bytes over as they came", async (url, path) => {
    const payload = "Body=%D9%85%D8%B1&From=%2B966551234567&Body=+x";
    const answer = await world.app.inject({
      method: "POST",
      url,
      headers: { ...form, "x-sign": "a" },
      payload,
    });
    expect([answer.statusCode, answer.body]).toEqual([200, "<Response/>"]);
    expect(world.hook.calls).toMatchObject([
      { method: "POST", path, url: `http://127.0.0.1:3000${url}`, headers: { "x-sign": "a" } },
    ]);
    expect(world.hook.calls[0]!.rawBody.toString()).toBe(payload);
  });

  test("the address is the public one, whatever the caller calls us", async () => {
    await world.app.inject({
      method: "POST",
      url: "/webhooks/khuta-sms",
      headers: { ...form, host: "evil.example", "x-forwarded-host": "evil.example" },
      payload: "a=1",
    });
    expect(world.hook.calls[0]!.url).toBe("http://127.0.0.1:3000/webhooks/khuta-sms");
  });

  test("JSON keeps its bytes, broken or not: the channel judges", async () => {
    const payload = '{"a": "\\u0645" , }';
    const headers = { "content-type": "application/json; charset=utf-8" };
    await world.app.inject({ method: "POST", url: "/webhooks/khuta-sms", headers, payload });
    expect(world.hook.calls[0]!.rawBody.toString()).toBe(payload);
  });

  test("a handshake by GET reaches the channel", async () => {
    await world.app.inject({ url: "/webhooks/khuta-sms?hub.challenge=1" });
    expect(world.hook.calls).toMatchObject([{ method: "GET", rawBody: Buffer.alloc(0) }]);
  });

  test.each([
    ["an unknown channel", "/webhooks/khuta-none", form, "a=1", 404, "channel.unknown"],
    ["a channel without webhooks", `/webhooks/${khutaWeb}`, form, "a=1", 404, "channel.unknown"],
    ["a prototype", "/webhooks/__proto__", form, "a=1", 404, "channel.unknown"],
    ["another path", "/webhooks/khuta-sms/other", form, "a=1", 404, "http.unknown"],
    [
      "another type",
      "/webhooks/khuta-sms",
      { "content-type": "text/xml" },
      "<a/>",
      415,
      "http.media_type",
    ],
    ["10 MB", "/webhooks/khuta-sms", form, "a".repeat(10_000_000), 413, "http.too_large"],
  ])("%s is refused with a reason", async (_what, url, headers, payload, status, code) => {
    const answer = await world.app.inject({ method: "POST", url, headers, payload });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual({ error: { code, message: expect.any(String) } });
    expect(world.hook.calls).toEqual([]);
  });

  test.each([
    ["a call of usual size", "khuta-sms", 256 * 1024, 200],
    ["more than a provider of single messages sends", "khuta-sms", 256 * 1024 + 1, 413],
    ["a batch of Meta's", "khuta-whatsapp", 3 * 1024 * 1024, 200],
    ["more than Meta gathers", "khuta-whatsapp", 3 * 1024 * 1024 + 1, 413],
  ])("%s to %s is judged by that channel's measure", async (_what, channelId, size, status) => {
    const answer = await world.app.inject({
      method: "POST",
      url: `/webhooks/${channelId}`,
      headers: form,
      payload: "a".repeat(size),
    });
    expect([answer.statusCode, answer.body.includes("http.too_large")]).toEqual([
      status,
      status === 413,
    ]);
  });

  test("a gateway that reports by GET reaches the channel's reports", async () => {
    await world.app.inject({ url: "/webhooks/khuta-sms/status?MessageID=1&DLR=Delivered" });
    expect(world.hook.calls).toMatchObject([{ method: "GET", path: "status" }]);
  });

  test("the key in an address is in no log and no metric, also when storing fails", async () => {
    const key = "canary-4f1d9c";
    const requests = [
      {
        method: "POST",
        url: `/webhooks/khuta-sms/status?key=${key}`,
        headers: form,
        payload: "a=1",
      },
      { method: "GET", url: `/webhooks/khuta-sms?hub.verify_token=${key}` },
      { method: "POST", url: `/webhooks/khuta-none?key=${key}`, headers: form, payload: "a=1" },
      {
        method: "POST",
        url: `/webhooks/khuta-sms?key=${key}`,
        headers: { "content-type": "a/b" },
        payload: "a",
      },
    ] as const;
    for (const failure of [undefined, new Error("the store is away")]) {
      world.hook.failure = failure;
      for (const request of requests) {
        const answer = await world.app.inject(request);
        expect(answer.body).not.toContain(key);
      }
    }
    expect(world.world.logged).toHaveLength(2); // the two that failed
    expect(inspect(world.world.logged, { depth: 10 })).not.toContain(key);
    expect((await world.app.inject({ url: "/metrics" })).body).not.toContain(key);
  });

  test("a provider is not limited by its address", async () => {
    for (let count = 0; count < 500; count++) {
      const answer = await world.app.inject({
        method: "POST",
        url: "/webhooks/khuta-sms",
        headers: form,
        payload: "a=1",
      });
      expect(answer.statusCode).toBe(200);
    }
  });
});

describe("operations", () => {
  test("healthz answers whatever is down, readyz does not", async () => {
    world = await openWebWorld({
      checks: {
        mongodb: async () => ({ ok: true }),
        redis: async () => {
          throw new Error("connect ECONNREFUSED redis://:secret@10.0.0.1");
        },
      },
    });
    expect((await world.app.inject({ url: "/healthz" })).statusCode).toBe(200);
    const ready = await world.app.inject({ url: "/readyz" });
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toEqual({
      ok: false,
      mongodb: { ok: true },
      redis: { ok: false, reason: "does not answer" },
      channels: { [khutaWeb]: "ready", "khuta-sms": "ready", "khuta-whatsapp": "ready" },
    });
  });

  test("readyz waits for nobody who hangs", async () => {
    world = await openWebWorld({ checks: { mongodb: () => new Promise(() => undefined) } });
    const ready = await world.app.inject({ url: "/readyz" });
    expect([ready.statusCode, ready.json().mongodb.ok]).toEqual([503, false]);
  });

  test("metrics are for this host alone, and name routes by their pattern", async () => {
    await world.app.inject({ url: "/form/identity001" });
    const metrics = await world.app.inject({ url: "/metrics" });
    expect(metrics.body).toContain('route="/form/:token"');
    expect(metrics.body).not.toContain("identity001");
    for (const request of [
      { url: "/metrics", remoteAddress: "198.51.100.7" },
      { url: "/metrics", headers: { "x-forwarded-for": "127.0.0.1" } },
    ])
      expect((await world.app.inject(request)).statusCode).toBe(404);
  });

  test("an address that is none is told so without repeating it", async () => {
    const answer = await world.app.inject({ url: "/<script>alert(1)</script>" });
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain("script");
  });

  test("a fault of ours says nothing about itself", async () => {
    world.world.failures.length = 0;
    world.parts.webLog.append = () => Promise.reject(new Error("E11000 dup key 1999999004"));
    const session = await world.openSession();
    const answer = await world.app.inject({
      method: "POST",
      url: `/chat/${khutaWeb}/messages`,
      headers: { ...session.headers, "idempotency-key": "0b8f0a3e-1c1d-4d53-9a39-0d5a2b6f7f00" },
      payload: { text: "مرحبا" },
    });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toMatch(/E11000|1999999004/);
  });
});

describe("headers", () => {
  test("the chat page may be framed by the association's sites and by nobody else", async () => {
    const { headers } = await world.app.inject({ url: `/chat/${khutaWeb}` });
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; " +
        "img-src 'self' blob:; frame-src 'self'; form-action 'self'; base-uri 'none'; " +
        "frame-ancestors 'self' http://127.0.0.1:4999",
    );
    expect(headers["x-frame-options"]).toBeUndefined();
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
  });

  test.each([`/chat/${khutaWeb}`, "/privacy/khuta", "/form/identity001", "/form/nobody00000"])(
    "%s holds no inline script, style or handler",
    async (url) => {
      const { body } = await world.app.inject({ url });
      expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:/i);
    },
  );

  test("the widget may be loaded by any site and carries its words", async () => {
    const widget = await world.app.inject({ url: "/widget.js" });
    expect(widget.headers["cross-origin-resource-policy"]).toBe("cross-origin");
    expect(widget.body).toContain("تحدثوا معنا");
    expect(widget.body).not.toContain("{{texts}}");
  });

  test("assets are asked for each time and sent when they changed", async () => {
    const first = await world.app.inject({ url: "/chat/assets/chat.js" });
    expect(first.headers).toMatchObject({
      "cache-control": "no-cache",
      "content-type": "text/javascript; charset=utf-8",
    });
    const again = await world.app.inject({
      url: "/chat/assets/chat.js",
      headers: { "if-none-match": String(first.headers["etag"]) },
    });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    for (const file of ["none.js", "..%2Fpage.ts", "%2e%2e%2fpage.ts", "__proto__"])
      expect((await world.app.inject({ url: `/chat/assets/${file}` })).statusCode).toBe(404);
  });

  test.each([
    [undefined, "#0b6455"],
    ["not a colour; } body { display: none", "#0b6455"],
    ["#ffe600", /#[0-9a-f]{6}/],
  ])("the colour %s is made readable", async (accent, expected) => {
    Object.assign(world.khuta, accent === undefined ? {} : { accent });
    const { body } = await world.app.inject({ url: `/chat/${khutaWeb}/theme.css` });
    const [, colour] = /--accent:(#[0-9a-f]{6})/.exec(body)!;
    expect(colour).toMatch(expected);
    expect(contrastWithWhite(colour!)).toBeGreaterThanOrEqual(4.5);
    expect(body).not.toContain("display");
  });
});

describe("a caller who is slow on purpose", () => {
  test("sends headers without end and is closed", { timeout: 30_000 }, async () => {
    const url = new URL(await world.app.listen({ port: 0, host: "127.0.0.1" }));
    world.app.server.headersTimeout = 300;
    const socket = connect(Number(url.port), "127.0.0.1");
    socket.write("POST /webhooks/khuta-sms HTTP/1.1\r\nhost: x\r\n");
    const drip = setInterval(() => socket.write("x-a: b\r\n"), 100);
    socket.on("error", () => undefined).resume();
    await new Promise((resolve) => socket.on("close", resolve));
    clearInterval(drip);
    expect(world.hook.calls).toEqual([]);
  });

  test("time limits are set", () => {
    const { headersTimeout, requestTimeout, timeout } = world.app.server;
    expect([headersTimeout, requestTimeout, timeout]).toEqual([15_000, 180_000, 45_000]);
  });
});

function contrastWithWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
