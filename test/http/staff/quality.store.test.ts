import { afterAll, beforeAll, expect, test } from "vitest";
import { askPulse } from "../../../src/conversation/pulse.ts";
import { sendQualityDigest } from "../../../src/conversation/quality.ts";
import { khuta, openCorridor, type Corridor } from "../../support/corridor.ts";
import { requestBySms } from "../../support/request-by-sms.ts";
import { openDesk, type Browser } from "../../support/staff-desk.ts";
import { ownStores } from "../../support/stores.ts";

/* How the association gets better: what people say leads to what is done, what is done is told, and nobody is named. */

const { mongoUri } = ownStores();
const NOURA = "+966557000001";
const DAY_MS = 86_400_000;
let now = Date.parse("2026-12-03T10:00:00+03:00");
let corridor: Corridor;
let desk: Awaited<ReturnType<typeof openDesk>>;
let officer: Browser;
let manager: Browser;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => new Date(now) });
  desk = await openDesk(corridor.world);
  officer = await desk.logIn(await desk.account(khuta, "نورة", ["officer"]));
  manager = await desk.logIn(await desk.account(khuta, "عبدالله", ["manager"]));
  for (const text of requestBySms()) {
    await corridor.write(NOURA, text);
    await corridor.quiet();
  }
}, 60_000);
afterAll(async () => {
  await corridor.world.live?.settled();
  await desk.app.close();
  await corridor.stop();
});

async function agree(): Promise<void> {
  const conversation = (await corridor.conversation(NOURA))!;
  const at = new Date(now).toISOString();
  const consent = { purpose: "awareness", version: "1", decision: "given" as const, at };
  await corridor.store.consents.append(khuta, {
    ...consent,
    id: "agreed",
    at: new Date(now),
    conversationId: conversation.id,
    address: NOURA,
    textKey: "consent.awareness",
    text: "",
  });
  await corridor.store.conversations.commit({
    ...conversation,
    version: conversation.version + 1,
    state: { ...conversation.state, consents: [...conversation.state.consents, consent] },
  });
}

test("a plan stands on a group of answers, and what was done is told once to those who agreed", async () => {
  const plan = { theme: "clarity", plan: "شرح الخطوات بالصور", with: ["علاقات المستفيدين"] };
  const asked = { ...plan, from: "2026-11", to: "2026-12" };
  expect((await officer.post("/api/improvements", asked)).statusCode).toBe(403);
  const answer = {
    service: "rent",
    month: "2026-11",
    scores: { service: 2, provider: 4 },
    text: "",
  };
  for (let n = 0; n < 4; n++)
    await corridor.store.surveys.add(khuta, { id: `a${n}`, ...answer, tags: ["clarity"] });
  expect((await manager.post("/api/improvements", asked)).statusCode).toBe(409); // four are a name
  await corridor.store.surveys.add(khuta, { id: "a4", ...answer, tags: [] });
  const planned = (await manager.post("/api/improvements", asked)).json<{ id: string }>();
  expect(planned).toMatchObject({ groups: [{ service: "rent", month: "2026-11" }] });

  const of = (verb: string, body = {}) =>
    manager.post(`/api/improvements/${planned.id}/${verb}`, body);
  expect((await of("told")).statusCode).toBe(409);
  expect((await of("done", { what: "كلمنا الموظفة نورة" })).statusCode).toBe(400);
  expect((await of("done", { what: "شرح مصور للخطوات" })).statusCode).toBe(200);
  expect((await of("done", { what: "شيء آخر" })).statusCode).toBe(409);

  expect((await of("told")).json()).toEqual({ started: 0 });
  await agree();
  expect((await of("told")).json()).toEqual({ started: 1 });
  expect((await of("told")).json()).toEqual({ started: 0 });
  await corridor.quiet();
  expect(corridor.keys(NOURA).filter((key) => key === "improvement.told")).toHaveLength(1);
});

test("the month goes by mail once to all who asked for it, and names neither a person nor a case", async () => {
  const [member] = await corridor.store.staff.list(khuta);
  await corridor.store.staff.change(khuta, member!.id, {
    alerts: { email: "staff@khuta.example", digest: true },
  });
  const said = { about: "committee", text: "الموظف خالد يتأخر في المحضر" };
  expect((await officer.post("/api/quality/remarks", said)).json()).toMatchObject({
    number: expect.stringMatching(/^KH-/),
  });
  const remarks = await corridor.store.feedback.list(khuta, { kinds: ["internal"] });
  expect(JSON.stringify(remarks)).not.toMatch(/خالد|نورة/);
  now = Date.parse("2027-01-02T10:00:00+03:00");
  const sent: { to: string; text: string }[] = [];
  const mail = { send: async (each: (typeof sent)[number]) => void sent.push(each) };
  expect(await sendQualityDigest(corridor.world, khuta, mail)).toBe(1);
  expect(await sendQualityDigest(corridor.world, khuta, mail)).toBe(0);
  expect(sent).toMatchObject([{ to: "staff@khuta.example" }]);
  const text = sent[0]?.text ?? "";
  expect(text).toContain("لجنة البحث");
  expect(text).toContain("ملاحظات من داخل الجمعية: 1");
  expect(text).toContain("تحسين أُنجز: شرح الخطوات بالصور");
  expect(text).not.toMatch(/KH-|نورة|عبدالله/);
  const digest = await officer.get("/api/quality?month=2026-11");
  expect(digest.json()).toMatchObject({ satisfaction: { answers: 5, service: 2, provider: 4 } });
});

test("the question of the quarter asks whoever agreed, once, and nobody who was asked lately", async () => {
  const everybody = { ...corridor.world, associations: withPercent(100) };
  const nobody = { ...corridor.world, associations: withPercent(0) };
  expect(await askPulse(nobody, khuta)).toBe(0);
  await surveyed(new Date(now - 10 * DAY_MS).toISOString());
  expect(await askPulse(everybody, khuta)).toBe(0);
  await surveyed(new Date(now - 91 * DAY_MS).toISOString());
  expect(await askPulse(everybody, khuta)).toBe(1);
  expect(await askPulse(everybody, khuta)).toBe(0);
  await corridor.quiet();
  expect(corridor.keys(NOURA).at(-1)).toBe("pulse.q1");
  await corridor.write(NOURA, "1 6");
  await corridor.quiet();
  const { withheld } = await corridor.store.surveys.report(khuta, {
    from: "2027-01",
    to: "2027-01",
    atLeast: 5,
  });
  expect(withheld).toBe(1);
  const kept = JSON.stringify([
    await corridor.conversation(NOURA),
    await corridor.store.messages.ofAddress(khuta, `khuta-sms|${NOURA}`),
  ]);
  expect(kept).not.toContain("1 6");
});

async function surveyed(surveyedAt: string): Promise<void> {
  const { version, state, ...conversation } = (await corridor.conversation(NOURA))!;
  await corridor.store.conversations.commit({
    ...conversation,
    version: version + 1,
    state: { ...state, surveyedAt },
  });
}

function withPercent(pulse_percent: number) {
  return new Map(
    [...corridor.world.associations].map(([id, each]) => {
      const survey = { ...each.profile.survey, pulse_percent };
      return [id, { ...each, profile: { ...each.profile, survey } }];
    }),
  );
}

test("staff cite the bylaws as they are in force, and nobody changes a version that was entered", async () => {
  const bylaws = { document: "bylaws", sections: [{ place: "المادة 4", text: "الخدمة مجانية" }] };
  const enter = (from: string, document = "bylaws") =>
    manager.post("/api/library", { ...bylaws, document, from });
  expect((await enter("2026-01-01", "handbook")).statusCode).toBe(404);
  expect((await enter("2026-01-01")).json()).toMatchObject({ version: 1 });
  expect((await enter("2099-01-01")).json()).toMatchObject({ version: 2 });
  const { documents } = (await officer.get("/api/library")).json<{ documents: object[] }>();
  expect(documents).toMatchObject([
    { id: "bylaws", inForce: 1, versions: [{ version: 1 }, { version: 2 }] },
    { id: "guide", name: "دليل إجراءات تقديم الخدمات للمستفيدين", inForce: null },
    { id: "request_form" },
  ]);
  const { canned } = (await officer.get("/api/canned")).json<{
    canned: { id: string; text: { ar: string }; citation?: { document: string } }[];
  }>();
  const cited = canned.find(({ id }) => id === "library.bylaws.1.1");
  expect(cited?.text.ar).toContain("الخدمة مجانية");
  expect(cited?.citation?.document).toContain("اللائحة الأساسية للجمعية، الإصدار 1");
  expect(canned.find(({ id }) => id === "faq.duration")?.citation).toMatchObject({
    document: "سياسة تنظيم العلاقة مع المستفيدين",
  });
});

test("each public place has a link, a code to scan and words that may be posted", async () => {
  const { doors } = (await officer.get("/api/doors")).json<{
    doors: { door: string; url: string; qr: string; replies: { ar: string }[] }[];
  }>();
  const instagram = doors.find(({ door }) => door === "instagram");
  expect(instagram?.url).toBe("https://wasl.example/chat/khuta-web?from=instagram");
  expect(instagram?.qr).toContain("<svg");
  expect(instagram?.replies[0]?.ar).toContain("جمعية خطى الأهلية");
});
