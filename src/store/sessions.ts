import mongoose, { type Connection } from "mongoose";
import type { Session } from "../cases/committee.ts";
import type { AssociationId, Sessions } from "../conversation/ports.ts";
import { acrossAssociations } from "./association-guard.ts";
import { insertOnce } from "./insert.ts";
import { defineModel, Whole } from "./model.ts";
import type { Vault } from "./vault.ts";

const COLLECTION = "sessions";

interface Row {
  _id: string;
  associationId: AssociationId;
  version: number;
  status: Session["status"];
  at: Date;
  /** Packed: reasons and advice are words of staff. */
  data: string;
  pending: string[];
  /** There exactly while `pending` is not empty. */
  isPending?: true;
}

/** Sessions of the committee: one document each, saved if nobody was faster. */
export function createSessions(connection: Connection, vault: Vault): Sessions {
  const model = defineModel<Row>(
    connection,
    COLLECTION,
    {
      version: Number,
      status: String,
      at: Date,
      data: String,
      pending: Whole,
      isPending: Boolean,
    },
    {
      association: "required",
      indexes: [
        { fields: { associationId: 1, at: -1 } },
        { fields: { isPending: 1 }, options: { name: "pending", sparse: true } },
      ],
    },
  );

  async function asRow(association: AssociationId, session: Session): Promise<Row> {
    const { id, version, status, at, pending, ...data } = session;
    return {
      _id: id,
      associationId: association,
      version,
      status,
      at: new Date(at),
      data: await vault.pack(placeOf(association, id), data),
      pending,
      ...(pending.length > 0 ? { isPending: true } : {}),
    };
  }

  async function asSession(row: Row): Promise<Session> {
    const { _id: id, associationId, version, status, at, pending } = row;
    const data = await vault.unpack<Omit<Session, "id">>(placeOf(associationId, id), row.data);
    return { ...data, id, version, status, at: at.toISOString(), pending };
  }

  return {
    get: async (association, id) => {
      const row = await model.findOne({ _id: id, associationId: association }).lean<Row>();
      return row ? asSession(row) : undefined;
    },
    commit: async (association, session) => {
      const { _id, ...row } = await asRow(association, session);
      if (session.version === 1)
        return (await insertOnce(model, { _id, ...row })) ? "saved" : "conflict";
      const { modifiedCount } = await model.updateOne(
        { _id, associationId: association, version: session.version - 1 },
        { $set: row, ...(row.isPending ? {} : { $unset: { isPending: 1 } }) },
      );
      return modifiedCount === 1 ? "saved" : "conflict";
    },
    list: async (association, { status, limit }) => {
      const rows = await model
        .find({ associationId: association, ...(status ? { status } : {}) })
        .sort({ at: -1 })
        .limit(limit)
        .lean<Row[]>();
      return Promise.all(rows.map(asSession));
    },
    settle: async (association, id, caseIds) => {
      const done = { $literal: [...caseIds] };
      await model.updateOne(
        { _id: id, associationId: association },
        [
          {
            $set: {
              pending: {
                $filter: { input: "$pending", cond: { $not: [{ $in: ["$$this", done] }] } },
              },
            },
          },
          {
            $set: { isPending: { $cond: [{ $eq: ["$pending", []] }, "$$REMOVE", "$isPending"] } },
          },
        ],
        { updatePipeline: true },
      );
    },
    unsettled: async (limit) => {
      const rows = await acrossAssociations(
        model.find({ isPending: mongoose.trusted({ $exists: true }) } as object),
        "the sweeper looks after every association",
      )
        .select({ associationId: 1 })
        .limit(limit)
        .lean<Row[]>();
      return rows.map((row) => ({ associationId: row.associationId, id: row._id }));
    },
  };
}

function placeOf(association: string, id: string) {
  return { association, collection: COLLECTION, field: "data", id };
}
