import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deliver } from "../../src/conversation/deliver.ts";
import type { Message } from "../../src/conversation/ports.ts";
import { accept } from "../../src/conversation/receive.ts";
import { openCorridor, khuta, type Corridor } from "../support/corridor.ts";
import { ownStores } from "../support/stores.ts";

/* The invariants of docs/architecture.md on a real MongoDB, each under the sentence that it promises. */

const { mongoUri } = ownStores();
const masterKey = randomBytes(32);
let corridor: Corridor;
let serial = 0;
const phone = () => `+96655${String(1_000_000 + serial++)}`;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { masterKey });
});
afterAll(() => corridor.stop());

async function say(number: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await corridor.write(number, text);
    await corridor.quiet();
  }
}

test("a person is greeted, chooses, and is asked for consent before the first personal question", async () => {
  const number = phone();
  await say(number, "السلام عليكم", "1", "1", "1");
  expect(corridor.keys(number)).toEqual([
    "greet.first",
    "menu.main",
    "privacy.notice",
    "intake.service",
  ]);
});

test.each([
  ["2", "en"],
  ["English", "en"],
  ["1", "ar"],
  ["بطيخ", "ar"],
])("who answers the greeting with %s is spoken to in %s from then on", async (answer, language) => {
  const number = phone();
  await say(number, "هلا", answer);
  const menu = corridor.sms.seen.find(
    ({ to, key }) => to.value === number && key === "menu.main",
  )?.body;
  expect(menu).toMatchObject({
    text: expect.stringMatching(language === "ar" ? /طلب دعم/ : /^[^\u0600-\u06ff]*Apply/),
  });
  expect((await corridor.conversation(number))?.state.language).toBe(language);
});

test("the same message ten times at once is one message and one turn", async () => {
  const number = phone();
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () => corridor.write(number, "السلام عليكم", "same")),
  );
  await corridor.quiet();
  expect(outcomes.filter((outcome) => outcome === "stored")).toHaveLength(1);
  expect(corridor.keys(number)).toEqual(["greet.first"]);
  expect((await corridor.conversation(number))?.version).toBe(1);
});

test("messages of one person are taken one after another in the order of acceptance", async () => {
  const number = phone();
  for (const text of ["هلا", "1", "1", "1", "2", "1", "نورة عبدالله محمد السالم"])
    await corridor.write(number, text);
  await corridor.quiet();
  const conversation = await corridor.conversation(number);
  expect(conversation?.state.answers).toMatchObject({
    service_type: "food",
    applicant: "self",
    applicant_name: "نورة عبدالله محمد السالم",
  });
});

test("conversations do not wait for each other", async () => {
  const numbers = Array.from({ length: 40 }, phone);
  await Promise.all(
    numbers.flatMap((number) =>
      ["هلا", "1", "2"].map((text, index) => corridor.write(number, text, `${number}-${index}`)),
    ),
  );
  await corridor.quiet();
  for (const number of numbers)
    expect(corridor.keys(number)).toEqual(["greet.first", "menu.main", "status.ask"]);
});

test("a person who sends several messages at once gets the answers in their order", async () => {
  const number = phone();
  await Promise.all(
    ["هلا", "1", "4"].map((text, index) => corridor.write(number, text, `burst-${index}`)),
  );
  await corridor.quiet();
  const [first, ...rest] = corridor.keys(number);
  expect(first).toBe("greet.first");
  expect(rest).toHaveLength(2);
});

test("a story that comes in three messages is one answer, and each of them stands in the thread", async () => {
  const number = phone();
  const patient = await openCorridor(mongoUri, { masterKey, storyMs: 700 });
  const write = async (text: string, keys: number) => {
    await patient.write(number, text, `${number}-${text}`);
    await expect.poll(() => patient.keys(number).length, { timeout: 5_000 }).toBe(keys);
  };
  await write("اقتراح", 2);
  await write("2", 3);
  for (const text of STORY) {
    await patient.write(number, text, `${number}-${text}`);
    await patient.quiet();
  }
  expect(patient.keys(number)).toHaveLength(3); // it listens
  await expect
    .poll(() => patient.keys(number).at(-1), { timeout: 5_000 })
    .toBe("complaint.receipt");

  const conversation = await patient.conversation(number);
  const thread = await patient.store.messages.thread(khuta, conversation?.id ?? "", { limit: 20 });
  expect(thread.flatMap(({ body }) => ("text" in body ? body.text : []))).toEqual(
    expect.arrayContaining(STORY),
  );
  await patient.stop();
});

const STORY = ["أقترح أن يفتح الاستقبال العصر", "لأن الناس في أعمالهم صباحاً", "وجزاكم الله خيراً"];

test("staff hold the conversation: the bot says nothing, and the messages that had not left are withdrawn", async () => {
  const number = phone();
  await say(number, "هلا", "1");
  const held = await corridor.conversation(number);
  if (!held) throw new Error("no conversation");
  await accept(corridor.world, khuta, {
    id: `claim-${number}`,
    channelId: "khuta-sms",
    address: held.replyTo,
    body: { kind: "staff", action: "claim", staffId: "officer" },
  });
  await corridor.quiet();
  await say(number, "1", "وين الموظف", "القائمة");
  expect(corridor.keys(number)).toEqual(["greet.first", "menu.main"]);
  expect((await corridor.conversation(number))?.holder).toBe("staff");

  await accept(corridor.world, khuta, {
    id: `free-${number}`,
    channelId: "khuta-sms",
    address: held.replyTo,
    body: { kind: "staff", action: "release", staffId: "officer" },
  });
  await corridor.quiet();
  await say(number, "2");
  expect(corridor.keys(number).at(-1)).toBe("status.ask");
});

test("the crisis text is the one thing that is said while staff hold the conversation", async () => {
  const number = phone();
  await say(number, "هلا");
  const held = await corridor.conversation(number);
  if (!held) throw new Error("no conversation");
  await accept(corridor.world, khuta, {
    id: `claim-${number}`,
    channelId: "khuta-sms",
    address: held.replyTo,
    body: { kind: "staff", action: "claim", staffId: "officer" },
  });
  await corridor.quiet();
  await say(number, "ابي انتحر", "1");
  expect(corridor.keys(number)).toEqual(["greet.first", "crisis"]);
  const tasks = await corridor.store.tasks.open(khuta);
  expect(tasks.filter((task) => task.conversationId === held.id)).toMatchObject([
    { kind: "handoff", priority: "crisis" },
  ]);
});

test("a refusal that may pass is tried again, and the messages behind it wait in their order", async () => {
  const number = phone();
  await say(number, "هلا", "1");
  corridor.sms.next = ["transient"];
  await corridor.write(number, "4");
  await corridor.write(number, "2");
  await expect
    .poll(() => corridor.keys(number), { timeout: 15_000 })
    .toEqual(["greet.first", "menu.main", "faq.menu", "faq.answer", "faq.helped"]);
});

test("a channel that is away holds up no other, and its messages wait for it: a day, and then for staff", async () => {
  const number = phone();
  await say(number, "هلا");
  const conversation = await corridor.conversation(number);
  if (!conversation) throw new Error("no conversation");
  const { store, world, sms, web } = corridor;
  const browser = { channelId: "khuta-web", scheme: "session", value: number } as const;
  const anHourAgo = new Date(Date.now() - 3_600_000);
  const message = (id: string, more: Partial<Message>): Message => ({
    id: `${conversation.id}.900.${id}`,
    associationId: khuta,
    conversationId: conversation.id,
    order: `000000900.000${id}`,
    direction: "out",
    author: "bot",
    address: conversation.replyTo,
    body: { kind: "text", text: id },
    secret: false,
    status: "queued",
    attempts: 40,
    createdAt: anHourAgo,
    ...more,
  });
  const waiting = message("1", {});
  const behind = message("2", {});
  const elsewhere = message("3", { address: browser });
  const old = message("4", { createdAt: new Date(Date.now() - 25 * 3_600_000) });
  const others = (id: string) => web.seen.filter((each) => each.id.endsWith(`.900.${id}`)).length;
  await store.messages.insert(khuta, [waiting, behind, elsewhere, old]);

  sms.next = ["not-ready"];
  expect(await deliver(world, conversation, [waiting, behind, elsewhere])).toEqual({
    done: false,
    retryInMs: 30_000,
  });
  expect(others("3")).toBe(1);
  expect(corridor.keys(number)).toEqual(["greet.first"]);

  sms.next = ["not-ready"];
  expect(await deliver(world, conversation, [old])).toEqual({ done: true });
  expect(await store.tasks.open(khuta)).toContainEqual(
    expect.objectContaining({ conversationId: conversation.id, reason: "message: not-ready" }),
  );
});

test("an unknown outcome is settled with the provider before anything is sent again", async () => {
  const number = phone();
  corridor.sms.next = ["lost"];
  await say(number, "هلا");
  await say(number, "1");
  await expect
    .poll(() => corridor.keys(number), { timeout: 15_000 })
    .toEqual(["greet.first", "menu.main"]);
});

test("a final refusal becomes a task for staff and does not stop the conversation", async () => {
  const number = phone();
  corridor.sms.next = ["bad-address"];
  await say(number, "هلا", "1");
  expect(corridor.keys(number)).toEqual(["menu.main"]);
  const conversation = await corridor.conversation(number);
  const tasks = await corridor.store.tasks.open(khuta);
  expect(tasks).toContainEqual(
    expect.objectContaining({
      conversationId: conversation?.id,
      kind: "message",
      reason: "greet.first: bad-address",
    }),
  );
});

test("two processes on one store take each message once, whoever accepted it", async () => {
  const other = await openCorridor(mongoUri, { masterKey });
  const numbers = Array.from({ length: 12 }, phone);
  for (const number of numbers) {
    await corridor.write(number, "هلا", `${number}-a`);
    await other.write(number, "1", `${number}-b`);
    await corridor.write(number, "4", `${number}-c`);
    await other.write(number, "2", `${number}-d`);
  }
  await expect
    .poll(
      async () =>
        (await Promise.all(numbers.map((number) => corridor.conversation(number)))).map(
          (each) => each?.version,
        ),
      { timeout: 30_000 },
    )
    .toEqual(numbers.map(() => 4));
  await Promise.all([corridor.quiet(), other.quiet()]);
  for (const number of numbers) {
    const keys = [...corridor.keys(number), ...other.keys(number)];
    expect(keys.toSorted()).toEqual([
      "faq.answer",
      "faq.helped",
      "faq.menu",
      "greet.first",
      "menu.main",
    ]);
  }
  await other.stop();
});
