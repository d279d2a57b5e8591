import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aConversation, aMessage, openSimulator, person } from "./simulator-world.ts";

/* WhatsApp in the simulator: the person's telephone, and how the number of the association is. */

let simulator: Awaited<ReturnType<typeof openSimulator>>;
beforeEach(async () => {
  simulator = await openSimulator();
});
afterEach(() => simulator.close());

const channelId = "khuta-whatsapp";
const byLid = { channelId, scheme: "wa-lid", value: "7966551234567@lid" } as const;
const lane = encodeURIComponent(`${channelId}|${person}`);
const write = (message: object) =>
  simulator.post("/simulator/api/inbound", { channelId, from: person, ...message });
const plan = (kind: string) => simulator.post("/simulator/api/faults", { kind, channelId });

describe("a person writes", () => {
  test.each([
    ["a text", { text: "السلام عليكم" }, { type: "chat", body: "السلام عليكم" }],
    [
      "a photo with its caption",
      { file: { mime: "image/jpeg", data: "AAAA" }, text: "عقد الإيجار" },
      { type: "image", body: "عقد الإيجار", file: { mimetype: "image/jpeg" } },
    ],
    [
      "a file",
      { file: { mime: "application/pdf", name: "عقد.pdf", data: "AAAA" } },
      { type: "document", file: { filename: "عقد.pdf" } },
    ],
    [
      "a voice note",
      { voice: true },
      { type: "ptt", file: { mimetype: "audio/ogg; codecs=opus" } },
    ],
    [
      "a place",
      { place: { lat: 21.4, lng: 39.8, label: "مكة" } },
      { type: "location", attrs: { lat: 21.4, lng: 39.8, loc: "مكة" } },
    ],
  ])(
    "%s: it reaches the number's telephone, from a number that has another name",
    async (_, message, told) => {
      expect(await write(message)).toMatchObject({ status: 200, body: { calls: [{}] } });
      expect(simulator.telephone.messages(person)).toMatchObject([
        { ...told, author: "contact", remote: byLid.value },
      ]);
    },
  );

  test("twice where the fault was planned: the telephone has it once", async () => {
    await plan("duplicate_next_webhook");
    expect(await write({ text: "هلا" })).toMatchObject({ body: { calls: [{}, {}] } });
    expect(await write({ text: "هلا" })).toMatchObject({ body: { calls: [{}] } });
    expect(simulator.telephone.messages(person)).toHaveLength(2);
  });

  test.each([
    {},
    { text: " " },
    { text: "نص", voice: true },
    { voice: true, place: { lat: 1, lng: 1 } },
    { place: { lat: 91, lng: 0 } },
    { file: { mime: "image/jpeg", data: "no base64!" } },
    { file: { mime: "../../x", data: "AAAA" } },
    { text: "نص", from: "0551234567" },
    { text: "نص", more: 1 },
  ])("nothing that no telephone sends: %j", async (message) => {
    expect(await write(message)).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/./) } },
    });
    expect(simulator.telephone.messages()).toEqual([]);
  });

  test("to a channel that is not there is refused", async () => {
    expect((await write({ channelId: "ratel-whatsapp", text: "هلا" })).status).toBe(400);
  });
});

describe("what was said", () => {
  const options = [{ id: "yes", label: "نعم", number: 1 }];

  test("is found by the number, under whatever name WhatsApp gave it, with the menu as it was sent", async () => {
    simulator.kept.conversations.push(
      aConversation({ addresses: [`phone|${person}`, `${channelId}|${byLid.value}`] }),
    );
    simulator.kept.messages.push(
      aMessage({
        address: byLid,
        body: { kind: "choices", text: "صحيح؟", options, numbered: false },
      }),
    );
    const found = await simulator.get(
      `/simulator/api/messages?address=${encodeURIComponent(person)}`,
    );
    expect(found).toMatchObject({
      messages: [{ channelId, address: byLid.value, text: "صحيح؟", written: "صحيح؟\n1- نعم" }],
    });
    const view = await simulator.get(`/simulator/api/view?lane=${lane}`);
    expect(view).toMatchObject({
      phones: [{ messages: [{ text: "صحيح؟" }], conversation: { holder: "bot" } }],
    });
  });

  test("is one conversation where the same number texts too", async () => {
    simulator.kept.conversations.push(
      aConversation({
        addresses: [`phone|${person}`, `khuta-sms|${person}`, `${channelId}|${byLid.value}`],
      }),
    );
    const state = await simulator.get(`/simulator/api/state?address=${encodeURIComponent(person)}`);
    expect((state as { conversations: object[] }).conversations).toHaveLength(1);
  });

  test("a file shows its kind and name, a place its label", async () => {
    const at = { address: { ...byLid, value: "966551234567@c.us" } };
    const media = [{ providerRef: "x", mime: "image/jpeg", fileName: "ع.jpg", state: "fetched" }];
    simulator.kept.messages.push(
      aMessage({ ...at, body: { kind: "media", media, caption: "عقد" } as never }),
      aMessage({ ...at, body: { kind: "location", lat: 1, lng: 2, label: "مكة" } as never }),
    );
    expect(await simulator.get(`/simulator/api/view?lane=${lane}`)).toMatchObject({
      phones: [
        {
          messages: [
            { kind: "media", text: "عقد", file: { mime: "image/jpeg", name: "ع.jpg" } },
            { kind: "location", text: "مكة" },
          ],
        },
      ],
    });
  });
});

describe("the number of the association", () => {
  test("shows how it is linked, and whether its telephone is online", async () => {
    const line = async () =>
      (
        (await simulator.get(`/simulator/api/view?lane=${lane}`)) as {
          phones: { line: object }[];
        }
      ).phones[0]?.line;
    expect(await line()).toMatchObject({ state: "pairing", code: "ABCD1234", isOnline: true });
    await plan("whatsapp_offline");
    expect(await line()).toMatchObject({ isOnline: false });
    await plan("whatsapp_online");
    expect(await line()).toMatchObject({ isOnline: true });
  });

  test("is unlinked on its telephone", async () => {
    simulator.telephone.link("device");
    expect((await plan("whatsapp_unlink")).status).toBe(200);
    expect(simulator.telephone.isLinked()).toBe(false);
  });

  test.each(["khuta-sms", undefined])(
    "a fault of WhatsApp befalls no other channel: %s",
    async (id) => {
      const fault = { kind: "whatsapp_unlink", ...(id ? { channelId: id } : {}) };
      expect((await simulator.post("/simulator/api/faults", fault)).status).toBe(400);
    },
  );

  test("what its telephone does not do is told with the reason", async () => {
    expect(await plan("whatsapp_link")).toMatchObject({
      status: 502,
      body: { error: { message: expect.stringContaining("there is no page") } },
    });
  });
});
