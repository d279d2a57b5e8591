import type { Card, ConversationView, ThreadItem } from "../../../http/staff/api.ts";

/** A list with a card as it is now; a card of an older version changes nothing. Undefined: the card is not in the list. */
export function withCard(cards: readonly Card[], card: Card): Card[] | undefined {
  const at = cards.findIndex(({ id }) => id === card.id);
  const known = cards[at];
  if (!known) return undefined;
  return known.version > card.version ? [...cards] : cards.with(at, card);
}

/** A thread with an item in its place: the same id takes the place of what was there, and no receipt goes back. */
export function withItem(thread: readonly ThreadItem[], item: ThreadItem): ThreadItem[] {
  const at = thread.findIndex(({ id }) => id === item.id);
  const known = thread[at];
  if (known) return thread.with(at, { ...item, status: later(known.status, item.status) });
  return [...thread, item].toSorted((a, b) => compare(a.order, b.order));
}

/** Pages of a thread that were loaded one after the other, as one. */
export function joined(older: readonly ThreadItem[], newer: readonly ThreadItem[]): ThreadItem[] {
  const ids = new Set(newer.map(({ id }) => id));
  return [...older.filter(({ id }) => !ids.has(id)), ...newer];
}

/** A receipt of a line on a page that was not loaded changes nothing here. */
export function withThreadItem(view: ConversationView, item: ThreadItem): ConversationView {
  const first = view.thread[0];
  const isOlder = view.before !== null && first !== undefined && item.order < first.order;
  if (isOlder && !view.thread.some(({ id }) => id === item.id)) return view;
  return { ...view, thread: withItem(view.thread, item) };
}

const ladder = ["pending", "sending", "accepted", "sent", "delivered", "read"];

/** Receipts come out of order: read stays read. What failed may still be told. */
function later(known: string, told: string): string {
  const [before, now] = [ladder.indexOf(known), ladder.indexOf(told)];
  return before >= 0 && now >= 0 && before > now ? known : told;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
