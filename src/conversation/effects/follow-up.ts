import { nextAllowed } from "../../cases/calendar.ts";
import type { EffectOf } from "../../engine/types.ts";
import type { Conversation } from "../ports.ts";
import { associationOf, type World } from "../world.ts";

/** Later is a row in the store, moved into the hours in which such a message may leave; waking is the queue's. */
export async function schedule(
  world: World,
  conversation: Conversation,
  effect: EffectOf<"schedule">,
): Promise<undefined> {
  const { profile } = associationOf(world, conversation.associationId);
  const id = followUpId(conversation, effect.followUp);
  const at = new Date(effect.at);
  const dueAt = effect.exact ? at : nextAllowed(profile, at, effect.messageClass);
  await world.store.followUps.schedule(conversation.associationId, {
    id,
    associationId: conversation.associationId,
    conversationId: conversation.id,
    address: conversation.replyTo,
    followUp: effect.followUp,
    dueAt,
    status: "open",
  });
  world.failpoint("follow_up.scheduled");
  world.wake.followUp({ id, associationId: conversation.associationId, dueAt });
}

export async function cancelFollowUp(
  world: World,
  conversation: Conversation,
  effect: EffectOf<"cancel_follow_up">,
): Promise<undefined> {
  await world.store.followUps.cancel(
    conversation.associationId,
    followUpId(conversation, effect.followUp),
  );
}

function followUpId(conversation: Conversation, name: string): string {
  return `${conversation.id}.${name}`;
}
