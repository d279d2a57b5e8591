import { afterAll, beforeAll, expect, test } from "vitest";
import type { SessionAction } from "../../src/cases/session.ts";
import { actOnSession } from "../../src/conversation/act-on-session.ts";
import { actOnCase } from "../../src/conversation/act-on-case.ts";
import { tellOnce } from "../../src/conversation/campaign.ts";
import { addressKey } from "../../src/channels/channel.ts";
import { connectRaw } from "../support/raw.ts";
import { khuta } from "../support/corridor.ts";
import { ownStores } from "../support/stores.ts";
import { manager, officer, openMovedClock, staff } from "./moved-clock.ts";

/* What happens to a case between two steps, on a real store: changed after the signature, put off, refused too late. */

const { mongoUri } = ownStores();
const members = ["amina", "badr", "camila"];
let life: Awaited<ReturnType<typeof openMovedClock>>;

beforeAll(async () => {
  life = await openMovedClock(mongoUri, "2026-11-01T10:00:00+03:00");
}, 60_000);
afterAll(() => life.stop());

const DAY_MS = 86_400_000;
const after = (days: number) =>
  new Date(life.now.getTime() + days * DAY_MS + 3 * 3_600_000)
    .toISOString()
    .slice(0, 16)
    .replace("T", " ");

/** Matched, noticed and signed: all but the committee. */
async function matchedCase(phone: string): Promise<string> {
  const caseId = await life.request(phone);
  const documents = (await life.store.cases.get(khuta, caseId))?.documents ?? [];
  for (const { id } of documents)
    await life.act(caseId, { kind: "receive_document", document: id, storageKeys: ["b"] });
  await life.confirm(phone, "receipt.complete");
  for (const { id } of documents)
    await life.act(caseId, { kind: "match_document", document: id, fields: [] });
  return caseId;
}

async function inSession(caseId: string, id: string): Promise<void> {
  const seats = members.map((name, index) => ({ id: name, name, chair: index === 0 }));
  const at = new Date(life.now.getTime() + 15 * DAY_MS).toISOString();
  await life.session(id, { kind: "plan", at, members: seats });
  await life.session(id, { kind: "add_case", caseId }, officer);
  await life.until(after(15));
}

const minutes = (caseId: string, outcome: object): SessionAction => ({
  kind: "record",
  present: members,
  minutesNumber: "12",
  outcomes: [{ caseId, ...outcome }] as never,
});

test("a changed answer asks the person to declare anew, and until then no committee sees the case", async () => {
  const phone = "+966558000001";
  const caseId = await matchedCase(phone);
  await life.act(caseId, { kind: "change_answer", answers: { need_description: "سداد الإيجار" } });
  expect(life.corridor.keys(phone).at(-1)).toBe("declare.again");
  for (const { id } of (await life.store.cases.get(khuta, caseId))?.documents ?? [])
    await life.act(caseId, { kind: "match_document", document: id, fields: [] });
  const refer = () =>
    actOnCase(life.corridor.world, khuta, caseId, { kind: "to_committee" }, officer, `r${count++}`);
  expect(await refer()).toMatchObject({ done: false, refusal: { code: "case.signed" } });
  await life.say(phone, "اقر");
  expect(life.corridor.keys(phone).at(-1)).toBe("declare.again_done");
  const signed = await life.store.cases.get(khuta, caseId);
  expect(signed?.signature.voidedAt).toBeUndefined();
  expect(signed?.declaration).toMatchObject({
    method: "word",
    answersHash: signed?.signature.answersHash,
    text: expect.stringContaining("بعد التعديل"),
  });
  const tasks = await life.store.tasks.open(khuta);
  expect(tasks.some((each) => each.caseId === caseId && each.task === "sign_again")).toBe(false);
  expect(await refer()).toMatchObject({ done: true });
}, 60_000);
let count = 0;

test("what is put off is told with a letter that names the next day, and comes back", async () => {
  const phone = "+966558000002";
  const caseId = await matchedCase(phone);
  await inSession(caseId, "put-off");
  const outcome = {
    outcome: "deferred",
    reason: "more_information",
    advice: "عقد حديث",
    nextSessionOn: "2026-12-20",
  };
  await life.session("put-off", minutes(caseId, outcome));
  const view = await life.store.cases.get(khuta, caseId);
  expect(view).toMatchObject({ state: "matched", deferral: { letterNumber: expect.any(String) } });
  const [letter] = (await life.store.letters.ofCase(khuta, caseId)).filter(
    ({ kind }) => kind === "deferral",
  );
  const sheet = JSON.stringify(await life.store.letters.sourceOf(khuta, letter?.id ?? ""));
  expect(sheet).toContain("20/12/2026");
  expect(sheet).toContain("عقد حديث");
  expect(life.corridor.keys(phone).slice(-2)).toEqual(["letter.attached", "decision.defer"]);
}, 60_000);

test("an outcome that a case cannot take any more is a task with its reason, told to whoever recorded it", async () => {
  const phone = "+966558000003";
  const caseId = await matchedCase(phone);
  await inSession(caseId, "late");
  const { world } = life.corridor;
  // Between the look and the write, a manager suspends the case.
  const commit = world.store.sessions.commit;
  const hurried = {
    ...world,
    store: {
      ...world.store,
      sessions: {
        ...world.store.sessions,
        commit: async (...args: Parameters<typeof commit>) => {
          const saved = await commit(...args);
          await life.act(caseId, { kind: "suspend", reason: "زيارة" }, manager);
          return saved;
        },
      },
    },
  };
  const recorded = await actOnSession(
    hurried,
    khuta,
    "late",
    minutes(caseId, { outcome: "accepted" }),
    manager,
  );
  expect(recorded).toMatchObject({
    done: true,
    refused: [{ caseId, code: "case.suspended" }],
    session: { pending: [] },
  });
  const view = await life.store.cases.get(khuta, caseId);
  expect(view).toMatchObject({ state: "committee" });
  expect(view?.decision).toBeUndefined();
  expect(await life.store.letters.ofCase(khuta, caseId)).toEqual([]);
  const task = async () =>
    (await life.store.tasks.open(khuta)).find(
      (each) => each.caseId === caseId && each.task === "outcome_refused",
    );
  expect(await task()).toMatchObject({ reason: "case.suspended", priority: "urgent" });
  await life.act(caseId, { kind: "reactivate" }, manager);
  await inSession(caseId, "again");
  expect(await task()).toBeUndefined();
}, 60_000);

test("a refusal by SMS carries one link, to its letter", async () => {
  const phone = "+966558000004";
  const caseId = await matchedCase(phone);
  await inSession(caseId, "refusal");
  await life.session("refusal", minutes(caseId, { outcome: "declined", reason: "budget" }));
  await life.act(caseId, { kind: "second" }, staff("sara", "manager"));
  const { seen } = life.corridor.sms;
  const told = seen.filter(({ to, key }) => to.value === phone && /^(letter|decision)\./.test(key));
  expect(told.map(({ key }) => key)).toEqual(["decision.reject"]);
  expect(JSON.stringify(told).match(/https:/g)).toHaveLength(1);
}, 60_000);

test("a rating that was begun and left is readable nowhere beside the person, and gone after a day", async () => {
  const phone = "+966558000005";
  await life.say(phone, "هلا");
  await life.say(phone, "1");
  const address = addressKey({ channelId: "khuta-sms", scheme: "e164", value: phone });
  const id = (await life.store.conversations.ownerOf(khuta, address)) ?? "";
  await tellOnce(life.corridor.world, khuta, id, {
    id: "survey",
    event: "survey",
    values: { case_id: "none", case_no: "KH-4800173-0", service: "rent" },
  });
  await life.corridor.quiet();
  await life.say(phone, "2");
  expect(life.corridor.keys(phone).at(-1)).toBe("survey.q2");
  // It is there, for the question that follows ...
  const open = async () => JSON.stringify((await life.store.conversations.load(khuta, id))?.state);
  expect(await open()).toContain('"survey_service":"2"');
  // ... and sealed for whoever reads the database.
  const raw = await connectRaw(mongoUri);
  const dump = JSON.stringify(await raw.collections());
  await raw.close();
  expect(dump).toContain(phone);
  expect(dump).not.toContain("survey_service");
  expect(dump).not.toContain(Buffer.from('"survey_service"').toString("base64").slice(0, 16));
  await life.until(after(1.1));
  expect(await open()).not.toContain("survey_service");
  const thread = JSON.stringify(await life.store.messages.ofAddress(khuta, address));
  expect(thread).toContain("تُعرض"); // that an answer came
  expect(thread).not.toContain('"text":"2"');
}, 60_000);
