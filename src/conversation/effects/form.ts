import type { EffectOf } from "../../engine/types.ts";
import type { Conversation } from "../ports.ts";
import type { World } from "../world.ts";

const HOUR_MS = 3_600_000;

/** A one-time page. Its lifetime is real time; only the hash of its token is stored. */
export async function issueForm(
  world: World,
  conversation: Conversation,
  effect: EffectOf<"issue_form">,
): Promise<undefined> {
  await world.store.forms.issue(
    conversation.associationId,
    {
      id: effect.id,
      associationId: conversation.associationId,
      conversationId: conversation.id,
      address: conversation.replyTo,
      purpose: "fields",
      fields: effect.fields,
      documents: effect.documents,
      expiresAt: new Date(world.clock.real().getTime() + effect.ttlHours * HOUR_MS),
    },
    world.tokens.hash(world.tokens.formToken(effect.id)),
  );
}
