import type { AssociationId, Conversation, Message, Store } from "../../src/conversation/ports.ts";
import type { DeskQueue, DeskState } from "../../src/conversation/ports-staff.ts";
import { cardTurn } from "../../src/conversation/desk-view.ts";
import { emptyState } from "../../src/engine/advance.ts";

/* Conversations that are open at the desk, in the shares of a full Sunday morning. Nobody in them exists. */

const NAMES = ["نورة السالم", "فهد الحربي", "سارة القحطاني", "عبدالله العمري", "هند الفيفي"];
const SAID = ["وين وصل طلبي؟", "أرسلت عقد الإيجار", "متى يجي الرد؟", "ابي اكلم موظف"];
const MINUTE_MS = 60_000;
const AT_ONCE = 500;

type Kind = "unassigned" | "mine" | "waiting" | "snoozed" | "crisis";

/** Of each 500: 244 wait for somebody, 120 for an answer of staff, 130 for the person, 5 are put aside, 1 is a crisis. */
function kindOf(index: number): Kind {
  const place = index % 100;
  if (place < 48) return "unassigned";
  if (place < 72) return "mine";
  if (place < 98) return "waiting";
  if (place === 98) return "snoozed";
  return index % 500 === 99 ? "crisis" : "unassigned";
}

/** Stores `count` of them with their messages and cards. Returns what the first member's queues then hold. */
export async function openConversations(
  store: Store,
  association: AssociationId,
  { count, staff, now }: { count: number; staff: readonly string[]; now: Date },
): Promise<Record<DeskQueue, number>> {
  const queues = { mine: 0, unassigned: 0, waiting: 0, crisis: 0, snoozed: 0, all: count };
  for (let from = 0; from < count; from += AT_ONCE) {
    const made = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) =>
      openConversation(association, from + index, staff, now),
    );
    await Promise.all([
      ...made.map(({ conversation }) => store.conversations.commit(conversation)),
      store.messages.insert(
        association,
        made.flatMap(({ messages }) => messages),
      ),
      store.desk.record(made.map(({ conversation, messages }) => cardTurn(conversation, messages))),
    ]);
    for (const { kind, conversation } of made) {
      if (kind === "snoozed") {
        const snoozedUntil = new Date(now.getTime() + 24 * 60 * MINUTE_MS);
        await store.desk.change(association, conversation.id, { snoozedUntil });
      }
      const isAwake = kind !== "snoozed" && conversation.holder === "staff";
      if (isAwake && conversation.staffId === staff[0]) queues.mine += 1;
      if (kind !== "mine") queues[kind] += 1;
    }
  }
  return queues;
}

function openConversation(
  associationId: AssociationId,
  index: number,
  staff: readonly string[],
  now: Date,
): { kind: Kind; conversation: Conversation; messages: Message[] } {
  const kind = kindOf(index);
  const isHeld = kind === "mine" || kind === "waiting" || kind === "snoozed";
  const at = new Date(now.getTime() - (index % 600) * MINUTE_MS);
  const id = `open${index}`;
  const address = { channelId: `${associationId}-web`, scheme: "session", value: id } as const;
  const desk: DeskState = {
    reason: kind === "crisis" ? "crisis" : "asked",
    priority: kind === "crisis" ? "crisis" : "normal",
    since: at.toISOString(),
    ...(isHeld ? { claimedAt: at.toISOString() } : {}),
    ...(kind === "waiting" ? {} : { unansweredSince: at.toISOString() }),
  };
  const said = SAID[index % SAID.length] ?? "";
  const messages = ["السلام عليكم", said].map((text, place): Message => ({
    id: `${id}.1.${place}`,
    associationId,
    conversationId: id,
    order: `000000001.000${place}`,
    direction: "in",
    author: "contact",
    address,
    body: { kind: "text", text },
    secret: false,
    status: "delivered",
    attempts: 0,
    createdAt: at,
  }));
  const conversation: Conversation = {
    id,
    associationId,
    version: 1,
    addresses: [`${address.channelId}|${id}`],
    replyTo: address,
    displayName: `${NAMES[index % NAMES.length] ?? ""} ${index}`,
    holder: isHeld ? "staff" : "queue",
    ...(isHeld ? { staffId: staff[index % staff.length] ?? "" } : {}),
    state: emptyState(at),
    effects: [],
    taken: [],
    desk,
    backlog: false,
    createdAt: at,
    updatedAt: at,
  };
  return { kind, conversation, messages };
}
