import mongoose from "mongoose";
import type { AssociationId } from "../conversation/ports.ts";
import type { DeskQueue, DeskView } from "../conversation/ports-staff.ts";
import type { Index } from "./model.ts";

/*
 * The queues of the desk as queries. Each has an index that holds its order, and everything that is asked: a page is
 * read in order without sorting, and reads no row that it does not show. Without `$or`, so that the server has one plan.
 */

type Order = Record<string, 1 | -1>;

/** Whoever is called for longest comes first; elsewhere what happened last. */
const byCall: Order = { rank: 1, since: 1, _id: 1 };
const byNews: Order = { lastAt: -1, _id: 1 };
const held = { partialFilterExpression: { holder: "staff" } };

/** By the queue that it serves. Most conversations are the bot's: they stand in none of those that are partial. */
const indexes = {
  mine: {
    fields: { associationId: 1, holder: 1, staffId: 1, ...byNews, crisisOpen: 1, snoozedUntil: 1 },
    options: held,
  },
  unassigned: {
    fields: { associationId: 1, holder: 1, staffId: 1, crisisOpen: 1, ...byCall, snoozedUntil: 1 },
    options: { partialFilterExpression: { holder: "queue" } },
  },
  waiting: {
    fields: {
      associationId: 1,
      holder: 1,
      unansweredSince: 1,
      ...byNews,
      crisisOpen: 1,
      snoozedUntil: 1,
    },
    options: held,
  },
  crisis: { fields: { associationId: 1, crisisOpen: 1, ...byCall } },
  snoozed: {
    fields: {
      associationId: 1,
      ...byNews,
      snoozedUntil: 1,
      crisisOpen: 1,
      holder: 1,
      staffId: 1,
      unansweredSince: 1,
    },
    options: { partialFilterExpression: { snoozedUntil: { $exists: true } } },
  },
  all: { fields: { associationId: 1, ...byNews, crisisOpen: 1 } },
} satisfies Record<DeskQueue, Index>;

export const queueIndexes: Index[] = Object.entries(indexes).map(([name, index]) => ({
  ...index,
  options: { ...("options" in index ? index.options : {}), name },
}));

/** `null` is found in the index; that a field is absent would be looked up in each row. */
const standing = {
  unassigned: { holder: "queue", staffId: null, crisisOpen: false },
  waiting: { holder: "staff", unansweredSince: null },
  all: {},
};
const asleep = (view: DeskView) => ({ snoozedUntil: mongoose.trusted({ $gt: view.now }) });

/** What stands in a queue for whoever looks, in what order, by which index. */
export function queueQuery(
  association: AssociationId,
  view: DeskView,
  queue: DeskQueue,
): { filter: object; order: Order; index: string } {
  const seen = view.seesCrisis ? {} : { crisisOpen: false };
  const awake = { snoozedUntil: mongoose.trusted({ $not: { $gt: view.now } }) };
  const filters: Record<DeskQueue, object> = {
    mine: { holder: "staff", staffId: view.staffId, ...seen, ...awake },
    unassigned: { ...standing.unassigned, ...awake },
    waiting: { ...standing.waiting, ...seen, ...awake },
    crisis: { crisisOpen: view.seesCrisis ? true : "never" },
    snoozed: { ...seen, ...asleep(view) },
    all: seen,
  };
  return {
    filter: { associationId: association, ...filters[queue] },
    order: queue === "unassigned" || queue === "crisis" ? byCall : byNews,
    index: queue,
  };
}

/**
 * What is counted for a queue, and what is taken off again. The server counts the keys of a stretch of an index four
 * times as fast as it looks at each, so those who are hidden or asleep, who are few, are counted apart.
 */
export function countQueries(
  association: AssociationId,
  view: DeskView,
  queue: Exclude<DeskQueue, "mine">,
): { count: { filter: object; index: string }; less: { filter: object; index: string }[] } {
  if (queue === "crisis" || queue === "snoozed")
    return { count: queueQuery(association, view, queue), less: [] };
  const base = { associationId: association, ...standing[queue] };
  const hidesCrisis = !view.seesCrisis && queue !== "unassigned";
  const seen = hidesCrisis ? { crisisOpen: false } : {};
  return {
    count: { filter: base, index: queue },
    less: [
      ...(hidesCrisis ? [{ filter: { ...base, crisisOpen: true }, index: "crisis" }] : []),
      ...(queue === "all"
        ? []
        : [{ filter: { ...base, ...seen, ...asleep(view) }, index: "snoozed" }]),
    ],
  };
}
