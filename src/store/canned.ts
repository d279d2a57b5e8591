import type { Connection } from "mongoose";
import type { Canned } from "../conversation/ports-staff.ts";
import { defineModel, Whole } from "./model.ts";

/** Answers that staff have ready, each association its own. */
export function createCanned(connection: Connection): Canned {
  const model = defineModel<{
    _id: string;
    associationId: string;
    shortcut: string;
    text: { ar: string; en: string };
    removed: boolean;
  }>(
    connection,
    "canned",
    { shortcut: String, text: Whole, removed: Boolean },
    {
      association: "required",
      indexes: [{ fields: { associationId: 1, shortcut: 1 } }],
    },
  );

  return {
    list: async (association) => {
      const rows = await model
        .find({ associationId: association, removed: false })
        .sort({ shortcut: 1 })
        .lean();
      return rows.map(({ _id: id, shortcut, text }) => ({ id, shortcut, text }));
    },
    save: async (association, { id, ...answer }) => {
      await model.updateOne(
        { _id: id, associationId: association },
        { $set: { ...answer, removed: false } },
        { upsert: true },
      );
    },
    remove: async (association, id) => {
      const { matchedCount } = await model.updateOne(
        { _id: id, associationId: association },
        { $set: { removed: true } },
      );
      return matchedCount === 1;
    },
  };
}
