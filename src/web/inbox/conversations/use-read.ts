import { useEffect } from "react";
import type { ConversationView } from "../../../http/staff/api.ts";
import { post } from "../api/client.ts";

/** What stands on a page that is looked at has been read. */
export function useRead({ card, thread }: ConversationView): void {
  const upTo = thread.at(-1)?.order;
  const { id, unread } = card;
  useEffect(() => {
    if (upTo === undefined || unread === 0) return;
    const tell = () => {
      if (!document.hidden) post(`/conversations/${id}/read`, { upTo }).catch(() => undefined);
    };
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [id, upTo, unread]);
}
