import { cardTurn } from "./desk-view.ts";
import type { AssociationId, Conversation, InboxBody } from "./ports.ts";
import type { DeskRow } from "./ports-staff.ts";
import { accept } from "./receive.ts";
import type { World } from "./world.ts";

/*
 * The door of staff into a conversation. Whatever they do enters as an inbox row in the person's own lane, like a
 * message: order, deduplication and the bot's silence are solved there. Who wins a claim is decided before, by one
 * conditional write.
 */

export interface By {
  id: string;
  name: string;
}

/** The conversation and its row at the desk; a conversation older than the desk gets its row here. */
export async function openDesk(
  world: World,
  association: AssociationId,
  id: string,
): Promise<{ conversation: Conversation; row: DeskRow } | undefined> {
  const conversation = await world.store.conversations.load(association, id);
  if (!conversation) return undefined;
  const row = await world.store.desk.get(association, id);
  if (row) return { conversation, row };
  await world.store.desk.record([cardTurn(conversation, [])]);
  const made = await world.store.desk.get(association, id);
  return made && { conversation, row: made };
}

export type Claimed =
  | { won: true; held: boolean }
  /** Somebody was faster: who. */
  | { won: false; by: By };

/** Takes a conversation. `held`: the bot is silent already; otherwise it will be in a moment. */
export async function claim(
  world: World,
  conversation: Conversation,
  by: By,
  { takeOver = false, silent = false }: { takeOver?: boolean; silent?: boolean } = {},
): Promise<Claimed> {
  const { associationId, id } = conversation;
  const { won, row } = await world.store.desk.claim(associationId, id, {
    staffId: by.id,
    staffName: by.name,
    claimId: world.newId(),
    takeOver,
  });
  if (!won || !row?.claimId)
    return { won: false, by: { id: row?.staffId ?? "", name: row?.staffName ?? "" } };
  await enter(world, conversation, `claim.${row.claimId}`, {
    kind: "staff",
    action: "claim",
    staffId: by.id,
    ...(silent ? {} : { staffName: by.name }),
  });
  world.live?.card(associationId, id);
  const held = await until(
    world,
    conversation,
    (row) => row.holder === "staff" && row.staffId === by.id,
  );
  return { won: true, held };
}

/** Gives it back to the bot, to the queue, or ends it. Resolves when the conversation shows it, or soon will. */
export async function letGo(
  world: World,
  conversation: Conversation,
  by: By,
  action: "release" | "requeue" | "resolve",
  more: { step?: string; reason?: string } = {},
): Promise<boolean> {
  await enter(world, conversation, `${action}.${world.newId()}`, {
    kind: "staff",
    action,
    staffId: by.id,
    aloud: true,
    ...more,
  });
  const holder = action === "requeue" ? "queue" : "bot";
  return until(world, conversation, (row) => row.holder === holder);
}

/** A reply in the person's own lane: stored, then delivered like every message. The same id again changes nothing. */
export async function reply(
  world: World,
  conversation: Conversation,
  by: By,
  said: { id: string; text: string },
): Promise<void> {
  await enter(world, conversation, `reply.${conversation.id}.${said.id}`, {
    kind: "staff_reply",
    staffId: by.id,
    staffName: by.name,
    text: said.text,
    sentAs: said.id,
  });
}

export async function acknowledge(
  world: World,
  conversation: Conversation,
  by: By,
): Promise<boolean> {
  await enter(
    world,
    conversation,
    `acknowledge.${conversation.id}.${conversation.desk?.since ?? 0}`,
    {
      kind: "staff",
      action: "acknowledge",
      staffId: by.id,
    },
  );
  return until(world, conversation, (row) => row.acknowledgedAt !== undefined);
}

/** Stands in the thread and never in a lane: no channel can come to see it. */
export async function note(
  world: World,
  conversation: Conversation,
  by: By,
  written: { id: string; text: string },
): Promise<void> {
  const now = world.clock.now();
  const id = `${conversation.id}.note.${written.id}`;
  const message = {
    id,
    associationId: conversation.associationId,
    conversationId: conversation.id,
    // After the messages of the turn it was written at, before those of the next.
    order: `${String(conversation.version).padStart(9, "0")}.n${now.getTime()}`,
    direction: "in" as const, // what goes "out" is looked for by whoever sends
    author: "staff" as const,
    address: conversation.replyTo,
    body: { kind: "note" as const, text: written.text },
    secret: false,
    by: { id: by.id, name: by.name, sentAs: written.id },
    status: "accepted" as const,
    attempts: 0,
    createdAt: now,
  };
  await world.store.messages.insert(conversation.associationId, [message]);
  world.live?.changed(message);
}

function enter(
  world: World,
  conversation: Conversation,
  id: string,
  body: InboxBody,
): Promise<"stored" | "duplicate"> {
  return accept(world, conversation.associationId, {
    id: `staff|${id}`,
    channelId: conversation.replyTo.channelId,
    address: conversation.replyTo,
    body,
  });
}

const PATIENCE_MS = 1_500;
const LOOK_EVERY_MS = 20;

/** The row at the desk follows the conversation, so what it shows has taken hold there. */
async function until(
  world: World,
  { associationId, id }: Conversation,
  isSo: (row: DeskRow) => boolean,
): Promise<boolean> {
  for (let left = PATIENCE_MS; left > 0; left -= LOOK_EVERY_MS) {
    const row = await world.store.desk.get(associationId, id);
    if (row && isSo(row)) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return false;
}
