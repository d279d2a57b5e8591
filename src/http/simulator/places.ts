import type { AssociationId } from "../../conversation/ports.ts";
import type { World } from "../../conversation/world.ts";
import { readSession } from "../session-token.ts";

/** Where somebody may be found: the key of an address within an association. */
export interface Place {
  association: AssociationId;
  key: string;
}

/**
 * Every place that an address may mean: a number on any text channel, the token of a web chat, or an address as it is
 * written in the log (`khuta-sms|+966551234567`).
 */
export function placesOf(world: World, address: string): Place[] {
  return [...world.channels.keys()].map((channelId) => placeOf(world, channelId, address));
}

export function placeOf(world: World, channelId: string, address: string): Place {
  const association = channelId.split("-")[0] as AssociationId;
  if (address.includes("|")) return { association, key: address };
  const session = readSession(address, channelId, world.tokens.sessionKey, world.clock.real());
  return { association, key: `${channelId}|${session?.sid ?? address}` };
}
