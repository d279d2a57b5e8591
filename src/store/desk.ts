import mongoose, { type Connection, type Model } from "mongoose";
import type { AssociationId } from "../conversation/ports.ts";
import type { Desk, DeskRow, DeskTurn, DeskView } from "../conversation/ports-staff.ts";
import { createBatch } from "./batch.ts";
import { countQueries, queueIndexes, queueQuery } from "./desk-queues.ts";
import { createMessageWords } from "./message-words.ts";
import { beginning, isAbsent, isPresent, oneOf } from "./filters.ts";
import { defineModel, Whole } from "./model.ts";
import { duplicateIndex } from "./world-failed.ts";

interface Row extends Omit<DeskRow, "id"> {
  _id: string;
  terms: string[];
}

/** Who looks, at what. */
interface Asked {
  association: AssociationId;
  view: DeskView;
}

const WAITS_KEPT = 20;
/** Hold the same for all who see the same. */
const OF_ALL = ["unassigned", "waiting", "crisis", "snoozed", "all"] as const;

/** Cards of the desk: one row a conversation, following it version by version. */
export function createDesk(connection: Connection, unjournaled: object): Desk {
  const words = createMessageWords(connection);
  const model = deskModel(connection);
  const of = (association: AssociationId, id: string) => ({ _id: id, associationId: association });

  /** Fifty open pages ask at once when something happens: they are counted together. */
  const mine = createBatch({
    run: async (asked: readonly Asked[]) => {
      const alike = new Map<string, Asked[]>();
      for (const each of asked) {
        const key = `${each.association}|${each.view.seesCrisis}`;
        alike.set(key, [...(alike.get(key) ?? []), each]);
      }
      const counts = new Map<Asked, number>();
      await Promise.all(
        [...alike.values()].map(async (together) => {
          const held = await countHeld(together);
          for (const each of together) counts.set(each, held.get(each.view.staffId) ?? 0);
        }),
      );
      return asked.map((each) => counts.get(each) ?? 0);
    },
  });

  const countBy = ({ filter, index }: { filter: object; index: string }) =>
    model.countDocuments(filter).hint(index);

  /** By member, for all who see the same of one association. */
  async function countHeld(asked: readonly Asked[]): Promise<Map<string, number>> {
    const { association, view } = asked.at(-1)!;
    const { filter, index } = queueQuery(association, view, "mine");
    const rows = await model
      .aggregate<{ _id: string; count: number }>([
        { $match: { ...filter, staffId: oneOf(asked.map((each) => each.view.staffId)) } },
        { $group: { _id: "$staffId", count: { $sum: 1 } } },
      ])
      .hint(index);
    return new Map(rows.map((row) => [row._id, row.count]));
  }

  return {
    ...words,
    record: async (turns) => {
      if (turns.length === 0) return;
      try {
        await model.bulkWrite(turns.map(follow) as never, {
          ordered: false,
          ...unjournaled,
        });
      } catch (error) {
        if (!isStale(error)) throw error; // a newer version is there already
      }
    },
    get: async (association, id) => {
      const row = await model.findOne(of(association, id)).lean<Row>();
      return row ? asRow(row) : undefined;
    },
    claim: async (association, id, { staffId, staffName, claimId, takeOver }) => {
      const isFree = [
        { staffId: isAbsent },
        { staffId: oneOf([staffId, HANDSET]) },
        { holder: "bot" },
      ];
      const row = await model
        .findOneAndUpdate(
          { ...of(association, id), ...(takeOver ? {} : { $or: isFree }) } as object,
          [
            {
              $set: {
                claimId: {
                  $cond: [
                    { $eq: ["$staffId", staffId] },
                    { $ifNull: ["$claimId", claimId] },
                    claimId,
                  ],
                },
                staffId,
                staffName: { $literal: staffName },
                snoozedUntil: "$$REMOVE",
                resolvedAt: "$$REMOVE",
              },
            },
          ],
          { returnDocument: "after", updatePipeline: true },
        )
        .lean<Row>();
      if (row) return { won: true, row: asRow(row) };
      const there = await model.findOne(of(association, id)).lean<Row>();
      return { won: false, row: there ? asRow(there) : undefined };
    },
    change: async (association, id, { snoozedUntil, resolvedAt, resolvedReason }) => {
      const gone = {
        ...(snoozedUntil === null ? { snoozedUntil: 1 } : {}),
        ...(resolvedAt === null ? { resolvedAt: 1, resolvedReason: 1 } : {}),
      };
      const row = await model
        .findOneAndUpdate(
          of(association, id),
          {
            $set: {
              ...(snoozedUntil ? { snoozedUntil } : {}),
              ...(resolvedAt ? { resolvedAt } : {}),
              ...(resolvedReason ? { resolvedReason } : {}),
            },
            ...(Object.keys(gone).length > 0 ? { $unset: gone } : {}),
          },
          { returnDocument: "after" },
        )
        .lean<Row>();
      return row ? asRow(row) : undefined;
    },
    read: async (association, id, staffId) => {
      await model.updateOne(
        of(association, id),
        [{ $set: { reads: { $mergeObjects: ["$reads", { [staffId]: "$inCount" }] } } }],
        { updatePipeline: true },
      );
    },
    list: async (association, view, { queue, terms = [], ids, limit, skip }) => {
      const { filter, order, index } = queueQuery(association, view, queue);
      const found = model
        .find({
          ...filter,
          ...(terms.length > 0 ? { $and: terms.map((term) => ({ terms: beginning(term) })) } : {}),
          ...(ids ? { _id: oneOf(ids) } : {}),
        } as object)
        .sort({ ...order })
        .skip(skip)
        .limit(limit)
        .select({ terms: 0 });
      const isSearch = terms.length > 0 || ids !== undefined;
      const rows = await (isSearch ? found : found.hint(index)).lean<Row[]>();
      return rows.map(asRow);
    },
    counts: async (association, view) => {
      const counts = OF_ALL.map(async (queue) => {
        const { count, less } = countQueries(association, view, queue);
        const [all = 0, ...off] = await Promise.all([count, ...less].map(countBy));
        return [queue, off.reduce((left, each) => left - each, all)] as const;
      });
      return Object.fromEntries(await Promise.all(counts)) as Record<
        (typeof OF_ALL)[number],
        number
      >;
    },
    mine: (association, view) => mine({ association, view }),
    position: async (association, id) => {
      const row = await model.findOne(of(association, id)).lean<Row>();
      const before = await model.countDocuments({
        associationId: association,
        holder: "queue",
        staffId: null,
        _id: mongoose.trusted({ $ne: id }),
        // The one who asks now is not in the view yet, or stands there since his call.
        ...(row?.since && row.holder === "queue"
          ? { since: mongoose.trusted({ $lt: row.since }) }
          : {}),
      } as object);
      return before + 1;
    },
    recentWaits: async (association) => {
      const rows = await model
        .find({ associationId: association, claimedAt: isPresent } as object)
        .sort({ claimedAt: -1 })
        .limit(WAITS_KEPT)
        .lean<Row[]>();
      return rows.flatMap(({ since, claimedAt }) =>
        since && claimedAt ? [(claimedAt.getTime() - since.getTime()) / 60_000] : [],
      );
    },
    holding: async (association) => {
      const rows = await model.aggregate<{ _id: string; count: number }>([
        { $match: { associationId: association, holder: "staff" } },
        { $group: { _id: "$staffId", count: { $sum: 1 } } },
      ]);
      return new Map(rows.map((row) => [row._id, row.count]));
    },
  };
}

/** Whoever answers from the telephone itself: anybody of staff may take it from there. */
const HANDSET = "handset";
const RANK = { crisis: 0, urgent: 1, normal: 2 } as const;

function deskModel(connection: Connection): Model<Row> {
  return defineModel<Row>(
    connection,
    "desk",
    {
      version: Number,
      holder: String,
      staffId: String,
      staffName: String,
      claimId: String,
      reason: String,
      priority: String,
      /** Of the priority, for sorting. */
      rank: Number,
      crisisOpen: Whole,
      since: Date,
      claimedAt: Date,
      unansweredSince: Date,
      acknowledgedAt: Date,
      channelId: String,
      name: String,
      preview: String,
      lastAt: Date,
      lastAuthor: String,
      inCount: Number,
      reads: Whole,
      snoozedUntil: Date,
      resolvedAt: Date,
      resolvedReason: String,
      caseNumber: String,
      terms: Whole,
    },
    {
      association: "required",
      indexes: [
        ...queueIndexes,
        { fields: { associationId: 1, terms: 1 } },
        { fields: { associationId: 1, claimedAt: -1 } },
      ],
    },
  );
}

/**
 * The row after a turn. Whose it is changes here only when the conversation says so: it is held by somebody, or was held
 * until now; a claim that the conversation has not heard of yet stays.
 */
function follow({ id, associationId, heard, terms, staffId, ...turn }: DeskTurn) {
  const isCrisis = turn.priority === "crisis" && turn.holder !== "bot";
  const gone = (name: keyof DeskTurn) =>
    turn[name as keyof typeof turn] === undefined
      ? "$$REMOVE"
      : { $literal: turn[name as keyof typeof turn] };
  const wasHeld = { $eq: [{ $ifNull: ["$holder", ""] }, "staff"] };
  const owner = (field: string, given: unknown) =>
    turn.holder === "staff" && staffId !== undefined
      ? given
      : { $cond: [wasHeld, "$$REMOVE", `$${field}`] };
  return {
    updateOne: {
      filter: { _id: id, associationId, version: mongoose.trusted({ $lt: turn.version }) },
      update: [
        {
          $set: {
            // First, while `holder` still says what was.
            staffName: owner("staffName", {
              $cond: [{ $eq: ["$staffId", staffId ?? null] }, "$staffName", "$$REMOVE"],
            }),
            claimId: owner("claimId", "$claimId"),
            staffId: owner("staffId", { $literal: staffId ?? null }),
            inCount: { $add: [{ $ifNull: ["$inCount", 0] }, heard] },
            reads: { $ifNull: ["$reads", {}] },
            ...(heard > 0 ? { snoozedUntil: "$$REMOVE", resolvedAt: "$$REMOVE" } : {}),
            terms: { $setUnion: [{ $ifNull: ["$terms", []] }, { $literal: terms }] },
          },
        },
        {
          $set: {
            version: turn.version,
            holder: turn.holder,
            priority: turn.priority,
            rank: RANK[turn.priority],
            crisisOpen: isCrisis,
            reason: gone("reason"),
            since: gone("since"),
            claimedAt: turn.claimedAt ? turn.claimedAt : { $ifNull: ["$claimedAt", "$$REMOVE"] },
            unansweredSince: gone("unansweredSince"),
            acknowledgedAt: gone("acknowledgedAt"),
            channelId: turn.channelId,
            name: turn.name ? { $literal: turn.name } : { $ifNull: ["$name", "$$REMOVE"] },
            lastAt: turn.lastAt,
            ...(turn.preview === ""
              ? {
                  preview: { $ifNull: ["$preview", ""] },
                  lastAuthor: { $ifNull: ["$lastAuthor", turn.lastAuthor] },
                }
              : { preview: { $literal: turn.preview }, lastAuthor: turn.lastAuthor }),
            caseNumber: turn.caseNumber
              ? { $literal: turn.caseNumber }
              : { $ifNull: ["$caseNumber", "$$REMOVE"] },
          },
        },
      ],
      upsert: true,
    },
  };
}

function isStale(error: unknown): boolean {
  const found = (error as { writeErrors?: { err?: object }[] | { err?: object } }).writeErrors;
  const all = (Array.isArray(found) ? found : found ? [found] : [error]) as { err?: object }[];
  return all.length > 0 && all.every((each) => duplicateIndex(each.err ?? each) !== undefined);
}

function asRow({ _id: id, terms: _terms, ...row }: Row): DeskRow {
  const {
    rank: _rank,
    crisisOpen: _open,
    ...rest
  } = row as Row & {
    rank?: number;
    crisisOpen?: unknown;
  };
  return { id, ...rest };
}
