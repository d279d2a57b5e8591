import { afterAll, beforeAll, expect, test } from "vitest";
import type { CaseAction } from "../../src/cases/action.ts";
import type { Actor } from "../../src/cases/case.ts";
import { actOnCase, settleCase } from "../../src/conversation/act-on-case.ts";
import { actOnSession } from "../../src/conversation/act-on-session.ts";
import { takeReceipt } from "../../src/conversation/take-receipt.ts";
import { createLetters } from "../../src/conversation/letters/create.ts";
import { resume } from "../../src/conversation/resume.ts";
import { sweep } from "../../src/conversation/sweep.ts";
import { khuta, openCorridor, type Corridor } from "../support/corridor.ts";
import { requestBySms } from "../support/request-by-sms.ts";
import { ownStores } from "../support/stores.ts";

/*
 * The life of a case through its one door, on a real store: what staff do and what time brings reaches the person's
 * telephone by the same corridor as every message.
 */

const { mongoUri } = ownStores();
const REQUEST = requestBySms();
const officer = staff("huda", "officer");
const manager = staff("majed", "manager");
const DAY_MS = 86_400_000;
let now = new Date("2026-11-01T10:00:00+03:00");
let corridor: Corridor;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => now });
  // Real letters on paper that is not pressed: Chromium has tests of its own.
  const { store, associations, texts, flows, clock, publicUrl } = corridor.world;
  corridor.world.letters = createLetters({
    store,
    associations,
    texts,
    flows,
    clock,
    publicUrl,
    draw: (sheet) => JSON.stringify(sheet),
    print: async (html) => Buffer.from(html),
  });
}, 60_000);
afterAll(() => corridor.stop());

function staff(id: string, ...roles: string[]): Actor {
  return { kind: "staff", id, name: id, roles };
}

/** A registered request with all documents missing. */
async function requestOf(phone: string): Promise<string> {
  for (const text of REQUEST) {
    await corridor.write(phone, text);
    await corridor.quiet();
  }
  const conversation = await corridor.conversation(phone);
  const [opened] = await corridor.store.cases.ofConversation(khuta, conversation?.id ?? "");
  if (!opened) throw new Error("no case was opened");
  return opened.id;
}

let count = 0;
async function doIt(caseId: string, action: CaseAction, by: Actor = officer, key = `k${count++}`) {
  const done = await actOnCase(corridor.world, khuta, caseId, action, by, key);
  await corridor.quiet();
  if (!done.done) throw new Error(JSON.stringify(done.refusal));
  return done.view;
}

async function complete(caseId: string): Promise<void> {
  const view = await corridor.store.cases.get(khuta, caseId);
  for (const { id } of view?.documents ?? [])
    await doIt(caseId, { kind: "receive_document", document: id, storageKeys: ["b"] });
}

/** Lets days pass; what is due on the way fires, in its order. */
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

async function receiptOf(phone: string, key: string): Promise<void> {
  const message = corridor.sms.seen.findLast((each) => each.to.value === phone && each.key === key);
  await takeReceipt(corridor.world, khuta, {
    channelId: "khuta-sms",
    providerMessageId: `p-${message?.id}`,
    state: "delivered",
  });
}

test("a case goes from its documents to the decision, and every word of it reaches the person once", async () => {
  const phone = "+966554200001";
  const caseId = await requestOf(phone);
  await complete(caseId);
  const before = (await corridor.store.cases.get(khuta, caseId))!;
  expect(before).toMatchObject({ state: "submitted", notice: { sentAt: now.toISOString() } });
  const receipts = corridor.keys(phone).filter((key) => key.startsWith("receipt"));
  await receiptOf(phone, receipts.at(-1) ?? "");
  for (const { id } of before.documents)
    await doIt(caseId, { kind: "match_document", document: id, fields: ["name"] });
  const members = ["amina", "badr", "camila"].map((id, index) => ({
    id,
    name: id,
    chair: index === 0,
  }));
  const at = new Date(now.getTime() + 15 * DAY_MS).toISOString();
  const act = (action: Parameters<typeof actOnSession>[3], by: Actor = manager) =>
    actOnSession(corridor.world, khuta, "s1", action, by);
  await act({ kind: "plan", at, members });
  expect(await act({ kind: "add_case", caseId }, officer)).toMatchObject({ done: true });
  await pass(15);
  await act({ kind: "open", present: ["amina", "badr", "camila"] });
  await act({ kind: "step_out", caseId, reason: "قرابة" }, staff("camila", "committee"));
  expect(
    await act({ kind: "vote", caseId, vote: "accepted" }, staff("camila", "committee")),
  ).toMatchObject({
    done: false,
    refusal: { code: "session.conflict" },
  });
  for (const id of ["amina", "badr"])
    await act({ kind: "vote", caseId, vote: "accepted" }, staff(id, "committee"));
  const closed = await act({ kind: "close", minutesNumber: "12" });
  expect(closed).toMatchObject({ done: true, session: { status: "closed", pending: [] } });
  await corridor.quiet();
  const decided = (await corridor.store.cases.get(khuta, caseId))!;
  expect(decided.decision).toMatchObject({
    number: expect.stringMatching(/^KH-D48-\d{4}$/),
    decidedBy: ["amina", "badr"],
    releasedAt: now.toISOString(),
  });
  expect(decided.decision?.letterKey).toBeDefined();
  await doIt(caseId, { kind: "deliver", task: "1" });
  await doIt(caseId, { kind: "delivered" });
  const keys = corridor.keys(phone);
  expect(keys.filter((key) => key === "decision.accept")).toHaveLength(1);
  expect(keys.at(-1)).toBe("delivered.ask");
}, 60_000);

test("what is decided at night is told in the morning", async () => {
  const phone = "+966554200002";
  const caseId = await requestOf(phone);
  const before = corridor.keys(phone).length;
  now = new Date(now.getTime() + 13 * 3_600_000); // 23:00
  await doIt(caseId, { kind: "suspend", reason: "زيارة" });
  expect(corridor.keys(phone)).toHaveLength(before);
  await pass(0.5);
  expect(corridor.keys(phone)).toHaveLength(before + 1);
}, 60_000);

test("the same key from two processes at once is done once", async () => {
  const phone = "+966554200003";
  const caseId = await requestOf(phone);
  const action: CaseAction = { kind: "suspend", reason: "زيارة" };
  const both = await Promise.all(
    Array.from({ length: 8 }, () =>
      actOnCase(corridor.world, khuta, caseId, action, officer, "once"),
    ),
  );
  await corridor.quiet();
  expect(both.every(({ done }) => done)).toBe(true);
  expect(both.filter((each) => each.done && !each.repeated)).toHaveLength(1);
  const view = await corridor.store.cases.get(khuta, caseId);
  expect(view?.history.filter(({ change }) => change === "suspended")).toHaveLength(1);
  expect(corridor.keys(phone).filter((key) => key.startsWith("missing.suspended"))).toHaveLength(1);
}, 60_000);

test("actions that meet on one case are all done, one after another", async () => {
  const caseId = await requestOf("+966554200004");
  const view = (await corridor.store.cases.get(khuta, caseId))!;
  await Promise.all(
    view.documents.map(({ id }, index) =>
      actOnCase(
        corridor.world,
        khuta,
        caseId,
        { kind: "receive_document", document: id, storageKeys: ["b"] },
        officer,
        `meet.${index}`,
      ),
    ),
  );
  await corridor.quiet();
  const after = await corridor.store.cases.get(khuta, caseId);
  expect(after).toMatchObject({
    state: "submitted",
    version: view.version + view.documents.length + 1,
  });
}, 60_000);

test("effects that a crash left are applied by the sweeper; effects that were applied are not told twice", async () => {
  const phone = "+966554200005";
  const caseId = await requestOf(phone);
  const found = (await corridor.store.cases.load(khuta, caseId))!;
  const { record } = await suspendedWithoutEffects(caseId);
  await corridor.quiet();
  const before = corridor.keys(phone).length;
  expect(record.suspended).toBe(true);
  await sweep(corridor.world);
  await corridor.quiet();
  expect(corridor.keys(phone)).toHaveLength(before + 1);
  await settleCase(corridor.world, khuta, caseId);
  await sweep(corridor.world);
  await corridor.quiet();
  expect(corridor.keys(phone)).toHaveLength(before + 1);
  expect((await corridor.store.cases.load(khuta, caseId))?.effects).toEqual([]);
  expect(found.effects).toEqual([]);
}, 60_000);

/** Saved as `actOnCase` saves it, by a process that dies before anything of it is applied. */
async function suspendedWithoutEffects(caseId: string) {
  class Died extends Error {}
  let saved: Parameters<typeof corridor.store.cases.commit>[1] | undefined;
  const dying = {
    ...corridor.world,
    failpoint: (name: string) => {
      if (name === "case.acted") throw new Died();
    },
    store: {
      ...corridor.store,
      cases: {
        ...corridor.store.cases,
        commit: (...[association, change]: Parameters<typeof corridor.store.cases.commit>) => {
          saved = { ...change, until: new Date(0) };
          return corridor.store.cases.commit(association, saved);
        },
      },
    },
  };
  const action: CaseAction = { kind: "suspend", reason: "زيارة" };
  await expect(actOnCase(dying, khuta, caseId, action, officer, "dies")).rejects.toThrow(Died);
  if (!saved) throw new Error("nothing was saved");
  return saved;
}

test("a case of another association is not there", async () => {
  const caseId = await requestOf("+966554200006");
  const done = await actOnCase(
    corridor.world,
    "amal" as typeof khuta,
    caseId,
    { kind: "suspend", reason: "x" },
    manager,
    "other",
  );
  expect(done).toEqual({ done: false, refusal: { code: "case.unknown" } });
}, 60_000);
