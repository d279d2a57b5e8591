import { describe, expect, test } from "vitest";
import { cleanFileName } from "../../../src/channels/file-name.ts";
import { idOf } from "../../../src/channels/whatsapp-web/adapter/ids.ts";
import {
  isPerson,
  type LibraryMessage,
} from "../../../src/channels/whatsapp-web/adapter/message.ts";
import {
  parseMessage,
  parseReaction,
  parseReceipt,
  parseVote,
} from "../../../src/channels/whatsapp-web/adapter/parse.ts";
import { partyOf } from "../../../src/channels/whatsapp-web/adapter/party.ts";

const channelId = "khuta-whatsapp";
const lid = "222333444555666@lid";
const pn = "966551234567@c.us";
const from = partyOf(lid, { lid, pn }, { channelId, name: "نورة" });
const facts = { channelId, from, origin: "live" } as const;

function message(given: Partial<LibraryMessage>): LibraryMessage {
  const { fromMe = false } = given;
  return {
    id: { fromMe, remote: lid, id: "AC01" },
    body: "",
    type: "chat",
    from: fromMe ? "966500000001@c.us" : lid,
    to: fromMe ? lid : "966500000001@c.us",
    timestamp: 1_795_000_000,
    fromMe,
    hasMedia: false,
    rawData: {},
    downloadMedia: async () => undefined,
    ...given,
  };
}

describe("an id", () => {
  test.each([
    [{ _serialized: "false_1@lid_A" }, "false_1@lid_A"],
    [{ $1: "true_2@lid_B" }, "true_2@lid_B"],
    [{ fromMe: true, remote: lid, id: "C" }, `true_${lid}_C`],
    [{ fromMe: false, remote: { _serialized: lid }, id: "D" }, `false_${lid}_D`],
    [{ fromMe: false, remote: "1@g.us", id: "E", participant: lid }, `false_1@g.us_E_${lid}`],
  ])("%j is %s, and is put back under its old name", (id, written) => {
    expect(idOf(id)).toBe(written);
    expect(id).toHaveProperty("_serialized", written);
  });
});

describe("a person", () => {
  test.each([
    [pn, true],
    [lid, true],
    ["12036304@g.us", false],
    ["status@broadcast", false],
    ["123@newsletter", false],
    [undefined, false],
  ])("%s: %s", (jid, isOne) => {
    expect(isPerson(jid)).toBe(isOne);
  });

  test("is answered where the message came from, and known by both names", () => {
    expect(from).toEqual({
      address: { channelId, scheme: "wa-lid", value: lid },
      aliases: [{ channelId, scheme: "wa-pn", value: pn }],
      phoneE164: "+966551234567",
      phoneAssurance: "platform",
      displayName: "نورة",
    });
  });

  test("whose number the platform does not tell has none: digits of a LID are no number", () => {
    const known = partyOf(lid, { lid, pn: undefined }, { channelId, name: "\u202E\u0000" });
    expect(known).toEqual({
      address: { channelId, scheme: "wa-lid", value: lid },
      phoneAssurance: "none",
    });
  });
});

describe("a message", () => {
  test.each([
    ["chat", { body: "السلام عليكم " }, { kind: "text", text: "السلام عليكم " }],
    ["location", {}, { kind: "unsupported", providerType: "location" }],
    [
      "location",
      { location: { latitude: "24.7", longitude: "46.6", description: "" } },
      { kind: "location", lat: 24.7, lng: 46.6 },
    ],
    ["location", { location: { latitude: 91, longitude: 0 } }, { kind: "unsupported" }],
    ["sticker", {}, { kind: "unsupported", providerType: "sticker" }],
    ["poll_creation", {}, { kind: "unsupported", providerType: "poll_creation" }],
  ] as const)("of type %s %j", (type, given, body) => {
    expect(parseMessage(message({ type, ...given }), facts)?.body).toMatchObject(body);
  });

  test.each(["e2e_notification", "protocol", "album", "revoked", "reaction", "ciphertext"])(
    "of type %s says nothing",
    (type) => {
      expect(parseMessage(message({ type }), facts)).toBeUndefined();
    },
  );

  test("keeps the sender's clock, says who wrote it and what it answers", () => {
    const rawData = { quotedStanzaID: "3EB0", quotedParticipant: { _serialized: "9@lid" } };
    expect(parseMessage(message({ body: "نعم", rawData }), facts)).toEqual({
      providerMessageId: `false_${lid}_AC01`,
      channelId,
      from,
      sentAt: new Date(1_795_000_000_000),
      origin: "live",
      author: "contact",
      body: { kind: "text", text: "نعم" },
      quotedProviderId: `true_${lid}_3EB0`,
    });
  });

  test("that answers a message of his own names that one", () => {
    const rawData = { quotedStanzaID: "AC00", quotedParticipant: lid };
    const parsed = parseMessage(message({ body: "أقصد", rawData }), facts);
    expect(parsed?.quotedProviderId).toBe(`false_${lid}_AC00`);
  });

  test("from the telephone itself is ours", () => {
    expect(parseMessage(message({ fromMe: true, body: "أهلاً" }), facts)?.author).toBe("self");
  });
});

describe("a vote", () => {
  const vote = (selectedOptions: { name?: string; localId: number }[]) => ({
    voter: lid,
    selectedOptions,
    interractedAtTs: 1_795_000_000_000,
    parentMsgKey: { _serialized: `true_${lid}_P` },
  });
  const read = (selected: { name?: string; localId: number }[], options?: string[]) =>
    parseVote(vote(selected), { channelId, from, options })?.body;

  test.each([
    [
      "in a poll of ours is a choice",
      [{ name: "سكن", localId: 1 }],
      ["food", "housing"],
      { kind: "choice", optionId: "housing", label: "سكن", via: "poll" },
    ],
    [
      "without its label too",
      [{ localId: 0 }],
      ["food"],
      { kind: "choice", optionId: "food", via: "poll" },
    ],
    [
      "in another poll is the label as text",
      [{ name: "سكن", localId: 1 }],
      undefined,
      { kind: "text", text: "سكن" },
    ],
    ["that was taken back is nothing", [], ["food"], undefined],
    ["in a poll that nobody knows is nothing", [{ localId: 1 }], undefined, undefined],
  ] as const)("%s", (_, selected, options, body) => {
    expect(read([...selected], options && [...options])).toEqual(body);
  });
});

test("a reaction names its message; an empty one was taken back", () => {
  const given = { msgId: { _serialized: "true_1@lid_A" }, senderId: lid, timestamp: 1_795_000_000 };
  expect(parseReaction({ ...given, reaction: "👍" }, facts).body).toEqual({
    kind: "reaction",
    emoji: "👍",
    targetProviderId: "true_1@lid_A",
  });
  expect(parseReaction({ ...given, reaction: "" }, facts).body).toMatchObject({ emoji: null });
});

test.each([
  [-1, "failed"],
  [0, undefined],
  [1, "sent"],
  [2, "delivered"],
  [3, "read"],
  [4, "read"],
  [9, undefined],
])("the mark %i is %s", (ack, state) => {
  expect(parseReceipt(channelId, "m", ack)?.state).toBe(state);
});

test.each([
  ["../../id.png", "id.png"],
  ["C:\\temp\\عقد.pdf", "عقد.pdf"],
  ["a\u202Efdp.exe", "afdp.exe"],
  ["a\u0000b\n.txt", "ab.txt"],
  ["...", undefined],
  ["", undefined],
  [undefined, undefined],
  [`${"ا".repeat(300)}.pdf`, `${"ا".repeat(116)}.pdf`],
])("a file called %j is shown as %j", (name, shown) => {
  expect(cleanFileName(name)).toBe(shown);
});
