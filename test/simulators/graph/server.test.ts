import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startGraphSim, type GraphSim } from "../../../src/simulators/graph/server.ts";

const number = {
  phoneNumberId: "200000000000002",
  displayPhoneNumber: "966550000001",
  accessToken: "synthetic-access-token",
  appSecret: "synthetic-app-secret",
  enforceWindow: true,
  templates: { case_update: 1 },
};
const person = { waId: "966551234501" };

/** A call of the product's webhook, as the product saw it. */
interface Call {
  isGenuine: boolean;
  raw: string;
  value: { messages?: object[]; statuses?: { status: string }[]; contacts?: object[] };
}

let now: Date;
let sim: GraphSim;
let product: { server: Server; url: string; calls: Call[]; answers: number[] };

beforeEach(async () => {
  now = new Date("2026-11-24T09:00:00Z");
  sim = await startGraphSim({ numbers: [number], stepMs: 1, now: () => now });
  product = await startProduct();
  await sim.subscribe({
    phoneNumberId: number.phoneNumberId,
    url: product.url,
    verifyToken: "word",
  });
});
afterEach(async () => {
  await sim.stop();
  product.server.closeAllConnections();
  product.server.close();
});

/** Answers the handshake, and calls with the next status of `answers`, 200 when none is left. */
async function startProduct(): Promise<typeof product> {
  const calls: Call[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? "", "http://x").searchParams;
    if (request.method === "GET") {
      const isOurs = query.get("hub.verify_token") === "word";
      response.writeHead(isOurs ? 200 : 403).end(isOurs ? query.get("hub.challenge") : "");
      return;
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const bytes = Buffer.concat(chunks);
      const signature = createHmac("sha256", number.appSecret).update(bytes).digest("hex");
      const isGenuine = request.headers["x-hub-signature-256"] === `sha256=${signature}`;
      const body = JSON.parse(bytes.toString()) as {
        entry: { changes: { value: Call["value"] }[] }[];
      };
      const value = body.entry[0]?.changes[0]?.value ?? {};
      calls.push({ isGenuine, raw: bytes.toString(), value });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/khuta-whatsapp`;
  return { server, url, calls, answers };
}

const post = async (path: string, body: object, token = number.accessToken) => {
  const answer = await fetch(sim.url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const send = (more: object = {}, id = number.phoneNumberId) =>
  post(`/v24.0/${id}/messages`, {
    messaging_product: "whatsapp",
    to: "966551234501",
    type: "text",
    text: { body: "السلام عليكم" },
    ...more,
  });
const write = (content: { type: string } & Record<string, unknown>, more: object = {}) =>
  sim.inbound({
    phoneNumberId: number.phoneNumberId,
    messages: [{ person, content }],
    ...more,
  });
const hello = { type: "text", text: { body: "نعم / 👍" } };

describe("the API", () => {
  test("takes a message and moves it on until it is delivered, with signed reports", async () => {
    await write(hello);
    const { status, body } = await send();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      contacts: [{ wa_id: "966551234501" }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    });
    await sim.settled();
    const reports = product.calls.slice(1);
    expect(reports.map(({ isGenuine, value }) => [isGenuine, value.statuses?.[0]?.status])).toEqual(
      [
        [true, "sent"],
        [true, "delivered"],
      ],
    );
    expect(sim.messages("966551234501").at(-1)).toMatchObject({ status: "delivered" });
  });

  test("sends to the id of a person", async () => {
    const { body } = await send({ to: undefined, recipient: "SA.1349" });
    expect(body).toMatchObject({ contacts: [{ user_id: "SA.1349" }] });
  });

  test.each<[string, object, number]>([
    ["a misspelt field", { txt: {} }, 100],
    ["no recipient", { to: undefined }, 131008],
    ["no part for the type", { type: "image" }, 131008],
    ["a recipient that is no number", { to: "abc" }, 131009],
    ["a text of 4097 characters", { text: { body: "س".repeat(4097) } }, 100],
    [
      "four buttons",
      {
        type: "interactive",
        interactive: {
          type: "button",
          body: { text: "؟" },
          action: {
            buttons: [1, 2, 3, 4].map((id) => ({
              type: "reply",
              reply: { id: String(id), title: "س" },
            })),
          },
        },
      },
      131009,
    ],
    [
      "a list without the button that opens it",
      {
        type: "interactive",
        interactive: {
          type: "list",
          body: { text: "؟" },
          action: { sections: [{ rows: [{ id: "1", title: "س" }] }] },
        },
      },
      131009,
    ],
    ["a file that was not uploaded", { type: "image", image: { id: "1" } }, 131053],
    [
      "a template that is not approved",
      { type: "template", template: { name: "x", language: { code: "ar" } } },
      132001,
    ],
    [
      "a template without its variable",
      { type: "template", template: { name: "case_update", language: { code: "ar" } } },
      132000,
    ],
    [
      "a line break in a variable",
      {
        type: "template",
        template: {
          name: "case_update",
          language: { code: "ar" },
          components: [{ type: "body", parameters: [{ type: "text", text: "a\nb" }] }],
        },
      },
      131009,
    ],
  ])("refuses %s as the Graph API does", async (_, more, code) => {
    const { status, body } = await send(more);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { code, type: "OAuthException" } });
    expect(sim.messages()).toEqual([]);
  });

  test("refuses a wrong token, and a number that is not the token's", async () => {
    const path = `/v24.0/${number.phoneNumberId}/messages`;
    expect(await post(path, {}, "wrong")).toMatchObject({
      status: 401,
      body: { error: { code: 190 } },
    });
    expect(await send({}, "999")).toMatchObject({ status: 404, body: { error: { code: 33 } } });
  });

  test("reports a free message after the 24 hours as failed, and lets a template pass", async () => {
    await write(hello);
    now = new Date(now.getTime() + 24 * 3_600_000 + 1);
    await send();
    await sim.settled();
    expect(product.calls.at(-1)?.value.statuses).toMatchObject([
      { status: "failed", errors: [{ code: 131047 }] },
    ]);
    const components = [{ type: "body", parameters: [{ type: "text", text: "قبول" }] }];
    const template = { name: "case_update", language: { code: "ar" }, components };
    await send({ type: "template", text: undefined, template });
    await sim.settled();
    expect(sim.messages("966551234501").at(-1)).toMatchObject({
      status: "delivered",
      text: "[case_update] قبول",
    });
  });

  test("keeps a file that was uploaded, and gives it back", async () => {
    const form = new FormData();
    form.set("messaging_product", "whatsapp");
    form.set("file", new Blob(["bytes"], { type: "image/png" }), "a.png");
    const headers = { authorization: `Bearer ${number.accessToken}` };
    const uploaded = await fetch(`${sim.url}/v24.0/${number.phoneNumberId}/media`, {
      method: "POST",
      headers,
      body: form,
    });
    const { id } = (await uploaded.json()) as { id: string };
    const info = await fetch(`${sim.url}/v24.0/${id}`, { headers });
    const { url, file_size } = (await info.json()) as { url: string; file_size: number };
    expect(file_size).toBe(5);
    expect(await (await fetch(url, { headers })).text()).toBe("bytes");
    expect((await fetch(url)).status).toBe(401);
  });
});

describe("what comes in", () => {
  test("is signed over bytes in which letters and slashes are escaped", async () => {
    const { ids, calls } = await write(hello);
    expect(calls).toEqual([{ attempts: [200] }]);
    expect(product.calls).toMatchObject([
      {
        isGenuine: true,
        value: {
          contacts: [{ wa_id: "966551234501", profile: { name: "نورة" } }],
          messages: [{ id: ids[0], from: "966551234501", timestamp: "1795510800", ...hello }],
        },
      },
    ]);
    expect(product.calls[0]?.raw).toContain("\\u0646\\u0639\\u0645 \\/ \\ud83d\\udc4d");
  });

  test("may be several messages and reports in one call", async () => {
    const { ids } = await sim.inbound({
      phoneNumberId: number.phoneNumberId,
      messages: [
        { person, content: hello },
        { person: { userId: "SA.1349", username: "noura" }, content: hello },
      ],
      statuses: [{ id: "wamid.unknown", status: "read" }],
    });
    expect(ids).toHaveLength(2);
    expect(product.calls).toHaveLength(1);
    expect(product.calls[0]?.value.messages?.[1]).not.toHaveProperty("from");
    expect(product.calls[0]?.value.statuses).toHaveLength(1);
  });

  test("comes again after anything but 200, three times", async () => {
    product.answers.push(503, 403);
    expect((await write(hello)).calls).toEqual([{ attempts: [503, 403, 200] }]);
    product.answers.push(503, 503, 503);
    expect((await write(hello)).calls).toEqual([{ attempts: [503, 503, 503] }]);
  });

  test("twice at once, or the same later, is one message", async () => {
    const { ids } = await write(hello, { duplicate: true });
    await sim.inbound({
      phoneNumberId: number.phoneNumberId,
      messages: [{ person, content: hello, id: ids[0] ?? "" }],
    });
    expect(product.calls).toHaveLength(3);
    expect(sim.messages("966551234501")).toHaveLength(1);
  });

  test("from the telephone of staff is an echo", async () => {
    await sim.echo({ phoneNumberId: number.phoneNumberId, person, content: hello });
    expect(product.calls[0]?.raw).toContain('"field":"smb_message_echoes"');
    expect(product.calls[0]?.value).toMatchObject({
      message_echoes: [{ from: "966550000001", to: "966551234501" }],
    });
  });

  test("goes nowhere before the webhook was set up, and a wrong word sets up nothing", async () => {
    const alone = await startGraphSim({ numbers: [number], stepMs: 1 });
    const { phoneNumberId } = number;
    const wrong = { phoneNumberId, url: product.url, verifyToken: "guess" };
    expect(await alone.subscribe(wrong)).toEqual({ status: 403 });
    const nobody = { phoneNumberId, url: "http://127.0.0.1:9/", verifyToken: "word" };
    expect(await alone.subscribe(nobody)).toEqual({ status: 0 });
    const written = await alone.inbound({ phoneNumberId, messages: [{ person, content: hello }] });
    expect(written.calls).toEqual([{ attempts: [] }]);
    await alone.stop();
  });
});

describe("faults", () => {
  test("a refusal hits the next message and no other", async () => {
    sim.plan({ fault: { kind: "refuse", code: 130429, retryAfterSeconds: 3 } });
    expect(await send()).toMatchObject({ status: 429, body: { error: { code: 130429 } } });
    expect(await send()).toMatchObject({ status: 200 });
  });

  test("it can wait for one person, and last for several messages", async () => {
    sim.plan({ fault: { kind: "refuse", code: 131026 }, to: "966551234502", times: 2 });
    expect(await send()).toMatchObject({ status: 200 });
    expect(await send({ to: "966551234502" })).toMatchObject({ status: 400 });
    expect(await send({ to: "+966551234502" })).toMatchObject({ status: 400 });
    expect(await send({ to: "966551234502" })).toMatchObject({ status: 200 });
  });

  test.each([true, false])("an answer lost by 500, stored %s", async (stored) => {
    sim.plan({ fault: { kind: "lost", how: "500", stored } });
    expect(await send()).toMatchObject({ status: 500 });
    expect(sim.messages()).toHaveLength(stored ? 1 : 0);
  });

  test("a line that is cut", async () => {
    sim.plan({ fault: { kind: "lost", how: "cut", stored: true } });
    await expect(send()).rejects.toThrow(/fetch failed/);
    expect(sim.messages()).toHaveLength(1);
  });
});

describe("looking in from another process", () => {
  test("messages to and from a person, faults, files and what people write", async () => {
    const { phoneNumberId } = number;
    const messages = [{ person, content: hello }];
    const { body } = await post("/sim/inbound", { phoneNumberId, messages });
    expect(body).toMatchObject({ calls: [{ attempts: [200] }] });
    await post("/sim/echo", { phoneNumberId, person, content: hello });
    const file = await post("/sim/files", { base64: "YQ==", mime: "image/png" });
    expect(file.body).toEqual({ id: expect.stringMatching(/^\d+$/) });
    await post("/sim/faults", { fault: { kind: "refuse", code: 131026 }, times: 5 });
    expect(await send()).toMatchObject({ status: 400 });
    await fetch(`${sim.url}/sim/faults`, { method: "DELETE" });
    await send();
    const address = encodeURIComponent("+966551234501");
    const seen = await fetch(`${sim.url}/sim/messages?address=${address}`);
    expect(await seen.json()).toMatchObject({
      messages: [{ direction: "inbound" }, { direction: "echo" }, { direction: "outbound" }],
    });
    const { calls } = (await (await fetch(`${sim.url}/sim/calls`)).json()) as {
      calls: { attempts: number[] }[];
    };
    expect(calls.slice(0, 2).map(({ attempts }) => attempts)).toEqual([[200], [200]]);
  });

  test.each([
    ["/sim/inbound", { phoneNumberId: "9", messages: [{ person, content: hello }] }],
    ["/sim/inbound", { phoneNumberId: number.phoneNumberId, messages: [] }],
    ["/sim/subscribe", { phoneNumberId: "9", url: "http://127.0.0.1:9/", verifyToken: "x" }],
    ["/sim/faults", { fault: { kind: "earthquake" } }],
  ])("%s refuses %j with a reason", async (path, body) => {
    expect(await post(path, body)).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/\w/) },
    });
  });

  test("an address that it does not have is 404", async () => {
    expect((await fetch(`${sim.url}/sim/constructor`)).status).toBe(404);
  });
});
