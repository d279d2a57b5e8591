import type { Connection } from "mongoose";
import type { LibraryDocument } from "../cases/library.ts";
import type { Library } from "../conversation/ports.ts";
import { insertOnce } from "./insert.ts";
import { defineModel, Whole } from "./model.ts";

interface Row extends Omit<LibraryDocument, "id"> {
  _id: string;
  associationId: string;
  document: string;
}

/** Documents of the association, one row a version: rows are added and read, nothing here changes one. */
export function createLibrary(connection: Connection): Library {
  const model = defineModel<Row>(
    connection,
    "library",
    { document: String, version: Number, from: String, sections: Whole },
    {
      association: "required",
      indexes: [
        {
          fields: { associationId: 1, document: 1, version: 1 },
          options: { unique: true },
        },
      ],
    },
  );
  return {
    add: (association, { id, ...version }) =>
      insertOnce(model, {
        _id: `${association}.${id}.${version.version}`,
        associationId: association,
        document: id,
        ...version,
      }),
    list: async (association) => {
      const rows = await model
        .find({ associationId: association })
        .sort({ document: 1, version: 1 })
        .lean<Row[]>();
      return rows.map(({ document: id, version, from, sections }) => ({
        id,
        version,
        from,
        sections,
      }));
    },
  };
}
