import type { Connection } from "mongoose";
import type { MyDataRequest, MyDataRequests } from "../conversation/ports.ts";
import { isAbsent } from "./filters.ts";
import { insertOnce } from "./insert.ts";
import { defineModel } from "./model.ts";
import type { Vault } from "./vault.ts";

const COLLECTION = "myDataRequests";

interface Row extends Omit<MyDataRequest, "id"> {
  _id: string;
  associationId: string;
}

/** What people ask for under the data protection law, with the day by which it must be answered. */
export function createMyDataRequests(connection: Connection, vault: Vault): MyDataRequests {
  const model = defineModel<Row>(
    connection,
    COLLECTION,
    {
      number: String,
      conversationId: String,
      request: String,
      text: String,
      at: Date,
      dueAt: Date,
      doneAt: Date,
    },
    { association: "required", indexes: [{ fields: { associationId: 1, dueAt: 1 } }] },
  );
  const placeOf = (association: string, id: string) => ({
    association,
    collection: COLLECTION,
    field: "text",
    id,
  });

  async function opened({ _id: id, associationId, text, ...row }: Row): Promise<MyDataRequest> {
    return { id, ...row, text: await vault.unpack<string>(placeOf(associationId, id), text) };
  }

  return {
    add: async (association, { id, text, ...request }, number) => {
      const known = await model.findOne({ _id: id, associationId: association }).lean<Row>();
      if (known) return opened(known);
      const packed = await vault.pack(placeOf(association, id), text, { secret: true });
      const row = { _id: id, associationId: association, ...request, number: await number() };
      await insertOnce(model, { ...row, text: packed });
      const stored = await model.findOne({ _id: id, associationId: association }).lean<Row>();
      if (!stored) throw new Error(`request ${id} belongs to another association`);
      return opened(stored);
    },
    open: async (association) => {
      const rows = await model
        .find({ associationId: association, doneAt: isAbsent } as object)
        .sort({ dueAt: 1 })
        .lean<Row[]>();
      return Promise.all(rows.map(opened));
    },
    done: async (association, id, at) => {
      const { modifiedCount } = await model.updateOne(
        { _id: id, associationId: association, doneAt: isAbsent } as object,
        { $set: { doneAt: at } },
      );
      return modifiedCount === 1;
    },
  };
}
