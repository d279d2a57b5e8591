import mongoose, { type Connection } from "mongoose";
import type { AssociationId, FollowUp, FollowUps } from "../conversation/ports.ts";
import { acrossAssociations } from "./association-guard.ts";
import { createBatch } from "./batch.ts";
import { insertEach, PRIMARY } from "./insert.ts";
import { defineModel, Whole } from "./model.ts";
import type { Vault } from "./vault.ts";

interface Row extends Omit<FollowUp, "id" | "tell"> {
  _id: string;
  /** Packed: words of a decision may stand in it. */
  tell?: string;
}

const COLLECTION = "followUps";

/** What must happen later. The row is the truth; the queue that wakes is filled from it. */
export function createFollowUps(connection: Connection, vault: Vault): FollowUps {
  const model = defineModel<Row>(
    connection,
    COLLECTION,
    {
      conversationId: String,
      address: Whole,
      followUp: String,
      dueAt: Date,
      status: String,
      caseId: String,
      tell: String,
    },
    {
      association: "required",
      indexes: [
        {
          fields: { dueAt: 1, _id: 1 },
          options: { name: "due", partialFilterExpression: { status: "open" } },
        },
      ],
    },
  );

  const schedule = createBatch({
    keyOf: (followUp: FollowUp) => followUp.id,
    run: async (followUps: readonly FollowUp[]) => {
      const rows = await Promise.all(followUps.map(asRow));
      const refusals = await insertEach(model, rows);
      const moved: Row[] = [];
      const results = refusals.map((refusal, index) => {
        if (refusal instanceof Error) return refusal;
        if (refusal && refusal.duplicateOf !== PRIMARY) return new Error("follow-ups: not unique");
        if (refusal) moved.push(rows[index]!);
        return undefined;
      });
      if (moved.length > 0)
        await model.bulkWrite(moved.map(move) as never, {
          ordered: false,
          throwOnValidationError: true,
        });
      return results;
    },
  });

  async function asRow({ id, tell, ...rest }: FollowUp): Promise<Row> {
    return {
      _id: id,
      ...rest,
      ...(tell ? { tell: await vault.pack(placeOf(rest.associationId, id), tell) } : {}),
    };
  }

  async function asFollowUp({ _id: id, tell, ...row }: Row): Promise<FollowUp> {
    if (tell === undefined) return { id, ...row };
    return { id, ...row, tell: await vault.unpack(placeOf(row.associationId, id), tell) };
  }

  return {
    schedule: (association, followUp) => schedule({ ...followUp, associationId: association }),
    cancel: async (association, id) => {
      await model.updateOne(
        { _id: id, associationId: association, status: "open" },
        { $set: { status: "cancelled" } },
      );
    },
    dueBefore: async (until, limit, after) => {
      const rows = await acrossAssociations(
        model.find({
          status: "open",
          dueAt: mongoose.trusted({ $lt: until, ...(after ? { $gte: after.dueAt } : {}) }),
          // Several may be due at the same instant: the page before ended within them.
          ...(after
            ? {
                $or: [
                  { dueAt: mongoose.trusted({ $gt: after.dueAt }) },
                  { _id: mongoose.trusted({ $gt: after.id }) },
                ],
              }
            : {}),
        } as object),
        "the reconciler fills the queue for every association",
      )
        .sort({ dueAt: 1, _id: 1 })
        .hint("due")
        .limit(limit)
        .lean<Row[]>();
      return Promise.all(rows.map(asFollowUp));
    },
    get: async (association, id) => {
      const row = await model.findOne({ _id: id, associationId: association }).lean<Row>();
      return row ? asFollowUp(row) : undefined;
    },
    complete: async (association: AssociationId, id, dueAt) => {
      const { modifiedCount } = await model.updateOne(
        { _id: id, associationId: association, status: "open", dueAt },
        { $set: { status: "done" } },
      );
      return modifiedCount === 1;
    },
  };
}

/** One that is done at this very time stays done: the effect that scheduled it was only applied once more after a crash. */
function move({ _id, associationId, ...row }: Row) {
  return {
    updateOne: {
      filter: {
        _id,
        associationId,
        $or: [
          { status: mongoose.trusted({ $ne: "done" }) },
          { dueAt: mongoose.trusted({ $ne: row.dueAt }) },
        ],
      },
      update: { $set: row },
    },
  };
}

function placeOf(association: string, id: string) {
  return { association, collection: COLLECTION, field: "tell", id };
}
