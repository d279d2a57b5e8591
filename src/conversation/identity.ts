import type { AssociationId, Conversation, InboxRow } from "./ports.ts";
import type { World } from "./world.ts";

/** The address of a person rather than of a device: the same number on SMS and on WhatsApp is one contact. */
export function phoneKey(phone: string): string {
  return `phone|${phone}`;
}

/**
 * A network or platform vouches for the number of who writes. Where the number has a conversation already, this lane
 * joins it (`moved`: look again); otherwise the number is this conversation's from now on.
 */
export async function identify(
  world: World,
  association: AssociationId,
  row: InboxRow,
  conversation: { id: string; known: Conversation | undefined },
): Promise<"same" | "moved"> {
  const { verifiedPhone, lane } = row;
  if (!verifiedPhone || conversation.known?.addresses.includes(phoneKey(verifiedPhone)))
    return "same";
  const owner = await world.store.conversations.resolve(
    association,
    phoneKey(verifiedPhone),
    conversation.id,
  );
  // A conversation that has a story of its own is never swallowed by another; people decide that by a code.
  if (owner === conversation.id || conversation.known) return "same";
  await world.store.conversations.moveAddress(association, lane, owner);
  return "moved";
}
