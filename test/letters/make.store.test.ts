import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Outbound } from "../../src/channels/channel.ts";
import { createChannel, type ChannelWorld } from "../../src/channels/registry.ts";
import { createLetters } from "../../src/conversation/letters/create.ts";
import { previewDecision, type Deciding } from "../../src/conversation/letters/preview.ts";
import {
  chatLinkOf,
  isLetterCode,
  needsCode,
  readLetter,
  sendLetterCode,
} from "../../src/conversation/letter-link.ts";
import type { AssociationId, FormRecord, Letters } from "../../src/conversation/ports.ts";
import { acceptInternal } from "../../src/conversation/receive.ts";
import { resumeByLink } from "../../src/conversation/resume-link.ts";
import { createPrinter, type Printer } from "../../src/embedded/printer.ts";
import { sheetHtml } from "../../src/web/letter/sheet.ts";
import { openCorridor, type Corridor } from "../support/corridor.ts";
import { newCase } from "../store/samples.ts";
import { ownStores } from "../support/stores.ts";
import { chromiumPath } from "./photograph.ts";
import { caseOf, css, decisionOf } from "./samples.ts";

const khuta = "khuta" as AssociationId;
const sila = "sila" as AssociationId;
const { mongoUri } = ownStores();
const now = new Date("2026-11-24T08:00:00Z");
const SECRET = "السبب الذي لا يقرؤه أحد في القاعدة";

const declined = caseOf({
  id: "c1",
  decision: decisionOf({ outcome: "declined", reason: SECRET }),
});
const accepted = caseOf({ id: "c2", decision: decisionOf({ outcome: "accepted" }) });
const incomplete = caseOf({ id: "c3", decisionNotBefore: null });

let corridor: Corridor;
let printer: Printer;
let letters: Letters;
let failing = 0;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => now });
  printer = createPrinter({ chromiumPath: chromiumPath() });
  letters = createLetters({
    ...corridor.world,
    draw: (sheet) => sheetHtml(sheet, css),
    print: async (html) => {
      if (failing-- > 0) throw new Error("the printer is out of paper");
      return printer.pdf(html);
    },
  });
});
afterAll(async () => {
  await printer.stop();
  await corridor.stop();
});

describe("a letter is made once", () => {
  test("with a number of its own, an Arabic name, and the paper sealed in the blob store", async () => {
    const letter = await letters.make(khuta, { id: "c1.7.1", record: declined, kind: "decision" });
    expect(letter).toMatchObject({
      number: "1/1448",
      fileName: "خطاب القرار KH-4800173-0.pdf",
      mime: "application/pdf",
    });
    const blob = await corridor.store.blobs.get(khuta, letter.storageKey);
    expect(blob?.bytes.subarray(0, 5).toString()).toBe("%PDF-");
    expect(await corridor.store.blobs.get(sila, letter.storageKey)).toBeUndefined();
  });

  test("and a repeat of the same effect returns the same paper under the same number", async () => {
    const request = { id: "c1.7.1", record: declined, kind: "decision" } as const;
    const [first, second] = [
      await letters.make(khuta, request),
      await letters.make(khuta, request),
    ];
    expect(second).toEqual(first);
    expect(await corridor.store.letters.ofCase(khuta, "c1")).toHaveLength(1);
  });

  test("also when two processes make it at once: one number, one paper, none left over", async () => {
    const request = { id: "c2.7.1", record: accepted, kind: "decision" } as const;
    const made = await Promise.all([letters.make(khuta, request), letters.make(khuta, request)]);
    expect(made[0]).toEqual(made[1]);
    const papers = await count("blobs.files");
    expect(papers).toBe(2); // c1's and this one
  });

  test("and one whose printing failed keeps its number and date until it is printed", async () => {
    const request = { id: "c1.9.1", record: declined, kind: "notice" } as const;
    failing = 1;
    await expect(letters.make(khuta, request)).rejects.toThrow("out of paper");
    const [, waiting] = await corridor.store.letters.ofCase(khuta, "c1");
    expect(waiting).not.toHaveProperty("storageKey");
    expect((await letters.make(khuta, request)).number).toBe(waiting?.number);
  });

  test("numbers are counted for each association alone", async () => {
    const letter = {
      caseId: "x",
      kind: "notice",
      issuedAt: now,
      attachments: 0,
      fileName: "x.pdf",
    };
    const registered = await corridor.store.letters.register(
      sila,
      { id: "x.1.1", ...letter, kind: "notice" },
      1448,
    );
    expect(registered.number).toBe("1/1448");
  });
});

describe("what cannot be told uses up no number", () => {
  test.each([
    ["a case that is not decided", incomplete, "decision"],
    ["an objection that nobody heard", declined, "objection"],
    ["a notice of a case that is not complete", incomplete, "notice"],
  ] as const)("%s", async (_what, record, kind) => {
    const id = `${record.id}.none.${kind}`;
    await expect(letters.make(khuta, { id, record, kind })).rejects.toMatchObject({
      code: "print.nothing",
    });
    expect(await corridor.store.letters.sourceOf(khuta, id)).toBeUndefined();
  });
});

test("the text is kept beside the paper, and nobody reads it in the database", async () => {
  const source = JSON.stringify(await corridor.store.letters.sourceOf(khuta, "c1.7.1"));
  expect(source).toContain(SECRET);
  expect(await corridor.store.letters.sourceOf(sila, "c1.7.1")).toBeUndefined();
  const client = await mongoose.mongo.MongoClient.connect(mongoUri);
  const rows = await client.db().collection("letters").find().toArray();
  await client.close();
  expect(rows.length).toBeGreaterThan(2);
  const dump = JSON.stringify(rows);
  expect(dump).not.toContain(SECRET);
  expect(dump).not.toContain("نورة");
});

test("a preview has the words of the letter and no number", () => {
  const html = letters.preview(khuta, declined, "decision", "ar");
  expect(html).toContain(SECRET);
  expect(html).toContain("معاينة قبل الإصدار");
  expect(html).not.toContain("/1448</bdi></dd></div><div><dt>التاريخ");
});

describe("what staff see before a decision leaves", () => {
  const reason = "السبب كما كتبه الموظف";
  const preview = (data: Deciding) =>
    previewDecision(withRealSms(), khuta, caseOf({ state: "committee" }), data);

  test("a refusal: the letter, the message of the browser with its reason, the SMS without one", async () => {
    const { letter, messages } = await preview({
      verb: "decide",
      data: { outcome: "declined", reason: "budget", advice: reason },
    });
    expect(letter).toContain(reason);
    expect(letter).toContain("معاينة قبل الإصدار");
    const web = messages.filter(({ channel }) => channel === "khuta-web");
    const sms = messages.filter(({ channel }) => channel === "khuta-sms");
    expect(web.map(({ text }) => text).join()).toContain("KH-4800173-0");
    expect(sms).toHaveLength(1);
    expect(sms[0]?.text).toContain("KH-4800173-0");
    expect(sms[0]?.text).not.toContain(reason);
    expect(sms[0]?.segments).toBeLessThanOrEqual(2);
  });

  test("one that is put off: a letter and a message that say what is needed", async () => {
    const { letter, messages } = await preview({
      verb: "decide",
      data: { outcome: "deferred", reason: "more_information", advice: "عقد الإيجار الجديد" },
    });
    expect(letter).toContain("عقد الإيجار الجديد");
    expect(messages.map(({ text }) => text).join()).toContain("عقد الإيجار الجديد");
  });

  test("and nothing has changed for it: no letter, no message, no conversation", async () => {
    const before = await Promise.all(["letters", "messages", "conversations"].map(count));
    await preview({ verb: "decide", data: { outcome: "accepted", grant: "6,000 ريال" } });
    expect(await Promise.all(["letters", "messages", "conversations"].map(count))).toEqual(before);
  });

  function withRealSms() {
    const sms = createChannel(
      {
        id: "khuta-sms",
        transport: "sms-twilio",
        direction: "two-way",
        credentials: { accountSid: "AC0", authToken: "synthetic", from: "+15005550006" },
      },
      { publicUrl: "https://wasl.example", now: () => now } as ChannelWorld,
    );
    return { ...corridor.world, channels: new Map(corridor.world.channels).set(sms.id, sms) };
  }
});

describe("a decision that is told by SMS", () => {
  const phone = "+966551234567";
  const address = { channelId: "khuta-sms", scheme: "e164", value: phone } as const;
  const tokenOf = (text: string) => /\/letter\/([0-9A-Za-z]{11})/.exec(text)?.[1] ?? "";
  let link: FormRecord;

  test("carries a link in place of the reason, and the link leads to its letter", async () => {
    await corridor.write(phone, "السلام عليكم");
    await corridor.quiet();
    await acceptInternal(corridor.world, khuta, {
      id: "case|c1.7.2",
      address,
      body: {
        kind: "case",
        caseId: "c1",
        event: "decision_declined",
        values: { case_id: "c1", case_no: "KH-4800173-0", reason: SECRET, obj: "2026-12-24" },
      },
    });
    await corridor.quiet();
    const text = textOf(corridor.sms.seen.findLast(({ key }) => key === "decision.reject"));
    expect(text).not.toContain(SECRET);
    const found = await corridor.store.forms.find(corridor.world.tokens.hash(tokenOf(text)));
    expect(found).toMatchObject({
      purpose: "letter",
      letter: { caseId: "c1", kind: "decision" },
      address,
    });
    link = found!;
    expect(needsCode(link)).toBe(false);
    const read = await readLetter(corridor.world, link);
    expect(read?.number).toBe("1/1448");
    expect(JSON.stringify(read?.sheet)).toContain(SECRET);
  });

  test("and from the letter one goes on in the chat, by a link of its own, once", async () => {
    const [, token = ""] = chatLinkOf(corridor.world, link).split("#resume=");
    const browser = { channelId: "khuta-web", scheme: "session", value: "s9" } as const;
    expect(await resumeByLink(corridor.world, token, browser)).toBe(true);
    expect(await resumeByLink(corridor.world, token, browser)).toBe(false);
    await corridor.quiet();
  });

  test("a letter's own link opens no conversation", async () => {
    const token = corridor.world.tokens.formToken(link.id);
    const browser = { channelId: "khuta-web", scheme: "session", value: "s8" } as const;
    expect(await resumeByLink(corridor.world, token, browser)).toBe(false);
  });

  test("where a link did not come to a telephone, the code goes to that of the case, also while staff hold", async () => {
    const opened = await corridor.store.cases.open(
      khuta,
      newCase("c7.1.1", {
        conversationId: link.conversationId,
        answers: { mobile: "+966559876543" },
      }),
    );
    const away: FormRecord = {
      ...link,
      letter: { caseId: opened.view.id, kind: "decision" },
      address: { channelId: "khuta-web", scheme: "session", value: "s9" },
    };
    expect(needsCode(away)).toBe(true);
    expect(await sendLetterCode(corridor.world, away)).toBe(true);
    expect(await sendLetterCode(corridor.world, away)).toBe(true); // the same ten minutes: the same code, once
    await corridor.quiet();
    const sent = corridor.sms.seen.filter(({ key }) => key === "letter.code");
    expect(sent.map(({ to }) => to.value)).toEqual(["+966559876543"]);
    const code = /\d{4}/.exec(textOf(sent[0]))?.[0] ?? "";
    expect(isLetterCode(corridor.world, away, code)).toBe(true);
    expect(isLetterCode(corridor.world, away, String(9999 - Number(code)).padStart(4, "0"))).toBe(
      false,
    );
    expect(isLetterCode(corridor.world, { ...away, id: "other" }, code)).toBe(false);
  });
});

test("the sheet of a session and the empty support request are printed for the asking", async () => {
  const sheet = await letters.committeeSheet(khuta, {
    at: now,
    minutesNumber: "",
    members: [],
    cases: [{ record: caseOf(), gates: [{ id: "signed", met: true }] }],
  });
  const form = await letters.supportForm(khuta, "en");
  for (const pdf of [sheet, form]) expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
});

function textOf(message: Outbound | undefined): string {
  return message && message.body.kind !== "media" ? message.body.text : "";
}

async function count(collection: string): Promise<number> {
  const client = await mongoose.mongo.MongoClient.connect(mongoUri);
  const found = await client.db().collection(collection).countDocuments();
  await client.close();
  return found;
}
