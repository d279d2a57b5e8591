import { Refusal } from "../refusal.ts";

export const faultKinds = [
  "fail_next_delivery",
  "lose_next_answer",
  "receipts_out_of_order",
  "duplicate_next_webhook",
] as const;
export type FaultKind = (typeof faultKinds)[number];

const planned: Record<Exclude<FaultKind, "duplicate_next_webhook">, object> = {
  fail_next_delivery: { kind: "undelivered", code: 30003 },
  lose_next_answer: { kind: "lost", how: "cut", stored: true },
  receipts_out_of_order: { kind: "receipts", how: "reversed" },
};

/** What the stand-in says of a message that it delivered: one call of the webhook, or two, and how each was answered. */
export interface Delivered {
  sid: string;
  calls: { attempts: number[] }[];
}

/**
 * Speaks to the stand-in for text messages, which does the rest as a provider does: signed, over HTTP, to the public
 * address. Refuses with 502 when it does not answer or is another one that cannot be steered.
 */
export function createStandIn(url: string) {
  const duplicates = new Set<string>(); // of these channels, or of "any", the next message comes twice

  async function post<T>(what: "inbound" | "faults", body: object): Promise<T> {
    const response = await fetch(`${url}/sim/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => undefined);
    if (response?.ok) return (await response.json()) as T;
    const reason = response ? `refused with ${response.status}` : "does not answer";
    throw new Refusal(502, "simulator.stand_in", `the stand-in for text messages ${reason}`);
  }

  return {
    deliver(
      channelId: string,
      message: object,
      duplicate: boolean | undefined,
    ): Promise<Delivered> {
      const isPlanned = duplicates.delete(channelId) || duplicates.delete("any");
      return post("inbound", { ...message, duplicate: duplicate ?? isPlanned });
    },
    async plan(kind: FaultKind, channelId: string | undefined): Promise<void> {
      if (kind === "duplicate_next_webhook") duplicates.add(channelId ?? "any");
      else await post("faults", { fault: planned[kind] });
    },
  };
}

const PATIENCE_MS = 15_000;
