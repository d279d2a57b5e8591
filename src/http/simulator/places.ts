import { phoneKey } from "../../conversation/identity.ts";
import type { AssociationId } from "../../conversation/ports.ts";
import type { World } from "../../conversation/world.ts";
import { readSession } from "../session-token.ts";

/** Where somebody may be found: the key of an address within an association. */
export interface Place {
  association: AssociationId;
  key: string;
}

/**
 * Every place that an address may mean: a number on any channel, the token of a web chat, or an address as it is written
 * in the log (`khuta-sms|+966551234567`).
 */
export async function placesOf(world: World, address: string): Promise<Place[]> {
  const places = [...world.channels.keys()].map((id) => placesOn(world, id, address));
  const byKey = new Map((await Promise.all(places)).flat().map((place) => [place.key, place]));
  return [...byKey.values()];
}

/** Places of an address on one channel, in which more than one name may stand for a person. */
export async function placesOn(world: World, channelId: string, address: string): Promise<Place[]> {
  const association = channelId.split("-")[0] as AssociationId;
  if (address.includes("|")) return [{ association, key: address }];
  if (world.channels.get(channelId)?.kind === "whatsapp" && /^\+\d+$/.test(address))
    return whatsappPlaces(world, { association, channelId, phone: address });
  const session = readSession(address, channelId, world.tokens.sessionKey, world.clock.real());
  return [{ association, key: `${channelId}|${session?.sid ?? address}` }];
}

/** WhatsApp names a person by his number or by an id that is none: whose id it is, the conversation of the number knows. */
async function whatsappPlaces(
  world: World,
  {
    association,
    channelId,
    phone,
  }: { association: AssociationId; channelId: string; phone: string },
): Promise<Place[]> {
  const { conversations } = world.store;
  const owner = await conversations.ownerOf(association, phoneKey(phone));
  const known = owner === undefined ? undefined : await conversations.load(association, owner);
  const ids = known?.addresses.filter((key) => key.startsWith(`${channelId}|`)) ?? [];
  const keys = new Set([`${channelId}|${phone.slice(1)}@c.us`, ...ids]);
  return [...keys].map((key) => ({ association, key }));
}
