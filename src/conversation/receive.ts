import { addressKey, type Inbound } from "../channels/channel.ts";
import type { AssociationId, InboxBody, InboxRow } from "./ports.ts";
import type { World } from "./world.ts";

/**
 * A person wrote. Resolves only after the message is durably stored, so the provider may be told "received" after
 * this and not before. A second copy changes nothing.
 */
export async function receive(
  world: World,
  association: AssociationId,
  message: Inbound,
): Promise<"stored" | "duplicate"> {
  const { address, aliases = [], phoneE164, phoneAssurance, displayName } = message.from;
  const isVouched = phoneAssurance === "carrier" || phoneAssurance === "platform";
  return accept(world, association, {
    id: `${message.channelId}|${message.providerMessageId}`,
    channelId: message.channelId,
    address,
    ...(aliases.length > 0 ? { aliases: aliases.map(addressKey) } : {}),
    ...(phoneE164 && isVouched ? { verifiedPhone: phoneE164 } : {}),
    ...(displayName ? { displayName } : {}),
    origin: message.origin,
    ...(message.sentAt ? { sentAt: message.sentAt } : {}),
    body: message.author === "self" ? echoOf(message.body) : message.body,
  });
}

function echoOf(body: Inbound["body"]): InboxBody {
  return body.kind === "text"
    ? { kind: "echo", text: body.text }
    : { kind: "echo", text: "caption" in body ? (body.caption ?? "") : "", body };
}

type NewRow = Pick<InboxRow, "id" | "channelId" | "address" | "body"> &
  Partial<Pick<InboxRow, "aliases" | "verifiedPhone" | "displayName" | "origin" | "sentAt">>;

/** Every door of the corridor ends here: one row, unique by its id, in the lane of its address. */
export async function accept(
  world: World,
  association: AssociationId,
  row: NewRow,
): Promise<"stored" | "duplicate"> {
  const lane = addressKey(row.address);
  const outcome = await world.store.inbox.accept(association, {
    origin: "live",
    ...row,
    associationId: association,
    lane,
    order: nextOrder(world.clock.real()),
    acceptedAt: world.clock.real(),
  });
  world.failpoint("inbox.accepted");
  if (outcome === "stored") world.wake.lane(association, lane);
  return outcome;
}

/** A follow-up is due, or a page was submitted: the same door. */
export function acceptInternal(
  world: World,
  association: AssociationId,
  row: { id: string; address: InboxRow["address"]; body: InboxBody },
) {
  return accept(world, association, { ...row, channelId: row.address.channelId });
}

let last = { ms: 0, count: 0 };

/** Sortable, strictly growing within a process; between processes the clock decides, as it does for acceptance itself. */
function nextOrder(now: Date): string {
  const ms = Math.max(now.getTime(), last.ms);
  last = ms === last.ms ? { ms, count: last.count + 1 } : { ms, count: 0 };
  return `${String(ms).padStart(15, "0")}.${String(last.count).padStart(6, "0")}`;
}
