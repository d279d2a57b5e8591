import { afterAll, beforeAll, expect, test } from "vitest";
import type { Found, Report } from "../../../src/http/staff/api.ts";
import { khuta, openCorridor, type Corridor } from "../../support/corridor.ts";
import { openDesk, type Browser } from "../../support/staff-desk.ts";
import { ownStores } from "../../support/stores.ts";
import { newCase } from "../../store/samples.ts";

/* A year of a large association: no figure stops where somebody once thought that nobody has more. */

const { mongoUri } = ownStores();
const CASES = 6_200;
const AT_ONCE = 200;
const SERVICES = ["cash", "food", "rent", "bills"];
let corridor: Corridor;
let desk: Awaited<ReturnType<typeof openDesk>>;
let manager: Browser;

beforeAll(async () => {
  corridor = await openCorridor(mongoUri);
  desk = await openDesk(corridor.world);
  manager = await desk.logIn(await desk.account(khuta, "ماجد", ["manager"]));
  const open = (n: number, openedAt: string) =>
    corridor.store.cases.open(
      khuta,
      newCase(`r${n}`, {
        number: `KH-48${String(n).padStart(5, "0")}`,
        openedAt,
        service: SERVICES[n % SERVICES.length]!,
        conversationId: `of ${n}`,
        answers: { applicant_name: n === 7 ? "أسماء إبراهيم الغامدي" : "سالم علي" },
        secrets: {},
      }),
    );
  for (let from = 0; from < CASES; from += AT_ONCE)
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        open(
          from + index,
          new Date(Date.UTC(2026, 0, 5) + (from + index) * 3_600_000).toISOString(),
        ),
      ),
    );
  await open(CASES, "2025-12-30T10:00:00.000Z"); // before the span
}, 120_000);
afterAll(async () => {
  await desk.app.close();
  await corridor.stop();
});

test("every case of the span is counted, and none beside it", async () => {
  const report = (await manager.get("/api/reports?from=2026-01-01&to=2026-12-31")).json<Report>();
  const rows = (id: string) => report.tables.find((each) => each.id === id)?.rows ?? [];
  expect(rows("cases").map(([service, , count]) => [service, count])).toEqual(
    SERVICES.toSorted().map((service) => [service, CASES / SERVICES.length]),
  );
  expect(rows("compliance")[0]).toEqual(["S1_registered", CASES, CASES]);
});

test("a case is found by a name as people spell it, by its number, and by no other association", async () => {
  const search = async (q: string) =>
    (await manager.get(`/api/search?q=${encodeURIComponent(q)}`))
      .json<Found>()
      .cases.map(({ number }) => number);
  for (const spelling of [
    "اسماء ابراهيم",
    "أسماء إبراهيم الغامدى",
    "أسـماء",
    "KH-4800007",
    "٤٨٠٠٠٠٧",
  ])
    expect([spelling, await search(spelling)]).toEqual([spelling, ["KH-4800007"]]);
  expect(await search("خالد")).toEqual([]);
  const officerOfRatel = await desk.logIn(
    await desk.account("ratel" as typeof khuta, "غريب", ["officer"]),
  );
  const theirs = await officerOfRatel.get(`/api/search?q=${encodeURIComponent("أسماء")}`);
  expect(theirs.json<Found>().cases).toEqual([]);
});
