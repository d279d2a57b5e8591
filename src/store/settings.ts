import type { Connection } from "mongoose";
import type { Settings } from "../conversation/ports.ts";
import type { Json } from "../engine/types.ts";
import { insertOnce } from "./insert.ts";
import { defineModel, Whole } from "./model.ts";

interface Row {
  _id: string;
  value: Json;
}

/** Settings of the whole installation, by name. */
export function createSettings(connection: Connection): Settings {
  const model = defineModel<Row>(connection, "settings", { value: Whole }, { association: "none" });
  return {
    read: async (name) => (await model.findOne({ _id: name }).lean<Row>())?.value,
    write: async (name, value) => {
      await model.updateOne({ _id: name }, { $set: { value } }, { upsert: true });
    },
    claim: (name) => insertOnce(model, { _id: name, value: true }),
  };
}
