import { useEffect, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import type { Card, ConversationView } from "../../../http/staff/api.ts";
import { asApiError, post } from "../api/client.ts";
import { keys, takeCard } from "../api/queries.ts";

/** My own message between the key and the server's word of it. */
export interface Pending {
  id: string;
  mode: "reply" | "note";
  text: string;
  state: "sending" | "failed" | "conflict";
}

/** Shows what I have sent at once, marked as such, until the server brings it back. A repeat carries the same id. */
export function useMyWords(view: ConversationView) {
  const client = useQueryClient();
  const { id, version } = view.card;
  const [pending, setPending] = useState<Pending[]>([]);
  const arrived = new Set(view.thread.map((item) => item.sentAs));
  const open = pending.filter((each) => !arrived.has(each.id));

  const mark = (pendingId: string, state: Pending["state"]) =>
    setPending((all) => all.map((each) => (each.id === pendingId ? { ...each, state } : each)));

  const deliver = async ({ id: pendingId, mode, text }: Pending) => {
    try {
      const card = await post<Card>(`/conversations/${id}/${mode}`, {
        text,
        id: pendingId,
        version,
      });
      takeCard(client, card);
    } catch (error) {
      mark(pendingId, asApiError(error).status === 409 ? "conflict" : "failed");
      await client.invalidateQueries({ queryKey: keys.conversation(id) });
    }
  };

  const again = (one: Pending) => {
    mark(one.id, "sending");
    void deliver(one);
  };
  const failed = open.filter(({ state }) => state === "failed");
  useEffect(() => {
    // The line is back: what could not be sent goes now, once.
    const resend = () => failed.forEach(again);
    window.addEventListener("online", resend);
    return () => window.removeEventListener("online", resend);
  });

  return {
    pending: open,
    again,
    send(mode: Pending["mode"], text: string) {
      const one: Pending = { id: crypto.randomUUID(), mode, text, state: "sending" };
      setPending((all) => [...all, one]);
      void deliver(one);
    },
  };
}
