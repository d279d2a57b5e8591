import type { Receipt } from "../channels/channel.ts";
import type { AssociationId } from "./ports.ts";
import type { World } from "./world.ts";

/** A provider tells what became of a message: noted, forward only, and shown to whoever of staff looks. */
export async function takeReceipt(
  world: World,
  association: AssociationId,
  receipt: Receipt,
): Promise<void> {
  const message = await world.store.messages.recordReceipt(association, receipt);
  if (message) world.live?.changed(message);
}
