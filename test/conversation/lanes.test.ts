import { expect, test } from "vitest";
import { createLanes } from "../../src/conversation/lanes.ts";
import type { AssociationId } from "../../src/conversation/ports.ts";
import type { LaneRest } from "../../src/conversation/run-lane.ts";

const khuta = "khuta" as AssociationId;

test("a lane runs once at a time, however often it is woken", async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const lanes = createLanes(
    async () => {
      most = Math.max(most, ++running);
      runs += 1;
      await tick();
      running -= 1;
      return { again: false };
    },
    { concurrency: 8, onError: fail },
  );
  for (let count = 0; count < 5; count++) lanes.wake(khuta, "a");
  await settled(lanes);
  expect(most).toBe(1);
  expect(runs).toBe(2); // once for the first call, once more for all that came while it ran
});

test("lanes do not wait for each other, and no more than `concurrency` run", async () => {
  let running = 0;
  let most = 0;
  const lanes = createLanes(
    async () => {
      most = Math.max(most, ++running);
      await tick();
      running -= 1;
      return { again: false };
    },
    { concurrency: 3, onError: fail },
  );
  for (const lane of "abcdefgh") lanes.wake(khuta, lane);
  await lanes.drain(1_000);
  expect(most).toBe(3);
});

test("a lane with more to do goes to the tail, so others are served in between", async () => {
  const order: string[] = [];
  const left = new Map([["flood", 3]]);
  const lanes = createLanes(
    async (_association, lane): Promise<LaneRest> => {
      order.push(lane);
      const more = left.get(lane) ?? 0;
      left.set(lane, more - 1);
      return more > 1 ? { again: true, afterMs: 0 } : { again: false };
    },
    { concurrency: 1, onError: fail },
  );
  lanes.wake(khuta, "flood");
  lanes.wake(khuta, "quiet");
  await settled(lanes);
  expect(order).toEqual(["flood", "quiet", "flood", "flood"]);
});

test("a run that fails is tried again and does not stop the others", async () => {
  const failures: unknown[] = [];
  let tries = 0;
  const lanes = createLanes(
    async (_association, lane): Promise<LaneRest> => {
      if (lane === "broken" && tries++ === 0) throw new Error("the store is away");
      return { again: false };
    },
    { concurrency: 2, onError: (error) => failures.push(error) },
  );
  lanes.wake(khuta, "broken");
  lanes.wake(khuta, "fine");
  await expect.poll(() => tries, { timeout: 3_000 }).toBe(2);
  expect(failures).toHaveLength(1);
  await lanes.drain(100);
});

test("nothing is begun after the drain", async () => {
  let runs = 0;
  const lanes = createLanes(async () => ((runs += 1), { again: false }), {
    concurrency: 2,
    onError: fail,
  });
  await lanes.drain(100);
  lanes.wake(khuta, "late");
  await tick();
  expect(runs).toBe(0);
});

function tick(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 2);
  });
}

async function settled(lanes: { idle(): boolean }): Promise<void> {
  await expect.poll(() => lanes.idle(), { timeout: 2_000 }).toBe(true);
}

function fail(error: unknown): never {
  throw error;
}
