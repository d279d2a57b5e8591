import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { callProvider, jsonOf, retryAfterMs } from "../../src/channels/http-call.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function closedPort(): Promise<string> {
  const url = await serve(() => {});
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return url;
}

const call = (url: string, more: Partial<Parameters<typeof callProvider>[0]> = {}) =>
  callProvider({ url, timeoutMs: 300, ...more });

describe("a call ends", () => {
  test("with the answer, whatever its status", async () => {
    const url = await serve((_, response) => response.writeHead(418).end("نعم"));
    const called = await call(url);
    expect(called).toMatchObject({ kind: "answer", status: 418 });
    expect(called.kind === "answer" && called.bytes.toString()).toBe("نعم");
  });

  test("with a redirection, which is not followed", async () => {
    let calls = 0;
    const url = await serve((_, response) => {
      calls += 1;
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    expect(await call(url)).toMatchObject({ kind: "answer", status: 302 });
    expect(calls).toBe(1);
  });

  test.each([
    ["silence", (() => {}) satisfies RequestListener],
    ["a line that is cut", ((request) => void request.socket.destroy()) satisfies RequestListener],
    [
      "a body that never ends",
      ((_, response) => {
        response.writeHead(200).write("{");
      }) satisfies RequestListener,
    ],
  ])("as lost: %s", async (_, handler) => {
    expect(await call(await serve(handler))).toEqual({ kind: "lost" });
  });

  test("before it began where nobody listens", async () => {
    expect(await call(await closedPort())).toEqual({ kind: "never-left" });
  });

  test("before it began where the name is not known", async () => {
    expect(await call("http://nobody.invalid/")).toEqual({ kind: "never-left" });
  });

  test("when the answer is larger than wanted, whatever was promised", async () => {
    const url = await serve((_, response) => response.end("x".repeat(11)));
    expect(await call(url, { maxBytes: 10 })).toEqual({ kind: "too-large" });
    expect(await call(url, { maxBytes: 11 })).toMatchObject({ kind: "answer" });
  });
});

test.each([
  ['{"a":1}', { a: 1 }],
  ["<html>", undefined],
  ["", undefined],
])("the JSON of %s", (text, value) => expect(jsonOf(Buffer.from(text))).toEqual(value));

test.each([
  ["3", 3000],
  ["0", 1000],
  ["soon", 1000],
  [undefined, 1000],
])("Retry-After %s waits %i ms", (header, ms) =>
  expect(retryAfterMs(new Headers(header ? { "retry-after": header } : {}), 1000)).toBe(ms),
);
