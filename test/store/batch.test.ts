import { expect, test } from "vitest";
import { createBatch } from "../../src/store/batch.ts";

/** A round trip that ends when the test says so. */
function heldBatch(
  options: { keyOf?: (n: number) => string; max?: number; inFlight?: number } = {},
) {
  const sent: number[][] = [];
  const ends: (() => void)[] = [];
  const ask = createBatch<number, string>({
    ...options,
    run: async (items) => {
      sent.push([...items]);
      await new Promise<void>((resolve) => ends.push(resolve));
      return items.map((n) => (n === 13 ? new Error("unlucky") : `result ${n}`));
    },
  });
  const tick = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  return { ask, sent, tick, end: () => ends.shift()?.() };
}

test("calls of one tick leave together, and each gets its own result", async () => {
  const { ask, sent, tick, end } = heldBatch();
  const results = [ask(1), ask(2), ask(3)];
  await tick();
  end();
  expect(await Promise.all(results)).toEqual(["result 1", "result 2", "result 3"]);
  expect(sent).toEqual([[1, 2, 3]]);
});

test("calls that come while a round trip is under way go out in the next one", async () => {
  const { ask, sent, tick, end } = heldBatch({ inFlight: 1 });
  const first = ask(1);
  await tick();
  const later = [ask(2), ask(3)];
  await tick();
  expect(sent).toEqual([[1]]);
  end();
  await first;
  await tick();
  end();
  expect(await Promise.all(later)).toEqual(["result 2", "result 3"]);
  expect(sent).toEqual([[1], [2, 3]]);
});

test("one that fails does not fail the others of its round trip", async () => {
  const { ask, tick, end } = heldBatch();
  const results = Promise.allSettled([ask(12), ask(13)]);
  await tick();
  end();
  expect((await results).map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
});

test("a round trip that fails fails its callers and no later one", async () => {
  let isBroken = true;
  const ask = createBatch<number, number>({
    run: async (items) => {
      if (isBroken) throw new Error("no connection");
      return items;
    },
  });
  await expect(Promise.all([ask(1), ask(2)])).rejects.toThrow("no connection");
  isBroken = false;
  expect(await ask(3)).toBe(3);
});

test("items with the same key never share a round trip and keep their order", async () => {
  const { ask, sent, tick, end } = heldBatch({ keyOf: (n) => String(n % 10), inFlight: 2 });
  const results = [ask(1), ask(11), ask(2)];
  await tick();
  expect(sent).toEqual([[1, 2]]);
  end();
  await tick();
  end();
  await Promise.all(results);
  expect(sent).toEqual([[1, 2], [11]]);
});

test("a round trip holds no more than the given number", async () => {
  const { ask, sent, tick, end } = heldBatch({ max: 2, inFlight: 1 });
  const results = [ask(1), ask(2), ask(3)];
  await tick();
  end();
  await tick();
  end();
  await Promise.all(results);
  expect(sent).toEqual([[1, 2], [3]]);
});
