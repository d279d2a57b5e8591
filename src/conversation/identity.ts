import type { AssociationId, Conversation, InboxRow } from "./ports.ts";
import type { World } from "./world.ts";

/** The address of a person rather than of a device: the same number on SMS and on WhatsApp is one contact. */
export function phoneKey(phone: string): string {
  return `phone|${phone}`;
}

/**
 * Under which other names the person who writes may be known: addresses of the same account, of which the platform
 * knows more than one (a WhatsApp LID, a number, a business-scoped id), and the number that network or platform
 * vouches for. Where one of them has a conversation already, this lane joins it (`moved`: look again); otherwise the
 * names are this conversation's from now on.
 */
export async function identify(
  world: World,
  association: AssociationId,
  row: InboxRow,
  conversation: { id: string; known: Conversation | undefined },
): Promise<"same" | "moved"> {
  const { conversations } = world.store;
  const { id, known } = conversation;
  const aliases = (row.aliases ?? []).filter((alias) => alias !== row.lane);
  const phone = row.verifiedPhone ? [phoneKey(row.verifiedPhone)] : [];
  const names = [...aliases, ...phone].filter((name) => !known?.addresses.includes(name));

  // One of several names may be known and another new: the new one must not be given away first.
  if (!known && names.length > 1) {
    const owners = await Promise.all(names.map((name) => conversations.ownerOf(association, name)));
    const owner = owners.find((each) => each !== undefined && each !== id);
    if (owner !== undefined) return joins(owner);
  }
  for (const name of names) {
    const owner = await conversations.resolve(association, name, id);
    if (owner === id) continue;
    if (!known) return joins(owner);
    // A number is worn by more than one account, so a conversation that has a story of its own is never swallowed for
    // it: people decide that by a code. Two names of one account are one person: from now on he is here.
    if (aliases.includes(name)) await takeOver(world, known, { alias: name, owner });
  }
  return "same";

  async function joins(owner: string): Promise<"moved"> {
    await conversations.moveAddress(association, row.lane, owner);
    return "moved";
  }
}

/** What lies in the conversation that the other name had stays there; staff hear of it when a request was open in it. */
async function takeOver(
  world: World,
  { id, associationId }: Conversation,
  { alias, owner }: { alias: string; owner: string },
): Promise<void> {
  const other = await world.store.conversations.load(associationId, owner);
  if (other && (other.state.draft !== undefined || other.state.frames.length > 0)) {
    await world.store.tasks.add(associationId, {
      id: `${owner}.joined.${id}`,
      conversationId: owner,
      kind: "handoff",
      reason: "second_draft",
      priority: "normal",
      at: world.clock.now(),
    });
  }
  await world.store.conversations.moveAddress(associationId, alias, id);
}
