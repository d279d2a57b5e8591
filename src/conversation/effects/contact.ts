import { addressKey } from "../../channels/channel.ts";
import type { EffectOf, Json } from "../../engine/types.ts";
import { phoneKey } from "../identity.ts";
import type { AssociationId, Conversation } from "../ports.ts";
import { acceptInternal } from "../receive.ts";
import type { World } from "../world.ts";

/** Whether the owner of a number has a request that is not finished. The answer never reaches the person who asks. */
export async function findDraft(
  world: World,
  conversation: Conversation,
  effect: EffectOf<"find_draft">,
): Promise<Record<string, Json>> {
  const other = await conversationOf(world, conversation.associationId, effect.phone);
  const isOther = other !== undefined && other.id !== conversation.id;
  return {
    draft_found: isOther && (other.state.draft !== undefined || other.state.frames.length > 0),
  };
}

/**
 * The person has proved to own the number: one conversation from now on. The addresses move to the conversation whose
 * draft goes on; the other conversation stays as it is, and staff are told that it holds a second draft.
 */
export async function linkContact(
  world: World,
  conversation: Conversation,
  effect: EffectOf<"link_contact">,
): Promise<Record<string, Json>> {
  const { associationId } = conversation;
  const other = await conversationOf(world, associationId, effect.phone);
  if (!other || other.id === conversation.id) return { linked: false };
  const [moved, to] =
    effect.keep === "ours"
      ? [other.addresses, conversation.id]
      : [[addressKey(conversation.replyTo)], other.id];
  if (conversation.state.draft && other.state.draft) {
    const left = effect.keep === "ours" ? other.id : conversation.id;
    await world.store.tasks.add(associationId, {
      id: effect.id,
      conversationId: left,
      kind: "handoff",
      reason: "second_draft",
      priority: "normal",
      at: world.clock.now(),
    });
  }
  await Promise.all(
    moved.map((address) => world.store.conversations.moveAddress(associationId, address, to)),
  );
  await acceptInternal(world, associationId, {
    id: `linked|${effect.id}`,
    address: conversation.replyTo,
    body: { kind: "linked", from: conversation.id, phone: effect.phone },
  });
  return { linked: true };
}

async function conversationOf(
  world: World,
  association: AssociationId,
  phone: string,
): Promise<Conversation | undefined> {
  const id = await world.store.conversations.ownerOf(association, phoneKey(phone));
  return id === undefined ? undefined : world.store.conversations.load(association, id);
}
