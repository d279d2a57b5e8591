import type { Connection } from "mongoose";
import type { Improvement } from "../cases/improvement.ts";
import type { Improvements } from "../conversation/ports.ts";
import { insertOnce } from "./insert.ts";
import { defineModel, Whole } from "./model.ts";

type Row = Omit<Improvement, "id"> & { _id: string; associationId: string };

/** The register of improvements: written by staff, about no person. */
export function createImprovements(connection: Connection): Improvements {
  const model = defineModel<Row>(
    connection,
    "improvements",
    {
      theme: String,
      groups: Whole,
      with: Whole,
      plan: String,
      plannedOn: String,
      done: Whole,
      toldOn: String,
    },
    { association: "required", indexes: [{ fields: { associationId: 1, plannedOn: -1 } }] },
  );
  const asImprovement = ({ _id: id, associationId: _association, ...row }: Row): Improvement => ({
    id,
    ...row,
  });

  return {
    add: async (association, { id, ...improvement }) => {
      await insertOnce(model, { _id: id, associationId: association, ...improvement });
    },
    get: async (association, id) => {
      const row = await model.findOne({ _id: id, associationId: association }).lean<Row>();
      return row ? asImprovement(row) : undefined;
    },
    list: async (association) => {
      const rows = await model
        .find({ associationId: association })
        .sort({ plannedOn: -1, _id: 1 })
        .lean<Row[]>();
      return rows.map(asImprovement);
    },
    change: async (association, id, changes) => {
      await model.updateOne({ _id: id, associationId: association }, { $set: changes });
    },
  };
}
