import type { Receipt } from "../channels/channel.ts";
import { noticeArrived } from "./notice-gate.ts";
import type { AssociationId } from "./ports.ts";
import type { World } from "./world.ts";

/**
 * A provider tells what became of a message: noted, forward only, shown to whoever of staff looks, and told to the case
 * whose notice it was.
 */
export async function takeReceipt(
  world: World,
  association: AssociationId,
  receipt: Receipt,
): Promise<void> {
  const message = await world.store.messages.recordReceipt(association, receipt);
  if (!message) return;
  world.live?.changed(message);
  await noticeArrived(world, message);
}
