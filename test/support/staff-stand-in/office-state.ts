import type {
  Card,
  CaseDetail,
  LiveEvent,
  Queue,
  QueueCounts,
  ThreadItem,
} from "../../../src/http/staff/api.ts";
import { cardOf, cases, sessions } from "./cases.ts";
import { tasks, users } from "./office.ts";
import { forty, MORNING, talk } from "./people.ts";

/** What the stand-in knows, and how it tells it: one log of numbered events, replayed to whoever was away. */
export function openOffice() {
  const officers = users
    .filter(({ roles }) => roles.includes("officer"))
    .map(({ id, name }) => ({ id, name }));
  const cards = new Map(forty(officers).map((card) => [card.id, card]));
  const threads = new Map([...cards.values()].map((card) => [card.id, talk(card)]));
  const all = cases();
  const log: LiveEvent[] = [];
  const listeners = new Set<() => void>();
  const viewers = new Map<string, Map<string, { name: string; typing: boolean }>>();
  const begun = Date.now();
  const now = () => new Date(MORNING + Date.now() - begun);
  let lines = 0;

  const office = {
    cards,
    threads,
    cases: all,
    sessions: sessions(all),
    tasks: structuredClone(tasks),
    users: structuredClone(users),
    log,
    viewers,
    now,
    /** Log-ins by their cookie. */
    logIns: new Map<
      string,
      {
        userId: string;
        csrf: string;
        presence: "online" | "away" | "offline";
        language: "ar" | "en";
      }
    >(),
    /** What was asked of it, for tests that look. */
    asked: [] as { method: string; url: string; body: unknown }[],
    /** The next call of this verb is refused as if somebody had been faster. */
    conflicts: new Set<string>(),

    publish(event: LiveEvent): void {
      log.push(event);
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    counts(me: string): QueueCounts {
      const of = (queue: Queue) => inQueue(queue, me).length;
      return {
        mine: of("mine"),
        unassigned: of("unassigned"),
        waiting: of("waiting"),
        crisis: of("crisis"),
        snoozed: of("snoozed"),
        all: cards.size,
      };
    },
    inQueue,
    change(id: string, change: Partial<Card>): Card {
      const card = cards.get(id);
      if (!card) throw new Error(`there is no conversation ${id}`);
      const next: Card = { ...card, ...change, version: card.version + 1 };
      cards.set(id, next);
      office.publish({ kind: "card", card: next, counts: office.counts("") });
      return next;
    },
    say(
      id: string,
      author: ThreadItem["author"],
      text: string,
      more: Partial<ThreadItem> = {},
    ): ThreadItem {
      lines += 1;
      const at = now().toISOString();
      const item: ThreadItem = {
        id: `n${lines}`,
        order: `${at}-${String(lines).padStart(4, "0")}`,
        at,
        author,
        body: { kind: "text", text },
        status: author === "staff" ? "sending" : author === "contact" ? "received" : "kept",
        ...more,
      };
      threads.get(id)?.push(item);
      office.publish({ kind: "thread", conversationId: id, item });
      return item;
    },
    /** A receipt: the same line with another state. */
    receipt(id: string, itemId: string, status: string): void {
      const thread = threads.get(id) ?? [];
      const at = thread.findIndex((each) => each.id === itemId);
      const item = thread[at];
      if (!item) return;
      thread[at] = { ...item, status };
      office.publish({ kind: "thread", conversationId: id, item: { ...item, status } });
    },
    /** Somebody writes to us. */
    write(id: string, text: string): void {
      office.say(id, "contact", text);
      const card = cards.get(id);
      office.change(id, {
        preview: text,
        lastAt: now().toISOString(),
        unread: (card?.unread ?? 0) + 1,
      });
    },
    casesOf: (conversationId: string) =>
      all.filter((each) => each.conversationId === conversationId).map(cardOf),
    case: (id: string): CaseDetail | undefined => all.find((each) => each.id === id),
  };
  return office;

  function inQueue(queue: Queue, me: string): Card[] {
    const belongs: Record<Queue, (card: Card) => boolean> = {
      mine: (card) =>
        card.holder === "staff" && card.assignee?.id === me && card.snoozedUntil === null,
      unassigned: (card) => card.holder === "queue" && card.priority !== "crisis",
      waiting: (card) => card.sla?.state === "paused" && card.snoozedUntil === null,
      crisis: (card) => card.priority === "crisis",
      snoozed: (card) => card.snoozedUntil !== null,
      all: () => true,
    };
    return [...cards.values()]
      .filter(belongs[queue])
      .toSorted((a, b) => b.lastAt.localeCompare(a.lastAt));
  }
}
export type Office = ReturnType<typeof openOffice>;
