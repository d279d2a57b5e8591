import { afterAll, beforeAll, expect, test } from "vitest";
import type { Inbound, Party } from "../../src/channels/channel.ts";
import { accept, receive } from "../../src/conversation/receive.ts";
import { resume } from "../../src/conversation/resume.ts";
import { khuta, openCorridor, type Corridor } from "../support/corridor.ts";
import { ownStores } from "../support/stores.ts";

/*
 * What only WhatsApp does to a conversation: one person under several addresses, staff who answer from the handset, and
 * messages that nobody can read or that come days late. On a real MongoDB, with a stand-in for the channel.
 */

const { mongoUri } = ownStores();
const HOUR_MS = 3_600_000;
let corridor: Corridor;
let movedMs = 0;
let serial = 0;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => new Date(Date.now() + movedMs) });
});
afterAll(() => corridor.stop());

interface Person {
  /** Under this name WhatsApp shows him while it hides his number. */
  lid: string;
  digits: string;
}
const somebody = (): Person => {
  const number = serial++;
  return { lid: `77${1_000_000 + number}@lid`, digits: `96656${1_000_000 + number}` };
};

const channelId = "khuta-whatsapp";
const lidOf = ({ lid }: Person) => ({ channelId, scheme: "wa-lid", value: lid }) as const;
const numberOf = ({ digits }: Person) =>
  ({ channelId, scheme: "wa-pn", value: `${digits}@c.us` }) as const;

/** Only the LID is told; only the number; or both, the one that wrote first. */
const asLid = (person: Person): Party => ({ address: lidOf(person), phoneAssurance: "none" });
const asNumber = (person: Person, aliases = false): Party => ({
  address: numberOf(person),
  ...(aliases ? { aliases: [lidOf(person)] } : {}),
  phoneE164: `+${person.digits}`,
  phoneAssurance: "platform",
});
const asBoth = (person: Person): Party => ({
  ...asNumber(person),
  address: lidOf(person),
  aliases: [numberOf(person)],
});

async function say(from: Party, text: string, more: Partial<Inbound> = {}): Promise<void> {
  await receive(corridor.world, khuta, {
    providerMessageId: `w${serial++}`,
    channelId,
    from,
    origin: "live",
    author: "contact",
    body: { kind: "text", text },
    ...more,
  });
  await corridor.quiet();
}

const typedOnTheHandset = (person: Person, text: string) =>
  say(asNumber(person), text, { author: "self" });

/** What a person saw, under whatever name it was sent. */
const keys = (person: Person) =>
  corridor.whatsapp.seen
    .filter(({ to }) => to.value === person.lid || to.value.startsWith(person.digits))
    .map(({ key }) => key);

async function conversationOf(address: { channelId: string; value: string }) {
  const { conversations } = corridor.store;
  const key = `${address.channelId}|${address.value}`;
  const id = await conversations.ownerOf(khuta, key);
  return id === undefined ? undefined : conversations.load(khuta, id);
}

const tasksOf = async (id: string | undefined) =>
  (await corridor.store.tasks.open(khuta)).filter(({ conversationId }) => conversationId === id);

// ---------------------------------------------------------------- one person, many names

test("who is shown by a LID today and by his number tomorrow goes on where he was", async () => {
  const person = somebody();
  await say(asLid(person), "هلا");
  await say(asLid(person), "1");
  await say(asNumber(person, true), "1");
  expect(keys(person)).toEqual(["greet.first", "menu.main", "privacy.notice"]);
  const [last] = corridor.whatsapp.seen.slice(-1);
  expect(last?.to).toEqual(numberOf(person)); // answered where he wrote
  const conversation = await conversationOf(numberOf(person));
  expect(conversation?.id).toBe((await conversationOf(lidOf(person)))?.id);
  expect(conversation).toMatchObject({ verifiedPhone: `+${person.digits}`, version: 3 });
});

test("who wrote by SMS before is known on WhatsApp under any of his names", async () => {
  const person = somebody();
  await corridor.write(`+${person.digits}`, "هلا");
  await corridor.quiet();
  await say(asBoth(person), "1");
  await say(asLid(person), "1");
  await say(asNumber(person), "1");
  expect(keys(person)).toEqual(["menu.main", "privacy.notice", "intake.service"]);
  const sms = { channelId: "khuta-sms", value: `+${person.digits}` };
  const ids = await Promise.all(
    [sms, lidOf(person), numberOf(person)].map(async (each) => (await conversationOf(each))?.id),
  );
  expect(new Set(ids).size).toBe(1);
});

test("two conversations that turn out to be one account's become one, and staff hear of the request in the other", async () => {
  const person = somebody();
  for (const text of ["هلا", "1", "1", "1"]) await say(asLid(person), text);
  const left = await conversationOf(lidOf(person));
  await say(asNumber(person), "هلا");
  const here = await conversationOf(numberOf(person));
  expect(here?.id).not.toBe(left?.id);

  await say(asNumber(person, true), "1"); // now WhatsApp says that both are one
  await say(asLid(person), "4");
  expect((await conversationOf(lidOf(person)))?.id).toBe(here?.id);
  expect(keys(person).slice(-2)).toEqual(["menu.main", "faq.menu"]);
  expect(await tasksOf(left?.id)).toMatchObject([{ kind: "handoff", reason: "second_draft" }]);
});

test("a number alone never swallows a conversation that has a story of its own", async () => {
  const person = somebody();
  await say(asLid(person), "هلا");
  await corridor.write(`+${person.digits}`, "هلا");
  await corridor.quiet();
  await say({ ...asLid(person), phoneE164: `+${person.digits}`, phoneAssurance: "platform" }, "1");
  const sms = await conversationOf({ channelId: "khuta-sms", value: `+${person.digits}` });
  expect(sms?.id).not.toBe((await conversationOf(lidOf(person)))?.id);
});

// ---------------------------------------------------------------- staff on the handset

test("what staff type on the handset stands in the thread, and the bot is silent until they have been for a day", async () => {
  const person = somebody();
  await say(asNumber(person), "هلا");
  await typedOnTheHandset(person, "حياكم الله، معكم أم خالد");
  await say(asNumber(person), "1");
  expect(keys(person)).toEqual(["greet.first"]);
  const held = await conversationOf(numberOf(person));
  expect(held).toMatchObject({ holder: "staff", staffId: "handset" });
  const thread = await corridor.store.messages.thread(khuta, held?.id ?? "", { limit: 10 });
  expect(thread.map(({ author, direction }) => `${author} ${direction}`)).toEqual([
    "contact in",
    "bot out",
    "staff out",
    "contact in",
  ]);
  expect(corridor.whatsapp.seen.map(({ body }) => JSON.stringify(body)).join()).not.toContain(
    "أم خالد",
  );

  movedMs += 40 * HOUR_MS; // the day, and the quiet hours of the night
  expect(await resume(corridor.world, khuta, `${held?.id}.handset`)).toBe("fired");
  await corridor.quiet();
  expect((await conversationOf(numberOf(person)))?.holder).toBe("bot");
  await say(asNumber(person), "1");
  expect(keys(person)).toEqual(["greet.first", "menu.main"]);
});

test("an officer who has taken the conversation keeps it when somebody types on the handset", async () => {
  const person = somebody();
  await say(asNumber(person), "هلا");
  await accept(corridor.world, khuta, {
    id: `claim|${person.digits}`,
    channelId,
    address: numberOf(person),
    body: { kind: "staff", action: "claim", staffId: "officer" },
  });
  await corridor.quiet();
  await typedOnTheHandset(person, "وعليكم السلام");
  expect(await conversationOf(numberOf(person))).toMatchObject({
    holder: "staff",
    staffId: "officer",
  });
});

test("a thumb that staff give on the handset takes nothing over", async () => {
  const person = somebody();
  await say(asNumber(person), "هلا");
  await say(asNumber(person), "", {
    author: "self",
    body: { kind: "reaction", emoji: "👍", targetProviderId: "w0" },
  });
  await say(asNumber(person), "1");
  expect(keys(person)).toEqual(["greet.first", "menu.main"]);
});

test("who is written to from the handset first is not greeted by the bot", async () => {
  const person = somebody();
  await typedOnTheHandset(person, "السلام عليكم، معكم جمعية خطى");
  await say(asNumber(person), "وعليكم السلام");
  expect(keys(person)).toEqual([]);
});

// ---------------------------------------------------------------- unreadable and late

test("a message that could not be decrypted is a task for staff, and no answer of the bot", async () => {
  const person = somebody();
  await say(asNumber(person), "هلا");
  await say(asNumber(person), "", { body: { kind: "unsupported", providerType: "ciphertext" } });
  expect(keys(person)).toEqual(["greet.first"]);
  const conversation = await conversationOf(numberOf(person));
  expect(conversation).toMatchObject({ holder: "queue", desk: { reason: "undecrypted" } });
  expect(await tasksOf(conversation?.id)).toMatchObject([{ reason: "undecrypted" }]);
  await say(asNumber(person), "1");
  expect(keys(person)).toEqual(["greet.first", "menu.main"]);
});

const late = (hours: number) =>
  ({ origin: "backfill", sentAt: new Date(Date.now() - hours * HOUR_MS) }) as const;

test("what was written an hour ago while the number was away is answered", async () => {
  const person = somebody();
  await say(asNumber(person), "هلا", late(1));
  expect(keys(person)).toEqual(["greet.first"]);
});

test("what was written days ago becomes one task, however much it was, and the next message is answered", async () => {
  const person = somebody();
  for (const text of ["هلا", "وينكم", "ابي مساعدة"]) await say(asNumber(person), text, late(50));
  expect(keys(person)).toEqual([]);
  const conversation = await conversationOf(numberOf(person));
  expect(await tasksOf(conversation?.id)).toMatchObject([{ reason: "old_message" }]);
  await say(asNumber(person), "السلام عليكم");
  expect(keys(person)).toEqual(["greet.first"]);
});

test("danger is never too late: the crisis text goes out", async () => {
  const person = somebody();
  await say(asNumber(person), "ابي انتحر", late(50));
  expect(keys(person)).toContain("crisis");
  const conversation = await conversationOf(numberOf(person));
  expect(await tasksOf(conversation?.id)).toMatchObject([{ priority: "crisis" }]);
});
