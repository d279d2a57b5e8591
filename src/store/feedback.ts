import mongoose, { type Connection } from "mongoose";
import type { Feedback, FeedbackBook } from "../conversation/ports.ts";
import { isAbsent } from "./filters.ts";
import { insertOnce } from "./insert.ts";
import { defineModel } from "./model.ts";
import type { Vault } from "./vault.ts";

const COLLECTION = "feedback";

interface Row extends Omit<Feedback, "id"> {
  _id: string;
  associationId: string;
}

/** Complaints, suggestions and thanks. What was said is sealed; a nameless one holds no way back to its author. */
export function createFeedback(connection: Connection, vault: Vault): FeedbackBook {
  const model = defineModel<Row>(
    connection,
    COLLECTION,
    {
      number: String,
      kind: String,
      text: String,
      about: String,
      conversationId: String,
      day: String,
      dueOn: String,
      answeredAt: Date,
    },
    {
      association: "required",
      indexes: [
        { fields: { associationId: 1, kind: 1, day: 1 } },
        { fields: { associationId: 1, conversationId: 1, kind: 1 } },
      ],
    },
  );
  const placeOf = (association: string, id: string) => ({
    association,
    collection: COLLECTION,
    field: "text",
    id,
  });

  async function opened({ _id: id, associationId, text, ...row }: Row): Promise<Feedback> {
    return { id, ...row, text: await vault.unpack<string>(placeOf(associationId, id), text) };
  }

  async function find(association: string, id: string): Promise<Feedback | undefined> {
    const row = await model.findOne({ _id: id, associationId: association }).lean<Row>();
    return row ? opened(row) : undefined;
  }

  return {
    add: async (association, { id, text, ...entry }, number) => {
      const known = await find(association, id);
      if (known) return known;
      const packed = await vault.pack(placeOf(association, id), text, { secret: true });
      const row = { _id: id, associationId: association, ...entry, number: await number() };
      await insertOnce(model, { ...row, text: packed });
      const stored = await find(association, id);
      if (!stored) throw new Error(`feedback ${id} belongs to another association`);
      return stored;
    },
    list: async (association, { kinds, open }) => {
      const rows = await model
        .find({
          associationId: association,
          kind: mongoose.trusted({ $in: [...kinds] }),
          ...(open ? { answeredAt: isAbsent } : {}),
        } as object)
        .sort({ day: 1, number: 1 })
        .lean<Row[]>();
      return Promise.all(rows.map(opened));
    },
    answered: async (association, id, at) => {
      const { modifiedCount } = await model.updateOne(
        { _id: id, associationId: association, answeredAt: isAbsent } as object,
        { $set: { answeredAt: at } },
      );
      return modifiedCount === 1;
    },
    hasOpenComplaint: async (association, conversationId) => {
      const row = await model
        .findOne({
          associationId: association,
          conversationId,
          kind: "complaint",
          answeredAt: isAbsent,
        } as object)
        .select({ _id: 1 })
        .lean<Row>();
      return row !== null;
    },
  };
}
