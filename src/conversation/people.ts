import { addressKey, type Address, type Outbound } from "../channels/channel.ts";
import { digitsOf } from "../channels/whatsapp.ts";
import { phoneKey } from "./identity.ts";
import type { AssociationId, Conversation, Store } from "./ports.ts";

/*
 * What channels may ask about the person behind an address. The answers come from what is stored, so that they are the
 * same after a restart and in every process.
 */

type Known = Pick<Store, "messages" | "conversations" | "cases">;

/** So young that no other address of the person can change what follows from it. */
const RECENT_MS = 12 * 3_600_000;

/** When the person last wrote by this channel, under any address that he has there; undefined for never. */
export async function lastInboundAt(
  store: Known,
  association: AssociationId,
  { address, now }: { address: Address; now: Date },
): Promise<Date | undefined> {
  const own = await store.messages.lastInboundAt(association, [addressKey(address)]);
  if (own && now.getTime() - own.getTime() < RECENT_MS) return own;
  const { addresses = [] } = (await conversationOf(store, association, address)) ?? {};
  const here = addresses.filter((each) => each.startsWith(`${address.channelId}|`));
  return here.length > 0 ? store.messages.lastInboundAt(association, here) : own;
}

/**
 * Whether a message may be the first by its channel: only to a person who has written to the association by any of its
 * channels, or has asked it for help another way (decisions: what "reply-only" means).
 */
export async function mayContact(
  store: Known,
  association: AssociationId,
  { to }: Pick<Outbound, "to">,
): Promise<boolean> {
  const conversation = await conversationOf(store, association, to);
  if (!conversation) return false;
  const { id, addresses } = conversation;
  if ((await store.messages.lastInboundAt(association, addresses)) !== undefined) return true;
  return (await store.cases.ofConversation(association, id)).length > 0;
}

/** By the address itself, or by its number: who was taken in at the desk has no address of this channel yet. */
async function conversationOf(
  { conversations }: Known,
  association: AssociationId,
  address: Address,
): Promise<Conversation | undefined> {
  const digits = digitsOf(address.value);
  const names = [addressKey(address), ...(digits ? [phoneKey(`+${digits}`)] : [])];
  for (const name of names) {
    const id = await conversations.ownerOf(association, name);
    const found = id === undefined ? undefined : await conversations.load(association, id);
    if (found) return found;
  }
  return undefined;
}
