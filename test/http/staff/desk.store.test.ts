import { get as httpGet, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAlerts } from "../../../src/conversation/alerts.ts";
import { resume } from "../../../src/conversation/resume.ts";
import { createMailer } from "../../../src/mail.ts";
import type { AssociationId } from "../../../src/conversation/ports.ts";
import type { Card, ConversationView, LiveEvent } from "../../../src/http/staff/api.ts";
import { openCorridor, khuta, type Corridor } from "../../support/corridor.ts";
import { openDesk, type Browser } from "../../support/staff-desk.ts";
import { ownStores } from "../../support/stores.ts";

/* Staff at the desk, over a real store and the real corridor; the person texts. The clock of the domain is moved. */

const { mongoUri } = ownStores();
const SUNDAY = Date.parse("2026-11-22T09:00:00+03:00");
const MINUTE = 60_000;
let now = SUNDAY;
let corridor: Corridor;
let desk: Awaited<ReturnType<typeof openDesk>>;
let noura: Browser;
let fahd: Browser;
let manager: Browser;
let serial = 0;
const phone = () => `+96655${String(2_000_000 + serial++)}`;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => new Date(now) });
  Object.assign(corridor.world, { staffed: new Set([khuta]) });
  desk = await openDesk(corridor.world);
  noura = await desk.logIn(await desk.account(khuta, "نورة", ["officer"]));
  fahd = await desk.logIn(await desk.account(khuta, "فهد", ["researcher"]));
  manager = await desk.logIn(await desk.account(khuta, "عبدالله", ["manager"]));
});
afterAll(async () => {
  await corridor.world.live?.settled();
  await desk.app.close();
  await corridor.stop();
});

async function say(number: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await corridor.write(number, text);
    await corridor.quiet();
  }
  await corridor.world.live?.settled();
}
const idOf = async (number: string) => (await corridor.conversation(number))!.id;
const cards = async (page: Browser, query: string) =>
  (await page.get(`/api/conversations?${query}`)).json<{ cards: Card[] }>().cards;
const cardFor = async (page: Browser, queue: string, id: string) =>
  (await cards(page, `queue=${queue}`)).find((card) => card.id === id);
const post = async (page: Browser, id: string, verb: string, body: object = {}) => {
  const answer = await page.post(`/api/conversations/${id}/${verb}`, body);
  await corridor.quiet();
  await corridor.world.live?.settled();
  return answer;
};

/** What is due by now fires, as the queue would wake it. */
async function later(minutes: number): Promise<void> {
  now += minutes * MINUTE;
  for (const { associationId, id } of await corridor.store.followUps.dueBefore(new Date(now), 500))
    await resume(corridor.world, associationId, id);
  await corridor.quiet();
  await corridor.world.live?.settled();
}

/** Somebody who has asked for staff and waits. */
async function caller(): Promise<{ number: string; id: string }> {
  const number = phone();
  await say(number, "هلا", "1", "ابي اكلم موظف");
  return { number, id: await idOf(number) };
}

describe("a person asks for staff", () => {
  test("in working hours he hears his place and about how long; the card is in the queue with its clock", async () => {
    now = SUNDAY;
    const { number, id } = await caller();
    expect(corridor.keys(number)).toContain("staff.wait");
    const card = await cardFor(noura, "unassigned", id);
    expect(card).toMatchObject({
      holder: "queue",
      assignee: null,
      reason: "asked",
      priority: "normal",
      sla: { state: "ok", dueAt: new Date(SUNDAY + 10 * MINUTE).toISOString() },
      channel: { id: "khuta-sms", kind: "sms" },
    });
  });

  test("out of hours he hears when staff are there again", async () => {
    now = Date.parse("2026-11-20T11:00:00+03:00");
    const { number } = await caller();
    expect(corridor.keys(number)).toContain("staff.offhours");
    const said = corridor.sms.seen.find(
      (message) => message.to.value === number && message.key === "staff.offhours",
    );
    expect(said?.body).toMatchObject({ text: expect.stringContaining("الأحد 08:00") });
    now = SUNDAY;
  });

  test("fifty claim at once: one has it, the others are told who; and the bot is silent", async () => {
    const { number, id } = await caller();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 ? noura : fahd).post(`/api/conversations/${id}/claim`),
      ),
    );
    await corridor.quiet();
    const winners = answers.filter((each) => each.statusCode < 300);
    const owner = winners[0]!.json<Card>().assignee;
    expect(new Set(winners.map((each) => each.json<Card>().assignee?.id))).toEqual(
      new Set([owner?.id]),
    );
    const losers = answers.filter((each) => each.statusCode === 409);
    expect(losers.length).toBe(25);
    expect(losers[0]!.json().error).toMatchObject({
      code: "conversation.taken",
      data: { by: owner },
    });
    expect(corridor.keys(number).filter((key) => key === "staff.joined")).toHaveLength(1);
    expect((await corridor.conversation(number))?.holder).toBe("staff");
  });
});

describe("a conversation that staff hold", () => {
  test("is answered by them alone: replies leave once and in order, notes never, and no reminder comes", async () => {
    const number = phone();
    await say(number, "هلا", "1", "1", "1", "2", "1", "نورة عبدالله محمد السالم", "موظف");
    const id = await idOf(number);
    expect((await post(noura, id, "claim")).json()).toMatchObject({ holder: "staff" });
    const before = corridor.keys(number).length;
    await say(number, "وين وصل طلبي؟", "القائمة", "1");
    for (let count = 0; count < 2; count++)
      await post(noura, id, "reply", { id: "r1", text: "حياكم الله، طلبكم قيد الدراسة." });
    await post(noura, id, "note", { id: "n1", text: "اتصلت أمس، يُرجى اللطف" });
    await later(30 * 60); // a day and more: reminders of the draft were due
    const sent = corridor.sms.seen.filter((message) => message.to.value === number).slice(before);
    expect(sent.map(({ author, body }) => [author, body.kind === "text" && body.text])).toEqual([
      ["staff", "حياكم الله، طلبكم قيد الدراسة."],
      // Silent for a day after the answer: the bot is there again, and says so.
      ["bot", expect.stringContaining("عاد المساعد")],
    ]);
    const view = (await noura.get(`/api/conversations/${id}`)).json<ConversationView>();
    expect(
      view.thread.filter((item) => item.author === "note").map((item) => item.body.text),
    ).toEqual(["اتصلت أمس، يُرجى اللطف"]);
    expect(view.thread.find((item) => item.by === "نورة" && item.author === "staff")).toMatchObject(
      {
        status: "accepted",
      },
    );
    expect(view).toMatchObject({ hasDraft: true, card: { holder: "bot" } });
    await say(number, "متابعة");
    expect(corridor.keys(number).at(-1)).toMatch(/^intake\./);
    now = SUNDAY;
  });

  test("is given back at the step that was chosen, and the bot asks it again", async () => {
    const number = phone();
    await say(number, "هلا", "1", "1", "1", "2", "1", "نورة عبدالله محمد السالم", "موظف");
    const id = await idOf(number);
    await post(noura, id, "claim");
    const view = (await noura.get(`/api/conversations/${id}`)).json<ConversationView>();
    const [step] = view.resumeAt;
    const card = (await post(noura, id, "release", { step: step!.step })).json<Card>();
    expect(card).toMatchObject({ holder: "bot", assignee: null });
    expect(corridor.keys(number).slice(-2)).toEqual([
      "staff.handback",
      `intake.${step!.step.replace(/^intake\./, "")}`,
    ]);
    const wrong = await noura.post(`/api/conversations/${id}/release`, { step: "no-such-step" });
    expect(wrong.statusCode).toBe(409);
  });

  test("goes from hand to hand: only its holder acts, who refers does so to a specialist, a manager takes over", async () => {
    const { id } = await caller();
    await post(noura, id, "claim");
    for (const [verb, body] of [
      ["reply", { id: "x", text: "مرحباً" }],
      ["release", {}],
      ["resolve", { reason: "انتهى" }],
    ] as const)
      expect([verb, (await post(fahd, id, verb, body)).statusCode]).toEqual([verb, 409]);
    expect((await post(fahd, id, "claim", { takeOver: true })).statusCode).toBe(403);
    const referred = (await post(noura, id, "refer", { reason: "يحتاج باحثاً" })).json<Card>();
    expect(referred.assignee?.name).toBe("فهد");
    expect((await post(manager, id, "claim", { takeOver: true })).json()).toMatchObject({
      assignee: { name: "عبدالله" },
    });
    const stale = await post(manager, id, "resolve", { reason: "انتهى", version: 1 });
    expect([stale.statusCode, stale.json().error.code]).toEqual([409, "conversation.changed"]);
    expect((await post(manager, id, "resolve", {})).statusCode).toBe(400);
    expect((await post(manager, id, "resolve", { reason: "أُجيب" })).json()).toMatchObject({
      holder: "bot",
      assignee: null,
    });
    const audit = await corridor.store.audit.list(khuta, { limit: 50, what: `conversation ${id}` });
    expect(audit.map(({ verb, byName }) => [verb, byName]).toReversed()).toEqual([
      ["claim", "نورة"],
      ["refer", "نورة"],
      ["claim", "عبدالله"],
      ["resolve", "عبدالله"],
    ]);
  });

  test("is put aside until a working hour, and wakes when the person writes", async () => {
    const { number, id } = await caller();
    await post(noura, id, "claim");
    const card = (await post(noura, id, "snooze", { until: "2026-11-27T10:00:00+03:00" })) // a Friday
      .json<Card>();
    expect(card.snoozedUntil).toBe("2026-11-29T05:00:00.000Z");
    expect(await cardFor(noura, "mine", id)).toBeUndefined();
    expect(await cardFor(noura, "snoozed", id)).toBeDefined();
    await say(number, "نسيت أن أقول شيئاً");
    expect(await cardFor(noura, "mine", id)).toMatchObject({ snoozedUntil: null, unread: 4 });
    expect((await post(noura, id, "read", { upTo: "" })).statusCode).toBe(200);
    expect(await cardFor(noura, "mine", id)).toMatchObject({ unread: 0 });
    expect((await cardFor(manager, "all", id))?.unread).toBeGreaterThan(0);
  });
});

describe("the clocks of the desk", () => {
  test("nobody comes: the person hears an apology once, and a call-back is somebody's task", async () => {
    now = SUNDAY;
    const { number, id } = await caller();
    await later(9);
    expect(corridor.keys(number)).not.toContain("staff.late");
    await later(2);
    await later(60);
    expect(corridor.keys(number).filter((key) => key === "staff.late")).toHaveLength(1);
    const tasks = await corridor.store.tasks.open(khuta);
    expect(
      tasks.filter((task) => task.conversationId === id).map(({ reason }) => reason),
    ).toContain("unclaimed");
    expect((await cardFor(noura, "unassigned", id))?.sla?.state).toBe("late");
  });

  test("staff take it and say nothing: back to the queue, with an apology", async () => {
    now = SUNDAY;
    const { number, id } = await caller();
    await post(noura, id, "claim");
    await say(number, "هل من أحد؟");
    await later(31);
    expect(corridor.keys(number).at(-1)).toBe("staff.requeued");
    expect(await cardFor(noura, "unassigned", id)).toMatchObject({
      holder: "queue",
      assignee: null,
      reason: "staff_silent",
    });
  });

  test("the clock stands while staff wait for the person, and goes on when he writes", async () => {
    now = SUNDAY;
    const { number, id } = await caller();
    await post(noura, id, "claim");
    await post(noura, id, "reply", { id: "a", text: "ما اسمكم الكريم؟" });
    expect((await cardFor(noura, "waiting", id))?.sla).toEqual({ state: "paused", dueAt: null });
    await later(90);
    expect(await cardFor(noura, "waiting", id)).toBeDefined();
    await say(number, "نورة");
    expect(await cardFor(noura, "waiting", id)).toBeUndefined();
    expect((await cardFor(noura, "mine", id))?.sla).toMatchObject({ state: "ok" });
  });
});

describe("a crisis", () => {
  test("has its lane, is closed to general staff, alarms until somebody has seen it, and is cleared by a named role", async () => {
    now = SUNDAY;
    const number = phone();
    await say(number, "هلا", "1", "ابي انتحر");
    const id = await idOf(number);
    expect(await cardFor(noura, "crisis", id)).toMatchObject({
      priority: "crisis",
      holder: "queue",
    });
    for (const queue of ["crisis", "all", "unassigned"])
      expect([queue, await cardFor(fahd, queue, id)]).toEqual([queue, undefined]);
    expect((await fahd.get(`/api/conversations/${id}`)).statusCode).toBe(404);
    expect((await fahd.post(`/api/conversations/${id}/claim`)).statusCode).toBe(404);
    const alarms = async () =>
      (await corridor.store.tasks.open(khuta)).filter(
        (task) => task.conversationId === id && task.reason === "unacknowledged",
      ).length;
    await later(3);
    await later(3);
    expect(await alarms()).toBe(2);
    expect((await post(noura, id, "acknowledge")).statusCode).toBe(200);
    await later(10);
    expect(await alarms()).toBe(2);
    await post(noura, id, "claim");
    await say(number, "القائمة");
    expect(corridor.keys(number)).not.toContain("staff.late");
    expect((await post(noura, id, "release")).statusCode).toBe(403);
    expect((await post(manager, id, "release")).statusCode).toBe(200);
    expect((await corridor.conversation(number))?.state.crisis).toBeUndefined();
  });
});

describe("search", () => {
  test("finds by name, number and what was said, however it is spelt; not what is sealed, and nothing of others", async () => {
    now = SUNDAY;
    const number = phone();
    await say(number, "هلا", "1", "1", "1", "2", "1", "فاطمة أحمد إبراهيم الغامدي", "موظف");
    const id = await idOf(number);
    await post(noura, id, "claim");
    await say(number, "الثلاجة خربانة وإيجاري متأخر", "رقم هويتي 1999900004");
    const finds = async (q: string, page = noura) =>
      (await cards(page, `queue=all&q=${encodeURIComponent(q)}`)).some((card) => card.id === id);
    for (const q of [
      "فاطمه",
      "ابراهيم الغامدى",
      number,
      number.replace("+966", "0"),
      number.replace("+966", "٠").replace(/\d/g, (d) => "٠١٢٣٤٥٦٧٨٩"[Number(d)]!),
      "ثلاجه",
      "الثلاجة",
      "ايجاري متاخر",
    ])
      expect([q, await finds(q)]).toEqual([q, true]);
    expect(await finds("ايجاري غسالة")).toBe(false);
    expect(await finds("1999900004")).toBe(false);
    expect(await finds(".*")).toBe(false);
    const stranger = await desk.logIn(
      await desk.account("ratel" as AssociationId, "غريب", ["officer", "manager"]),
    );
    expect(await finds("فاطمة", stranger)).toBe(false);
    expect((await stranger.get(`/api/conversations/${id}`)).statusCode).toBe(404);
    for (const verb of ["claim", "acknowledge", "read"])
      expect(
        (
          await stranger.post(
            `/api/conversations/${id}/${verb}`,
            verb === "read" ? { upTo: "" } : {},
          )
        ).statusCode,
      ).toBe(404);
  });
});

test("the counts are true after whatever happens", async () => {
  now = SUNDAY;
  const open = await Promise.all(Array.from({ length: 6 }, caller));
  let seed = 7;
  const dice = (sides: number) => (seed = (seed * 16_807) % 2_147_483_647) % sides;
  const acts: ((id: string, number: string) => Promise<unknown>)[] = [
    (id) => post(noura, id, "claim"),
    (id) => post(manager, id, "claim", { takeOver: true }),
    (id) => post(noura, id, "release"),
    (id) => post(manager, id, "resolve", { reason: "انتهى" }),
    (id) => post(noura, id, "snooze", { until: "2026-11-24T10:00:00+03:00" }),
    (id) => post(noura, id, "reply", { id: `r${seed}`, text: "نعم" }),
    (_id, number) => say(number, "موظف"),
    (_id, number) => say(number, "شكراً"),
  ];
  for (let count = 0; count < 40; count++) {
    const { id, number } = open[dice(open.length)]!;
    await acts[dice(acts.length)]!(id, number);
  }
  const counts = (await noura.get("/api/queues")).json<Record<string, number>>();
  for (const queue of ["mine", "unassigned", "waiting", "crisis", "snoozed", "all"])
    expect([queue, counts[queue]]).toEqual([queue, (await cards(noura, `queue=${queue}`)).length]);
  for (const { id, number } of open) {
    const conversation = await corridor.conversation(number);
    const row = await corridor.store.desk.get(khuta, id);
    expect([row?.holder, row?.version, row?.staffId]).toEqual([
      conversation?.holder,
      conversation?.version,
      conversation?.holder === "staff" ? conversation.staffId : undefined,
    ]);
  }
});

describe("the office", () => {
  test("a file leaves as an attachment in a sandbox, to this association alone, and the look is in the audit", async () => {
    const key = await corridor.store.blobs.put(khuta, Buffer.from("<svg onload=alert(1)>"), {
      mime: "image/svg+xml",
      fileName: "صورة.svg",
      owner: "test",
    });
    const { number } = await caller();
    await corridor.sendFile(number, key, "image/svg+xml");
    await corridor.quiet();
    const answer = await noura.get(`/api/files/${key}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      "content-disposition": expect.stringMatching(/^attachment;/),
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    const stranger = await desk.logIn(
      await desk.account("ratel" as AssociationId, "غريب ثالث", ["officer"]),
    );
    expect((await stranger.get(`/api/files/${key}`)).statusCode).toBe(404);
    const audit = await corridor.store.audit.list(khuta, { limit: 5, what: `file ${key}` });
    expect(audit.map(({ verb, byName }) => [verb, byName])).toEqual([["file", "نورة"]]);
  });

  test("a message that was refused is listed with its reason, and goes out by a replay, once", async () => {
    now = SUNDAY;
    const { number, id } = await caller();
    await post(noura, id, "claim");
    corridor.sms.next.push("permanent");
    await post(noura, id, "reply", { id: "lost", text: "هل وصلتكم رسالتي؟" });
    const failed = (await manager.get("/api/admin/failed")).json<{
      failed: { id: string; conversationId: string; error: string; replayable: boolean }[];
    }>().failed;
    const ours = failed.find((each) => each.conversationId === id);
    expect(ours).toMatchObject({ error: "permanent", replayable: true });
    const before = corridor.keys(number).length;
    expect((await manager.post(`/api/admin/failed/${ours!.id}/replay`)).statusCode).toBe(200);
    await corridor.quiet();
    expect(corridor.keys(number)).toHaveLength(before + 1);
    expect((await manager.post(`/api/admin/failed/${ours!.id}/replay`)).statusCode).toBe(409);
    const view = (await noura.get(`/api/conversations/${id}`)).json<ConversationView>();
    expect(view.thread.find((item) => item.sentAs === "lost")).toMatchObject({
      status: "accepted",
    });
  });

  test("a task is done once; answers that are ready are the association's own and its documents'", async () => {
    const { id } = await caller();
    const tasks = (await noura.get("/api/tasks")).json<{
      tasks: { id: string; conversationId: string }[];
    }>().tasks;
    const task = tasks.find((each) => each.conversationId === id)!;
    expect((await noura.post(`/api/tasks/${task.id}/done`)).statusCode).toBe(200);
    expect((await noura.post(`/api/tasks/${task.id}/done`)).statusCode).toBe(404);
    const text = { ar: "حياكم الله", en: "Welcome" };
    expect((await manager.post("/api/canned", { shortcut: "ترحيب", text })).statusCode).toBe(200);
    const { canned } = (await noura.get("/api/canned")).json<{ canned: { shortcut: string }[] }>();
    expect(canned.map(({ shortcut }) => shortcut)).toEqual(
      expect.arrayContaining(["ترحيب", "duration"]),
    );
  });

  test("channels, flows, profile and audit are shown as they are, without a secret", async () => {
    const admin = await desk.logIn(await desk.account(khuta, "خالد", ["administrator"]));
    const channels = (await admin.get("/api/admin/channels")).json<{
      channels: { id: string }[];
    }>();
    expect(channels.channels.map((each) => each.id)).toContain("khuta-sms");
    const flows = (await admin.get("/api/admin/flows")).json<{
      flows: { name: string; steps: { id: string; next: { step: string }[]; visits: number }[] }[];
    }>().flows;
    const request = flows.find((flow) => flow.name === "support-request")!;
    const steps = new Set(request.steps.map((step) => step.id));
    for (const step of request.steps)
      for (const { step: next } of step.next) expect(steps).toContain(next);
    expect(request.steps.some((step) => step.visits > 0)).toBe(true);
    const profile = (await admin.get("/api/admin/profile")).body;
    expect(profile).toContain("جمعية خطى الأهلية");
    expect(profile).not.toMatch(/env:|TOKEN|SECRET/);
    const { rows } = (await admin.get("/api/admin/audit?verb=claim")).json<{
      rows: { verb: string }[];
    }>();
    expect(new Set(rows.map(({ verb }) => verb))).toEqual(new Set(["claim"]));
  });
});

test("a crisis reaches staff away from the browser by mail and by SMS, without a word of the person", async () => {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      let mail = "";
      stream.on("data", (chunk: Buffer) => (mail += chunk.toString()));
      stream.on("end", () => {
        mails.push(mail);
        done();
      });
    },
  });
  await new Promise<void>((go) => server.listen(0, "127.0.0.1", go));
  const { port } = server.server.address() as AddressInfo;
  const mailer = createMailer(`smtp://127.0.0.1:${port}`, "wasl@example.test");
  const alertStaff = createAlerts(corridor.world, mailer);
  await noura.post("/api/me", {
    alerts: { email: "noura@example.test", phone: "+966559990001", digest: false },
  });
  await fahd.post("/api/me", { alerts: { email: "fahd@example.test", digest: false } });
  try {
    const sent: Promise<number>[] = [];
    corridor.world.live?.onAlert((association, alert) => sent.push(alertStaff(association, alert)));
    now = SUNDAY;
    const number = phone();
    await say(number, "هلا", "1", "ابي انتحر");
    expect(await Promise.all(sent)).toEqual([2]);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatch(/^To: noura@example\.test/m);
    const texts = corridor.sms.seen.filter((message) => message.to.value === "+966559990001");
    expect(texts.map(({ key }) => key)).toEqual(["alert.crisis"]);
    const said = `${Buffer.from(mails[0]!.split("\r\n\r\n")[1] ?? "", "base64").toString()}${JSON.stringify(texts)}`;
    expect(said).not.toContain(number);
    expect(said).not.toContain("انتحر");
    // Who looks at the page hears the rest there.
    expect(await alertStaff(khuta, "handoff")).toBe(0);
  } finally {
    mailer.stop();
    await new Promise<void>((go) => server.close(() => go()));
  }
});

describe("the stream", () => {
  let url: string;
  beforeAll(async () => {
    now = SUNDAY;
    await desk.app.listen({ port: 0, host: "127.0.0.1" });
    url = `http://127.0.0.1:${(desk.app.server.address() as AddressInfo).port}/api/stream`;
  });

  interface Stream {
    events: { id: number; data: LiveEvent }[];
    lastId: number;
    status: number;
    close(): void;
  }
  function openStream(page: { cookie: string }, from?: number | string): Promise<Stream> {
    return new Promise((resolve, reject) => {
      const stream: Stream = { events: [], lastId: -1, status: 0, close: () => request.destroy() };
      const headers = {
        cookie: page.cookie,
        ...(from === undefined ? {} : { "last-event-id": String(from) }),
      };
      const request = httpGet(url, { headers }, (response: IncomingMessage) => {
        stream.status = response.statusCode ?? 0;
        if (stream.status !== 200) {
          response.resume();
          return resolve(stream);
        }
        let rest = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          const frames = (rest + chunk).split("\n\n");
          rest = frames.pop() ?? "";
          for (const frame of frames) {
            const id = /^id: (\d+)$/m.exec(frame)?.[1];
            const data = /^data: (.*)$/m.exec(frame)?.[1];
            if (id) stream.lastId = Number(id);
            if (data) stream.events.push({ id: Number(id), data: JSON.parse(data) as LiveEvent });
          }
          resolve(stream);
        });
        response.on("error", () => undefined);
      });
      request.on("error", (error) => (stream.status === 0 ? reject(error) : undefined));
    });
  }
  async function until(isSo: () => boolean): Promise<void> {
    for (let left = 400; left > 0 && !isSo(); left--) await new Promise((go) => setTimeout(go, 10));
    expect(isSo()).toBe(true);
  }

  test("cut ten times, it leaves out nothing and repeats nothing", async () => {
    const { number, id } = await caller();
    await post(noura, id, "claim");
    const whole = await openStream(noura);
    const seen: number[] = [];
    const texts: string[] = [];
    let from: number | undefined;
    for (let cut = 0; cut < 10; cut++) {
      const stream = await openStream(noura, from ?? whole.lastId);
      await say(number, `رسالة ${cut}`);
      if (cut % 2 === 0)
        await until(() => stream.events.some(({ data }) => data.kind === "thread"));
      stream.close();
      take(stream);
      from = stream.lastId;
      await say(number, `وأخرى ${cut}`);
    }
    await until(() => whole.events.filter(({ data }) => data.kind === "thread").length >= 20);
    const rest = await openStream(noura, from);
    await until(() => rest.lastId >= whole.lastId);
    take(rest);
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b));
    expect(texts).toEqual(
      Array.from({ length: 10 }, (_, cut) => [`رسالة ${cut}`, `وأخرى ${cut}`]).flat(),
    );
    whole.close();
    rest.close();

    function take(stream: Stream): void {
      for (const { id: seq, data } of stream.events) {
        seen.push(seq);
        if (data.kind === "thread" && data.item.author === "contact")
          texts.push(data.item.body.text ?? "");
      }
    }
  });

  test("carries nothing of another association, and no crisis to who may not see it", async () => {
    const stranger = await desk.logIn(
      await desk.account("ratel" as AssociationId, "غريبة", ["officer", "manager"]),
    );
    const [theirs, general, own] = await Promise.all([
      openStream(stranger),
      openStream(fahd),
      openStream(noura),
    ]);
    const number = phone();
    await say(number, "هلا", "1", "ابي انتحر");
    await until(() =>
      own.events.some(({ data }) => data.kind === "alert" && data.alert === "crisis"),
    );
    await until(() =>
      own.events.some(({ data }) => data.kind === "card" && data.card.priority === "crisis"),
    );
    await until(() => general.lastId >= own.lastId);
    expect(theirs.events).toEqual([]);
    expect(JSON.stringify(general.events)).not.toMatch(/crisis"[,}]|انتحر/);
    for (const stream of [theirs, general, own]) stream.close();
  });

  test("one sees the other look and type", async () => {
    const { id } = await caller();
    const stream = await openStream(fahd);
    await noura.post(`/api/conversations/${id}/viewing`, { typing: true });
    await until(() => stream.events.some(({ data }) => data.kind === "presence"));
    expect(stream.events.find(({ data }) => data.kind === "presence")?.data).toMatchObject({
      conversationId: id,
      viewers: [{ name: "نورة", typing: true }],
    });
    stream.close();
  });

  test.each([
    ["no session", { cookie: "" }, undefined, 401],
    ["a forged one", { cookie: "__Host-wasl_staff=x" }, undefined, 401],
    ["a place that is no number", undefined, "$ne", 400],
  ] as const)("with %s it is refused", async (_what, page, from, status) => {
    expect((await openStream(page ?? noura, from)).status).toBe(status);
  });

  test("a place that is too far on means: load everything again", async () => {
    const stream = await openStream(noura, 999_999_999);
    await until(() => stream.events.length > 0);
    expect(stream.events[0]?.data).toEqual({ kind: "reset" });
    stream.close();
  });

  test("a hundred of one session are too many, and it ends when the account is closed", async () => {
    const account = await desk.account(khuta, "مؤقت", ["officer"]);
    const page = await desk.logIn(account);
    const streams = await Promise.all(Array.from({ length: 100 }, () => openStream(page)));
    expect(streams.filter(({ status }) => status === 200)).toHaveLength(8);
    expect(streams.filter(({ status }) => status === 429)).toHaveLength(92);
    const admin = await desk.logIn(await desk.account(khuta, "مدير النظام", ["administrator"]));
    await admin.post(`/api/admin/users/${account.member.id}/disable`);
    for (const stream of streams) stream.close();
    expect((await openStream(page)).status).toBe(401);
  });
});
