import mongoose, { type Connection } from "mongoose";
import type { Audit, AuditEntry } from "../conversation/ports-staff.ts";
import { insertOnce } from "./insert.ts";
import { defineModel } from "./model.ts";

interface Row extends Omit<AuditEntry, "id"> {
  _id: string;
  associationId: string;
}

/** What staff did and looked at: rows are added and read, nothing here changes or removes one. */
export function createAudit(connection: Connection): Audit {
  const model = defineModel<Row>(
    connection,
    "audit",
    { at: Date, by: String, byName: String, verb: String, what: String, reason: String },
    {
      association: "required",
      indexes: [
        { fields: { associationId: 1, at: -1, _id: -1 } },
        { fields: { associationId: 1, what: 1, at: -1 } },
      ],
    },
  );

  return {
    write: async (association, { id, ...entry }) => {
      await insertOnce(model, {
        _id: `${association}|${id}`,
        associationId: association,
        ...entry,
      });
    },
    list: async (association, { limit, before, what, by, verb }) => {
      const [at, id] = before?.split("_") ?? [];
      const rows = await model
        .find({
          associationId: association,
          ...(what ? { what } : {}),
          ...(by ? { by } : {}),
          ...(verb ? { verb } : {}),
          ...(at && id
            ? {
                $or: [
                  { at: mongoose.trusted({ $lt: new Date(Number(at)) }) },
                  {
                    at: new Date(Number(at)),
                    _id: mongoose.trusted({ $lt: `${association}|${id}` }),
                  },
                ],
              }
            : {}),
        } as object)
        .sort({ at: -1, _id: -1 })
        .limit(limit)
        .lean<Row[]>();
      return rows.map(({ _id, associationId: _association, ...entry }) => ({
        id: _id.slice(association.length + 1),
        ...entry,
      }));
    },
  };
}
