import { afterAll, beforeAll, expect, test } from "vitest";
import { khuta, openCorridor, type Corridor } from "../../support/corridor.ts";
import { openDesk, type Browser } from "../../support/staff-desk.ts";
import { ownStores } from "../../support/stores.ts";

/* What people say beside a request, as staff see it: each what is his to see, and nobody who said what in a survey. */

const { mongoUri } = ownStores();
let now = Date.parse("2026-11-22T10:00:00+03:00");
let corridor: Corridor;
let desk: Awaited<ReturnType<typeof openDesk>>;
let officer: Browser;
let owner: Browser;
let manager: Browser;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => new Date(now) });
  desk = await openDesk(corridor.world);
  officer = await desk.logIn(await desk.account(khuta, "نورة", ["officer"]));
  owner = await desk.logIn(await desk.account(khuta, "سلمى", ["complaints_owner"]));
  manager = await desk.logIn(await desk.account(khuta, "عبدالله", ["manager"]));
});
afterAll(async () => {
  await corridor.world.live?.settled();
  await desk.app.close();
  await corridor.stop();
});

async function say(number: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await corridor.write(number, text);
    await corridor.quiet();
  }
}

test("a complaint is its owner's to read and to answer, and not the officer's", async () => {
  await say("+966556000001", "هلا", "1", "5", "1", "2", "الموظف كان حاداً معي");
  expect((await officer.get("/api/feedback")).statusCode).toBe(403);
  const { feedback } = (await owner.get("/api/feedback")).json<{ feedback: { id: string }[] }>();
  expect(feedback).toMatchObject([{ kind: "complaint", text: "الموظف كان حاداً معي" }]);
  const answered = () => owner.post(`/api/feedback/${feedback[0]?.id}/answered`);
  expect((await answered()).statusCode).toBeLessThan(300);
  expect((await answered()).statusCode).toBe(404);
});

test("surveys come in groups alone, and a month that is none is refused", async () => {
  const answer = {
    service: "rent",
    month: "2026-11",
    scores: { service: 2 },
    tags: [],
    text: "بطء",
  };
  for (let n = 0; n < 5; n++) await corridor.store.surveys.add(khuta, { id: `r${n}`, ...answer });
  for (let n = 0; n < 2; n++)
    await corridor.store.surveys.add(khuta, { id: `f${n}`, ...answer, service: "food" });
  const report = await manager.get("/api/surveys?from=2026-11&to=2026-11");
  expect(report.json()).toMatchObject({ groups: [{ service: "rent", count: 5 }], withheld: 2 });
  expect((await manager.get("/api/surveys?from=2026-13&to=2026-13")).statusCode).toBe(400);
});

test("a request for one's data is seen with its day and done once", async () => {
  await say("+966556000002", "هلا", "1", "7", "1");
  const { requests } = (await officer.get("/api/my-data")).json<{ requests: { id: string }[] }>();
  expect(requests).toMatchObject([{ request: "copy" }]);
  const done = () => officer.post(`/api/my-data/${requests[0]?.id}/done`);
  expect((await done()).statusCode).toBeLessThan(300);
  expect((await done()).statusCode).toBe(404);
});

test("a campaign reaches whoever agreed, once, by day, and counts what was heard", async () => {
  const agreed = "+966556000003";
  const taken = "+966556000004";
  for (const [phone, decisions] of [
    [agreed, ["given"]],
    [taken, ["given", "withdrawn"]],
  ] as const) {
    await say(phone, "هلا", "1");
    const conversation = await corridor.conversation(phone);
    for (const [index, decision] of decisions.entries()) {
      const consent = { purpose: "awareness", version: "1", decision, at: new Date(now + index) };
      await corridor.store.consents.append(khuta, {
        id: `${phone}.${index}`,
        conversationId: conversation!.id,
        address: phone,
        textKey: "consent.awareness",
        text: "",
        ...consent,
      });
      const at = consent.at.toISOString();
      await corridor.store.conversations.commit({
        ...(await corridor.conversation(phone))!,
        version: conversation!.version + 1 + index,
        state: {
          ...conversation!.state,
          consents: [...conversation!.state.consents, { ...consent, at }],
        },
      });
    }
  }
  const start = () => manager.post("/api/campaigns", { id: "c1", myth: "myth_connections" });
  expect((await start()).json()).toEqual({ started: 1 });
  expect((await start()).json()).toEqual({ started: 0 });
  await corridor.quiet();
  expect(corridor.keys(agreed)).toContain("myth.campaign");
  expect(corridor.keys(taken)).not.toContain("myth.campaign");
  const text = corridor.sms.seen.findLast(({ key }) => key === "myth.campaign")?.body;
  expect(JSON.stringify(text)).toContain("لا اثر لمعرفة احد");
  expect((await manager.post("/api/campaigns", { id: "c2", myth: "duration" })).statusCode).toBe(
    404,
  );

  await say(agreed, "هل لازم اعرف احد في الجمعية");
  const heard = await manager.get("/api/myths?from=2026-11&to=2026-11");
  expect(heard.json()).toMatchObject({ myths: [{ myth: "myth_connections", count: 1 }] });
  now += 13 * 3_600_000;
  expect(
    (await manager.post("/api/campaigns", { id: "c3", myth: "myth_connections" })).statusCode,
  ).toBe(409);
});
