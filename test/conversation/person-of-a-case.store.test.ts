import { afterAll, beforeAll, expect, test } from "vitest";
import type { CaseAction } from "../../src/cases/action.ts";
import type { Actor } from "../../src/cases/case.ts";
import { actOnCase } from "../../src/conversation/act-on-case.ts";
import { actOnSession } from "../../src/conversation/act-on-session.ts";
import { resume } from "../../src/conversation/resume.ts";
import { submitForm } from "../../src/conversation/submit-form.ts";
import { takeReceipt } from "../../src/conversation/take-receipt.ts";
import { khuta, openCorridor, type Corridor } from "../support/corridor.ts";
import { lettersOnPaper } from "../support/letters-on-paper.ts";
import { requestBySms } from "../support/request-by-sms.ts";
import { ownStores } from "../support/stores.ts";

/*
 * One person's way by text messages alone, from the missing documents to the survey: what she sees, what she sends, and
 * what becomes of her case by it.
 */

const { mongoUri } = ownStores();
const PHONE = "+966554300001";
const IBAN = "SA5499000000000000000000";
const REQUEST = requestBySms();
const DAY_MS = 86_400_000;
const officer = staff("huda", "officer");
const manager = staff("majed", "manager");
let now = new Date("2026-11-01T10:00:00+03:00");
let corridor: Corridor;
let caseId = "";
let count = 0;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => now });
  corridor.world.letters = lettersOnPaper(corridor.world);
  await say(...REQUEST);
  const conversation = await corridor.conversation(PHONE);
  const [opened] = await corridor.store.cases.ofConversation(khuta, conversation?.id ?? "");
  caseId = opened?.id ?? "";
}, 60_000);
afterAll(() => corridor.stop());

function staff(id: string, ...roles: string[]): Actor {
  return { kind: "staff", id, name: id, roles };
}

async function say(...texts: string[]): Promise<void> {
  for (const text of texts) {
    await corridor.write(PHONE, text);
    await corridor.quiet();
  }
}

async function doIt(action: CaseAction, by: Actor = officer) {
  const done = await actOnCase(corridor.world, khuta, caseId, action, by, `k${count++}`);
  await corridor.quiet();
  if (!done.done) throw new Error(JSON.stringify(done.refusal));
}

async function pass(days: number): Promise<void> {
  const until = new Date(now.getTime() + days * DAY_MS);
  for (;;) {
    const [next] = await corridor.store.followUps.dueBefore(new Date(until.getTime() + 1), 1);
    if (!next) break;
    if (next.dueAt > now) now = next.dueAt;
    await resume(corridor.world, khuta, next.id);
    await corridor.quiet();
  }
  now = until;
}

function lastText(key: string): string {
  const message = corridor.sms.seen.findLast((each) => each.to.value === PHONE && each.key === key);
  return message && message.body.kind !== "media" ? message.body.text : "";
}

/** What follows the last of this key, itself included. */
function keysSince(key: string): string[] {
  const keys = corridor.keys(PHONE);
  return keys.slice(keys.lastIndexOf(key));
}

async function fillPage(key: string, values: Record<string, string>, documents: string[] = []) {
  const token = /\/form\/([0-9A-Za-z]+)/.exec(lastText(key))?.[1] ?? "";
  const form = await corridor.store.forms.find(corridor.world.tokens.hash(token));
  if (!form) throw new Error(`no page in "${lastText(key)}"`);
  await submitForm(
    corridor.world,
    form,
    values,
    documents.map((id) => ({ id, storageKey: `scan-${id}` })),
  );
  await corridor.quiet();
  return form;
}

const caseNow = async () => (await corridor.store.cases.get(khuta, caseId))!;

test("documents come by the page that the message leads to, and the last one starts the two weeks", async () => {
  await say("القائمة", "3");
  const form = await fillPage("documents.send", {}, ["family_register", "residence_proof"]);
  expect(form.documents).toEqual(["family_register", "residence_proof", "income_statement"]);
  expect(lastText("documents.received")).toContain("مشهد الدخل");
  expect((await caseNow()).state).toBe("awaiting_documents");

  await say("3");
  await fillPage("documents.send", {}, ["income_statement"]);
  await say("15/10/2026");
  expect(keysSince("docs.expiry")).toEqual(["docs.expiry", "docs.complete", "receipt.complete"]);
  expect(await caseNow()).toMatchObject({
    state: "submitted",
    documents: expect.arrayContaining([
      expect.objectContaining({
        id: "income_statement",
        issuedOn: "2026-10-15",
        state: "received",
      }),
    ]),
  });
  const notice = corridor.sms.seen.findLast(({ key }) => key === "receipt.complete");
  await takeReceipt(corridor.world, khuta, {
    channelId: "khuta-sms",
    providerMessageId: `p-${notice?.id}`,
    state: "delivered",
  });
  expect((await caseNow()).notice.deliveredAt).toBeDefined();
}, 60_000);

test("a refusal says no reason in the message, and an objection is registered by its word", async () => {
  for (const { id } of (await caseNow()).documents)
    await doIt({ kind: "match_document", document: id, fields: ["name"] });
  const act = (action: Parameters<typeof actOnSession>[3], by: Actor = manager) =>
    actOnSession(corridor.world, khuta, "s1", action, by);
  const members = ["amina", "badr"].map((id, index) => ({ id, name: id, chair: index === 0 }));
  const at = new Date(now.getTime() + 15 * DAY_MS).toISOString();
  await act({ kind: "plan", at, members });
  expect(await act({ kind: "add_case", caseId }, officer)).toMatchObject({ done: true });
  await pass(15);
  const outcomes = [{ caseId, outcome: "declined" as const, reason: "budget" }];
  const recorded = await act({
    kind: "record",
    minutesNumber: "12",
    present: ["amina", "badr"],
    outcomes,
  });
  expect(recorded).toEqual(expect.objectContaining({ done: true }));
  await doIt({ kind: "second" }, staff("salma", "manager"));
  const text = lastText("decision.reject");
  expect(text).toContain((await caseNow()).number);
  expect(text).not.toContain("الموارد");

  await say("تظلم", "الدخل المذكور تغيّر الشهر الماضي");
  expect(corridor.keys(PHONE).at(-1)).toBe("objection.receipt");
  const { objection } = await caseNow();
  expect(objection).toMatchObject({ text: "الدخل المذكور تغيّر الشهر الماضي" });
  expect(lastText("objection.receipt")).toContain(objection?.number);
  await say("تظلم");
  expect(corridor.keys(PHONE).at(-1)).toBe("objection.none");
}, 60_000);

test("upheld, accepted, paid to an account that stands nowhere, delivered, and asked whether it was well", async () => {
  await doIt(
    { kind: "decide_objection", result: "upheld", reason: "ثبت تغيّر الدخل" },
    staff("lina", "objection_body"),
  );
  expect(corridor.keys(PHONE)).toContain("objection.upheld");
  const act = (action: Parameters<typeof actOnSession>[3], by: Actor = manager) =>
    actOnSession(corridor.world, khuta, "s2", action, by);
  const members = ["amina", "badr"].map((id, index) => ({ id, name: id, chair: index === 0 }));
  await act({ kind: "plan", at: now.toISOString(), members });
  await act({ kind: "add_case", caseId }, officer);
  await act({
    kind: "record",
    minutesNumber: "13",
    present: ["amina", "badr"],
    outcomes: [{ caseId, outcome: "accepted", payout: true }],
  });
  await corridor.quiet();
  expect(corridor.keys(PHONE).slice(-2)).toContain("decision.accept");

  await fillPage("payout.iban.link", { iban: IBAN, iban_holder: "نورة السالم" });
  expect(lastText("payout.received")).toContain("0000");
  expect(await corridor.store.cases.revealSecrets(khuta, caseId)).toMatchObject({ iban: IBAN });

  await doIt({ kind: "deliver", task: "1" });
  await doIt({ kind: "delivered" });
  await say("1");
  expect(keysSince("delivered.ask")).toEqual(["delivered.ask", "delivered.thanks"]);
  expect((await caseNow()).state).toBe("closed");

  await pass(8);
  expect(corridor.keys(PHONE)).toContain("survey.q1");
  await say("4", "5");
  expect(corridor.keys(PHONE)).toContain("survey.thanks");
  expect((await caseNow()).survey).toBe("answered");
  const conversation = await corridor.conversation(PHONE);
  const thread = await corridor.store.messages.thread(khuta, conversation?.id ?? "", {
    limit: 200,
  });
  expect(JSON.stringify([conversation, thread]).includes(IBAN)).toBe(false);
}, 60_000);
