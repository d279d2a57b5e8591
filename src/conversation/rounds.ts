import { dayInRiyadh } from "../language/calendar.ts";
import { askPulse } from "./pulse.ts";
import { sendQualityDigest } from "./quality.ts";
import { sendDigests } from "./digest.ts";
import type { World } from "./world.ts";

/**
 * What comes round by itself and belongs to no person: the question of the quarter, looked after once a day, and the
 * digests of the month and of the week. Made again it does nothing twice, so each worker may make it.
 */
export async function makeRounds(
  world: World,
  mail: Parameters<typeof sendQualityDigest>[2],
): Promise<void> {
  const { settings } = world.store;
  await sendDigests(world, mail);
  for (const association of world.associations.keys()) {
    await sendQualityDigest(world, association, mail);
    const today = dayInRiyadh(world.clock.now());
    if ((await settings.read(`pulse.${association}`)) === today) continue;
    if (await askPulse(world, association)) await settings.write(`pulse.${association}`, today);
  }
}
