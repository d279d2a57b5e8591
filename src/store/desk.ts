import mongoose, { type Connection, type Model } from "mongoose";
import type { AssociationId } from "../conversation/ports.ts";
import type { Desk, DeskQueue, DeskRow, DeskTurn, DeskView } from "../conversation/ports-staff.ts";
import { createMessageWords } from "./message-words.ts";
import { beginning, isAbsent, isPresent, oneOf } from "./filters.ts";
import { defineModel, Whole } from "./model.ts";
import { duplicateIndex } from "./world-failed.ts";

interface Row extends Omit<DeskRow, "id"> {
  _id: string;
  terms: string[];
}

const WAITS_KEPT = 20;

/** Cards of the desk: one row a conversation, following it version by version. */
export function createDesk(connection: Connection, unjournaled: object): Desk {
  const words = createMessageWords(connection);
  const model = deskModel(connection);
  const of = (association: AssociationId, id: string) => ({ _id: id, associationId: association });

  async function count(filter: object): Promise<number> {
    return model.countDocuments(filter);
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
    list: async (association, view, { queue, terms, ids, limit, skip }) => {
      const rows = await model
        .find({
          ...filterOf(association, view, queue),
          ...(terms && terms.length > 0
            ? { $and: terms.map((term) => ({ terms: beginning(term) })) }
            : {}),
          ...(ids ? { _id: oneOf(ids) } : {}),
        } as object)
        .sort({ ...orderOf(queue) })
        .skip(skip)
        .limit(limit)
        .lean<Row[]>();
      return rows.map(asRow);
    },
    counts: async (association, view, queues = QUEUES) => {
      const entries = await Promise.all(
        queues.map(
          async (queue) => [queue, await count(filterOf(association, view, queue))] as const,
        ),
      );
      return Object.fromEntries(entries) as Partial<Record<DeskQueue, number>>;
    },
    position: async (association, id) => {
      const row = await model.findOne(of(association, id)).lean<Row>();
      const before = await count({
        associationId: association,
        holder: "queue",
        staffId: isAbsent,
        _id: mongoose.trusted({ $ne: id }),
        // The one who asks now is not in the view yet, or stands there since his call.
        ...(row?.since && row.holder === "queue"
          ? { since: mongoose.trusted({ $lt: row.since }) }
          : {}),
      });
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
const QUEUES: readonly DeskQueue[] = ["mine", "unassigned", "waiting", "crisis", "snoozed", "all"];
/** Whoever is called for longest comes first; elsewhere what happened last. */
const byCall = new Set<DeskQueue>(["unassigned", "crisis"]);
const orderOf = (queue: DeskQueue): Record<string, 1 | -1> =>
  byCall.has(queue) ? { rank: 1, since: 1, _id: 1 } : { lastAt: -1, _id: 1 };
const RANK = { crisis: 0, urgent: 1, normal: 2 } as const;

function filterOf(association: AssociationId, view: DeskView, queue: DeskQueue): object {
  const base = { associationId: association };
  const isAwake = [
    { snoozedUntil: isAbsent },
    { snoozedUntil: mongoose.trusted({ $lte: view.now }) },
  ];
  const noCrisis = view.seesCrisis ? {} : { crisisOpen: mongoose.trusted({ $ne: true }) };
  switch (queue) {
    case "mine":
      return { ...base, ...noCrisis, holder: "staff", staffId: view.staffId, $or: isAwake };
    case "unassigned":
      return {
        ...base,
        holder: "queue",
        staffId: isAbsent,
        crisisOpen: mongoose.trusted({ $ne: true }),
        $or: isAwake,
      };
    case "waiting":
      return { ...base, ...noCrisis, holder: "staff", unansweredSince: isAbsent, $or: isAwake };
    case "crisis":
      return { ...base, crisisOpen: view.seesCrisis ? true : "never" };
    case "snoozed":
      return { ...base, ...noCrisis, snoozedUntil: mongoose.trusted({ $gt: view.now }) };
    case "all":
      return { ...base, ...noCrisis };
  }
}

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
        { fields: { associationId: 1, holder: 1, staffId: 1, rank: 1, since: 1 } },
        { fields: { associationId: 1, lastAt: -1, _id: 1 } },
        { fields: { associationId: 1, terms: 1 } },
        { fields: { associationId: 1, crisisOpen: 1, since: 1 } },
        { fields: { associationId: 1, claimedAt: -1 } },
        { fields: { associationId: 1, snoozedUntil: 1 } },
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
