import { useEffect } from "react";
import { post } from "../api/client.ts";

const AGAIN_MS = 5_000; // the server forgets who has not said it for fifteen seconds (`http/staff/presence.ts`)

/** Tells colleagues that I am looking at this conversation, and whether I am writing. Losing it is harmless. */
export function usePresence(id: string, isTyping: boolean): void {
  useEffect(() => {
    const tell = () => {
      if (!document.hidden)
        post(`/conversations/${id}/viewing`, { typing: isTyping }).catch(() => undefined);
    };
    tell();
    const timer = setInterval(tell, AGAIN_MS);
    return () => clearInterval(timer);
  }, [id, isTyping]);
}
