import type { FastifyInstance } from "fastify";
import { Refusal } from "../../../src/http/refusal.ts";
import type {
  Card,
  Cards,
  ConversationVerbs,
  ConversationView,
  Queue,
} from "../../../src/http/staff/api.ts";
import { cardOf } from "./cases.ts";
import { canned } from "./office.ts";
import type { Office } from "./office-state.ts";
import { whoAsks } from "./who-asks.ts";

const PAGE = 25;
type OfId = { Params: { id: string } };

export function registerConversationRoutes(app: FastifyInstance, office: Office): void {
  app.get("/api/queues", (request) => office.counts(whoAsks(office, request).user.id));

  app.get<{ Querystring: { queue: Queue; after?: string } }>(
    "/api/conversations",
    (request): Cards => {
      const { user } = whoAsks(office, request);
      const all = office.inQueue(request.query.queue, user.id);
      const from = Number(request.query.after ?? 0);
      return {
        cards: all.slice(from, from + PAGE),
        counts: office.counts(user.id),
        next: all.length > from + PAGE ? String(from + PAGE) : null,
      };
    },
  );

  app.get<OfId & { Querystring: { before?: string } }>(
    "/api/conversations/:id",
    (request): ConversationView => {
      const { user } = whoAsks(office, request);
      const card = office.cards.get(request.params.id);
      if (!card) throw new Refusal(404, "conversation.unknown", "there is no such conversation");
      const thread = office.threads.get(card.id) ?? [];
      const { before } = request.query;
      const until =
        before === undefined ? thread.length : thread.findIndex(({ order }) => order >= before);
      const from = before === undefined ? Math.max(0, thread.length - 40) : 0;
      return {
        card,
        thread: thread.slice(from, until),
        before: from > 0 ? (thread[from]?.order ?? null) : null,
        flow:
          card.holder === "bot" ? { name: "support-request", step: "income", answered: 5 } : null,
        hasDraft: card.holder !== "bot",
        language: "ar",
        consents: [{ purpose: "processing", decision: "given", at: "2026-11-20T09:00:00Z" }],
        optOut: null,
        viewers: viewersOf(card.id).filter(({ id }) => id !== user.id),
        cases: office.casesOf(card.id),
        resumeAt: [
          { step: "income", label: "إجمالي الدخل الشهري للأسرة" },
          { step: "documents", label: "المستندات" },
        ],
      };
    },
  );

  verb("claim", (card, body, me) => {
    if (card.holder === "staff" && card.assignee?.id !== me.id && !body.takeOver)
      throw conflict(card);
    if (card.assignee?.id === me.id) return card;
    office.say(card.id, "system", `استلم المحادثة ${me.name}`);
    return office.change(card.id, { holder: "staff", assignee: me });
  });
  verb("release", (card, { note }, me) => {
    if (note) office.say(card.id, "note", note, { by: me.name });
    office.say(card.id, "bot", "أنهى الموظف المحادثة، وعاد المساعد الآلي لخدمتكم.", {
      status: "delivered",
    });
    return office.change(card.id, { holder: "bot", assignee: null, sla: null });
  });
  verb("reply", (card, { text, id }, me) => {
    if (card.assignee?.id !== me.id) throw conflict(card);
    const thread = office.threads.get(card.id) ?? [];
    if (thread.some(({ sentAs }) => sentAs === id)) return card;
    const item = office.say(card.id, "staff", text, { by: me.name, sentAs: id });
    setTimeout(() => office.receipt(card.id, item.id, "delivered"), 150).unref();
    return office.change(card.id, {
      preview: text,
      lastAt: item.at,
      sla: { dueAt: null, state: "paused" },
    });
  });
  verb("note", (card, { text, id }, me) => {
    office.say(card.id, "note", text, { by: me.name, sentAs: id });
    return card;
  });
  verb("assign", (card, { to }) => {
    const user = office.users.find((each) => each.id === to);
    if (!user) throw new Refusal(404, "staff.unknown", "there is no such colleague");
    return office.change(card.id, { holder: "staff", assignee: { id: user.id, name: user.name } });
  });
  verb("refer", (card, { reason }) => {
    office.say(card.id, "system", `أُحيلت إلى مسؤول البحث الاجتماعي: ${reason}`);
    return office.change(card.id, { holder: "queue", assignee: null, reason: "referred" });
  });
  verb("snooze", (card, { until }) => office.change(card.id, { snoozedUntil: until }));
  verb("resolve", (card, { reason }) => {
    office.say(card.id, "system", `أُنهيت المحادثة: ${reason}`);
    return office.change(card.id, { holder: "bot", assignee: null, sla: null });
  });
  verb("acknowledge", (card) => office.change(card.id, { priority: "urgent" }));
  verb("read", (card) => (card.unread === 0 ? card : office.change(card.id, { unread: 0 })));
  verb("viewing", (card, { typing }, me) => {
    const here =
      office.viewers.get(card.id) ?? new Map<string, { name: string; typing: boolean }>();
    here.set(me.id, { name: me.name, typing });
    office.viewers.set(card.id, here);
    office.publish({ kind: "presence", conversationId: card.id, viewers: viewersOf(card.id) });
    return card;
  });

  app.get("/api/colleagues", (request) => ({
    colleagues: office.users
      .filter(
        ({ id, roles }) => id !== whoAsks(office, request).user.id && roles.includes("officer"),
      )
      .map(({ id, name }) => ({
        id,
        name,
        presence: "online",
        holding: office.inQueue("mine", id).length,
      })),
  }));
  app.get("/api/canned", () => ({ canned }));
  app.get<{ Querystring: { q: string } }>("/api/search", ({ query: { q } }) => ({
    conversations: [...office.cards.values()]
      .filter(({ name, preview }) => `${name} ${preview}`.includes(q))
      .slice(0, 8),
    cases: office.cases.filter(({ name, number }) => `${name} ${number}`.includes(q)).map(cardOf),
  }));

  function viewersOf(id: string) {
    return [...(office.viewers.get(id) ?? [])].map(([viewer, { name, typing }]) => ({
      id: viewer,
      name,
      typing,
    }));
  }

  function verb<V extends keyof ConversationVerbs>(
    name: V,
    act: (card: Card, body: ConversationVerbs[V], me: { id: string; name: string }) => Card,
  ): void {
    app.post<OfId>(`/api/conversations/:id/${name}`, (request) => {
      const { user } = whoAsks(office, request);
      const card = office.cards.get(request.params.id);
      if (!card) throw new Refusal(404, "conversation.unknown", "there is no such conversation");
      if (office.conflicts.delete(name)) throw conflict(card);
      return act(card, request.body as ConversationVerbs[V], { id: user.id, name: user.name });
    });
  }

  function conflict(card: Card): Refusal {
    return new Refusal(
      409,
      "conversation.changed",
      `${card.assignee?.name ?? "somebody"} was faster`,
    );
  }
}
