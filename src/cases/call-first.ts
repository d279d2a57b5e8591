/** What waits for a person of staff, as far as it says whom to call. */
export interface Waiting {
  conversationId: string;
  caseId?: string;
  /** `CaseTask`, or the kind of a task that belongs to no case. */
  what: string;
  priority: string;
  at: Date;
  dueAt?: Date;
}

export interface ToCall {
  conversationId: string;
  caseId?: string;
  /** Why, the weightiest first: what waits, and `overdue`. */
  reasons: string[];
}

/** How much each thing asks for a call; what is not here is work at a desk, and nobody is called for it. */
const weights: Readonly<Record<string, number>> = {
  crisis: 200,
  urgent: 80,
  tell_notice: 60,
  not_delivered: 50,
  decision_late: 45,
  objection: 40,
  call_declined: 40,
  handoff: 35,
  more_time: 30,
  documents_late: 30,
  confirm_delivery: 20,
  sign_again: 20,
};
const OVERDUE = 25;
const PRIORITY = 30;
const A_DAY_OF_WAITING = 1;
const MOST_DAYS = 15; // who waits for months does not push away who is in danger
const DAY_MS = 86_400_000;

/** Whom to call first, and why: each person once, with all that waits for him. Pure; the same list gives the same order. */
export function callFirst(waiting: readonly Waiting[], now: Date, most = 5): ToCall[] {
  const people = new Map<string, { call: ToCall; weight: number; since: number }>();
  const calls = waiting.flatMap((each) => {
    const weight = weights[each.priority === "crisis" ? "crisis" : each.what];
    return weight === undefined ? [] : [{ ...each, weight }];
  });
  for (const each of calls.toSorted((a, b) => b.weight - a.weight || +a.at - +b.at)) {
    const person = people.get(each.conversationId) ?? {
      call: { conversationId: each.conversationId, reasons: [] },
      weight: 0,
      since: each.at.getTime(),
    };
    people.set(each.conversationId, person);
    if (each.caseId) person.call.caseId ??= each.caseId;
    person.weight += weightOf(each, now);
    person.since = Math.min(person.since, each.at.getTime());
    const why = each.priority === "crisis" ? "crisis" : each.what;
    for (const reason of isOverdue(each, now) ? [why, "overdue"] : [why])
      if (!person.call.reasons.includes(reason)) person.call.reasons.push(reason);
  }
  return [...people.values()]
    .toSorted((a, b) => b.weight - a.weight || a.since - b.since)
    .slice(0, most)
    .map(({ call }) => call);
}

function weightOf(each: Waiting & { weight: number }, now: Date): number {
  const days = Math.floor((now.getTime() - each.at.getTime()) / DAY_MS);
  return (
    each.weight +
    (isOverdue(each, now) ? OVERDUE : 0) +
    (each.priority === "urgent" ? PRIORITY : 0) +
    Math.min(MOST_DAYS, Math.max(0, days)) * A_DAY_OF_WAITING
  );
}

function isOverdue({ dueAt }: Waiting, now: Date): boolean {
  return dueAt !== undefined && dueAt <= now;
}
