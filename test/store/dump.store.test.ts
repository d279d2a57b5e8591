import { expect, test } from "vitest";
import { openedStore } from "./opened.ts";
import {
  addressOf,
  CODE,
  conversation,
  IBAN,
  IDENTITY,
  inboxRow,
  khuta,
  LINK,
  message,
  newCase,
} from "./samples.ts";

const opened = openedStore();
const at = new Date("2026-03-01T09:00:00.000Z");

/** As people write it: other digits, spaces between. */
const SPOKEN = "١٩٩٩٩ ١٢٣٤٥";
const hidden = [IDENTITY, IBAN, LINK, CODE, SPOKEN, "1-9999-12345"];

/** Every path by which a person's number, a link or a code can reach the database. */
async function useEverything(): Promise<void> {
  const { inbox, conversations, messages, cases, forms, tasks, webLog, blobs } = opened.store;
  const secrets = {
    national_id: IDENTITY,
    iban: IBAN,
    dependents: [{ name: "سارة", national_id: "1-9999-12345" }],
  };
  const texts = [`هويتي ${IDENTITY}`, `هويتي ${SPOKEN}`, `آيباني ${IBAN}`, "1-9999-12345"];
  for (const [n, text] of texts.entries()) {
    await inbox.accept(khuta, inboxRow(`t${n}`, { body: { kind: "text", text } }));
    await messages.insert(khuta, [message(`t${n}`, { body: { kind: "note", text } })]);
    await tasks.add(khuta, {
      id: `t${n}`,
      conversationId: "c1",
      kind: "question",
      reason: text,
      priority: "normal",
      at,
    });
    await webLog.append(
      "session",
      { id: `t${n}`, type: "message", author: "contact", at, body: { kind: "text", text } },
      { secret: false },
    );
    const answers = { need_description: text };
    const told = conversation(`told${n}`, {
      effects: [{ id: `told${n}.1.0`, kind: "record_question", text }],
    });
    await conversations.commit({ ...told, state: { ...told.state, answers, secrets } });
    await cases.open(khuta, newCase(`t${n}`, { answers, secrets }));
  }
  await inbox.accept(
    khuta,
    inboxRow("form", {
      body: { kind: "form", formId: "f", values: { national_id: IDENTITY, iban: IBAN } },
    }),
  );
  await inbox.accept(
    khuta,
    inboxRow("caption", { body: { kind: "media", media: [], caption: `صورة الهوية ${IDENTITY}` } }),
  );
  const opening = conversation("opening", {
    effects: [
      {
        id: "opening.1.0",
        kind: "open_case",
        caseNumber: "KH-47-1",
        answers: {},
        secrets,
        flow: { name: "support-request", version: 1 },
        declaration: null,
        consents: [],
        onBehalf: false,
      },
    ],
  });
  await conversations.commit(opening);
  for (const [n, text] of [LINK, CODE].entries()) {
    await messages.insert(khuta, [
      message(`secret${n}`, { secret: true, body: { kind: "text", text } }),
    ]);
    await webLog.append(
      "session",
      { id: `secret${n}`, type: "message", author: "bot", at, body: { kind: "text", text } },
      { secret: true },
    );
  }
  await forms.issue(
    khuta,
    {
      id: "f",
      associationId: khuta,
      conversationId: "c1",
      address: addressOf(1),
      purpose: "fields",
      fields: ["national_id"],
      documents: [],
      expiresAt: at,
    },
    "hash of the token",
  );
  await blobs.put(khuta, Buffer.from(hidden.join("\n")), {
    mime: "text/plain",
    fileName: `${IDENTITY}.pdf`,
    owner: "c1",
  });
}

async function dump(): Promise<Map<string, string>> {
  const collections = await opened.raw.listCollections().toArray();
  const texts = collections
    .filter(({ name }) => !name.startsWith("system."))
    .map(async ({ name }) => {
      const rows = await opened.raw.collection(name).find().toArray();
      // Bytes as bytes, so that an unsealed file would show.
      const text = JSON.stringify(rows, (_, value) =>
        value?._bsontype === "Binary" ? Buffer.from(value.buffer).toString("latin1") : value,
      );
      return [name, text] as const;
    });
  return new Map(await Promise.all(texts));
}

test("a dump of the database shows no identity number, account, link or code", async () => {
  await useEverything();
  const dumped = await dump();
  for (const [collection, text] of dumped) {
    for (const value of hidden)
      expect(text.includes(value), `${value} in ${collection}`).toBe(false);
    for (const value of hidden) {
      const stored = Buffer.from(value).toString("base64url").slice(0, -2);
      expect(text.includes(stored), `${value} encoded in ${collection}`).toBe(false);
    }
  }
  const filled = [...dumped].filter(([, text]) => text !== "[]").map(([name]) => name);
  expect(filled.toSorted()).toEqual(
    [
      "blobs.chunks",
      "blobs.files",
      "cases",
      "conversations",
      "forms",
      "inbox",
      "keys",
      "messages",
      "tasks",
      "webLog",
    ].toSorted(),
  );
});

test("what staff search by stays readable", async () => {
  const text = (await dump()).get("messages") ?? "";
  expect(text).toContain(addressOf(1).value);
});

test("what was sealed is there for those who may read it", async () => {
  const { cases, conversations } = opened.store;
  expect(await cases.revealSecrets(khuta, "t0")).toMatchObject({
    national_id: IDENTITY,
    iban: IBAN,
  });
  expect((await conversations.load(khuta, "opening"))?.effects[0]).toMatchObject({
    secrets: { national_id: IDENTITY },
  });
  expect((await conversations.load(khuta, "told1"))?.state.answers).toEqual({
    need_description: `هويتي ${SPOKEN}`,
  });
});
