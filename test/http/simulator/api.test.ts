import twilio from "twilio";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  aCase,
  aConversation,
  aFollowUp,
  aMessage,
  account,
  openSimulator,
  person,
  sender,
} from "./simulator-world.ts";

let simulator: Awaited<ReturnType<typeof openSimulator>>;
beforeEach(async () => {
  simulator = await openSimulator();
});
afterEach(() => simulator.close());

const byWeb = { channelId: "khuta-web", scheme: "session", value: "s1" } as const;
const encoded = encodeURIComponent(person);

describe("messages", () => {
  test("of a number come oldest first, with key, parts, status and what may be answered", async () => {
    const options = [{ id: "yes", label: "نعم", number: 1 }];
    const question = aMessage({
      key: "intake.dob.confirm",
      segments: 1,
      body: { kind: "choices", text: "صحيح؟", options, numbered: true },
    });
    const answer = aMessage({
      direction: "in",
      author: "contact",
      body: { kind: "text", text: "1" },
    });
    simulator.kept.messages.push(answer, question);
    const { messages } = (await simulator.get(`/simulator/api/messages?address=${encoded}`)) as {
      messages: object[];
    };
    expect(messages).toMatchObject([
      {
        channelId: "khuta-sms",
        address: person,
        direction: "out",
        author: "bot",
        key: "intake.dob.confirm",
        text: "صحيح؟",
        options,
        segments: 1,
        status: "delivered",
        at: question.createdAt.toISOString(),
      },
      { direction: "in", author: "contact", text: "1" },
    ]);
  });

  test("of a web chat are found by its token, and a link is shown as an address", async () => {
    const url = "http://127.0.0.1/form/abc";
    simulator.kept.messages.push(
      aMessage({ address: byWeb, body: { kind: "form", text: "الصفحة الآمنة", url } }),
    );
    const token = simulator.webToken("s1");
    const found = await simulator.get(`/simulator/api/messages?address=${token}`);
    expect(found).toMatchObject({ messages: [{ channelId: "khuta-web", address: "s1", url }] });
    const stranger = await simulator.get(
      `/simulator/api/messages?address=${simulator.webToken("s2")}`,
    );
    expect(stranger).toEqual({ messages: [] });
  });

  test("of the whole conversation are asked for by name, and none comes twice", async () => {
    simulator.kept.conversations.push(aConversation());
    simulator.kept.messages.push(aMessage(), aMessage({ address: byWeb }));
    const own = await simulator.get(`/simulator/api/messages?address=${encoded}`);
    const whole = await simulator.get(`/simulator/api/messages?address=${encoded}&whole=true`);
    expect(own).toMatchObject({ messages: [{ channelId: "khuta-sms" }] });
    expect(whole).toMatchObject({
      messages: [{ channelId: "khuta-sms" }, { channelId: "khuta-web" }],
    });
  });

  test.each(["", "?address=", `?address=${"9".repeat(601)}`])(
    "are refused without an address: %s",
    async (query) => {
      const answer = await simulator.app.inject({ url: `/simulator/api/messages${query}` });
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ error: { code: "http.invalid" } });
    },
  );
});

describe("state", () => {
  test("shows place, part, case, what is scheduled and what was sent, and no number of a person", async () => {
    simulator.kept.conversations.push(aConversation());
    simulator.kept.cases.push(aCase());
    simulator.kept.followUps.push(aFollowUp(), aFollowUp({ conversationId: "c2" }));
    simulator.kept.tasks.push(
      { id: "t1", conversationId: "c1", kind: "handoff", reason: "asked", priority: "normal" },
      { id: "t2", conversationId: "c2", kind: "handoff", reason: "asked", priority: "crisis" },
    );
    simulator.kept.messages.push(
      aMessage({ key: "intake.dob", status: "failed", segments: 2 }),
      aMessage({ direction: "in", author: "contact" }),
    );
    const state = await simulator.get(`/simulator/api/state?address=${encoded}`);
    expect(state).toMatchObject({
      conversations: [
        {
          association: "khuta",
          holder: "bot",
          flow: [{ flow: "support-request", step: "dob" }],
          section: "identity",
          answers: { service_type: "rent", national_id: "••••" },
          cases: [
            {
              number: "KH-4800173-0",
              state: "awaiting_documents",
              documents: [{ document: "rent_contract", state: "missing" }],
              decisionNotBefore: "2026-12-08T09:00:00.000Z",
            },
          ],
          followUps: [{ followUp: "idle", dueAt: "2026-11-25T09:00:00.000Z" }],
          tasks: [{ kind: "handoff", priority: "normal" }],
          outbound: [{ key: "intake.dob", status: "failed", segments: 2 }],
        },
      ],
    });
    const { sections } = (state as { conversations: { sections: string[] }[] }).conversations[0]!;
    expect(sections).toContain("housing");
    expect(sections).not.toContain("education"); // Khuta does not ask for it
    expect(JSON.stringify(state)).not.toMatch(/1999999004|not to be seen/);
  });

  test("of somebody who has never written is empty", async () => {
    expect(await simulator.get(`/simulator/api/state?address=${encoded}`)).toEqual({
      conversations: [],
    });
  });
});

describe("the page's view", () => {
  test("holds every telephone that was asked for, in that order", async () => {
    simulator.kept.conversations.push(aConversation());
    simulator.kept.messages.push(aMessage());
    const lanes = [`khuta-web|${simulator.webToken("s1")}`, `khuta-sms|${person}`];
    const query = new URLSearchParams(lanes.map((lane) => ["lane", lane]));
    const view = await simulator.get(`/simulator/api/view?${query}`);
    expect(view).toMatchObject({
      now: simulator.clock.now().toISOString(),
      processes: [],
      phones: [
        { messages: [], conversation: null },
        { messages: [{ address: person }], conversation: { holder: "bot" } },
      ],
    });
  });

  test("tells how the worker does, as the supervisor says it", async () => {
    const news = { name: "worker", pid: 4711, state: "starting", starts: 2 };
    process.emit("message", { processes: [news] }, undefined);
    process.emit("message", { another: "thing" }, undefined);
    const view = await simulator.get(`/simulator/api/view?lane=khuta-sms|${encoded}`);
    expect(view).toMatchObject({ processes: [news] });
  });

  test.each(["", "?lane=khuta-sms", "?lane=nobody-sms|1", "?lane=constructor|1"])(
    "refuses what is no telephone: %s",
    async (query) => {
      const { statusCode } = await simulator.app.inject({ url: `/simulator/api/view${query}` });
      expect(statusCode).toBe(400);
    },
  );
});

test("channels come with their address and the name of their association", async () => {
  expect(await simulator.get("/simulator/api/channels")).toEqual({
    channels: [
      {
        id: "khuta-web",
        kind: "web",
        transport: "web",
        address: `${simulator.publicUrl}/chat/khuta-web`,
        association: "جمعية خطى الأهلية",
      },
      {
        id: "khuta-sms",
        kind: "sms",
        transport: "sms-twilio",
        address: sender,
        association: "جمعية خطى الأهلية",
      },
      {
        id: "khuta-whatsapp",
        kind: "whatsapp",
        transport: "whatsapp-web",
        address: "+966500000000",
        association: "جمعية خطى الأهلية",
      },
    ],
  });
});

describe("the clock", () => {
  test("answers when what fell due has entered its conversation", async () => {
    const due = aFollowUp();
    simulator.kept.followUps.push(due);
    const fired = setTimeout(() => (due.status = "done"), 150);
    const { status, body } = await simulator.post("/simulator/api/clock", { advance: "P3D" });
    clearTimeout(fired);
    expect(status).toBe(200);
    expect(body).toEqual({ now: "2026-11-27T09:00:00.000Z" });
    expect(due.status).toBe("done");
    expect(await simulator.get("/simulator/api/clock")).toEqual({
      now: "2026-11-27T09:00:00.000Z",
    });
  });

  test.each([{}, { advance: "3 days" }, { advance: "P1M" }, { advance: 3 }, { back: "P1D" }])(
    "stays where it is for %j",
    async (body) => {
      const answer = await simulator.post("/simulator/api/clock", body);
      expect(answer.status).toBe(400);
      expect(await simulator.get("/simulator/api/clock")).toEqual({
        now: "2026-11-24T09:00:00.000Z",
      });
    },
  );
});

describe("a text message of a person", () => {
  const hello = { channelId: "khuta-sms", from: person, text: "السلام عليكم" };

  test("comes as a provider delivers it: to the public address, signed", async () => {
    const { status, body } = await simulator.post("/simulator/api/inbound", hello);
    expect(status).toBe(200);
    expect(body).toMatchObject({ calls: [{ attempts: [200] }] });
    const [{ url, signature, params }] = simulator.webhooks as [(typeof simulator.webhooks)[0]];
    expect(url).toBe("/webhooks/khuta-sms");
    expect(params).toMatchObject({ From: person, To: sender, Body: hello.text });
    const isSigned = twilio.validateRequest(
      account.authToken,
      signature,
      `${simulator.publicUrl}${url}`,
      params,
    );
    expect(isSigned).toBe(true);
  });

  test("comes twice where that is asked for, with one and the same id", async () => {
    await simulator.post("/simulator/api/inbound", { ...hello, duplicate: true });
    expect(simulator.webhooks).toHaveLength(2);
    expect(new Set(simulator.webhooks.map(({ params }) => params["MessageSid"])).size).toBe(1);
  });

  test("comes twice once after the fault was planned", async () => {
    await simulator.post("/simulator/api/faults", { kind: "duplicate_next_webhook" });
    await simulator.post("/simulator/api/inbound", hello);
    await simulator.post("/simulator/api/inbound", hello);
    expect(simulator.webhooks).toHaveLength(3);
  });

  test.each([
    { ...hello, from: "0551234567" },
    { ...hello, text: "" },
    { ...hello, channelId: "khuta-web" },
    { ...hello, channelId: "constructor" },
    { ...hello, more: 1 },
    {},
  ])("is refused and goes nowhere: %j", async (body) => {
    const answer = await simulator.post("/simulator/api/inbound", body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { message: expect.stringMatching(/./) } });
    expect(simulator.webhooks).toEqual([]);
  });

  test("is refused with a reason when the stand-in is gone", async () => {
    await simulator.sim.stop();
    const answer = await simulator.post("/simulator/api/inbound", hello);
    expect(answer).toMatchObject({
      status: 502,
      body: {
        error: { code: "simulator.stand_in", message: expect.stringContaining("does not answer") },
      },
    });
  });
});

describe("faults", () => {
  /** One message of ours through the stand-in's API; resolves with what the outside knows of it in the end. */
  async function send() {
    const { sid, authToken } = account;
    const response = await fetch(`${simulator.sim.url}/2010-04-01/Accounts/${sid}/Messages.json`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${sid}:${authToken}`)}` },
      body: new URLSearchParams({ To: person, From: sender, Body: "x" }),
    }).catch(() => undefined);
    await simulator.sim.settled();
    return { answered: response?.status, kept: simulator.sim.messages(person) };
  }

  test("a delivery that fails is the next one, and only that", async () => {
    await simulator.post("/simulator/api/faults", { kind: "fail_next_delivery" });
    expect((await send()).kept.at(-1)).toMatchObject({ status: "undelivered", errorCode: 30003 });
    expect((await send()).kept.at(-1)).toMatchObject({ status: "delivered" });
  });

  test("an answer that is lost leaves the message with the provider", async () => {
    await simulator.post("/simulator/api/faults", { kind: "lose_next_answer" });
    const { answered, kept } = await send();
    expect(answered).toBeUndefined();
    expect(kept).toHaveLength(1);
  });

  test.each([{ kind: "earthquake" }, {}, { kind: "fail_next_delivery", channelId: "nobody-sms" }])(
    "that nobody knows are refused: %j",
    async (body) => {
      expect((await simulator.post("/simulator/api/faults", body)).status).toBe(400);
    },
  );
});

test("a process is killed by name, another is not", async () => {
  expect((await simulator.post("/simulator/api/kill", { process: "worker" })).status).toBe(200);
  expect((await simulator.post("/simulator/api/kill", { process: "mongo" })).status).toBe(400);
  expect(simulator.killed).toEqual(["worker"]);
});
