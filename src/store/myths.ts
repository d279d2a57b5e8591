import mongoose, { type Connection } from "mongoose";
import type { Myths } from "../conversation/ports.ts";
import { insertOnce } from "./insert.ts";
import { defineModel } from "./model.ts";

interface Row {
  _id: string;
  associationId: string;
  myth: string;
  month: string;
}

/** How often each misconception was heard: a campaign is worth what it makes of these counts (policy O6a). */
export function createMyths(connection: Connection): Myths {
  const model = defineModel<Row>(
    connection,
    "myths",
    { myth: String, month: String },
    { association: "required", indexes: [{ fields: { associationId: 1, month: 1, myth: 1 } }] },
  );
  return {
    heard: async (association, { id, ...heard }) => {
      await insertOnce(model, { _id: id, associationId: association, ...heard });
    },
    counts: async (association, { from, to }) => {
      const rows = await model
        .find({
          associationId: association,
          month: mongoose.trusted({ $gte: from, $lte: to }),
        } as object)
        .sort({ month: 1, myth: 1 })
        .lean<Row[]>();
      const counts = new Map<string, { myth: string; month: string; count: number }>();
      for (const { myth, month } of rows) {
        const key = `${month}|${myth}`;
        const { count } = counts.get(key) ?? { count: 0 };
        counts.set(key, { myth, month, count: count + 1 });
      }
      return [...counts.values()];
    },
  };
}
