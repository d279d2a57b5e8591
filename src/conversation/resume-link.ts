import { addressKey, type Address } from "../channels/channel.ts";
import { acceptInternal } from "./receive.ts";
import type { World } from "./world.ts";

/**
 * A one-time link, sent to a telephone that cannot answer, was opened in a browser: whoever holds the link holds the
 * telephone, so the browser's address joins its conversation. False when the link is unknown, used or expired.
 */
export async function resumeByLink(
  world: World,
  token: string,
  address: Address,
): Promise<boolean> {
  const form = await world.store.forms.find(world.tokens.hash(token));
  if (!form || form.purpose !== "resume" || form.usedAt || form.expiresAt <= world.clock.real())
    return false;
  if (!(await world.store.forms.consume(form.associationId, form.id, world.clock.real())))
    return false;
  await world.store.conversations.moveAddress(
    form.associationId,
    addressKey(address),
    form.conversationId,
  );
  await acceptInternal(world, form.associationId, {
    id: `linked|${form.id}`,
    address,
    body: { kind: "linked", from: form.conversationId, phone: form.address.value },
  });
  return true;
}
