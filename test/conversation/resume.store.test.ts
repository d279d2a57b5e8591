import { afterAll, beforeAll, expect, test } from "vitest";
import { addressKey } from "../../src/channels/channel.ts";
import { khuta, openCorridor, standIn, type Corridor } from "../support/corridor.ts";
import { ownStores } from "../support/stores.ts";

/* A request that was begun on one channel goes on where the same person has proved to be: one conversation, one case. */

const { mongoUri } = ownStores();
let corridor: Corridor;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri);
});
afterAll(() => corridor.stop());

async function sms(phone: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await corridor.write(phone, text);
    await corridor.quiet();
  }
}

async function web(session: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await corridor.writeWeb(session, text);
    await corridor.quiet();
  }
}

const webKeys = (session: string) =>
  corridor.web.seen.filter(({ to }) => to.value === session).map(({ key }) => key);

/** The code as the owner of the telephone reads it. */
function codeSentTo(phone: string): string {
  const message = corridor.sms.seen.findLast(({ key, to }) => key === "otp" && to.value === phone);
  const text = message && message.body.kind !== "media" ? message.body.text : "";
  return /\d{4}/.exec(text)?.[0] ?? "none";
}

test("begun by SMS, proved by a code, taken up in the browser at the same question", async () => {
  const phone = "+966553000001";
  await sms(phone, "هلا", "1", "1", "1", "2", "1", "نورة عبدالله محمد السالم");
  await web("browser", "متابعة", "0553000001");
  await web("browser", codeSentTo(phone));
  await expect.poll(() => webKeys("browser").at(-1), { timeout: 10_000 }).toBe("greet.draft");
  await web("browser", "1", "1999999004");

  const owner = (channelId: string, value: string) =>
    corridor.store.conversations.ownerOf(khuta, `${channelId}|${value}`);
  expect(await owner("khuta-web", "browser")).toBe(await owner("khuta-sms", phone));
  const conversation = await corridor.conversation(phone);
  expect(conversation?.state.answers).toMatchObject({
    service_type: "food",
    applicant_name: "نورة عبدالله محمد السالم",
  });
  expect(conversation?.addresses).toContain("khuta-web|browser");
  expect(
    addressKey(conversation?.replyTo ?? { channelId: "", scheme: "internal", value: "" }),
  ).toBe("khuta-web|browser");
});

test("a number without a request gets no code and learns nothing", async () => {
  const before = corridor.sms.seen.length;
  await web("stranger", "متابعة", "0553000009", "1234", "5678");
  expect(corridor.sms.seen).toHaveLength(before);
  expect(webKeys("stranger")).toEqual([
    "resume.mobile",
    "resume.code",
    "resume.code.invalid",
    "resume.code.invalid",
  ]);
});

test("a reminder for somebody who went on in the browser goes to the telephone", async () => {
  const conversation = await corridor.conversation("+966553000001");
  if (!conversation) throw new Error("no conversation");
  const { applyEffects } = await import("../../src/conversation/apply-effects.ts");
  const { outgoing } = await applyEffects(corridor.world, {
    ...conversation,
    effects: [
      {
        id: `${conversation.id}.999.0`,
        kind: "send",
        key: "idle.24h",
        vars: {},
        purpose: "notification",
      },
    ],
  });
  expect(outgoing).toMatchObject([{ address: { channelId: "khuta-sms", value: "+966553000001" } }]);
});

test("the same vouched number on another channel is the same person: one conversation without any code", async () => {
  const phone = "+966553000044";
  await sms(phone, "هلا", "1");
  const { receive } = await import("../../src/conversation/receive.ts");
  const whatsapp = standIn("khuta-whatsapp", "web");
  const world = {
    ...corridor.world,
    channels: new Map([...corridor.world.channels, [whatsapp.id, whatsapp]]),
  };
  Object.assign(corridor.world, { channels: world.channels });
  await receive(corridor.world, khuta, {
    providerMessageId: "wa-1",
    channelId: whatsapp.id,
    from: {
      address: { channelId: whatsapp.id, scheme: "wa-lid", value: "777@lid" },
      phoneE164: phone,
      phoneAssurance: "platform",
    },
    origin: "live",
    author: "contact",
    body: { kind: "text", text: "2" },
  });
  await corridor.quiet();
  await expect
    .poll(() => whatsapp.seen.map(({ key }) => key), { timeout: 10_000 })
    .toEqual(["status.ask"]);
  expect(await corridor.store.conversations.ownerOf(khuta, "khuta-whatsapp|777@lid")).toBe(
    (await corridor.conversation(phone))?.id,
  );
});

test("where a telephone cannot answer, the reminder carries a link that works once", async () => {
  const phone = "+966553000055";
  await sms(phone, "هلا", "1", "1", "1", "2");
  const conversation = await corridor.conversation(phone);
  if (!conversation) throw new Error("no conversation");
  const { sms: channel } = corridor;
  const twoWay = channel.capabilities;
  Object.assign(channel, { capabilities: { ...twoWay, direction: "outbound-only" } });
  const { applyEffects } = await import("../../src/conversation/apply-effects.ts");
  const { outgoing } = await applyEffects(corridor.world, {
    ...conversation,
    effects: [
      {
        id: `${conversation.id}.998.0`,
        kind: "send",
        key: "idle.24h",
        vars: {},
        purpose: "notification",
      },
    ],
  });
  Object.assign(channel, { capabilities: twoWay });
  const [message] = outgoing;
  const text = message && "text" in message.body ? message.body.text : "";
  const token = /\/chat\/khuta-web#resume=([0-9A-Za-z]{11})$/.exec(text)?.[1] ?? "";
  expect(message?.secret).toBe(true);
  expect(token).not.toBe("");

  const { resumeByLink } = await import("../../src/conversation/resume-link.ts");
  const address = { channelId: "khuta-web", scheme: "session", value: "from-link" } as const;
  expect(await resumeByLink(corridor.world, token, address)).toBe(true);
  expect(await resumeByLink(corridor.world, token, { ...address, value: "thief" })).toBe(false);
  await expect.poll(() => webKeys("from-link"), { timeout: 10_000 }).toEqual(["greet.draft"]);
  await web("from-link", "1");
  expect(webKeys("from-link").at(-1)).toBe("intake.applicant");
});
