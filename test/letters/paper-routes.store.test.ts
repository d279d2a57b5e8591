import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AssociationId } from "../../src/conversation/ports.ts";
import type { Preview } from "../../src/http/staff/api.ts";
import { newCase } from "../store/samples.ts";
import { khuta, openCorridor, type Corridor } from "../support/corridor.ts";
import { openDesk, type Browser } from "../support/staff-desk.ts";
import { ownStores } from "../support/stores.ts";

const person = { answers: { applicant_name: "نورة عبدالله محمد السالم" } };
const { mongoUri } = ownStores();
let corridor: Corridor;
let desk: Awaited<ReturnType<typeof openDesk>>;
let officer: Browser;
let stranger: Browser;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => new Date("2026-11-24T08:00:00Z") });
  desk = await openDesk(corridor.world);
  officer = await desk.logIn(await desk.account(khuta, "موظف الورق", ["officer"]));
  stranger = await desk.logIn(await desk.account("ratel" as AssociationId, "موظف", ["officer"]));
  await corridor.store.cases.open(khuta, newCase("p1", { state: "committee", ...person }));
  await corridor.store.sessions.commit(khuta, {
    id: "session1",
    version: 1,
    at: "2026-11-24T08:00:00.000Z",
    status: "planned",
    members: [{ id: "s1", name: "عضو تجريبي", chair: true, present: true }],
    agenda: [{ caseId: "p1", votes: [], conflicts: [] }],
    pending: [],
  });
});
afterAll(async () => {
  await desk.app.close();
  await corridor.stop();
});

describe("paper for the desk", () => {
  test.each(["", "?language=en"])("the empty support request is downloaded%s", async (query) => {
    const answer = await officer.get(`/api/paper/support-request${query}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.subarray(0, 5).toString()).toBe("%PDF-");
    expect(answer.headers).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": 'attachment; filename="support-request.pdf"',
      "cache-control": "no-store",
    });
  });

  test("in no other language, and by nobody who has not logged in", async () => {
    expect((await officer.get("/api/paper/support-request?language=fr")).statusCode).toBe(400);
    expect((await desk.send({ url: "/api/paper/support-request" })).statusCode).toBe(401);
  });
});

describe("the sheet of a session", () => {
  test("is downloaded by whoever may see sessions", async () => {
    const answer = await officer.get("/api/sessions/session1/sheet");
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.subarray(0, 5).toString()).toBe("%PDF-");
    expect(answer.headers["content-disposition"]).toBe('attachment; filename="session.pdf"');
  });

  test("of another association does not exist", async () => {
    expect((await stranger.get("/api/sessions/session1/sheet")).statusCode).toBe(404);
    expect((await officer.get("/api/sessions/session9/sheet")).statusCode).toBe(404);
  });
});

describe("a decision before it leaves", () => {
  const declined = {
    verb: "decide",
    data: { outcome: "declined", reason: "budget", advice: "نصيحة كتبها موظف" },
  };

  test("comes with its letter and its message on every channel, and changes nothing", async () => {
    const answer = await officer.post("/api/cases/p1/preview", declined);
    expect(answer.statusCode).toBe(200);
    const { letterUrl, messages } = answer.json<Preview>();
    const letter = await officer.get(letterUrl ?? "");
    expect(letter.body).toContain("نصيحة كتبها موظف");
    expect(letter.headers["content-security-policy"]).toContain("sandbox");
    expect(new Set(messages.map(({ channel }) => channel))).toEqual(
      new Set(corridor.world.channels.keys()),
    );
    expect((await corridor.store.cases.get(khuta, "p1"))?.version).toBe(1);
    expect(await corridor.store.letters.ofCase(khuta, "p1")).toEqual([]);
  });

  test("has a letter also when it is put off", async () => {
    const data = { outcome: "deferred", reason: "more_information", advice: "عقد حديث" };
    const answer = await officer.post("/api/cases/p1/preview", { verb: "decide", data });
    expect(answer.json<Preview>()).toMatchObject({
      letterUrl: expect.stringMatching(/^\/api\/previews\//),
    });
  });

  test.each([
    ["another association's case", 404, "p1", declined],
    ["a case that does not exist", 404, "p9", declined],
    ["an outcome that there is not", 400, "p1", { verb: "decide", data: { outcome: "maybe" } }],
    [
      "a reason that nobody has words for",
      400,
      "p1",
      { verb: "decide", data: { outcome: "declined", reason: "because" } },
    ],
  ])("%s is refused", async (what, status, id, body) => {
    const who = what.startsWith("another") ? stranger : officer;
    expect((await who.post(`/api/cases/${id}/preview`, body)).statusCode).toBe(status);
  });
});
