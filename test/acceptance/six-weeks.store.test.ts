import { afterAll, beforeAll, expect, test } from "vitest";
import { khuta } from "../support/corridor.ts";
import { ownStores } from "../support/stores.ts";
import { manager, officer, openMovedClock, staff } from "./moved-clock.ts";

/*
 * Six weeks of one family in seconds: documents are missing and reminded of, the last one runs out between submission
 * and session, Ramadan begins, the session falls on the day after a holiday, the answer is no, and it is objected to.
 */

const PHONE = "+966554300001";
let life: Awaited<ReturnType<typeof openMovedClock>>;
const { mongoUri } = ownStores();

beforeAll(async () => {
  life = await openMovedClock(mongoUri, "2027-01-24T20:30:00+03:00");
}, 60_000);
afterAll(() => life.stop());

test("six weeks, told in the order and at the hours in which they were told", async () => {
  const caseId = await life.request(PHONE);
  const from = (await life.store.messages.ofAddress(khuta, `khuta-sms|${PHONE}`)).length;
  const bring = (document: string, expiresOn?: string) =>
    life.act(caseId, {
      kind: "receive_document",
      document,
      storageKeys: [`file-${document}`],
      ...(expiresOn ? { expiresOn } : {}),
    });
  const match = (document: string) =>
    life.act(caseId, { kind: "match_document", document, fields: ["name"] });

  // Week 1 and 2: three of four documents come, the reminders go on until the last one.
  await life.until("2027-01-28 11:00");
  for (const document of ["family_register", "residence_proof", "income_statement"])
    await bring(document);
  await life.until("2027-02-02 10:00");
  await bring("rent_contract", "2027-02-18");
  await life.confirm(PHONE, "receipt.complete");
  for (const { id } of (await life.store.cases.get(khuta, caseId))?.documents ?? [])
    await match(id);

  // Week 3: Ramadan has begun on 8 February; the contract runs out on the 18th, before the session of the 23rd.
  const members = ["amina", "badr", "camila"].map((id, index) => ({
    id,
    name: id,
    chair: index === 0,
  }));
  await life.session("feb", { kind: "plan", at: "2027-02-23T10:30:00+03:00", members });
  await expect(life.session("feb", { kind: "add_case", caseId }, officer)).rejects.toThrow(
    "case.documents_valid",
  );
  await life.until("2027-02-20 10:00");
  const waiting = await life.store.cases.get(khuta, caseId);
  expect(waiting?.state).toBe("awaiting_documents");

  // Week 5: renewed, matched again, on the agenda; the day before the session is a holiday.
  await bring("rent_contract", "2028-02-18");
  await match("rent_contract");
  await life.until("2027-02-23 10:30");
  await life.session("feb", { kind: "add_case", caseId }, officer);
  await life.session("feb", {
    kind: "record",
    minutesNumber: "1448-7",
    present: ["amina", "badr", "camila"],
    conflicts: [{ caseId, member: "camila", reason: "قرابة" }],
    outcomes: [{ caseId, outcome: "declined", reason: "budget" }],
  });
  await expect(life.act(caseId, { kind: "release_decision" }, manager)).rejects.toThrow(
    "case.second_needed",
  );
  await life.act(caseId, { kind: "second" }, staff("amina", "committee"));
  await life.until("2027-02-25 14:00");

  // Week 6: an objection, heard by others than those who decided; then Eid.
  await life.act(
    caseId,
    { kind: "object", text: "تغيرت ظروف الأسرة" },
    { kind: "contact", id: "x" },
  );
  await expect(
    life.act(
      caseId,
      { kind: "decide_objection", result: "upheld", reason: "ظهر جديد" },
      staff("amina", "objection_body"),
    ),
  ).rejects.toThrow("case.same_person");
  await life.until("2027-03-07 22:00");
  await life.act(
    caseId,
    { kind: "decide_objection", result: "upheld", reason: "ظهر جديد" },
    staff("oways", "objection_body"),
  );
  await life.until("2027-03-09 09:00");

  const after = (await life.store.cases.get(khuta, caseId))!;
  expect(after.state).toBe("matched");
  expect(after.history.map(({ at }) => at)).toEqual(after.history.map(({ at }) => at).toSorted());
  const changes = after.history.map(({ at, change }) => `${at.slice(0, 10)} ${change}`);
  await expect(
    [...(await life.diary(PHONE, from)), "", ...changes, ""].join("\n"),
  ).toMatchFileSnapshot("six-weeks.golden");
}, 60_000);
