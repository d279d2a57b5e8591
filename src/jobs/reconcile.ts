import { resume } from "../conversation/resume.ts";
import type { FollowUp } from "../conversation/ports.ts";
import type { World } from "../conversation/world.ts";
import type { Jobs } from "./queue.ts";

/** Redis holds what is due within this time, so a million open follow-ups do not live in its memory. */
export const HORIZON_MS = 48 * 3_600_000;
const PAGE = 500;

/**
 * Makes the queue agree with the store: what is due fires now, what is due within the horizon is queued. Runs every
 * minute, at the start, and when the demo's clock moves; FLUSHALL costs no more than one such round.
 */
export async function reconcileFollowUps(
  world: World,
  jobs: Jobs,
): Promise<{ fired: number; queued: number }> {
  const now = world.clock.now();
  const until = new Date(now.getTime() + HORIZON_MS);
  let fired = 0;
  let queued = 0;
  for await (const followUp of dueBefore(world, until)) {
    if (followUp.dueAt <= now)
      fired += (await resume(world, followUp.associationId, followUp.id)) === "fired" ? 1 : 0;
    else {
      await jobs.wakeFollowUp(followUp, followUp.dueAt.getTime() - now.getTime());
      queued += 1;
    }
  }
  return { fired, queued };
}

async function* dueBefore(world: World, until: Date): AsyncGenerator<FollowUp> {
  let after: { dueAt: Date; id: string } | undefined;
  for (;;) {
    const page = await world.store.followUps.dueBefore(until, PAGE, after);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = { dueAt: last.dueAt, id: last.id };
  }
}
