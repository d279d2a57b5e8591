import type { Connection } from "mongoose";
import type { Consents } from "../conversation/ports.ts";
import { insertOnce } from "./insert.ts";
import { defineModel } from "./model.ts";

type Entry = Parameters<Consents["append"]>[1];

interface Row extends Omit<Entry, "id"> {
  _id: string;
  associationId: string;
}

/** What a person agreed to, refused or took back, with the very text that was shown. Only ever added to. */
export function createConsents(connection: Connection): Consents {
  const model = defineModel<Row>(
    connection,
    "consents",
    {
      conversationId: String,
      address: String,
      purpose: String,
      version: String,
      decision: String,
      textKey: String,
      text: String,
      at: Date,
    },
    {
      association: "required",
      indexes: [
        { fields: { associationId: 1, conversationId: 1, at: 1 } },
        { fields: { associationId: 1, purpose: 1, at: 1 } },
      ],
    },
  );
  return {
    append: async (association, { id, ...entry }) => {
      await insertOnce(model, { _id: id, associationId: association, ...entry });
    },
    holding: async (association, purpose) => {
      const rows = await model
        .find({ associationId: association, purpose } as object)
        .sort({ at: 1 })
        .select({ conversationId: 1, decision: 1 })
        .lean<Row[]>();
      const last = new Map(rows.map(({ conversationId, decision }) => [conversationId, decision]));
      return [...last].filter(([, decision]) => decision === "given").map(([id]) => id);
    },
  };
}
