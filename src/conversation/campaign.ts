import { nextAllowed } from "../cases/calendar.ts";
import { acceptInternal } from "./receive.ts";
import type { AssociationId } from "./ports.ts";
import { associationOf, type World } from "./world.ts";

/**
 * Corrects a misconception with everybody who agreed to awareness messages (policy O6a). Each hears it once by the
 * campaign's id, by the door through which all events come, so opting out and staff who hold a conversation count here
 * too. Outside the hours of such messages nothing is sent: the answer says when they begin.
 */
export async function startCampaign(
  world: World,
  association: AssociationId,
  { id, myth }: { id: string; myth: string },
): Promise<{ started: number } | { notBefore: Date }> {
  const now = world.clock.now();
  const { profile } = associationOf(world, association);
  const notBefore = nextAllowed(profile, now, "awareness");
  if (notBefore > now) return { notBefore };
  let started = 0;
  for (const conversationId of await world.store.consents.holding(association, "awareness")) {
    const conversation = await world.store.conversations.load(association, conversationId);
    if (!conversation) continue;
    const stored = await acceptInternal(world, association, {
      id: `case|campaign.${id}.${conversationId}`,
      address: conversation.replyTo,
      body: { kind: "case", caseId: "", event: "myth", values: { myth } },
    });
    if (stored === "stored") started += 1;
  }
  return { started };
}
