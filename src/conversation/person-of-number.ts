import { addressKey, type Address } from "../channels/channel.ts";
import { phoneKey } from "./identity.ts";
import type { AssociationId } from "./ports.ts";
import type { World } from "./world.ts";

/** The conversation of this number, on whatever channel he wrote last; a number that is new is spoken to by SMS. */
export async function personOf(
  world: World,
  association: AssociationId,
  mobile: string,
): Promise<{ address: Address; conversationId: string }> {
  const { conversations } = world.store;
  const sms: Address = { channelId: `${association}-sms`, scheme: "e164", value: mobile };
  for (const name of [phoneKey(mobile), addressKey(sms)]) {
    const id = await conversations.ownerOf(association, name);
    const known = id ? await conversations.load(association, id) : undefined;
    if (known) return { address: known.replyTo, conversationId: known.id };
  }
  const id = await conversations.resolve(association, phoneKey(mobile), world.newId());
  return {
    address: sms,
    conversationId: await conversations.resolve(association, addressKey(sms), id),
  };
}
