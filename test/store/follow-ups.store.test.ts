import { expect, test } from "vitest";
import type { FollowUp } from "../../src/conversation/ports.ts";
import { openedStore } from "./opened.ts";
import { addressOf, amal, khuta } from "./samples.ts";

const opened = openedStore();
const day = (n: number) => new Date(Date.UTC(2026, 2, n));

function followUp(id: string, dueAt: Date, over: Partial<FollowUp> = {}): FollowUp {
  return {
    id,
    associationId: khuta,
    conversationId: "c1",
    address: addressOf(1),
    followUp: "idle",
    dueAt,
    status: "open",
    ...over,
  };
}

test("scheduling the same name again moves it", async () => {
  const { followUps } = opened.store;
  await followUps.schedule(khuta, followUp("c1.idle", day(1)));
  await followUps.schedule(khuta, followUp("c1.idle", day(2)));
  expect(await followUps.get(khuta, "c1.idle")).toEqual(followUp("c1.idle", day(2)));
  expect(await followUps.get(amal, "c1.idle")).toBeUndefined();
});

test("one of those who complete it at once does it, and only at the time they know of", async () => {
  const other = await opened.another();
  await opened.store.followUps.schedule(khuta, followUp("c2.idle", day(1)));
  expect(await opened.store.followUps.complete(khuta, "c2.idle", day(2))).toBe(false);
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      (n % 2 ? other : opened).store.followUps.complete(khuta, "c2.idle", day(1)),
    ),
  );
  expect(outcomes.filter(Boolean)).toHaveLength(1);
});

test("an effect that is applied once more after a crash does not open what is done; a new time does", async () => {
  const { followUps } = opened.store;
  await followUps.schedule(khuta, followUp("c3.idle", day(1)));
  await followUps.complete(khuta, "c3.idle", day(1));
  await followUps.schedule(khuta, followUp("c3.idle", day(1)));
  expect((await followUps.get(khuta, "c3.idle"))?.status).toBe("done");
  await followUps.schedule(khuta, followUp("c3.idle", day(5)));
  expect(await followUps.get(khuta, "c3.idle")).toEqual(followUp("c3.idle", day(5)));
});

test("one that was cancelled is due no more", async () => {
  const { followUps } = opened.store;
  await followUps.schedule(khuta, followUp("c4.idle", day(1)));
  await followUps.cancel(amal, "c4.idle");
  expect((await followUps.get(khuta, "c4.idle"))?.status).toBe("open");
  await followUps.cancel(khuta, "c4.idle");
  expect(await followUps.complete(khuta, "c4.idle", day(1))).toBe(false);
});

test("what is due comes in pages, each once, also when many are due at the same instant", async () => {
  const { followUps } = opened.store;
  const due = Array.from({ length: 25 }, (_, n) =>
    followUp(
      `page.${String(n).padStart(2, "0")}`,
      new Date(Date.UTC(2020, 0, 1 + Math.floor(n / 10))),
    ),
  );
  await Promise.all(due.toReversed().map((each) => followUps.schedule(khuta, each)));
  const until = new Date(Date.UTC(2020, 5, 1));
  const seen: FollowUp[] = [];
  for (let last: FollowUp | undefined; ; last = seen.at(-1)) {
    const page = await followUps.dueBefore(until, 4, last);
    if (page.length === 0) break;
    seen.push(...page);
  }
  expect(seen).toEqual(due);
});
