import type { EffectOf } from "../../engine/types.ts";
import { noticeText } from "../notice-text.ts";
import { addressKey } from "../../channels/channel.ts";
import type { Conversation } from "../ports.ts";
import type { World } from "../world.ts";

/** A task in the queue of staff: registered truthfully, whether or not somebody looks at it now. */
export async function handOff(
  world: World,
  conversation: Conversation,
  effect: EffectOf<"hand_off">,
): Promise<undefined> {
  await world.store.tasks.add(conversation.associationId, {
    id: effect.id,
    conversationId: conversation.id,
    kind: "handoff",
    reason: effect.reason,
    priority: effect.priority,
    at: world.clock.now(),
  });
  const alert = effect.priority === "crisis" ? "crisis" : "handoff";
  world.live?.alert(conversation.associationId, alert, conversation.id);
}

/** Staff must do something and are told, wherever they are. */
export async function deskTask(
  world: World,
  { associationId, id: conversationId }: Conversation,
  effect: EffectOf<"desk_task">,
): Promise<undefined> {
  await world.store.tasks.add(associationId, {
    id: effect.id,
    conversationId,
    kind: "handoff",
    reason: effect.reason,
    priority: effect.priority,
    at: world.clock.now(),
    ...(effect.dueAt ? { dueAt: new Date(effect.dueAt) } : {}),
  });
  if (effect.task === "crisis") world.live?.alert(associationId, "crisis", conversationId);
}

export async function recordQuestion(
  world: World,
  conversation: Conversation,
  effect: EffectOf<"record_question">,
): Promise<undefined> {
  await world.store.tasks.add(conversation.associationId, {
    id: effect.id,
    conversationId: conversation.id,
    kind: "question",
    reason: effect.text,
    priority: "normal",
    at: world.clock.now(),
  });
}

/** The ledger of consents keeps the exact text that was shown, with version, time and address. */
export async function recordConsent(
  world: World,
  conversation: Conversation,
  effect: EffectOf<"record_consent">,
): Promise<undefined> {
  await world.store.consents.append(conversation.associationId, {
    id: effect.id,
    conversationId: conversation.id,
    address: addressKey(conversation.replyTo),
    purpose: effect.purpose,
    version: effect.version,
    decision: effect.decision,
    textKey: effect.textKey,
    text: noticeText(world, conversation, effect.textKey),
    at: new Date(effect.at),
  });
}
