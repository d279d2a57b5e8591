import mongoose, {
  type Connection,
  type IndexDefinition,
  type IndexOptions,
  type Model,
} from "mongoose";
import { requireAssociation } from "./association-guard.ts";

export interface Index {
  fields: IndexDefinition;
  options?: IndexOptions;
}

/** A value that the store keeps as it is: what may stand in it is checked where it is made. */
export const Whole = mongoose.Schema.Types.Mixed;

/**
 * The one way a collection comes to be. Strict in filters and updates, no version key of mongoose's own, no index or
 * collection made by the way: `connectStore` makes them all at the start.
 */
export function defineModel<Row>(
  connection: Connection,
  collection: string,
  fields: Record<string, unknown>,
  { indexes = [], association }: { indexes?: Index[]; association: "required" | "none" },
): Model<Row> {
  const schema = new mongoose.Schema(
    {
      _id: String,
      ...(association === "required" ? { associationId: String } : {}),
      ...fields,
    },
    {
      collection,
      versionKey: false,
      minimize: false,
      strict: "throw",
      strictQuery: "throw", // bulk writes look here and not at the connection
      autoIndex: false,
      autoCreate: false,
    },
  );
  for (const { fields: keys, options } of indexes) schema.index(keys, options);
  if (association === "required") schema.plugin(requireAssociation);
  return connection.model(collection, schema) as unknown as Model<Row>;
}
