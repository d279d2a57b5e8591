import { z } from "zod";
import type { Receipt, ReceiptState } from "../channel.ts";
import { errorOfCode } from "./errors.ts";

/** A report of a message of ours; undefined for a state that says nothing. `delivered` may come after `read`. */
export function parseReceipt(given: unknown, channelId: string): Receipt | undefined {
  const status = statusShape.safeParse(given).data;
  const state = status && stateOf.get(status.status);
  if (!status || !state) return undefined;
  return {
    channelId,
    providerMessageId: status.id,
    state,
    ...(state === "failed" ? { error: errorOfCode(status.errors[0]?.code) } : {}),
  };
}

const statusShape = z.object({
  id: z.string().min(1).max(300),
  status: z.string(),
  errors: z.array(z.object({ code: z.number().int() })).catch([]),
});

const stateOf = new Map<string, ReceiptState>([
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["played", "read"],
  ["failed", "failed"],
]);
