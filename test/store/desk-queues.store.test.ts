import { beforeAll, describe, expect, test } from "vitest";
import type { AssociationId } from "../../src/conversation/ports.ts";
import type { DeskQueue } from "../../src/conversation/ports-staff.ts";
import { countQueries, queueQuery } from "../../src/store/desk-queues.ts";
import { openConversations } from "../../scripts/bench/open-conversations.ts";
import { openedStore } from "./opened.ts";

/* A full Sunday morning: two thousand conversations are open, none of them of somebody who exists. */

const opened = openedStore();
const khuta = "khuta" as AssociationId;
const now = new Date("2026-11-22T09:00:00+03:00");
const staff = ["noura", "fahd"];
const PAGE = 50;
const queues: DeskQueue[] = ["mine", "unassigned", "waiting", "crisis", "snoozed", "all"];
const looks = queues.flatMap((queue) =>
  [true, false].map((seesCrisis) => [queue, seesCrisis] as const),
);
const viewOf = (seesCrisis: boolean, staffId = "noura") => ({ staffId, seesCrisis, now });

let expected: Record<DeskQueue, number>;
beforeAll(async () => {
  expected = await openConversations(opened.store, khuta, { count: 2_000, staff, now });
});

interface Explained {
  executionStats: {
    totalKeysExamined: number;
    totalDocsExamined: number;
    executionStages: Stage;
  };
}
interface Stage {
  stage: string;
  inputStage?: Stage;
}
const stagesOf = (stage: Stage | undefined): string[] =>
  stage ? [stage.stage, ...stagesOf(stage.inputStage)] : [];

describe("the queues of a full desk", () => {
  test.each(looks)(
    "a page of %s (crises seen: %s) comes in order out of an index and reads no row that it does not show",
    async (queue, seesCrisis) => {
      const { filter, order, index } = queueQuery(khuta, viewOf(seesCrisis), queue);
      const { executionStats } = (await opened.raw
        .collection("desk")
        .find(filter)
        .sort({ ...order })
        .limit(PAGE)
        .hint(index)
        .explain("executionStats")) as unknown as Explained;
      const stages = stagesOf(executionStats.executionStages);
      expect(stages).toContain("IXSCAN");
      expect(stages).not.toContain("COLLSCAN");
      expect(stages).not.toContain("SORT");
      const rows = await opened.store.desk.list(khuta, viewOf(seesCrisis), {
        queue,
        limit: PAGE,
        skip: 0,
      });
      expect(executionStats.totalDocsExamined).toBe(rows.length);
    },
  );

  test.each(looks.flatMap(([queue, seen]) => (queue === "mine" ? [] : [[queue, seen] as const])))(
    "the count of %s (crises seen: %s) reads no row but those of crises",
    async (queue, seesCrisis) => {
      const { count, less } = countQueries(khuta, viewOf(seesCrisis), queue);
      for (const { filter, index } of [count, ...less]) {
        const { executionStats } = (await opened.raw.command({
          explain: { count: "desk", query: filter, hint: index },
          verbosity: "executionStats",
        })) as unknown as Explained;
        const isOfCrises = index === "crisis";
        expect(executionStats.totalDocsExamined).toBeLessThanOrEqual(
          isOfCrises ? expected.crisis : 0,
        );
      }
    },
  );

  test("say the true counts, to fifty who ask at once as to one", async () => {
    const { mine, ...ofAll } = expected;
    expect(await opened.store.desk.counts(khuta, viewOf(true))).toEqual(ofAll);
    const asked = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        opened.store.desk.mine(khuta, viewOf(true, staff[index % 2])),
      ),
    );
    expect(mine).toBeGreaterThan(0);
    expect(asked[0]).toBe(mine);
    expect(asked[1]).toBe(asked[49]);
    const unseen = await opened.store.desk.counts(khuta, viewOf(false));
    expect(unseen).toEqual({ ...ofAll, crisis: 0, all: ofAll.all - ofAll.crisis });
  });

  test("show who waits longest first, and nobody twice on the way through all pages", async () => {
    const seen: string[] = [];
    let since = new Date(0);
    for (let skip = 0; skip < expected.unassigned; skip += PAGE) {
      const rows = await opened.store.desk.list(khuta, viewOf(true), {
        queue: "unassigned",
        limit: PAGE,
        skip,
      });
      for (const row of rows) {
        expect(row.since! >= since).toBe(true);
        since = row.since!;
        seen.push(row.id);
      }
    }
    expect(new Set(seen).size).toBe(expected.unassigned);
  });
});
