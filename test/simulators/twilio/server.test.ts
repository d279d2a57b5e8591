import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import twilio from "twilio";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTwilioClient } from "../../../src/channels/twilio-client.ts";
import { startTwilioSim, type TwilioSim } from "../../../src/simulators/twilio/server.ts";

const account = { sid: `AC${"a1".repeat(16)}`, authToken: "synthetic-token" };
const other = { sid: `AC${"b2".repeat(16)}`, authToken: "other-token", advancedOptOut: true };
const person = "+966551234501";
const from = "+966550000001";

/** A call of the product's webhook, as the product saw it. */
interface Call {
  isGenuine: boolean;
  token: string | undefined;
  params: Record<string, string>;
}

let now: Date;
let sim: TwilioSim;
let client: twilio.Twilio;
let product: { server: Server; url: string; calls: Call[]; answers: number[] };

beforeEach(async () => {
  now = new Date("2026-11-24T09:00:00Z");
  sim = await startTwilioSim({ accounts: [account, other], stepMs: 1, now: () => now });
  client = clientOf(account);
  product = await startProduct();
});
afterEach(async () => {
  await sim.stop();
  product.server.closeAllConnections();
  product.server.close();
});

function clientOf({ sid, authToken }: typeof account): twilio.Twilio {
  return createTwilioClient({ accountSid: sid, authToken, apiUrl: sim.url, timeoutMs: 400 });
}

/** Checks signatures with the real library and answers with the next status of `answers`, 200 when none is left. */
async function startProduct(): Promise<typeof product> {
  const calls: Call[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const params = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
      const signature = String(request.headers["x-twilio-signature"]);
      const called = product.url + request.url;
      const token = request.headers["i-twilio-idempotency-token"] as string | undefined;
      const isGenuine = twilio.validateRequest(account.authToken, signature, called, params);
      calls.push({ isGenuine, token, params });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, url, calls, answers };
}

const send = (more: Partial<Parameters<typeof client.messages.create>[0]> = {}) =>
  client.messages.create({ to: person, from, body: "السلام عليكم", ...more });
const statusCallback = () => `${product.url}/webhooks/khuta-sms/status`;
const inbound = (more: Partial<Parameters<TwilioSim["inbound"]>[0]> = {}) =>
  sim.inbound({
    accountSid: account.sid,
    from: person,
    to: from,
    body: "نعم",
    url: `${product.url}/webhooks/khuta-sms`,
    ...more,
  });
const post = (path: string, body: object) =>
  fetch(sim.url + path, { method: "POST", body: JSON.stringify(body) });

describe("the API, through the real client", () => {
  test("takes a message and moves it on until it is delivered", async () => {
    const created = await send({ body: "م".repeat(71) });
    expect(created).toMatchObject({ status: "queued", numSegments: "2", to: person, from });
    await sim.settled();
    expect(await client.messages(created.sid).fetch()).toMatchObject({ status: "delivered" });
  });

  test("a message of a sender pool is accepted first", async () => {
    const messagingServiceSid = `MG${"c3".repeat(16)}`;
    const { from: _, ...request } = { to: person, from, body: "x", messagingServiceSid };
    expect(await client.messages.create(request)).toMatchObject({ status: "accepted" });
  });

  test.each([
    [{ to: "abc" }, 400, 21211],
    [{ to: "+15005550001" }, 400, 21211],
    [{ to: "+15005550002" }, 400, 21612],
    [{ to: "+15005550003" }, 400, 21408],
    [{ to: "+15005550004" }, 400, 21610],
    [{ to: "+15005550009" }, 400, 21614],
    [{ body: "م".repeat(1601) }, 400, 21617],
    [{ body: "" }, 400, 21602],
    [{ from: "" }, 400, 21603],
    [{ to: "" }, 400, 21604],
  ])("refuses %j as Twilio does", async (more, status, code) => {
    await expect(send(more)).rejects.toMatchObject({
      status,
      code,
      moreInfo: `https://www.twilio.com/docs/errors/${code}`,
    });
    expect(sim.messages()).toEqual([]);
  });

  test("refuses a wrong token, a stranger, and the account of somebody else", async () => {
    const denied = { status: 401, code: 20003 };
    const create = { to: person, from, body: "x" };
    const wrong = clientOf({ ...account, authToken: "wrong" });
    await expect(wrong.messages.create(create)).rejects.toMatchObject(denied);
    const stranger = clientOf({ ...account, sid: `AC${"ff".repeat(16)}` });
    await expect(stranger.messages.create(create)).rejects.toMatchObject(denied);
    const mixed = clientOf({ ...account, authToken: other.authToken });
    await expect(mixed.messages.create(create)).rejects.toMatchObject(denied);
  });

  test("shows an account its own messages only", async () => {
    const { sid } = await send();
    expect(await clientOf(other).messages.list()).toEqual([]);
    await expect(clientOf(other).messages(sid).fetch()).rejects.toMatchObject({ code: 20404 });
  });

  test("lists the newest first, by recipient, in pages", async () => {
    for (const body of ["1", "2", "3"]) await send({ body });
    await send({ to: "+966551234502", body: "4" });
    const bodies = async (options: Parameters<typeof client.messages.list>[0]) =>
      (await client.messages.list(options)).map(({ body }) => body);
    expect(await bodies({ to: person })).toEqual(["3", "2", "1"]);
    expect(await bodies({ pageSize: 1 })).toEqual(["4", "3", "2", "1"]);
    expect(await bodies({ limit: 2 })).toEqual(["4", "3"]);
    expect(await bodies({ from: "+966550000009" })).toEqual([]);
  });

  test("lists by the date of sending, which a waiting message does not have", async () => {
    await send({ body: "old" });
    await sim.settled();
    now = new Date("2026-11-25T10:00:00.700Z");
    await send({ body: "new" });
    await sim.settled();
    await send({ body: "waiting" });
    const waiting = sim.messages().at(-1);
    await sim.settled();
    if (waiting) waiting.sentAt = null;
    const bodies = async (options: Parameters<typeof client.messages.list>[0]) =>
      (await client.messages.list(options)).map(({ body }) => body);
    expect(await bodies({ dateSentAfter: new Date("2026-11-25T10:00:00.700Z") })).toEqual(["new"]);
    expect(await bodies({ dateSentBefore: new Date("2026-11-24T23:00:00Z") })).toEqual(["old"]);
    expect(await bodies({ dateSent: new Date("2026-11-24T00:00:00Z") })).toEqual(["old"]);
  });
});

describe("reports and messages that come in", () => {
  test("reports are signed, in order, and end with delivered", async () => {
    const { sid } = await send({ statusCallback: statusCallback() });
    await sim.settled();
    expect(
      product.calls.map(({ isGenuine, params }) => [isGenuine, params["MessageStatus"]]),
    ).toEqual([
      [true, "sent"],
      [true, "delivered"],
    ]);
    expect(product.calls[0]?.params).toMatchObject({ MessageSid: sid, AccountSid: account.sid });
  });

  test("a message comes in signed, with parameters that nobody knows yet", async () => {
    const { sid, calls } = await inbound();
    expect(calls).toEqual([{ attempts: [200] }]);
    expect(product.calls).toMatchObject([
      {
        isGenuine: true,
        params: {
          MessageSid: sid,
          From: person,
          To: from,
          Body: "نعم",
          NumMedia: "0",
          ParameterOfTomorrow: "1",
        },
      },
    ]);
  });

  test("pictures come with it", async () => {
    await inbound({ media: [{ url: "https://api.twilio.com/media/1", contentType: "image/png" }] });
    expect(product.calls[0]?.params).toMatchObject({
      NumMedia: "1",
      MediaUrl0: "https://api.twilio.com/media/1",
      MediaContentType0: "image/png",
    });
  });

  test("calls again after 503 with the same token, and gives up after three", async () => {
    product.answers.push(503, 503);
    expect((await inbound()).calls).toEqual([{ attempts: [503, 503, 200] }]);
    expect(new Set(product.calls.map(({ token }) => token)).size).toBe(1);
    product.answers.push(503, 503, 503);
    expect((await inbound()).calls).toEqual([{ attempts: [503, 503, 503] }]);
  });

  test("does not call again after a refusal", async () => {
    product.answers.push(403);
    expect((await inbound()).calls).toEqual([{ attempts: [403] }]);
  });

  test("says 0 when nobody answers at the address", async () => {
    const { calls } = await inbound({ url: "http://127.0.0.1:9/webhooks/khuta-sms" });
    expect(calls).toEqual([{ attempts: [0, 0, 0] }]);
  });

  test("the fragment that configures retries is neither called nor signed", async () => {
    await inbound({ url: `${product.url}/webhooks/khuta-sms#rc=2&rp=all` });
    expect(product.calls[0]?.isGenuine).toBe(true);
  });

  test("a duplicate is the same message twice at once; one by id is the same later", async () => {
    const { sid } = await inbound({ duplicate: true });
    await inbound({ sid });
    expect(product.calls.map(({ params }) => params["MessageSid"])).toEqual([sid, sid, sid]);
    expect(sim.messages(person)).toHaveLength(1);
  });

  test("Advanced Opt-Out bars a number until it opts in again, on that account alone", async () => {
    const request = { to: person, from, body: "x" };
    await inbound({ accountSid: other.sid, body: "إيقاف" });
    expect(product.calls.at(-1)?.params["OptOutType"]).toBe("STOP");
    await expect(clientOf(other).messages.create(request)).rejects.toMatchObject({ code: 21610 });
    expect(await send()).toMatchObject({ status: "queued" });
    await inbound({ accountSid: other.sid, body: "start" });
    expect(await clientOf(other).messages.create(request)).toMatchObject({ status: "queued" });
    await inbound({ body: "إيقاف" });
    expect(product.calls.at(-1)?.params["OptOutType"]).toBeUndefined();
  });
});

describe("faults", () => {
  test("a refusal hits the next message and no other", async () => {
    sim.plan({ fault: { kind: "refuse", code: 30001 } });
    await expect(send()).rejects.toMatchObject({ code: 30001 });
    expect(await send()).toMatchObject({ status: "queued" });
  });

  test("it can wait for one number, and last for several messages", async () => {
    sim.plan({ fault: { kind: "refuse", code: 21614 }, to: person, times: 2 });
    expect(await send({ to: "+966551234502" })).toMatchObject({ status: "queued" });
    await expect(send()).rejects.toMatchObject({ code: 21614 });
    await expect(send()).rejects.toMatchObject({ code: 21614 });
    expect(await send()).toMatchObject({ status: "queued" });
  });

  test.each([
    ["500", true, { status: 500, code: 20500 }],
    ["500", false, { status: 500, code: 20500 }],
    ["cut", true, { code: "ECONNRESET" }],
    ["cut", false, { code: "ECONNRESET" }],
    ["hang", true, { code: "ECONNABORTED" }],
    ["hang", false, { code: "ECONNABORTED" }],
  ] as const)("an answer lost by %s, stored %s", async (how, stored, error) => {
    sim.plan({ fault: { kind: "lost", how, stored } });
    await expect(send()).rejects.toMatchObject(error);
    expect(sim.messages(person)).toHaveLength(stored ? 1 : 0);
  });

  test("undelivered, with the carrier's code", async () => {
    sim.plan({ fault: { kind: "undelivered", code: 30005 } });
    const { sid } = await send({ statusCallback: statusCallback() });
    await sim.settled();
    expect(product.calls.at(-1)?.params).toMatchObject({
      MessageStatus: "undelivered",
      ErrorCode: "30005",
    });
    expect(await client.messages(sid).fetch()).toMatchObject({
      status: "undelivered",
      errorCode: 30005,
    });
  });

  test.each([
    ["reversed", ["delivered", "sent"]],
    ["twice", ["sent", "sent", "delivered", "delivered"]],
    ["none", []],
    ["early", ["sent", "delivered"]],
  ] as const)("reports %s", async (how, states) => {
    sim.plan({ fault: { kind: "receipts", how } });
    await send({ statusCallback: statusCallback() });
    await sim.settled();
    expect(product.calls.map(({ params }) => params["MessageStatus"])).toEqual(states);
  });

  test("early reports are there before the API has answered", async () => {
    sim.plan({ fault: { kind: "receipts", how: "early" } });
    await send({ statusCallback: statusCallback() });
    expect(product.calls).toHaveLength(2);
  });
});

describe("looking in from another process", () => {
  test("messages to and from a number, oldest first", async () => {
    await inbound();
    const { sid } = await send();
    await send({ to: "+966551234502" });
    await sim.settled();
    const answer = await fetch(`${sim.url}/sim/messages?address=${encodeURIComponent(person)}`);
    expect(await answer.json()).toMatchObject({
      messages: [
        { direction: "inbound", from: person, body: "نعم", status: "received", segments: 1 },
        {
          direction: "outbound-api",
          sid,
          to: person,
          body: "السلام عليكم",
          status: "delivered",
          createdAt: "2026-11-24T09:00:00.000Z",
        },
      ],
    });
  });

  test("a person can write and a fault be caused by HTTP", async () => {
    const answer = await post("/sim/inbound", {
      accountSid: account.sid,
      from: person,
      to: from,
      body: "نعم",
      url: `${product.url}/webhooks/khuta-sms`,
    });
    expect(await answer.json()).toMatchObject({ calls: [{ attempts: [200] }] });
    await post("/sim/faults", { fault: { kind: "refuse", code: 30001 }, times: 5 });
    await expect(send()).rejects.toMatchObject({ code: 30001 });
    await fetch(`${sim.url}/sim/faults`, { method: "DELETE" });
    expect(await send()).toMatchObject({ status: "queued" });
    expect(await (await fetch(`${sim.url}/sim/calls`)).json()).toMatchObject({
      calls: [{ attempts: [200] }],
    });
  });

  test.each([
    ["/sim/inbound", { accountSid: account.sid }],
    [
      "/sim/inbound",
      { accountSid: "AC0", from: person, to: from, body: "", url: "http://127.0.0.1:9/" },
    ],
    ["/sim/faults", { fault: { kind: "earthquake" } }],
  ])("%s refuses %j with a reason", async (path, body) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: expect.stringMatching(/\w/) });
  });

  test("an address that it does not have is 404", async () => {
    expect((await fetch(`${sim.url}/sim/constructor`)).status).toBe(404);
    expect((await fetch(`${sim.url}/2010-04-01/Accounts.json`)).status).toBe(404);
  });
});
