import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SMTPServer } from "smtp-server";
import { createAlerts } from "../../src/conversation/alerts.ts";
import { sendDigests } from "../../src/conversation/digest.ts";
import { createLive } from "../../src/conversation/live.ts";
import { addMember } from "../../src/http/staff/accounts.ts";
import { createMailer } from "../../src/mail.ts";
import { openCorridor, khuta, type Corridor } from "../support/corridor.ts";
import { memoryBus } from "../support/memory-bus.ts";
import { requestBySms } from "../support/request-by-sms.ts";
import { ownStores } from "../support/stores.ts";

/* What reaches staff away from the browser: the week's first calls, and a notice that did not arrive. */

const { mongoUri } = ownStores();
const PHONE = "+966553000051";
const STAFF_PHONE = "+966559990051";
let now = new Date("2026-11-17T10:00:00+03:00"); // a Tuesday
let corridor: Corridor;
let number: string;
const mails: string[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, _session, done) {
    let mail = "";
    stream.on("data", (chunk: Buffer) => (mail += chunk.toString()));
    stream.on("end", () => {
      const [head = "", ...rest] = mail.split("\r\n\r\n");
      mails.push(`${head}\n${decoded(head, rest.join("\r\n\r\n"))}`);
      done();
    });
  },
});
/** A mail is written in whichever way is shorter for its letters. */
function decoded(head: string, body: string): string {
  if (!/^Content-Transfer-Encoding: quoted-printable/m.test(head))
    return Buffer.from(body, "base64").toString();
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString();
}
let mailer: ReturnType<typeof createMailer>;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => now });
  corridor.world.live = createLive(corridor.world, memoryBus());
  await new Promise<void>((go) => server.listen(0, "127.0.0.1", go));
  const { port } = server.server.address() as AddressInfo;
  mailer = createMailer(`smtp://127.0.0.1:${port}`, "wasl@example.test");
  for (const [name, roles, alerts] of [
    ["نورة", ["officer"], { email: "noura@example.test", phone: STAFF_PHONE, digest: true }],
    ["فهد", ["officer"], { email: "fahd@example.test", digest: false }],
    ["سلمى", ["administrator"], { email: "salma@example.test", digest: true }],
  ] as const) {
    const member = await addMember(corridor.world, khuta, { name, roles: [...roles] });
    await corridor.store.staff.change(khuta, member.id, { alerts });
  }
  for (const text of requestBySms()) {
    await corridor.write(PHONE, text);
    await corridor.quiet();
  }
  const conversation = await corridor.conversation(PHONE);
  const [opened] = await corridor.store.cases.ofConversation(khuta, conversation?.id ?? "");
  number = opened!.number;
  await corridor.store.tasks.addOfCase(khuta, {
    caseId: opened!.id,
    task: "tell_notice",
    effectId: "e1",
    conversationId: opened!.conversationId,
    reason: "notice_unconfirmed",
    priority: "normal",
    at: now,
  });
});
afterAll(async () => {
  mailer.stop();
  await new Promise<void>((go) => server.close(() => go()));
  await corridor.stop();
});

const at = (moment: string) => {
  now = new Date(moment);
  return sendDigests(corridor.world, mailer);
};

test("on the first working morning whoever asked hears once whom to call and why, without a word of the person", async () => {
  expect(await at("2026-11-19T10:00:00+03:00")).toBe(0); // Thursday
  expect(await at("2026-11-22T06:00:00+03:00")).toBe(0); // Sunday, before the office opens
  const [first, second] = await Promise.all([
    at("2026-11-22T08:30:00+03:00"),
    sendDigests(corridor.world, mailer), // another process at the same moment
  ]);
  expect(first + second).toBe(2); // one mail, one SMS
  expect(await at("2026-11-22T09:30:00+03:00")).toBe(0); // a restart
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatch(/^To: noura@example\.test/m);
  expect(mails[0]).toContain(`${number}: إشعار المدة لم يصل`);
  expect(mails[0]).toContain("https://wasl.example/inbox/cases/");
  const texts = corridor.sms.seen.filter(({ to }) => to.value === STAFF_PHONE);
  expect(texts.map(({ body }) => (body.kind === "text" ? body.text : ""))).toEqual([
    expect.stringContaining(number),
  ]);
  for (const said of [mails[0], JSON.stringify(texts)])
    expect(said).not.toMatch(/نورة عبدالله|55300|1999999004/);
  expect(await at("2026-11-29T08:30:00+03:00")).toBe(2); // the next week
});

test("a two-week notice that was refused is told at once, to those who may tell the person", async () => {
  const alertStaff = createAlerts(corridor.world, mailer);
  const alerts: Promise<number>[] = [];
  const heard: string[] = [];
  corridor.world.live?.onAlert((association, alert) => {
    heard.push(alert);
    alerts.push(alertStaff(association, alert));
  });
  mails.length = 0;
  const conversation = await corridor.conversation(PHONE);
  const [opened] = await corridor.store.cases.ofConversation(khuta, conversation?.id ?? "");
  corridor.sms.next.push("bad-address");
  await corridor.store.messages.insert(khuta, [
    {
      id: "notice.1",
      associationId: khuta,
      conversationId: conversation!.id,
      order: "9".repeat(22),
      direction: "out",
      author: "bot",
      address: conversation!.replyTo,
      body: { kind: "text", text: "يبدأ من اليوم احتساب الأسبوعين." },
      secret: false,
      key: "receipt",
      purpose: "notification",
      caseId: opened!.id,
      event: "receipt",
      status: "queued",
      attempts: 0,
      createdAt: now,
    },
  ]);
  await corridor.store.conversations.settle(khuta, conversation!.id, {
    effectIds: [],
    owner: "test",
    release: false,
    backlog: true,
  });
  await corridor.write(PHONE, "شكراً");
  await corridor.quiet();
  expect(heard).toContain("notice");
  await Promise.all(alerts);
  expect(
    mails
      .map((mail) => /^To: (\w+)/m.exec(mail)?.[1])
      .toSorted((a = "", b = "") => (a < b ? -1 : 1)),
  ).toEqual(["fahd", "noura"]);
  expect(mails.join("")).toContain("لم يصل إشعار المدة");
  expect(mails.join("")).not.toMatch(/نورة عبدالله|55300/);
});
