import type { Connection, Model } from "mongoose";
import type { AssociationId } from "../conversation/ports.ts";
import { defineModel } from "./model.ts";
import { duplicateIndex } from "./world-failed.ts";

const COLLECTION = "counters";

interface Row {
  _id: string;
  associationId: string;
  value: number;
}

/** Numbers that are given out once: 1, 2, 3 ... A number that nobody used leaves a gap. */
export function createCounters(
  connection: Connection,
): (association: AssociationId, name: string) => Promise<number> {
  // Cases and letters count in the same collection, each under names of its own.
  const model =
    (connection.models[COLLECTION] as Model<Row> | undefined) ??
    defineModel<Row>(connection, COLLECTION, { value: Number }, { association: "required" });

  return async function next(association, name): Promise<number> {
    const filter = { _id: `${association}|${name}`, associationId: association };
    for (;;) {
      try {
        const row = await model
          .findOneAndUpdate(
            filter,
            { $inc: { value: 1 } },
            { upsert: true, returnDocument: "after" },
          )
          .lean<Row>();
        return row.value;
      } catch (error) {
        // Two made the first number at once; the one who lost finds the counter now.
        if (duplicateIndex(error) === undefined) throw error;
      }
    }
  };
}
