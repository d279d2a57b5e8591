import { acceptInternal } from "./receive.ts";
import { isClockName } from "../cases/action.ts";
import { actOnCase } from "./act-on-case.ts";
import { tellNow } from "./case-effects.ts";
import type { AssociationId, FollowUp } from "./ports.ts";
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
  const key = `timer|${current.id}|${current.dueAt.getTime()}`;
  if (current.caseId !== undefined) await resumeCase(world, current, current.caseId, key);
  else
    await acceptInternal(world, current.associationId, {
      id: key,
      address: current.address,
      body: { kind: "timer", followUpId: current.id, followUp: current.followUp },
    });
  // Only now: a crash before this fires it again, and the row's id makes that harmless.
  await world.store.followUps.complete(current.associationId, current.id, current.dueAt);
  return "fired";
}

/** Of a case: what might not be told earlier is told now, anything else is the clock of the case. */
async function resumeCase(
  world: World,
  followUp: FollowUp,
  caseId: string,
  key: string,
): Promise<void> {
  const { associationId, followUp: name, tell } = followUp;
  if (tell) return tellNow(world, { ...followUp, id: caseId }, tell);
  if (!isClockName(name)) return;
  const by = { kind: "system", id: "clock" } as const;
  await actOnCase(world, associationId, caseId, { kind: "clock", name }, by, key);
}
