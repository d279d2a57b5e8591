import type { Connection } from "mongoose";
import type { Volunteer, Volunteers } from "../conversation/ports.ts";
import { insertOnce } from "./insert.ts";
import { defineModel } from "./model.ts";
import type { Vault } from "./vault.ts";

const COLLECTION = "volunteers";

interface Row extends Omit<Volunteer, "id" | "answers"> {
  _id: string;
  associationId: string;
  /** Packed and sealed: name, telephone, what the person can do. */
  answers: string;
}

/** People who offer their help. They are no beneficiaries, so they have a book of their own. */
export function createVolunteers(connection: Connection, vault: Vault): Volunteers {
  const model = defineModel<Row>(
    connection,
    COLLECTION,
    { conversationId: String, answers: String, at: Date },
    { association: "required", indexes: [{ fields: { associationId: 1, at: 1 } }] },
  );
  const placeOf = (association: string, id: string) => ({
    association,
    collection: COLLECTION,
    field: "answers",
    id,
  });
  return {
    add: async (association, { id, answers, ...volunteer }) => {
      const packed = await vault.pack(placeOf(association, id), answers, { secret: true });
      const row = { _id: id, associationId: association, ...volunteer, answers: packed };
      await insertOnce(model, row);
    },
    list: async (association) => {
      const rows = await model
        .find({ associationId: association } as object)
        .sort({ at: 1 })
        .lean<Row[]>();
      return Promise.all(
        rows.map(async ({ _id: id, associationId: _association, answers, ...row }) => ({
          id,
          ...row,
          answers: await vault.unpack<Volunteer["answers"]>(placeOf(association, id), answers),
        })),
      );
    },
  };
}
