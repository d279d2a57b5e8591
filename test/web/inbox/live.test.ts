import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import type { Card, ThreadItem } from "../../../src/http/staff/api.ts";
import { joined, withCard, withItem } from "../../../src/web/inbox/api/apply-event.ts";
import { readEvents } from "../../../src/web/inbox/api/read-events.ts";
import { changesBetween } from "../../../src/web/inbox/conversations/changes.ts";

const item = (id: string, more: Partial<ThreadItem> = {}): ThreadItem => ({
  id,
  order: id,
  at: "2026-11-22T06:30:00Z",
  author: "contact",
  body: { kind: "text", text: id },
  status: "received",
  ...more,
});
const card = (more: Partial<Card> = {}): Card => ({
  id: "c1",
  version: 1,
  name: null,
  channel: { id: "khuta-web", kind: "web" },
  preview: "",
  lastAt: "2026-11-22T06:30:00Z",
  unread: 0,
  holder: "queue",
  assignee: null,
  reason: null,
  priority: "normal",
  sla: null,
  snoozedUntil: null,
  caseNumber: null,
  ...more,
});

describe("a thread", () => {
  test("holds every line once and in order, however its events come, be they repeated", () => {
    const ids = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,4}$/), { minLength: 1 });
    fc.assert(
      fc.property(ids, fc.infiniteStream(fc.nat()), (lines, order) => {
        const events = [...lines, ...lines]
          .map((id) => ({ id, by: order.next().value }))
          .toSorted((a, b) => a.by - b.by);
        const thread = events.reduce<ThreadItem[]>((all, { id }) => withItem(all, item(id)), []);
        expect(thread.map(({ id }) => id)).toEqual(lines.toSorted());
      }),
    );
  });

  test.each([
    ["read", "delivered", "read"],
    ["sending", "delivered", "delivered"],
    ["delivered", "failed", "failed"],
    ["failed", "delivered", "delivered"],
  ])("shows %s, is told %s: shows %s", (known, told, shown) => {
    const [line] = withItem([item("a", { status: known })], item("a", { status: told }));
    expect(line?.status).toBe(shown);
  });

  test("older pages join without a line twice", () => {
    const thread = joined([item("a"), item("b")], [item("b"), item("c")]);
    expect(thread.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });
});

describe("a list", () => {
  test("takes the newer card, keeps its own against an older one, and knows which are not in it", () => {
    const list = [card({ version: 4, preview: "now" })];
    expect(withCard(list, card({ version: 5, preview: "next" }))?.[0]?.preview).toBe("next");
    expect(withCard(list, card({ version: 3, preview: "before" }))?.[0]?.preview).toBe("now");
    expect(withCard(list, card({ id: "c2" }))).toBeUndefined();
  });

  test("a conflict says who has it now and whether something was written", () => {
    const taken = card({
      holder: "staff",
      assignee: { id: "u2", name: "بدر" },
      lastAt: "2026-11-22T06:31:00Z",
    });
    expect(changesBetween(card(), taken)).toEqual([
      { key: "taken", name: "بدر" },
      { key: "message", name: "" },
    ]);
    expect(changesBetween(card(), card({ holder: "bot" }))).toEqual([{ key: "bot", name: "" }]);
    expect(changesBetween(card(), card())).toEqual([]);
  });
});

test("events are read whatever the size of the pieces in which they arrive", async () => {
  const sent =
    'retry: 10\n\nid: 6\n\n: still here\n\nid: 7\ndata: {"kind":"reset"}\n\nid: 8\r\ndata: السلام\r\n\r\n';
  const bytes = new TextEncoder().encode(sent);
  for (const size of [1, 2, 3, 7, 1000]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.slice(at * size, (at + 1) * size),
    );
    let signs = 0;
    const events = [];
    for await (const event of readEvents(streamOf(pieces), () => (signs += 1))) events.push(event);
    expect(events).toEqual([
      { id: "6", data: "" },
      { id: "7", data: '{"kind":"reset"}' },
      { id: "8", data: "السلام" },
    ]);
    expect(signs).toBeGreaterThan(0);
  }
});

function streamOf(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}
