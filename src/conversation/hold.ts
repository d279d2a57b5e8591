import type { EffectOf } from "../engine/types.ts";
import type { Conversation, InboxBody, InboxRow } from "./ports.ts";
import { recordOf } from "./record-inbound.ts";
import { associationOf, type World } from "./world.ts";

/*
 * Who holds a conversation besides the bot: staff who took it, and staff who simply answered from the handset of the
 * number, where nobody can give it back. Those have it until they have been silent for the hours of the profile.
 */

/** Staff take the conversation: the bot's silence is part of this write, not a look beforehand. */
function heldBy(world: World, before: Conversation, row: InboxRow, staffId: string): Conversation {
  return { ...noted(world, before, row), staffId, holder: "staff" };
}

/** The row is taken, and nothing follows from it. */
function noted(world: World, before: Conversation, row: InboxRow): Conversation {
  return {
    ...before,
    version: before.version + 1,
    effects: [],
    taken: remember(before.taken, row.id),
    updatedAt: world.clock.now(),
  };
}

const HANDSET = "handset";
const HOUR_MS = 3_600_000;

/** Typed on the handset: it stands in the thread, and the bot falls silent. Whoever took the conversation keeps it. */
export function takeEcho(
  world: World,
  before: Conversation,
  row: InboxRow,
  body: Extract<InboxBody, { kind: "echo" }>,
): Conversation {
  const isThumb = body.body?.kind === "reaction"; // says nothing, and takes nothing over
  const isTaken = before.holder === "staff" && before.staffId !== HANDSET;
  const isTheirs = !isThumb && !isTaken;
  const after = isTheirs ? heldBy(world, before, row, HANDSET) : noted(world, before, row);
  const record = recordOf(after, row, { secret: false });
  return { ...after, effects: isTheirs ? [record, returning(world, after)] : [record] };
}

/** Every message of theirs moves it. */
function returning(world: World, conversation: Conversation): EffectOf<"schedule"> {
  const { profile } = associationOf(world, conversation.associationId);
  const afterMs = profile.handoff.return_hours * HOUR_MS;
  return {
    id: `${conversation.id}.${conversation.version}.${HANDSET}`,
    kind: "schedule",
    followUp: HANDSET,
    at: new Date(world.clock.now().getTime() + afterMs).toISOString(),
    messageClass: "service",
  };
}

export function isEndOfHandset({ holder, staffId }: Conversation, { body }: InboxRow): boolean {
  const isDue = body.kind === "timer" && body.followUp === HANDSET;
  return isDue && holder === "staff" && staffId === HANDSET;
}

const TAKEN_KEPT = 16; // a run takes at most a few rows and finishes them, so older ones are finished for certain

export function remember(taken: readonly string[], id: string): string[] {
  return [...taken.slice(1 - TAKEN_KEPT), id];
}
