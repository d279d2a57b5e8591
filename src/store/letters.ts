import type { Connection } from "mongoose";
import type { AssociationId, LetterRegister, RegisteredLetter } from "../conversation/ports.ts";
import type { Json } from "../engine/types.ts";
import { createCounters } from "./counters.ts";
import { isAbsent } from "./filters.ts";
import { insertOnce } from "./insert.ts";
import { defineModel } from "./model.ts";
import type { Vault } from "./vault.ts";

const COLLECTION = "letters";

interface Row extends Omit<RegisteredLetter, "id"> {
  _id: string;
  associationId: string;
  /** Packed and sealed: names, reasons and amounts. */
  source?: string;
}

/** The register of outgoing letters: number, date and where the paper is. */
export function createLetterRegister(connection: Connection, vault: Vault): LetterRegister {
  const nextSerial = createCounters(connection);
  const model = defineModel<Row>(
    connection,
    COLLECTION,
    {
      caseId: String,
      kind: String,
      number: String,
      issuedAt: Date,
      attachments: Number,
      fileName: String,
      storageKey: String,
      source: String,
    },
    {
      association: "required",
      indexes: [
        { fields: { associationId: 1, number: 1 }, options: { unique: true } },
        { fields: { associationId: 1, caseId: 1, issuedAt: 1 } },
      ],
    },
  );

  const find = (association: AssociationId, id: string) =>
    model.findOne({ _id: id, associationId: association }).lean<Row>();

  return {
    register: async (association, { id, ...letter }, hijriYear) => {
      const known = await find(association, id);
      if (known) return asLetter(known);
      const serial = await nextSerial(association, `letter.${hijriYear}`);
      const number = `${serial}/${hijriYear}`;
      await insertOnce(model, { _id: id, associationId: association, ...letter, number });
      const row = await find(association, id);
      if (!row) throw new Error(`letter ${id} belongs to another association`);
      return asLetter(row);
    },
    printed: async (association, id, { storageKey, source }) => {
      const packed = await vault.pack(placeOf(association, id), source, { secret: true });
      await model.updateOne(
        { _id: id, associationId: association, storageKey: isAbsent } as object,
        { $set: { storageKey, source: packed } },
      );
      const row = await find(association, id);
      if (!row?.storageKey) throw new Error(`there is no letter "${id}"`);
      return row.storageKey;
    },
    ofCase: async (association, caseId) => {
      const rows = await model
        .find({ associationId: association, caseId })
        .sort({ issuedAt: 1 })
        .lean<Row[]>();
      return rows.map(asLetter);
    },
    sourceOf: async (association, id) => {
      const row = await find(association, id);
      return row?.source === undefined
        ? undefined
        : vault.unpack<Json>(placeOf(association, id), row.source);
    },
  };
}

function asLetter({ _id: id, associationId: _owner, source: _sealed, ...letter }: Row) {
  return { id, ...letter } satisfies RegisteredLetter;
}

function placeOf(association: string, id: string) {
  return { association, collection: COLLECTION, field: "source", id };
}
