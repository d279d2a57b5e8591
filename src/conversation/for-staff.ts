import type { EffectOf } from "../engine/types.ts";
import type { InboxRow } from "./ports.ts";

/** A message found in the history that is older gets no answer of the bot: what it asks may be settled or gone. */
const TOO_LATE_MS = 6 * 3_600_000;

const ASKS = new Set(["text", "choice", "media", "location"]);

/** Why a message is for staff and not for the bot, however the conversation stands; undefined for all others. */
export function reasonForStaff(row: InboxRow): "undecrypted" | "old_message" | undefined {
  const { body, origin, sentAt, acceptedAt } = row;
  if (body.kind === "unsupported" && body.providerType === "ciphertext") return "undecrypted";
  if (origin !== "backfill" || !sentAt || !ASKS.has(body.kind)) return undefined;
  return acceptedAt.getTime() - sentAt.getTime() > TOO_LATE_MS ? "old_message" : undefined;
}

/** One task for all that a catching up brings to a conversation within an hour. */
export function taskFor(
  conversationId: string,
  { acceptedAt }: InboxRow,
  reason: string,
): EffectOf<"hand_off"> {
  const hour = acceptedAt.toISOString().slice(0, 13);
  return {
    id: `${conversationId}.${reason}.${hour}`,
    kind: "hand_off",
    reason,
    priority: "normal",
  };
}
