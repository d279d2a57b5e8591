import { afterAll, beforeAll, expect, test } from "vitest";
import { actOnCase } from "../../../src/conversation/act-on-case.ts";
import type { AssociationId } from "../../../src/conversation/ports.ts";
import type {
  CaseDetail,
  IntakeDone,
  IntakeForm,
  Preview,
  Revealed,
  SessionView,
  Uploaded,
} from "../../../src/http/staff/api.ts";
import { khuta, openCorridor, type Corridor } from "../../support/corridor.ts";
import { png } from "../../support/files.ts";
import { openDesk, type Browser } from "../../support/staff-desk.ts";
import { lettersOnPaper } from "../../support/letters-on-paper.ts";
import { requestBySms } from "../../support/request-by-sms.ts";
import { ownStores } from "../../support/stores.ts";

/* A case from the desk to the letter, by the routes that the pages use; the rules themselves have tests of their own. */

const { mongoUri } = ownStores();
const REQUEST = requestBySms();
const PHONE = "+966553000001";
let now = new Date("2026-11-01T10:00:00+03:00");
let corridor: Corridor;
let desk: Awaited<ReturnType<typeof openDesk>>;
let officer: Browser;
let manager: Browser;
let committee: Browser[];
let caseId: string;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => now });
  corridor.world.letters = lettersOnPaper(corridor.world);
  desk = await openDesk(corridor.world);
  officer = await desk.logIn(await desk.account(khuta, "هدى", ["officer"]));
  manager = await desk.logIn(await desk.account(khuta, "ماجد", ["manager"]));
  committee = [];
  for (const name of ["أمينة", "بدر", "كاملة"])
    committee.push(await desk.logIn(await desk.account(khuta, name, ["committee"])));
  for (const text of REQUEST) {
    await corridor.write(PHONE, text);
    await corridor.quiet();
  }
  const conversation = await corridor.conversation(PHONE);
  const [opened] = await corridor.store.cases.ofConversation(khuta, conversation?.id ?? "");
  caseId = opened!.id;
});
afterAll(async () => {
  await corridor.world.live?.settled();
  await desk.app.close();
  await corridor.stop();
});

const detail = async (page = officer) =>
  (await page.get(`/api/cases/${caseId}`)).json<CaseDetail>();
async function act(page: Browser, verb: string, body: object = {}) {
  const answer = await page.post(`/api/cases/${caseId}/${verb}`, body);
  await corridor.quiet();
  return answer;
}

test("a case shows what it holds, and no full number", async () => {
  const { cases } = (await officer.get("/api/cases?state=awaiting_documents")).json<{
    cases: { id: string; name: string; missing: number }[];
  }>();
  expect(cases).toMatchObject([{ id: caseId, name: "نورة عبدالله محمد السالم" }]);
  const body = await detail();
  expect(body.identity).toBe("••••9004");
  expect(body.declaration).toMatchObject({ valid: true, method: "word" });
  expect(body.gates.find(({ id }) => id === "documents_received")?.met).toBe(false);
  expect(body.documents.every(({ label, state }) => label !== "" && state === "missing")).toBe(
    true,
  );
  expect(JSON.stringify(body)).not.toContain("1999999004");
});

test("the number in full is given with a reason only, and the look is in the audit", async () => {
  expect((await officer.post(`/api/cases/${caseId}/reveal`)).statusCode).toBe(400);
  expect(
    (await committee[0]!.post(`/api/cases/${caseId}/reveal`, { reason: "فضول" })).statusCode,
  ).toBe(403);
  const answer = await officer.post(`/api/cases/${caseId}/reveal`, { reason: "مطابقة سجل الأسرة" });
  expect(answer.json<Revealed>().values).toContainEqual(
    expect.objectContaining({ id: "national_id", value: "1999999004" }),
  );
  const audit = await corridor.store.audit.list(khuta, { limit: 10, what: `case ${caseId}` });
  expect(audit.map(({ verb, byName, reason }) => [verb, byName, reason])).toEqual([
    ["reveal", "هدى", "مطابقة سجل الأسرة"],
  ]);
  expect(JSON.stringify(audit)).not.toContain("1999999004");
});

test("it is not there for another association, nor for a delegate of another branch", async () => {
  const stranger = await desk.logIn(
    await desk.account("ratel" as AssociationId, "غريب", ["officer", "manager", "committee"]),
  );
  const delegate = await desk.logIn(await desk.account(khuta, "مندوب", ["delegate"], "جدة"));
  for (const page of [stranger, delegate]) {
    expect((await page.get(`/api/cases/${caseId}`)).statusCode).toBe(404);
    expect((await page.get("/api/cases")).json<{ cases: object[] }>().cases).toEqual([]);
  }
  expect((await stranger.post(`/api/cases/${caseId}/close`, { reason: "غريب" })).statusCode).toBe(
    404,
  );
  expect((await stranger.post(`/api/cases/${caseId}/reveal`, { reason: "غريب" })).statusCode).toBe(
    404,
  );
});

test("the officer matches what came; what the rules forbid is refused with the reason, and nothing changes", async () => {
  const early = await act(officer, "to_committee");
  expect([early.statusCode, early.json().error.code]).toEqual([
    409,
    expect.stringMatching(/^case\./),
  ]);
  const { documents } = await detail();
  for (const { id } of documents) {
    const key = await corridor.store.blobs.put(khuta, Buffer.from("%PDF-1.7"), {
      mime: "application/pdf",
      owner: caseId,
    });
    await actOnCase(
      corridor.world,
      khuta,
      caseId,
      { kind: "receive_document", document: id, storageKeys: [key] },
      { kind: "contact", id: "p" },
      `received.${id}`,
    );
  }
  await corridor.quiet();
  const seen = await detail();
  expect(seen.documents[0]?.files).toEqual([
    { url: expect.stringMatching(/^\/api\/files\//), mime: "application/pdf" },
  ]);
  const stale = await act(officer, "match_document", {
    document: documents[0]!.id,
    fields: ["applicant_name"],
    version: seen.version - 1,
  });
  expect([stale.statusCode, stale.json().error.code]).toEqual([409, "case.changed"]);
  for (const { id } of documents)
    expect(
      (await act(officer, "match_document", { document: id, fields: ["applicant_name"] }))
        .statusCode,
    ).toBe(200);
  expect((await detail()).state).toBe("matched");
});

test("the committee meets in one form: the letter and the messages are seen before, leave after the second pair of eyes", async () => {
  const told = await act(officer, "told_notice", { how: "هاتفياً" });
  expect([200, 409]).toContain(told.statusCode);
  const conversation = await corridor.conversation(PHONE);
  for (const message of corridor.sms.seen.filter(({ key }) => key.startsWith("receipt")))
    await corridor.store.messages.recordReceipt(khuta, {
      channelId: "khuta-sms",
      providerMessageId: `p-${message.id}`,
      state: "delivered",
    });
  now = new Date("2026-11-17T10:00:00+03:00");
  if (!(await detail()).gates.find(({ id }) => id === "notice")?.met)
    await actOnCase(
      corridor.world,
      khuta,
      caseId,
      { kind: "notice_delivered", at: now.toISOString(), writtenAt: now.toISOString() },
      { kind: "system", id: "receipt" },
      "delivered",
    );
  expect(conversation).toBeDefined();
  const planned = await manager.post("/api/sessions", { at: "2026-11-17T12:00:00+03:00" });
  const session = planned.json<SessionView>();
  expect(session).toMatchObject({ status: "planned", quorum: { needed: 2, reached: false } });
  const added = await manager.post(`/api/sessions/${session.id}/add_case`, { caseId });
  expect(added.json()).toMatchObject({ agenda: [{ caseId, outcome: null }] });

  const data = { outcome: "declined", reason: "outside_scope", advice: "يمكن التقدم إلى جهة أخرى" };
  const preview = await act(manager, "preview", { verb: "decide", data });
  const { letterUrl, messages } = preview.json<Preview>();
  expect(messages.map(({ channel }) => channel)).toContain("khuta-sms");
  const letter = await manager.get(letterUrl!);
  expect(letter.headers["content-security-policy"]).toMatch(/^sandbox; default-src 'none'/);
  expect((await officer.get(letterUrl!)).statusCode).toBe(404);
  expect((await detail()).decision).toBeNull();

  const form = {
    minutesNumber: "12/1448",
    present: session.members.slice(0, 2).map(({ id }) => id),
    outcomes: [{ caseId, ...data }],
  };
  expect((await officer.post(`/api/sessions/${session.id}/record`, form)).statusCode).toBe(403);
  const recorded = await committee[0]!.post(`/api/sessions/${session.id}/record`, form);
  expect(recorded.json()).toMatchObject({ status: "closed", agenda: [{ outcome: "declined" }] });
  await corridor.quiet();
  expect(corridor.keys(PHONE).some((key) => key.startsWith("decision."))).toBe(false);
  expect((await act(manager, "second")).statusCode).toBe(200);
  await act(manager, "release_decision");
  await corridor.quiet();
  const after = await detail();
  expect(after).toMatchObject({ state: "decided", decision: { outcome: "declined" } });
  expect(after.actions.find(({ verb }) => verb === "decide")).toMatchObject({ allowed: false });
  const sheet = await officer.get(`/api/sessions/${session.id}/sheet`);
  expect([sheet.statusCode, sheet.headers["content-type"]]).toEqual([200, "application/pdf"]);
});

test("a request at the desk passes the same readers, says where it came from, and the person is told", async () => {
  const answers: Record<string, string> = {};
  const ask = async () =>
    (await officer.post("/api/intake/questions", { answers })).json<IntakeForm>();
  const chosen: Record<string, string> = { service_type: "rent", housing_tenure: "rent" };
  const by: Record<string, string> = {
    identity: "١٩٩٩٩٩٩٠٠٤",
    phone: "0553000009",
    date: "15/6/1410",
    number: "٢",
    text: "فاطمة أحمد علي الغامدي",
  };
  // Each answer may bring the next question: the form grows until nothing is missing.
  const blank = (form: IntakeForm) =>
    form.sections
      .flatMap(({ questions }) => questions)
      .find(({ id, required }) => required && answers[id] === undefined);
  for (let next = blank(await ask()); next; next = blank(await ask()))
    answers[next.id] = next.id.startsWith("dependents.")
      ? "سارة، ابنة، 1436"
      : (chosen[next.id] ?? next.options[0]?.id ?? by[next.kind] ?? "");
  expect(Object.keys(answers)).toEqual(
    expect.arrayContaining(["rent_amount", "rent_end", "dependents.0", "dependents.1"]),
  );
  const declaration = { method: "read_aloud", witness: "سالم عمر" };
  const bad = await officer.post("/api/intake", {
    source: "visit",
    answers: { ...answers, national_id: "123", mobile: "0112345678", "dependents.1": "سارة" },
    declaration,
  });
  expect([bad.statusCode, bad.json().error.code]).toEqual([400, "intake.invalid"]);
  expect(Object.keys(bad.json().error.data.fields as object).toSorted()).toEqual([
    "dependents.1",
    "mobile",
    "national_id",
  ]);
  const unsigned = await officer.post("/api/intake", { source: "visit", answers });
  expect(unsigned.statusCode).toBe(400);
  const done = await officer.post("/api/intake", { source: "visit", answers, declaration });
  expect(done.statusCode).toBe(200);
  await corridor.quiet();
  const { caseId: id } = done.json<{ caseId: string }>();
  const view = await corridor.store.cases.get(khuta, id);
  expect(view).toMatchObject({
    source: "visit",
    service: "rent",
    answers: { mobile: "+966553000009" },
  });
  expect(JSON.stringify(view)).not.toContain("1999999004");
  expect(view?.declaration).toMatchObject({
    ...declaration,
    byName: "هدى",
    at: now.toISOString(),
    text: expect.stringContaining("فاطمة أحمد علي الغامدي"),
  });
  expect(await corridor.store.cases.revealSecrets(khuta, id)).toMatchObject({
    dependents: [{ name: "سارة" }, { name: "سارة" }],
  });
  expect(corridor.keys("+966553000009").length).toBeGreaterThan(0);
});

test("a declaration is signed by a code on the person's own telephone, or on paper that belongs to the case", async () => {
  const mobile = "+966553000019";
  const answers = {
    service_type: "cash",
    applicant: "self",
    applicant_name: "هند سعد علي العتيبي",
    national_id: "1999999004",
    birth_date: "15/6/1410",
    mobile,
    region_city_district: "مكة",
    dependents_count: "0",
    income_sources: "none",
    income_total: "0",
    consent_credit: "yes",
    obligations_total: "0",
    housing_tenure: "own",
    need_description: "نحتاج إعانة",
    urgency: "no",
    previous_support: "no",
  };
  const register = (declaration: object, browser = officer) =>
    browser.post("/api/intake", { source: "phone", answers, declaration });
  expect((await officer.post("/api/intake/code", { mobile: "0112345678" })).statusCode).toBe(400);
  expect((await officer.post("/api/intake/code", { mobile })).statusCode).toBe(200);
  await corridor.quiet();
  const sent = corridor.sms.seen.findLast(({ to }) => to.value === mobile)?.body;
  const code = /\d{4}/.exec(sent?.kind === "text" ? sent.text : "")?.[0] ?? "";
  const wrong = await register({ method: "code", code: code === "0000" ? "1111" : "0000" });
  expect(wrong.json().error.data.fields).toHaveProperty("declaration");
  expect((await register({ method: "code", code })).statusCode).toBe(200);

  const paper = await officer.upload("/api/files", png(), "إقرار موقّع.png");
  const { id: scan } = paper.json<Uploaded>();
  expect((await officer.get(`/api/files/${scan}`)).statusCode).toBe(404); // of no case yet
  expect((await register({ method: "paper", scan }, manager)).statusCode).toBe(400); // not hers
  const signed = (await register({ method: "paper", scan })).json<IntakeDone>();
  const view = (await officer.get(`/api/cases/${signed.caseId}`)).json<CaseDetail>();
  expect(view.declaration).toMatchObject({ method: "paper", by: "هدى" });
  const file = await manager.get(view.declaration?.scan ?? "");
  expect([file.statusCode, file.headers["content-type"]]).toEqual([200, "image/png"]);
  await corridor.quiet();
});

test("the report counts what happened, names no person, and leaves as a file for those who may take it away", async () => {
  const span = "from=2026-11-01&to=2026-11-30";
  const report = (await officer.get(`/api/reports?${span}`)).json<{
    tables: { id: string; columns: string[]; rows: (string | number | null)[][] }[];
  }>();
  const table = (id: string) => report.tables.find((each) => each.id === id)?.rows ?? [];
  expect(table("decisions")).toEqual([["cash", "declined", "outside_scope", 1]]);
  expect(table("compliance").map(([step, reached, kept]) => [step, reached === kept])).toEqual(
    table("compliance").map(([step]) => [step, true]),
  );
  expect(table("cases").reduce((sum, row) => sum + Number(row[2]), 0)).toBe(4);
  expect(JSON.stringify(report)).not.toMatch(/نورة|فاطمة|96655/);
  expect((await officer.get(`/api/reports?${span}&format=csv`)).statusCode).toBe(403);
  const csv = await manager.get(`/api/reports?${span}&format=csv`);
  expect(csv.headers["content-disposition"]).toMatch(/^attachment; filename="wasl-khuta-/);
  expect(csv.body).toContain("declined");
  expect(
    (await manager.get(`/api/reports?${span}&format=xlsx`)).rawPayload.subarray(0, 2).toString(),
  ).toBe("PK");
  expect((await manager.get("/api/reports?from=2026-11-30&to=2026-11-01")).statusCode).toBe(400);
});
