import type { Connection } from "mongoose";
import type { AssociationId } from "../conversation/ports.ts";
import type { Desk } from "../conversation/ports-staff.ts";
import { beginning } from "./filters.ts";
import { insertEach, PRIMARY } from "./insert.ts";
import { defineModel, Whole } from "./model.ts";

interface Row {
  _id: string;
  associationId: AssociationId;
  conversationId: string;
  at: Date;
  words: string[];
}

const LOOKED_AT = 500; // messages; a word that is in more of them is no search

/** The words of messages, so that staff find what was said. A sealed message has none here. */
export function createMessageWords(connection: Connection): Pick<Desk, "index" | "search"> {
  const model = defineModel<Row>(
    connection,
    "messageWords",
    { conversationId: String, at: Date, words: Whole },
    {
      association: "required",
      indexes: [{ fields: { associationId: 1, words: 1, at: -1 } }],
    },
  );

  return {
    index: async (entries) => {
      if (entries.length === 0) return;
      const refusals = await insertEach(
        model,
        entries.map(({ id, ...entry }) => ({ _id: id, ...entry })),
      );
      const failed = refusals.find(
        (each) => each instanceof Error || (each && each.duplicateOf !== PRIMARY),
      );
      if (failed instanceof Error) throw failed;
    },
    search: async (association, words, limit) => {
      const last = words.at(-1);
      if (last === undefined) return [];
      const rows = await model
        .find({
          associationId: association,
          $and: [
            ...words.slice(0, -1).map((word) => ({ words: word })),
            { words: beginning(last) },
          ],
        } as object)
        .sort({ at: -1 })
        .limit(LOOKED_AT)
        .select({ conversationId: 1 })
        .lean<Row[]>();
      return [...new Set(rows.map((row) => row.conversationId))].slice(0, limit);
    },
  };
}
