import type { ConversationView, ThreadItem } from "../../../http/staff/api.ts";
import { withThreadItem } from "./apply-event.ts";

const KEPT = 60;
const recent = new Map<string, ThreadItem[]>();

/** What the live line has just told: a view that was on its way meanwhile does not hold it. */
export function remember(conversationId: string, item: ThreadItem): void {
  recent.set(conversationId, [...(recent.get(conversationId) ?? []), item].slice(-KEPT));
  if (recent.size > KEPT) recent.delete(recent.keys().next().value ?? "");
}

export function withRecent(view: ConversationView): ConversationView {
  return (recent.get(view.card.id) ?? []).reduce(withThreadItem, view);
}

/** Somebody else logs in, or the server has begun again. */
export function forgetRecent(): void {
  recent.clear();
}
