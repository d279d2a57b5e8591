import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { khuta, openCorridor, type Corridor } from "../support/corridor.ts";
import { openDesk, type Browser } from "../support/staff-desk.ts";
import { ownStores } from "../support/stores.ts";

const { mongoUri } = ownStores();
let corridor: Corridor;
let desk: Awaited<ReturnType<typeof openDesk>>;
let officer: Browser;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri, { now: () => new Date("2026-11-24T08:00:00Z") });
  desk = await openDesk(corridor.world);
  officer = await desk.logIn(await desk.account(khuta, "موظف الورق", ["officer"]));
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
