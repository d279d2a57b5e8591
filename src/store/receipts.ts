import type { Connection } from "mongoose";
import { receiptRank, type ReceiptState } from "../channels/channel.ts";
import type { AssociationId, Message } from "../conversation/ports.ts";
import { defineModel, Whole } from "./model.ts";
import { oneOf } from "./filters.ts";

/** A receipt that came before the outcome of the send it speaks of. */
export interface ParkedReceipt {
  /** See `receiptKey`. */
  key: string;
  associationId: AssociationId;
  state: ReceiptState;
  error?: Message["error"];
}

export interface ParkedReceipts {
  park(receipts: readonly ParkedReceipt[]): Promise<void>;
  /** The furthest receipt of each of these keys. */
  find(associations: readonly AssociationId[], keys: readonly string[]): Promise<ParkedReceipt[]>;
}

interface Row {
  _id: string;
  associationId: AssociationId;
  key: string;
  state: ReceiptState;
  error?: Message["error"];
  parkedAt: Date;
}

/** An outcome that has not been recorded by then never will be: the message was somebody else's. */
const KEPT_S = 7 * 86_400;

/** Parked receipts, one row a state, so that parking twice is harmless and the furthest is chosen on reading. */
export function createParkedReceipts(connection: Connection): ParkedReceipts {
  const model = defineModel<Row>(
    connection,
    "receipts",
    { key: String, state: String, error: Whole, parkedAt: Date },
    {
      association: "required",
      indexes: [
        { fields: { key: 1 } },
        { fields: { parkedAt: 1 }, options: { expireAfterSeconds: KEPT_S } },
      ],
    },
  );

  return {
    park: async (receipts) => {
      await model.bulkWrite(
        receipts.map(({ key, associationId, state, error }) => ({
          updateOne: {
            filter: { _id: `${associationId}|${key}|${state}`, associationId },
            update: {
              $setOnInsert: { key, state, ...(error ? { error } : {}), parkedAt: new Date() },
            },
            upsert: true,
          },
        })) as never,
        { ordered: false, throwOnValidationError: true },
      );
    },
    find: async (associations, keys) => {
      const rows = await model
        .find({
          key: oneOf(keys),
          associationId: oneOf(associations),
        } as object)
        .lean<Row[]>();
      return rows.toSorted((a, b) => receiptRank[b.state] - receiptRank[a.state]);
    },
  };
}

/** A provider's id is unique within its channel only. */
export function receiptKey(channelId: string, providerMessageId: string): string {
  return `${channelId}|${providerMessageId}`;
}
