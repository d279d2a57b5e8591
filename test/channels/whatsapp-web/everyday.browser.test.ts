import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Outbound } from "../../../src/channels/channel.ts";
import { outbound } from "../events-recorder.ts";
import {
  channelId,
  PATIENCE,
  person,
  personAddress,
  setStage,
  texts,
  type Stage,
} from "./stage.ts";

/* The real whatsapp-web.js in a real Chromium, against the stand-in: one number, linked once. */

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

let stage: Stage;
let allowed: Outbound["purpose"][] = [];
let isSwitchedOff: boolean | "unreadable" = false;
let retryAfterMs = 0;
const codes: string[] = [];
beforeAll(async () => {
  stage = await setStage({
    media: { maxBytes: 100_000 },
    deadlines: { mediaMs: 1_500, ciphertextMs: 500, ackMs: 2_000 },
    async isSwitchedOff() {
      if (isSwitchedOff === "unreadable") throw new Error("the database is away");
      return isSwitchedOff;
    },
    rateLimit: { take: () => (retryAfterMs > 0 ? { ok: false, retryAfterMs } : { ok: true }) },
    mayContact: ({ purpose }) => allowed.includes(purpose),
    showCode: ({ payload }) => void codes.push(payload),
  });
  await stage.start();
  await stage.linked();
  stage.say("السلام عليكم");
  await stage.inbound(1);
});
afterAll(() => stage.end());
beforeEach(() => {
  allowed = [];
  stage.events.inbound.length = 0;
  stage.events.receipts.length = 0;
  stage.account.events.length = 0;
});

const id = (n: number) => `m-${n}-${Math.random()}`;
const next = async () => (await stage.inbound(1))[0];

describe("linking", () => {
  test("shows a code that has five parts and an end, then synchronises, then is ready", () => {
    const states = stage.health.map(({ state }) => state);
    expect(states.slice(0, 4)).toEqual(["starting", "pairing", "syncing", "ready"]);
    const pairing = stage.health[1];
    if (pairing?.state !== "pairing") throw new Error("no code was shown");
    expect(pairing.payload.split(",")).toHaveLength(5);
    expect(pairing.expiresAt.getTime()).toBeGreaterThan(pairing.since.getTime());
    expect(codes).toEqual([pairing.payload]);
    expect(stage.channel.health()).toMatchObject({ state: "ready", identity: "+966500000000" });
  });

  test("tells the log what to do, and never the code", () => {
    const said = stage.notes.filter(({ fields }) => fields["state"] === "pairing");
    expect(said[0]?.fields["advice"]).toMatch(/scan the code/);
    expect(JSON.stringify(stage.notes)).not.toContain(codes[0]);
  });

  test("asks the page for nothing that it does not have", () => {
    expect(stage.account.events.filter(({ type }) => type === "missingModule")).toEqual([]);
  });
});

describe("what comes in", () => {
  test("a text under the name that wrote, with the number beside it", async () => {
    stage.say("السلام عليكم");
    expect(await next()).toMatchObject({
      channelId,
      origin: "live",
      author: "contact",
      from: {
        address: personAddress,
        aliases: [{ channelId, scheme: "wa-pn", value: `${person.from}@c.us` }],
        phoneE164: `+${person.from}`,
        phoneAssurance: "platform",
        displayName: "أم محمد",
      },
      body: { kind: "text", text: "السلام عليكم" },
    });
  });

  test("a text from a plain number", async () => {
    stage.account.receive({ from: "966557654321", body: "1" });
    expect(await next()).toMatchObject({
      from: {
        address: { scheme: "wa-pn", value: "966557654321@c.us" },
        phoneE164: "+966557654321",
      },
      body: { kind: "text", text: "1" },
    });
  });

  test("messages of one conversation in their order", async () => {
    const written = Array.from({ length: 20 }, (_, n) => `رسالة ${n}`);
    for (const body of written) stage.say(body);
    expect(texts(await stage.inbound(20))).toEqual(written);
  });

  test("nothing of groups and broadcasts", async () => {
    stage.account.receive({ from: "12036304@g.us", body: "في مجموعة" });
    stage.account.receive({ from: "status@broadcast", body: "حالة" });
    stage.say("بعدها");
    expect(texts(await stage.inbound(1))).toEqual(["بعدها"]);
  });

  test("an image with its caption; its bytes are stored, its name is cleaned", async () => {
    const file = { mimetype: "image/png", data: PNG, filename: "../../هوية\u202E.png" };
    stage.say("صورة الهوية", { type: "image", file });
    const message = await next();
    if (message?.body.kind !== "media") throw new Error("no media came in");
    const [media] = message.body.media;
    expect(message.body).toMatchObject({ caption: "صورة الهوية" });
    expect(media).toMatchObject({ mime: "image/png", fileName: "هوية.png", state: "fetched" });
    expect(Buffer.from(stage.files.get(media?.storageKey ?? "") ?? []).toString("base64")).toBe(
      PNG,
    );
  });

  test.each([
    ["document", "application/pdf", { kind: "media", media: [{ mime: "application/pdf" }] }],
    ["ptt", "audio/ogg; codecs=opus", { voiceNote: true, media: [{ mime: "audio/ogg" }] }],
  ])("a %s", async (type, mimetype, body) => {
    stage.say("", { type, file: { mimetype, data: PNG } });
    expect((await next())?.body).toMatchObject(body);
  });

  test("a file that is too large is not fetched, one that lies about its size is not kept", async () => {
    const files = stage.files.size;
    stage.say("", { type: "document", file: { mimetype: "a/b", data: PNG, size: 100_001 } });
    const large = Buffer.alloc(100_001).toString("base64");
    stage.say("", { type: "document", file: { mimetype: "a/b", data: large, size: 10 } });
    for (const { body } of await stage.inbound(2))
      expect(body).toMatchObject({ media: [{ state: "refused", refusal: "too-large" }] });
    expect(stage.files.size).toBe(files);
  });

  test("a file that has expired, and one that does not come in time, come in without bytes", async () => {
    stage.say("انتهت", { type: "image", file: { mimetype: "image/png", size: 10 } });
    stage.say("بطيئة", {
      type: "image",
      file: { mimetype: "image/png", data: PNG, delayMs: 4_000 },
    });
    for (const { body } of await stage.inbound(2))
      expect(body).toMatchObject({ media: [{ state: "expired" }], caption: expect.any(String) });
  });

  test("a place", async () => {
    stage.say("", { type: "location", place: { lat: 24.7136, lng: 46.6753, loc: "البيت" } });
    expect((await next())?.body).toEqual({
      kind: "location",
      lat: 24.7136,
      lng: 46.6753,
      label: "البيت",
    });
  });

  test("an answer to a message of ours names it", async () => {
    const outcome = await stage.send("هل السكن إيجار؟");
    const [sent] = outcome.status === "accepted" ? outcome.providerMessageIds : [];
    stage.say("نعم", { quotes: sent });
    expect(await next()).toMatchObject({ quotedProviderId: sent });
  });

  test("a reaction, and its being taken back", async () => {
    const message = stage.say("شكراً");
    await stage.account.react(message, personAddress.value, "👍");
    await stage.account.react(message, personAddress.value, "");
    const [, first, second] = await stage.inbound(3);
    expect(first?.body).toEqual({ kind: "reaction", emoji: "👍", targetProviderId: message });
    expect(second?.body).toEqual({ kind: "reaction", emoji: null, targetProviderId: message });
  });

  test("an edit and a revocation name what they change", async () => {
    const message = stage.say("عندي ٣ أولاد");
    await stage.inbound(1);
    await stage.account.edit(message, "عندي ٤ أولاد");
    await stage.account.revoke(message);
    const [, edit, revoke] = await stage.inbound(3);
    expect(edit?.body).toEqual({ kind: "edit", targetProviderId: message, text: "عندي ٤ أولاد" });
    expect(revoke?.body).toEqual({ kind: "revoke", targetProviderId: message });
  });

  test("what cannot be decrypted is told, and still comes when it can", async () => {
    const message = stage.say("", { type: "ciphertext" });
    expect((await next())?.body).toEqual({ kind: "unsupported", providerType: "ciphertext" });
    await stage.account.decrypt(message, "وصلت متأخرة");
    const [, late] = await stage.inbound(2);
    expect(late).toMatchObject({ providerMessageId: message, body: { text: "وصلت متأخرة" } });
  });

  test("what is decrypted at once comes once, as itself", async () => {
    const message = stage.say("", { type: "ciphertext" });
    await stage.account.decrypt(message, "وصلت");
    stage.say("", { type: "ciphertext" }); // never decrypted: it is told when the first would have been
    expect(texts(await stage.inbound(2))).toEqual(["وصلت", "[unsupported]"]);
  });

  test("a kind that is not known is named", async () => {
    stage.say("BEGIN:VCARD", { type: "vcard" });
    expect((await next())?.body).toEqual({ kind: "unsupported", providerType: "vcard" });
  });

  test("what staff typed on the telephone is theirs", async () => {
    stage.account.typeOnHandset({ to: personAddress.value, body: "أهلاً، معك أحمد" });
    expect(await next()).toMatchObject({
      author: "self",
      from: { address: personAddress },
      body: { kind: "text", text: "أهلاً، معك أحمد" },
    });
  });

  test("is held until it can be stored, in order, and then marked as seen", async () => {
    stage.events.isStoreAway = true;
    stage.say("أولاً");
    stage.say("ثانياً");
    await expect
      .poll(() => stage.notes.some(({ text }) => text.includes("not stored yet")), PATIENCE)
      .toBe(true);
    expect(stage.account.events.filter(({ type }) => type === "seen")).toEqual([]);
    stage.events.isStoreAway = false;
    expect(texts(await stage.inbound(2))).toEqual(["أولاً", "ثانياً"]);
    await stage.account.waitFor("seen");
  });
});

describe("what goes out", () => {
  test("choices as numbered lines", async () => {
    const options = [
      { id: "new", label: "طلب جديد", number: 1 },
      { id: "hidden", label: "تخطٍ", number: -1 },
      { id: "staff", label: "موظف", number: 0 },
    ];
    await stage.send({ kind: "choices", text: "كيف نخدمكم؟", options, numbered: false });
    expect(stage.account.sent().at(-1)?.body).toBe("كيف نخدمكم؟\n1- طلب جديد\n0- موظف");
  });

  test("a document with its name and caption", async () => {
    const body = {
      kind: "media",
      storageKey: "letter",
      mime: "application/pdf",
      fileName: "قرار.pdf",
      caption: "قرار اللجنة",
      as: "document",
    } as const;
    expect(await stage.send(body)).toMatchObject({ status: "accepted" });
    const sent = stage.account.sent().at(-1);
    expect(sent).toMatchObject({
      type: "document",
      body: "قرار اللجنة",
      file: { filename: "قرار.pdf", mimetype: "application/pdf" },
    });
    expect(Buffer.from(sent?.file?.data ?? "", "base64").toString()).toBe("%PDF-1.4");
    expect(stage.events.inbound).toEqual([]);
  });

  test("a file that WhatsApp does not take is tried again later", async () => {
    await stage.account.order("failNextUpload");
    const body = { kind: "media", storageKey: "x", mime: "image/png", fileName: "a.png" } as const;
    expect(await stage.send({ ...body, as: "image" })).toMatchObject({
      status: "rejected",
      error: { class: "transient" },
    });
  });

  test("is accepted when the server says so, and read when the person has", async () => {
    const outcome = await stage.send("تم استلام طلبكم");
    const [sent = ""] = outcome.status === "accepted" ? outcome.providerMessageIds : [];
    const states = () =>
      stage.events.receipts
        .filter(({ providerMessageId }) => providerMessageId === sent)
        .map(({ state }) => state);
    await expect.poll(states, PATIENCE).toEqual(["sent", "delivered"]);
    await stage.account.ack(sent, 3);
    await expect.poll(states, PATIENCE).toEqual(["sent", "delivered", "read"]);
  });

  test("a refusal of the server is an outcome, and nothing is seen outside", async () => {
    const before = stage.account.sent().length;
    stage.account.failNextSend("server 429");
    expect(await stage.send("مرفوضة", "refused")).toMatchObject({
      status: "rejected",
      error: { class: "transient" },
    });
    expect(stage.account.sent()).toHaveLength(before);
    expect(await stage.send("مرفوضة", "refused")).toMatchObject({ status: "accepted" });
  });

  test("while the telephone has no network the outcome is unknown, and cannot be told", async () => {
    stage.account.setOnline(false);
    expect(await stage.send("متأخرة", "offline")).toMatchObject({ status: "unknown" });
    const message = outbound(personAddress, { kind: "text", text: "متأخرة" }, "offline");
    expect(await stage.channel.reconcile?.(message, new Date(Date.now() - 60_000))).toBe(
      "cannot-tell",
    );
    stage.account.setOnline(true);
    await expect
      .poll(() => stage.channel.reconcile?.(message, new Date(Date.now() - 60_000)), PATIENCE)
      .toMatchObject({ status: "accepted" });
    expect(stage.account.sent().filter(({ body }) => body === "متأخرة")).toHaveLength(1);
  });

  test("never to who has not written, unless the message's purpose allows it", async () => {
    stage.account.register("966558888888");
    const to = { channelId, scheme: "e164", value: "+966558888888" } as const;
    const body = { kind: "text", text: "صدر القرار" } as const;
    const reply = outbound(to, body, id(1));
    expect(await stage.channel.send(reply)).toMatchObject({
      status: "rejected",
      error: { class: "blocked" },
    });
    expect(stage.account.sent("+966558888888")).toEqual([]);
    allowed = ["notification"];
    const notice = { ...reply, purpose: "notification" } as const;
    expect(await stage.channel.send(notice)).toMatchObject({ status: "accepted" });
    expect(stage.account.sent("+966558888888")).toHaveLength(1);
  });

  test("a number that is not on WhatsApp is a bad address, and is not named", async () => {
    allowed = ["reply"];
    const to = { channelId, scheme: "e164", value: "+966551111111" } as const;
    const outcome = await stage.channel.send(outbound(to, { kind: "text", text: "مرحبا" }, id(1)));
    expect(outcome).toMatchObject({ status: "rejected", error: { class: "bad-address" } });
    expect(JSON.stringify(outcome)).not.toContain("551111111");
  });

  test("nothing at all while sending is switched off, and nothing too fast but a crisis text", async () => {
    const before = stage.account.sent().length;
    isSwitchedOff = true;
    expect(await stage.send("لا")).toMatchObject({
      status: "rejected",
      error: { class: "blocked" },
    });
    isSwitchedOff = "unreadable"; // nobody knows, so nothing leaves, and it is asked again
    expect(await stage.send("لا")).toMatchObject({
      status: "rejected",
      error: { class: "transient" },
    });
    isSwitchedOff = false;
    retryAfterMs = 700;
    expect(await stage.send("لا")).toMatchObject({
      status: "rejected",
      error: { class: "rate-limited", retryAfterMs: 700 },
    });
    expect(stage.account.sent()).toHaveLength(before);
    const text = outbound(personAddress, { kind: "text", text: "نحن معكم" }, id(1));
    expect(await stage.channel.send({ ...text, purpose: "crisis" })).toMatchObject({
      status: "accepted",
    });
    retryAfterMs = 0;
  });

  test("the same order twice at once leaves once", async () => {
    const outcomes = await Promise.all([stage.send("مرة", "twin"), stage.send("مرة", "twin")]);
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(stage.account.sent().filter(({ body }) => body === "مرة")).toHaveLength(1);
  });
});

test("no number, no name and no text of a person is in the log or in the journal", () => {
  const written = [
    JSON.stringify(stage.notes),
    readFileSync(`${stage.dataDir}/whatsapp/${channelId}/journal.jsonl`, "utf8"),
  ];
  for (const word of ["السلام", "أم محمد", "هوية", "تم استلام"])
    for (const text of written) expect(text).not.toContain(word);
  expect(written[0]).not.toContain(person.from);
  expect(written[0]).not.toContain(person.lid);
});
