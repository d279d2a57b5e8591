import { afterAll, beforeAll, expect, test } from "vitest";
import { addressKey, type InboundBody } from "../../src/channels/channel.ts";
import type { Answers } from "../../src/engine/types.ts";
import { acceptInternal, receive } from "../../src/conversation/receive.ts";
import { khuta, openCorridor, type Corridor } from "../support/corridor.ts";
import { ownStores } from "../support/stores.ts";

/* What the person sees after the request, through the real corridor: events, files, and what must stay nowhere. */

const { mongoUri } = ownStores();
let corridor: Corridor;
let events = 0;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri);
}, 60_000);
afterAll(() => corridor.stop());

const addressOf = (phone: string) => ({
  channelId: "khuta-sms",
  scheme: "e164" as const,
  value: phone,
});

async function say(phone: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await corridor.write(phone, text);
    await corridor.quiet();
  }
}

async function happens(phone: string, event: string, values: Answers = {}, id = `e${events++}`) {
  const stored = await acceptInternal(corridor.world, khuta, {
    id: `case|${id}`,
    address: addressOf(phone),
    body: {
      kind: "case",
      caseId: "case1",
      event,
      values: { case_id: "case1", case_no: "KH-4800173-0", service: "rent", ...values },
    },
  });
  await corridor.quiet();
  return stored;
}

async function staff(phone: string, action: "claim" | "release") {
  await acceptInternal(corridor.world, khuta, {
    id: `staff|${phone}|${action}`,
    address: addressOf(phone),
    body: { kind: "staff", action, staffId: "s1" },
  });
  await corridor.quiet();
}

async function thread(phone: string) {
  const conversation = await corridor.conversation(phone);
  return corridor.store.messages.thread(khuta, conversation?.id ?? "", { limit: 50 });
}

test("an event is told once, as a notice of its case, and the same event again changes nothing", async () => {
  const phone = "+966555000001";
  await say(phone, "السلام عليكم", "1");
  expect(await happens(phone, "still_waiting", {}, "twice")).toBe("stored");
  expect(await happens(phone, "still_waiting", {}, "twice")).toBe("duplicate");
  expect(corridor.keys(phone)).toEqual(["greet.first", "menu.main", "status.still_waiting"]);
  const told = (await thread(phone)).find(({ key }) => key === "status.still_waiting");
  expect(told).toMatchObject({ caseId: "case1", event: "still_waiting", purpose: "notification" });
});

test("what happens while staff hold the conversation is told when they give it back", async () => {
  const phone = "+966555000002";
  await say(phone, "السلام عليكم", "1");
  await staff(phone, "claim");
  await happens(phone, "still_waiting");
  await happens(phone, "case_closed");
  expect(corridor.keys(phone)).toEqual(["greet.first", "menu.main"]);
  await staff(phone, "release");
  expect(corridor.keys(phone).slice(2)).toEqual(["status.still_waiting", "status.closed"]);
});

test("an answer to a survey is counted and stands nowhere: not in the thread, not in the page, not with the person", async () => {
  const session = "11111111-1111-4111-8111-111111111111";
  const address = { channelId: "khuta-web", scheme: "session" as const, value: session };
  const write = async (text: string, id: string) => {
    const item = {
      id,
      type: "message" as const,
      author: "contact" as const,
      at: new Date(),
      body: { kind: "text" as const, text },
    };
    await corridor.store.webLog.append(session, item, { secret: false });
    const body: InboundBody = { kind: "text", text };
    await receive(corridor.world, khuta, {
      providerMessageId: `${session}.${id}`,
      channelId: "khuta-web",
      from: { address, phoneAssurance: "none" },
      origin: "live",
      author: "contact",
      body,
    });
    await corridor.quiet();
  };
  for (const [index, text] of ["هلا", "1"].entries()) await write(text, `a${index}`);
  await acceptInternal(corridor.world, khuta, {
    id: "case|survey1",
    address,
    body: {
      kind: "case",
      caseId: "case1",
      event: "survey",
      values: { case_id: "case1", case_no: "KH-4800173-0", service: "rent" },
    },
  });
  await corridor.quiet();
  for (const [index, text] of [
    "1",
    "2",
    "5",
    "تخطي",
    "الأستاذ خالد لم يرد على 0551234567",
  ].entries())
    await write(text, `b${index}`);

  const id = await corridor.store.conversations.ownerOf(khuta, addressKey(address));
  const texts = (await corridor.store.messages.thread(khuta, id ?? "", { limit: 50 }))
    .filter(({ direction }) => direction === "in")
    .map(({ body }) => body.kind);
  expect(texts).toEqual(["text", "text", "text", "note", "note", "text", "note"]);
  expect(await corridor.store.webLog.find(session, "b1")).toMatchObject({
    body: { text: "وصلت إجابة عن استبيان الرضا، ولا تُعرض هنا." },
  });
  const everything = JSON.stringify([
    await corridor.store.conversations.load(khuta, id ?? ""),
    await corridor.store.messages.thread(khuta, id ?? "", { limit: 50 }),
    await corridor.store.webLog.after(session, 0, 100),
  ]);
  expect(everything.includes("خالد")).toBe(false);
  const asked = { from: "2000-01", to: "2999-12", atLeast: 5 };
  expect(await corridor.store.surveys.report(khuta, asked)).toEqual({ groups: [], withheld: 1 });
});

test("a nameless complaint has a number and no author; the thread says only that one came", async () => {
  const phone = "+966555000003";
  await say(phone, "السلام عليكم", "1", "5", "1", "2", "الموظف خالد كان حاداً معي");
  expect(corridor.keys(phone).at(-1)).toBe("complaint.receipt_nameless");
  const [complaint] = await corridor.store.feedback.list(khuta, { kinds: ["complaint"] });
  expect(complaint).toMatchObject({
    text: "الموظف خالد كان حاداً معي",
    number: expect.stringMatching(/^KH-/),
  });
  expect(complaint).not.toHaveProperty("conversationId");
  const conversation = await corridor.conversation(phone);
  expect(JSON.stringify([conversation, await thread(phone)])).not.toContain("خالد");
  expect(JSON.stringify(complaint)).not.toContain(conversation?.id ?? "none");
});

test("a right to one's data is registered with its day, and staff are told", async () => {
  const phone = "+966555000004";
  await say(phone, "السلام عليكم", "1", "7", "3", "نعم");
  const [request] = await corridor.store.myData.open(khuta);
  expect(request).toMatchObject({ request: "destroy", number: expect.stringMatching(/^KH-/) });
  expect((await corridor.store.tasks.open(khuta)).map(({ reason }) => reason)).toContain(
    "my_data.destroy",
  );
});

test("an album is five messages in the thread and one reply", async () => {
  const phone = "+966555000005";
  await say(phone, "السلام عليكم", "1");
  const before = corridor.keys(phone).length;
  for (let n = 0; n < 5; n++)
    await receive(corridor.world, khuta, {
      providerMessageId: `album${n}`,
      channelId: "khuta-sms",
      from: { address: addressOf(phone), phoneE164: phone, phoneAssurance: "carrier" },
      origin: "live",
      author: "contact",
      body: {
        kind: "media",
        media: [
          { providerRef: `r${n}`, mime: "image/jpeg", state: "fetched", storageKey: `picture${n}` },
        ],
      },
    });
  // The lane looks again by itself once no further picture has come.
  await expect
    .poll(() => corridor.keys(phone).slice(before), { timeout: 10_000 })
    .toEqual(["media.received"]);
  await corridor.quiet();
  const pictures = (await thread(phone)).filter(({ body }) => body.kind === "media");
  expect(pictures).toHaveLength(5);
  expect(corridor.keys(phone).slice(before)).toEqual(["media.received"]);
});
