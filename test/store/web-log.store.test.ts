import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { WebItem } from "../../src/conversation/ports.ts";
import { openedStore } from "./opened.ts";
import { LINK } from "./samples.ts";

const opened = openedStore();
const at = new Date();

function item(id: string, text = "أهلاً"): Omit<WebItem, "seq"> {
  return { id, type: "message", author: "bot", at, body: { kind: "text", text } };
}

test("a session is numbered from one, and the same id again returns what is stored", async () => {
  const { webLog } = opened.store;
  const first = await webLog.append("s1", item("a"), { secret: false });
  const status = { id: "b", type: "status", author: "system", at, status: "delivered" } as const;
  const second = await webLog.append("s1", status, { secret: false });
  expect([first.isNew, first.item.seq, second.item.seq]).toEqual([true, 1, 2]);
  expect(await webLog.append("s1", item("a", "غيره"), { secret: false })).toEqual({
    item: first.item,
    isNew: false,
  });
  expect(await webLog.append("s2", item("a"), { secret: false })).toMatchObject({
    isNew: true,
    item: { seq: 1 },
  });
  expect(await webLog.after("s1", 0, 10)).toEqual([
    { ...item("a"), seq: 1 },
    { ...status, seq: 2 },
  ]);
  expect(await webLog.after("s1", 1, 10)).toHaveLength(1);
  expect(await webLog.find("s1", "b")).toEqual({ ...status, seq: 2 });
  expect(await webLog.find("s1", "c")).toBeUndefined();
});

test("three processes append at once: no gap, no number twice, no item twice, and every caller is told the truth", async () => {
  const all = [opened, await opened.another(), await opened.another()];
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ process: fc.nat(2), id: fc.nat(12) }), { minLength: 1, maxLength: 40 }),
      async (appends) => {
        const session = `race${run++}`;
        const results = await Promise.all(
          appends.map(({ process, id }) =>
            all[process]!.store.webLog.append(session, item(`i${id}`), { secret: false }),
          ),
        );
        const stored = await opened.store.webLog.after(session, 0, 1_000);
        const ids = new Set(appends.map(({ id }) => `i${id}`));
        expect(stored.map(({ seq }) => seq)).toEqual(
          Array.from({ length: ids.size }, (_, n) => n + 1),
        );
        expect(new Set(stored.map(({ id }) => id))).toEqual(ids);
        expect(results.filter(({ isNew }) => isNew)).toHaveLength(ids.size);
        for (const { item: told } of results) expect(stored).toContainEqual(told);
      },
    ),
    { numRuns: 60 },
  );
});

test("a body with a link or a code is sealed at rest", async () => {
  await opened.store.webLog.append("sealed", item("x", LINK), { secret: true });
  const raw = await opened.raw.collection("webLog").findOne({ session: "sealed" });
  expect(raw?.["body"]).toMatch(/^sealed:_web\.1:/);
  expect(await opened.store.webLog.find("sealed", "x")).toEqual({ ...item("x", LINK), seq: 1 });
});
