import { acceptInternal } from "./receive.ts";
import type { AssociationId } from "./ports.ts";
import type { World } from "./world.ts";

/**
 * Time has come. The wake-up only says "look": whether the follow-up is still open and due is decided here, and it
 * enters the conversation by the same door as any message, once for each due date.
 */
export async function resume(
  world: World,
  association: AssociationId,
  id: string,
): Promise<"fired" | "not_due" | "gone"> {
  const current = await world.store.followUps.get(association, id);
  if (!current || current.status !== "open") return "gone";
  if (current.dueAt > world.clock.now()) return "not_due";
  await acceptInternal(world, current.associationId, {
    id: `timer|${current.id}|${current.dueAt.getTime()}`,
    address: current.address,
    body: { kind: "timer", followUpId: current.id, followUp: current.followUp },
  });
  // Only now: a crash before this fires it again, and the row's id makes that harmless.
  await world.store.followUps.complete(current.associationId, current.id, current.dueAt);
  return "fired";
}
