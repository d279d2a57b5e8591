import type { Connection } from "mongoose";
import type { FormRecord, Forms } from "../conversation/ports.ts";
import { acrossAssociations } from "./association-guard.ts";
import { insertOnce } from "./insert.ts";
import { defineModel, Whole } from "./model.ts";
import { isAbsent } from "./filters.ts";

interface Row extends Omit<FormRecord, "id"> {
  _id: string;
  tokenHash: string;
}

/** A link that is long dead may be forgotten; until then its page says that it was used or has run out. */
const KEPT_AFTER_EXPIRY_S = 90 * 86_400;

/** One-time pages, found by the hash of their token: the token itself is nowhere. */
export function createForms(connection: Connection): Forms {
  const model = defineModel<Row>(
    connection,
    "forms",
    {
      conversationId: String,
      address: Whole,
      purpose: String,
      letter: Whole,
      fields: Whole,
      documents: Whole,
      storageKey: String,
      expiresAt: Date,
      usedAt: Date,
      tokenHash: String,
    },
    {
      association: "required",
      indexes: [
        { fields: { tokenHash: 1 }, options: { unique: true } },
        { fields: { expiresAt: 1 }, options: { expireAfterSeconds: KEPT_AFTER_EXPIRY_S } },
      ],
    },
  );

  return {
    issue: async (association, { id, ...form }, tokenHash) => {
      await insertOnce(model, { _id: id, ...form, associationId: association, tokenHash });
    },
    find: async (tokenHash) => {
      const row = await acrossAssociations(
        model.findOne({ tokenHash }),
        "the person has nothing but the token, and the token is the proof",
      ).lean<Row>();
      if (!row) return undefined;
      const { _id: id, tokenHash: _hash, ...form } = row;
      return { id, ...form };
    },
    consume: async (association, id, now) => {
      const { modifiedCount } = await model.updateOne(
        {
          _id: id,
          associationId: association,
          usedAt: isAbsent,
        } as object,
        { $set: { usedAt: now } },
      );
      return modifiedCount === 1;
    },
  };
}
