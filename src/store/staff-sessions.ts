import mongoose, { type Connection } from "mongoose";
import type { StaffSession, StaffSessions } from "../conversation/ports-staff.ts";
import { acrossAssociations } from "./association-guard.ts";
import { insertOnce } from "./insert.ts";
import { defineModel } from "./model.ts";

interface Row extends Omit<StaffSession, "id"> {
  _id: string;
}

/** Who is logged in, by the hash of the cookie's token: a dump opens no session. */
export function createStaffSessions(connection: Connection): StaffSessions {
  const model = defineModel<Row>(
    connection,
    "staffSessions",
    { staffId: String, openedAt: Date, seenAt: Date, endsAt: Date },
    {
      association: "required",
      indexes: [
        { fields: { endsAt: 1 }, options: { expireAfterSeconds: 0 } },
        { fields: { associationId: 1, staffId: 1 } },
      ],
    },
  );

  return {
    open: async (association, { id, ...session }) => {
      await insertOnce(model, { _id: id, ...session, associationId: association });
    },
    find: async (id) => {
      const row = await acrossAssociations(
        model.findOne({ _id: id }),
        "the caller has nothing but the token, and the token is the proof",
      ).lean<Row>();
      if (!row) return undefined;
      const { _id, ...session } = row;
      return { id: _id, ...session };
    },
    seen: async (association, id, at) => {
      await model.updateOne({ _id: id, associationId: association }, { $set: { seenAt: at } });
    },
    end: async (association, id) => {
      await model.deleteOne({ _id: id, associationId: association });
    },
    endAll: async (association, staffId, except) => {
      await model.deleteMany({
        associationId: association,
        staffId,
        ...(except ? { _id: mongoose.trusted({ $ne: except }) } : {}),
      } as object);
    },
  };
}
