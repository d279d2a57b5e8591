import { z } from "zod";
import { nextOpening } from "../../cases/calendar.ts";
import { hasRight } from "../../cases/roles.ts";
import { numberTerms, wordsIn } from "../../conversation/desk-view.ts";
import type { CaseView, Conversation } from "../../conversation/ports.ts";
import type { DeskQueue, DeskRow } from "../../conversation/ports-staff.ts";
import * as staff from "../../conversation/staff.ts";
import { associationOf, type World } from "../../conversation/world.ts";
import { foldDigits } from "../../language/normalise.ts";
import { Refusal } from "../refusal.ts";
import type { Card, Cards, ConversationView, Found, QueueCounts } from "./api.ts";
import { cardOf, caseCard, isHidden, threadItem, viewOf } from "./cards.ts";
import type { Caller, StaffParts } from "./parts.ts";
import { hubOf, presenceOf } from "./hubs.ts";
import { writeAudit } from "./register.ts";
import { anId, anInstant, byId, reason, route, seen } from "./route.ts";
import { seesBranch } from "./routes-session.ts";

const PAGE = 50;
const THREAD_PAGE = 60;
const MOST_AT_ONCE = 200;
const queue = z.enum(["mine", "unassigned", "waiting", "crisis", "snoozed", "all"]);
const text = z.string().trim().min(1).max(4_000);

/** The inbox: queues, threads, and what staff do with a conversation. */
export const conversationRoutes = [
  route({
    method: "GET",
    url: "/api/queues",
    right: "conversation.see",
    says: "How many conversations each queue holds",
    handle: ({ parts, caller }) => countsOf(parts, caller),
  }),
  route({
    method: "GET",
    url: "/api/conversations",
    right: "conversation.see",
    says: "Cards of a queue, or what a search finds",
    query: z.strictObject({
      queue: queue.default("all"),
      q: z.string().max(100).optional(),
      after: z
        .string()
        .regex(/^\d{1,6}$/)
        .optional(),
    }),
    async handle({ parts, caller, query }): Promise<Cards> {
      const { world } = parts;
      const skip = Number(query.after ?? 0);
      const [rows, counts] = await Promise.all([
        rowsOf(world, caller, query.queue, query.q, skip),
        countsOf(parts, caller),
      ]);
      return {
        cards: rows.map((row) => cardOf(world, row, caller.member.id)),
        counts,
        next: rows.length === PAGE ? String(skip + PAGE) : null,
      };
    },
  }),
  route({
    method: "GET",
    url: "/api/search",
    right: "conversation.see",
    says: "Conversations and cases by name, number or what was said",
    query: z.strictObject({ q: z.string().min(1).max(100) }),
    async handle({ parts: { world }, caller, query }): Promise<Found> {
      const [rows, found] = await Promise.all([
        rowsOf(world, caller, "all", query.q, 0),
        caller.rights.includes("case.see") ? casesOf(world, caller, query.q) : [],
      ]);
      return {
        conversations: rows.map((row) => cardOf(world, row, caller.member.id)),
        cases: found.map((each) => caseCard(world, each, caller.member.language)),
      };
    },
  }),
  route({
    method: "GET",
    url: "/api/conversations/:id",
    right: "conversation.see",
    says: "One conversation with its thread; `before` pages back",
    params: byId,
    query: z.strictObject({ before: z.string().max(60).optional() }),
    async handle({ parts, caller, params, query }): Promise<ConversationView> {
      const opened = await open(parts.world, caller, params.id);
      return viewOfConversation(parts, caller, opened, query.before);
    },
  }),
  route({
    method: "POST",
    url: "/api/conversations/:id/claim",
    right: "conversation.work",
    says: "Takes a conversation; one of many who try at once gets it",
    params: byId,
    body: z.strictObject({ takeOver: z.boolean().optional(), ...seen }),
    async handle({ parts: { world }, caller, params, body, reply }): Promise<Card> {
      const { conversation } = await open(world, caller, params.id);
      const isForced = body.takeOver === true;
      if (isForced && !caller.rights.includes("conversation.take_over"))
        throw new Refusal(403, "staff.right", "this needs the right conversation.take_over");
      const claimed = await staff.claim(world, conversation, caller.member, { takeOver: isForced });
      if (!claimed.won)
        throw new Refusal(409, "conversation.taken", "somebody was faster", undefined, {
          by: { id: claimed.by.id, name: claimed.by.name },
        });
      if (!claimed.held) reply.code(202);
      return cardNow(world, caller, params.id);
    },
  }),
  route({
    method: "POST",
    url: "/api/conversations/:id/release",
    right: "conversation.work",
    says: "Gives a conversation back to the bot, at a step or from the menu",
    params: byId,
    body: z.strictObject({ step: anId.optional(), note: text.optional(), ...seen }),
    async handle({ parts: { world }, caller, params, body, reply }): Promise<Card> {
      const { conversation } = await held(world, caller, params.id, body.version);
      if (body.step && !stepsOf(world, conversation).some(({ step }) => step === body.step))
        throw new Refusal(400, "conversation.step", "there is no such step in the open flow");
      if (body.note)
        await staff.note(world, conversation, caller.member, {
          id: world.newId(),
          text: body.note,
        });
      const step = body.step ? { step: body.step } : {};
      const done = await staff.letGo(world, conversation, caller.member, "release", step);
      if (!done) reply.code(202);
      return cardNow(world, caller, params.id);
    },
  }),
  route({
    method: "POST",
    url: "/api/conversations/:id/reply",
    right: "conversation.work",
    says: "Answers the person; the same id again changes nothing",
    params: byId,
    body: z.strictObject({ text, id: anId, ...seen }),
    async handle({ parts: { world }, caller, params, body }): Promise<Card> {
      const { conversation, row } = await open(world, caller, params.id);
      if (row.staffId !== caller.member.id)
        throw new Refusal(409, "conversation.not_yours", "take the conversation first");
      await staff.reply(world, conversation, caller.member, body);
      await world.store.desk.read(caller.association, params.id, caller.member.id);
      return cardNow(world, caller, params.id);
    },
  }),
  route({
    method: "POST",
    url: "/api/conversations/:id/note",
    right: "conversation.work",
    says: "Writes a note that only staff see",
    params: byId,
    body: z.strictObject({ text, id: anId, ...seen }),
    async handle({ parts: { world }, caller, params, body }): Promise<Card> {
      const { conversation } = await open(world, caller, params.id);
      await staff.note(world, conversation, caller.member, body);
      return cardNow(world, caller, params.id);
    },
  }),
  route({
    method: "POST",
    url: "/api/conversations/:id/assign",
    right: "conversation.work",
    says: "Gives a conversation to a colleague",
    params: byId,
    body: z.strictObject({ to: anId, ...seen }),
    audit: ({ params, body }) => ({
      verb: "assign",
      what: `conversation ${params.id}`,
      reason: `to ${body.to}`,
    }),
    async handle({ parts: { world }, caller, params, body }): Promise<Card> {
      const { conversation } = await held(world, caller, params.id, body.version, true);
      await giveTo(world, caller, conversation, body.to);
      return cardNow(world, caller, params.id);
    },
  }),
  route({
    method: "POST",
    url: "/api/conversations/:id/refer",
    right: "conversation.work",
    says: "Refers to the specialist of the profile, with a reason",
    params: byId,
    body: z.strictObject({ reason, ...seen }),
    async handle({ parts: { world }, caller, params, body }): Promise<Card> {
      const { conversation, row } = await held(world, caller, params.id, body.version);
      await staff.note(world, conversation, caller.member, {
        id: world.newId(),
        text: body.reason,
      });
      const specialist = await specialistFor(world, caller, row);
      if (specialist) await giveTo(world, caller, conversation, specialist);
      else await staff.letGo(world, conversation, caller.member, "requeue", { reason: "referred" });
      return cardNow(world, caller, params.id);
    },
  }),
  route({
    method: "POST",
    url: "/api/conversations/:id/snooze",
    right: "conversation.work",
    says: "Puts a conversation aside until a working hour; it wakes when the person writes",
    params: byId,
    body: z.strictObject({ until: anInstant, ...seen }),
    async handle({ parts: { world }, caller, params, body }): Promise<Card> {
      const { conversation } = await held(world, caller, params.id, body.version, true);
      await snooze(world, conversation, new Date(body.until));
      return cardNow(world, caller, params.id);
    },
  }),
  route({
    method: "POST",
    url: "/api/conversations/:id/resume",
    right: "conversation.work",
    says: "Takes back what was put aside",
    params: byId,
    body: z.strictObject(seen),
    async handle({ parts: { world }, caller, params }): Promise<Card> {
      await open(world, caller, params.id);
      await world.store.desk.change(caller.association, params.id, { snoozedUntil: null });
      world.live?.card(caller.association, params.id);
      return cardNow(world, caller, params.id);
    },
  }),
  route({
    method: "POST",
    url: "/api/conversations/:id/resolve",
    right: "conversation.work",
    says: "Ends it with a reason; the bot is there again",
    params: byId,
    body: z.strictObject({ reason, ...seen }),
    async handle({ parts: { world }, caller, params, body, reply }): Promise<Card> {
      const opened = await held(world, caller, params.id, body.version, true);
      if (!(await resolve(world, caller, opened, body.reason))) reply.code(202);
      return cardNow(world, caller, params.id);
    },
  }),
  route({
    method: "POST",
    url: "/api/conversations/:id/acknowledge",
    right: "crisis.acknowledge",
    says: "A human being has seen this crisis: the alarm rests",
    params: byId,
    body: z.strictObject(seen),
    async handle({ parts: { world }, caller, params, reply }): Promise<Card> {
      const { conversation } = await open(world, caller, params.id);
      if (!(await staff.acknowledge(world, conversation, caller.member))) reply.code(202);
      return cardNow(world, caller, params.id);
    },
  }),
  route({
    method: "POST",
    url: "/api/conversations/:id/viewing",
    right: "conversation.see",
    says: "Tells colleagues who looks and who types; kept nowhere",
    params: byId,
    body: z.strictObject({ typing: z.boolean() }),
    audit: false,
    async handle({ parts, caller, params, body }) {
      await open(parts.world, caller, params.id);
      const { id, name } = caller.member;
      presenceOf(parts).say(caller.association, {
        conversationId: params.id,
        id,
        name,
        typing: body.typing,
      });
    },
  }),
  route({
    method: "POST",
    url: "/api/conversations/:id/read",
    right: "conversation.see",
    says: "This member has read on",
    params: byId,
    body: z.strictObject({ upTo: z.string().max(60) }),
    audit: false,
    async handle({ parts: { world }, caller, params }): Promise<Card> {
      await open(world, caller, params.id);
      await world.store.desk.read(caller.association, params.id, caller.member.id);
      return cardNow(world, caller, params.id);
    },
  }),
  route({
    method: "POST",
    url: "/api/conversations/bulk",
    right: "conversation.work",
    says: "One thing for many conversations; one line of the audit each, and what failed is told",
    body: z.discriminatedUnion("verb", [
      z.strictObject({ verb: z.literal("assign"), to: anId, ids: ids() }),
      z.strictObject({ verb: z.literal("resolve"), reason, ids: ids() }),
      z.strictObject({ verb: z.literal("snooze"), until: anInstant, ids: ids() }),
    ]),
    audit: false,
    async handle({ parts, caller, body }) {
      const { world } = parts;
      const failed: { id: string; code: string }[] = [];
      for (const id of body.ids) {
        try {
          const opened = await held(world, caller, id, undefined, true);
          if (body.verb === "assign") await giveTo(world, caller, opened.conversation, body.to);
          else if (body.verb === "resolve") await resolve(world, caller, opened, body.reason);
          else await snooze(world, opened.conversation, new Date(body.until));
          await writeAudit(parts, caller, {
            verb: body.verb,
            what: `conversation ${id}`,
            ...("reason" in body ? { reason: body.reason } : {}),
          });
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          failed.push({ id, code: error.code });
        }
      }
      return { done: body.ids.length - failed.length, failed };
    },
  }),
];

function ids() {
  return z.array(anId).min(1).max(MOST_AT_ONCE);
}

type Opened = NonNullable<Awaited<ReturnType<typeof staff.openDesk>>>;

/** 404 for what is not there, is another association's, or is a crisis that this member does not see. */
async function open(world: World, caller: Caller, id: string): Promise<Opened> {
  const opened = await staff.openDesk(world, caller.association, id);
  if (!opened || isHidden(opened.row, caller))
    throw new Refusal(404, "conversation.unknown", "there is no such conversation");
  return opened;
}

/**
 * What only its holder does, or who may take over; `orFree`: also whoever finds it in nobody's hands. The version that
 * was seen must still be the one that is there. A crisis is let go by those alone who may clear it.
 */
async function held(
  world: World,
  caller: Caller,
  id: string,
  version: number | undefined,
  orFree = false,
): Promise<Opened> {
  const opened = await open(world, caller, id);
  const { row } = opened;
  const isMine = row.staffId === caller.member.id;
  const isFree = orFree && row.staffId === undefined;
  if (!isMine && !isFree && !caller.rights.includes("conversation.take_over"))
    throw new Refusal(409, "conversation.not_yours", "somebody else has it", undefined, {
      by: row.staffId ? { id: row.staffId, name: row.staffName ?? row.staffId } : null,
    });
  if (version !== undefined && version !== row.version)
    throw new Refusal(409, "conversation.changed", "something has happened since", undefined, {
      version: row.version,
    });
  const isCrisis = row.priority === "crisis" && row.holder !== "bot";
  if (isCrisis && !caller.rights.includes("crisis.clear"))
    throw new Refusal(403, "staff.right", "this needs the right crisis.clear");
  return opened;
}

async function resolve(
  world: World,
  caller: Caller,
  { conversation, row }: Opened,
  why: string,
): Promise<boolean> {
  await world.store.desk.change(caller.association, row.id, {
    resolvedAt: world.clock.now(),
    resolvedReason: why,
    snoozedUntil: null,
  });
  return staff.letGo(world, conversation, caller.member, "resolve", { reason: why });
}

async function snooze(world: World, conversation: Conversation, until: Date): Promise<void> {
  const { associationId, id, replyTo } = conversation;
  const { profile } = associationOf(world, associationId);
  if (until <= world.clock.now())
    throw new Refusal(400, "conversation.snooze", "that time has passed");
  const dueAt = nextOpening(profile, until);
  await world.store.desk.change(associationId, id, { snoozedUntil: dueAt });
  const followUp = {
    id: `${id}.desk_wake`,
    associationId,
    conversationId: id,
    address: replyTo,
    followUp: "desk_wake",
    dueAt,
    status: "open" as const,
  };
  await world.store.followUps.schedule(associationId, followUp);
  world.wake.followUp(followUp);
  world.live?.card(associationId, id);
}

async function giveTo(
  world: World,
  caller: Caller,
  conversation: Conversation,
  to: string,
): Promise<void> {
  const member = await world.store.staff.get(caller.association, to);
  if (!member || member.disabled || !hasRight(member.roles, "conversation.work"))
    throw new Refusal(400, "conversation.colleague", "there is no such colleague");
  await staff.claim(world, conversation, member, { takeOver: true });
}

/** Somebody who studies cases, is here, and holds least; never the one who refers. */
async function specialistFor(
  world: World,
  caller: Caller,
  row: DeskRow,
): Promise<string | undefined> {
  const [members, holding] = await Promise.all([
    world.store.staff.list(caller.association),
    world.store.desk.holding(caller.association),
  ]);
  return members
    .filter(
      ({ id, roles, presence, disabled }) =>
        roles.includes("researcher") &&
        presence === "online" &&
        !disabled &&
        id !== caller.member.id &&
        id !== row.staffId,
    )
    .toSorted((a, b) => (holding.get(a.id) ?? 0) - (holding.get(b.id) ?? 0))[0]?.id;
}

async function cardNow(world: World, caller: Caller, id: string): Promise<Card> {
  const row = await world.store.desk.get(caller.association, id);
  if (!row) throw new Refusal(404, "conversation.unknown", "there is no such conversation");
  return cardOf(world, row, caller.member.id);
}

function countsOf(parts: StaffParts, caller: Caller): Promise<QueueCounts> {
  return hubOf(parts, caller.association).counts(caller);
}

/** Cases by number, telephone or name as people spell it; of his branch for a delegate. */
async function casesOf(world: World, caller: Caller, q: string): Promise<CaseView[]> {
  const { cases } = await world.store.cases.list(caller.association, { q, limit: PAGE });
  return cases.filter(({ branch }) => seesBranch(caller, branch));
}

/** A search looks at names and numbers, and at what was said. */
async function rowsOf(
  world: World,
  caller: Caller,
  wanted: DeskQueue,
  q: string | undefined,
  skip: number,
): Promise<DeskRow[]> {
  const { desk } = world.store;
  const view = viewOf(world, caller);
  const terms = q === undefined ? [] : searchTerms(q);
  if (q !== undefined && terms.length === 0) return [];
  const page = { queue: wanted, limit: PAGE, skip };
  if (terms.length === 0) return desk.list(caller.association, view, page);
  const spoken = await desk.search(caller.association, terms, PAGE);
  const [named, said] = await Promise.all([
    desk.list(caller.association, view, { ...page, terms }),
    spoken.length > 0 ? desk.list(caller.association, view, { ...page, ids: spoken }) : [],
  ]);
  const known = new Set(named.map(({ id }) => id));
  return [...named, ...said.filter(({ id }) => !known.has(id))].slice(0, PAGE);
}

/** A number is looked for without its signs, words as they are normalised. */
function searchTerms(q: string): string[] {
  const bare = foldDigits(q).replace(/[\s+()-]/g, "");
  if (/^[a-z]{0,2}\d{4,15}$/i.test(bare)) return numberTerms(bare).slice(0, 1);
  return wordsIn(q);
}

async function viewOfConversation(
  parts: StaffParts,
  caller: Caller,
  { conversation, row }: Opened,
  before: string | undefined,
): Promise<ConversationView> {
  const { world } = parts;
  const { association, member } = caller;
  const [thread, cases] = await Promise.all([
    world.store.messages.thread(association, conversation.id, {
      limit: THREAD_PAGE,
      ...(before ? { before } : {}),
    }),
    caller.rights.includes("case.see")
      ? world.store.cases.ofConversation(association, conversation.id)
      : [],
  ]);
  const { state } = conversation;
  const frame = state.frames.at(-1);
  return {
    card: cardOf(world, row, member.id),
    thread: thread.map(threadItem),
    before: thread.length === THREAD_PAGE ? (thread[0]?.order ?? null) : null,
    flow: frame
      ? { name: frame.flow, step: frame.step, answered: Object.keys(state.answers).length }
      : null,
    hasDraft: state.draft !== undefined,
    language: state.language,
    consents: state.consents.map(({ purpose, decision, at }) => ({ purpose, decision, at })),
    optOut: state.optOut ?? null,
    viewers: presenceOf(parts).viewers(association, conversation.id),
    cases: cases.map((each) => caseCard(world, each, member.language)),
    resumeAt: stepsOf(world, conversation),
  };
}

/** Where the bot can go on: the question that is open and those before it, or the menu. */
function stepsOf(world: World, { state }: Conversation): { step: string; label: string }[] {
  const frame = state.frames.at(-1);
  const flow = frame && world.flows.versions.get(frame.flow)?.get(frame.version);
  const asked = flow?.steps.filter((step) => step.kind === "ask") ?? [];
  const at = asked.findIndex((step) => step.id === frame?.step);
  const steps = at < 0 ? [] : asked.slice(Math.max(0, at - STEPS_BACK), at + 1).toReversed();
  const labelOf = (id: string) =>
    world.texts
      .plain(`${flow?.texts ?? ""}.${id}`, "ar")
      ?.split("\n")[0]
      ?.slice(0, 80) ?? id;
  return [
    ...steps.map(({ id }) => ({ step: id, label: labelOf(id) })),
    { step: "menu", label: world.texts.plain("menu.main", "ar")?.split("\n")[0] ?? "menu" },
  ];
}

const STEPS_BACK = 5;
