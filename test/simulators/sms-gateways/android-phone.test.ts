import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  startSmsGatewaySim,
  type SmsGatewaySim,
} from "../../../src/simulators/sms-gateways/server.ts";

const account = {
  gateway: "android-phone",
  user: "phone",
  password: "synthetic-password",
  signingKey: "signing-key",
} as const;
const person = "+966551234501";

interface Call {
  isGenuine: boolean;
  body: { event: string; id: string; payload: Record<string, unknown> };
}

let sim: SmsGatewaySim;
let product: { server: Server; url: string; calls: Call[]; answers: number[] };

beforeEach(async () => {
  sim = await startSmsGatewaySim({ account, stepMs: 1 });
  product = await startProduct();
  for (const event of ["sms:received", "sms:sent", "sms:delivered", "sms:failed"])
    await ask("POST", "/webhooks", { event, url: product.url });
});
afterEach(async () => {
  await sim.stop();
  product.server.closeAllConnections();
  product.server.close();
});

async function startProduct(): Promise<typeof product> {
  const calls: Call[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks).toString();
      const time = String(request.headers["x-timestamp"]);
      const signature = createHmac("sha256", account.signingKey)
        .update(raw + time)
        .digest("hex");
      const isGenuine = request.headers["x-signature"] === signature;
      calls.push({ isGenuine, body: JSON.parse(raw) as Call["body"] });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/khuta-sms`;
  return { server, url, calls, answers };
}

async function ask(
  method: string,
  path: string,
  body?: object,
  password: string = account.password,
) {
  const basic = Buffer.from(`${account.user}:${password}`).toString("base64");
  const answer = await fetch(sim.url + path, {
    method,
    headers: { authorization: `Basic ${basic}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
const send = (more: object = {}) =>
  ask("POST", "/messages", {
    id: "m1",
    textMessage: { text: "نعم" },
    phoneNumbers: [person],
    ...more,
  });

describe("the API", () => {
  test("takes a message, shows its state, and reports it signed", async () => {
    expect(await send()).toMatchObject({ status: 202, body: { id: "m1", state: "Pending" } });
    await sim.settled();
    expect(await ask("GET", "/messages/m1")).toMatchObject({ body: { state: "Delivered" } });
    expect(
      product.calls.map(({ isGenuine, body: { event, payload } }) => [
        isGenuine,
        event,
        payload["messageId"],
      ]),
    ).toEqual([
      [true, "sms:sent", "m1"],
      [true, "sms:delivered", "m1"],
    ]);
  });

  test("takes an id once, and makes one where none was given", async () => {
    await send();
    expect(await send()).toMatchObject({ status: 409 });
    expect((await send({ id: undefined })).body["id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(sim.messages()).toHaveLength(2);
  });

  test.each([
    ["a number that is none", { phoneNumbers: ["0551234501"] }],
    ["two numbers", { phoneNumbers: [person, person] }],
    ["an id of 37 signs", { id: "x".repeat(37) }],
    ["a misspelt field", { textmessage: {} }],
    ["no text", { textMessage: { text: "" } }],
  ])("refuses %s", async (_, more) => {
    expect(await send(more)).toMatchObject({ status: 400 });
    expect(sim.messages()).toEqual([]);
  });

  test("refuses a wrong password, and does not know what was never sent", async () => {
    expect(await ask("GET", "/messages/m1", undefined, "wrong")).toMatchObject({ status: 401 });
    expect(await ask("GET", "/messages/m1")).toMatchObject({ status: 404 });
    expect(await ask("GET", "/elsewhere")).toMatchObject({ status: 404 });
  });

  test("keeps one webhook an event", async () => {
    await ask("POST", "/webhooks", { event: "sms:sent", url: "https://wasl.example/other" });
    const { body } = await ask("GET", "/webhooks");
    expect(body).toHaveLength(4);
    expect(await ask("POST", "/webhooks", { event: "sms:eaten", url: product.url })).toMatchObject({
      status: 400,
    });
  });
});

describe("what comes in", () => {
  test("is called with an id of the event, until it is taken", async () => {
    product.answers.push(503, 403);
    const { id, calls } = await sim.inbound({ from: person, text: "نعم" });
    expect(calls).toEqual([{ attempts: [503, 403, 200] }]);
    expect(product.calls.at(-1)).toMatchObject({
      isGenuine: true,
      body: { event: "sms:received", id, payload: { message: "نعم", phoneNumber: person } },
    });
  });

  test("twice at once, or the same later, is one message", async () => {
    const { id } = await sim.inbound({ from: person, text: "نعم", duplicate: true });
    await sim.inbound({ from: person, text: "نعم", id });
    expect(product.calls.map(({ body }) => body.id)).toEqual([id, id, id]);
    expect(sim.messages(person)).toHaveLength(1);
  });
});

describe("faults", () => {
  test("a refusal hits the next message to that number and no other", async () => {
    sim.plan({ fault: { kind: "refuse", status: 429, retryAfterSeconds: 3 }, to: person });
    expect(await send({ phoneNumbers: ["+966551234502"] })).toMatchObject({ status: 202 });
    expect(await send({ id: "m2" })).toMatchObject({ status: 429 });
    expect(await send({ id: "m3" })).toMatchObject({ status: 202 });
  });

  test.each([true, false])("an answer lost by 500, stored %s", async (stored) => {
    sim.plan({ fault: { kind: "lost", how: "500", stored } });
    expect(await send()).toMatchObject({ status: 500 });
    expect(sim.messages()).toHaveLength(stored ? 1 : 0);
  });

  test("a line that is cut", async () => {
    sim.plan({ fault: { kind: "lost", how: "cut", stored: true } });
    await expect(send()).rejects.toThrow(/fetch failed/);
  });

  test("undelivered, with the telephone's reason", async () => {
    sim.plan({ fault: { kind: "undelivered", reason: "RESULT_ERROR_NO_SERVICE" } });
    await send();
    await sim.settled();
    expect(product.calls.at(-1)?.body).toMatchObject({
      event: "sms:failed",
      payload: { reason: "RESULT_ERROR_NO_SERVICE" },
    });
  });

  test.each([
    ["reversed", ["sms:delivered", "sms:sent"]],
    ["twice", ["sms:sent", "sms:sent", "sms:delivered", "sms:delivered"]],
    ["none", []],
    ["early", ["sms:sent", "sms:delivered"]],
  ] as const)("reports %s", async (how, told) => {
    sim.plan({ fault: { kind: "receipts", how } });
    await send();
    await sim.settled();
    expect(product.calls.map(({ body }) => body.event)).toEqual(told);
  });
});

describe("looking in from another process", () => {
  test("messages, calls, faults and what people write", async () => {
    await ask("POST", "/sim/inbound", { from: person, text: "نعم" });
    await ask("POST", "/sim/faults", { fault: { kind: "refuse", status: 400 }, times: 5 });
    expect(await send()).toMatchObject({ status: 400 });
    await ask("DELETE", "/sim/faults");
    await send();
    const address = encodeURIComponent(person);
    expect((await ask("GET", `/sim/messages?address=${address}`)).body).toMatchObject({
      messages: [{ direction: "inbound" }, { direction: "outbound", id: "m1" }],
    });
    expect((await ask("GET", "/sim/calls")).body["calls"]).not.toEqual([]);
  });

  test.each([
    ["/sim/inbound", { from: person }],
    ["/sim/faults", { fault: { kind: "earthquake" } }],
  ])("%s refuses %j with a reason", async (path, body) => {
    expect(await ask("POST", path, body)).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/\w/) },
    });
  });

  test("an address that it does not have is 404", async () => {
    expect(await ask("GET", "/sim/constructor")).toMatchObject({ status: 404 });
  });
});
