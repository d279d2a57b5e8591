import { afterAll, beforeAll, expect, test } from "vitest";
import type { Address } from "../../src/channels/channel.ts";
import { cleanSmsText, countSegments } from "../../src/channels/sms.ts";
import { plainText } from "../../src/channels/plain-text.ts";
import { accept, receive } from "../../src/conversation/receive.ts";
import { khuta, openCorridor, type Corridor, type StandIn } from "../support/corridor.ts";
import { ownStores } from "../support/stores.ts";

/* The letter of a decision on its way to a person, whatever his channel can carry. On a real MongoDB. */

const { mongoUri } = ownStores();
let corridor: Corridor;
let serial = 0;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri);
});
afterAll(() => corridor.stop());

const LETTER = { storageKey: "letter-1", mime: "application/pdf", fileName: "خطاب.pdf" };

/** A person who has chosen something, so that nothing is open, and whose request is then decided. */
async function decided(channel: StandIn, refusals: StandIn["next"] = []): Promise<Address> {
  serial += 1;
  const digits = `96657${1_000_000 + serial}`;
  const address: Address =
    channel.kind === "sms"
      ? { channelId: channel.id, scheme: "e164", value: `+${digits}` }
      : { channelId: channel.id, scheme: "wa-pn", value: `${digits}@c.us` };
  await receive(corridor.world, khuta, {
    providerMessageId: `f${serial}`,
    channelId: channel.id,
    from: { address, phoneE164: `+${digits}`, phoneAssurance: "platform" },
    origin: "live",
    author: "contact",
    body: { kind: "text", text: "هلا" },
  });
  await corridor.quiet();
  channel.next = refusals;
  await accept(corridor.world, khuta, {
    id: `told|${serial}`,
    channelId: channel.id,
    address,
    body: {
      kind: "case",
      caseId: `case-${serial}`,
      event: "decision_accepted",
      values: { case_no: "KH-4800173-0" },
      attachment: LETTER,
    },
  });
  await corridor.quiet();
  return address;
}

const letterTo = ({ seen }: StandIn, { value }: Address) =>
  seen.find(({ to, key }) => to.value === value && key === "letter.attached");

const thread = async (address: Address) => {
  const id = await corridor.store.conversations.ownerOf(
    khuta,
    `${address.channelId}|${address.value}`,
  );
  return corridor.store.messages.thread(khuta, id ?? "", { limit: 20 });
};

test("goes as a file where the channel carries files", async () => {
  const address = await decided(corridor.whatsapp);
  const letter = letterTo(corridor.whatsapp, address);
  expect(letter?.body).toMatchObject({ kind: "media", ...LETTER, as: "document" });
  expect(letter?.body).toMatchObject({ caption: expect.stringContaining("KH-4800173-0") });
});

test.each([
  ["by SMS, which carries no file", "sms", ["unsupported"]],
  ["on WhatsApp after the 24 hours", "whatsapp", ["window-closed"]],
] as const)(
  "%s it is a short text with a link that opens it once",
  async (_where, kind, refusals) => {
    const channel = corridor[kind];
    const address = await decided(channel, [...refusals]);
    const letter = letterTo(channel, address);
    expect(letter?.body).toMatchObject({
      kind: "form",
      text: expect.stringContaining("KH-4800173-0"),
      url: expect.stringMatching(/^https:\/\/wasl\.example\/file\/[0-9A-Za-z]{11}$/),
    });
    const body = letter?.body;
    if (body?.kind !== "form") throw new Error("no link");
    expect(countSegments(cleanSmsText(plainText(body))).segments).toBeLessThanOrEqual(2);

    const token = body.url.split("/").at(-1) ?? "";
    const record = await corridor.store.forms.find(corridor.world.tokens.hash(token));
    expect(record).toMatchObject({
      purpose: "file",
      storageKey: LETTER.storageKey,
      associationId: khuta,
    });
    expect(JSON.stringify(await thread(address))).not.toContain(token);
    expect((await thread(address)).find(({ key }) => key === "letter.attached")?.status).toBe(
      "accepted",
    );
  },
);

test("a letter that can go in no form becomes a task of staff that says which and why", async () => {
  const address = await decided(corridor.whatsapp, ["window-closed", "window-closed"]);
  expect(letterTo(corridor.whatsapp, address)).toBeUndefined();
  const [{ conversationId } = { conversationId: "" }] = await thread(address);
  const tasks = await corridor.store.tasks.open(khuta);
  expect(tasks.filter((task) => task.conversationId === conversationId)).toMatchObject([
    { kind: "message", reason: "letter.attached: window-closed" },
  ]);
});

test("a file whose sending had no answer is asked for in the form in which it went", async () => {
  Object.assign(corridor.sms.capabilities.media, { outbound: false });
  const address = await decided(corridor.sms, ["unsupported", "lost"]);
  const asked: string[] = [];
  const { reconcile } = corridor.sms;
  corridor.sms.reconcile = async (message, since) => {
    asked.push(message.body.kind);
    return (await reconcile?.(message, since)) ?? "cannot-tell";
  };
  await expect
    .poll(
      async () => (await thread(address)).find(({ key }) => key === "letter.attached")?.status,
      {
        timeout: 15_000,
      },
    )
    .toBe("accepted");
  expect(asked).toEqual(["form"]);
});
