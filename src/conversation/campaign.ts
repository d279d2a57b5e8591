import { nextAllowed } from "../cases/calendar.ts";
import type { CaseEventName } from "../cases/case-events.ts";
import type { Answers } from "../engine/types.ts";
import { acceptInternal } from "./receive.ts";
import type { AssociationId } from "./ports.ts";
import { associationOf, type World } from "./world.ts";

/**
 * Tells everybody who agreed to awareness messages: that a misconception is one (policy O6a), or what became of what was
 * said (G4). Each hears it once by the campaign's id, by the door through which all events come, so opting out and
 * staff who hold a conversation count here too. Outside the hours of such messages nothing is sent: the answer says when
 * they begin.
 */
export async function startCampaign(
  world: World,
  association: AssociationId,
  { id, event, values }: { id: string; event: CaseEventName; values: Answers },
): Promise<{ started: number } | { notBefore: Date }> {
  const now = world.clock.now();
  const { profile } = associationOf(world, association);
  const notBefore = nextAllowed(profile, now, "awareness");
  if (notBefore > now) return { notBefore };
  let started = 0;
  for (const conversationId of await world.store.consents.holding(association, "awareness"))
    if (await tellOnce(world, association, conversationId, { id: `campaign.${id}`, event, values }))
      started += 1;
  return { started };
}

/** An event that belongs to no case; false where it was told under this id before, or nobody is there. */
export async function tellOnce(
  world: World,
  association: AssociationId,
  conversationId: string,
  { id, event, values }: { id: string; event: CaseEventName; values: Answers },
): Promise<boolean> {
  const conversation = await world.store.conversations.load(association, conversationId);
  if (!conversation) return false;
  const stored = await acceptInternal(world, association, {
    id: `case|${id}.${conversationId}`,
    address: conversation.replyTo,
    body: { kind: "case", caseId: "", event, values },
  });
  return stored === "stored";
}
