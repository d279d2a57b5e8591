import mongoose, { type Connection } from "mongoose";
import type { Staff } from "../conversation/ports-staff.ts";
import { oneOf } from "./filters.ts";
import { defineModel } from "./model.ts";
import { duplicateIndex } from "./world-failed.ts";

interface Row {
  _id: string;
  count: number;
  /** No attempt before it. */
  until: Date;
  at: Date;
}

const FREE = 5; // whoever mistypes a few times is not kept waiting
const FIRST_WAIT_MS = 30_000; // doubled with every attempt after
const LONGEST_WAIT_MS = 15 * 60_000; // a stranger must not be able to lock somebody out for a day
const FORGOTTEN_AFTER_S = 24 * 3600;

/** Attempts to log in, by a hash of the name that was typed. Real time. */
export function createLogInAttempts(
  connection: Connection,
): Pick<Staff, "beginLogIn" | "endLogIn" | "lockedUntil"> {
  const model = defineModel<Row>(
    connection,
    "logInAttempts",
    { count: Number, until: Date, at: Date },
    {
      association: "none",
      indexes: [{ fields: { at: 1 }, options: { expireAfterSeconds: FORGOTTEN_AFTER_S } }],
    },
  );

  /** The count and the wait that follows from it in one write, so that attempts made at once are counted one by one. */
  async function count(key: string, now: Date): Promise<void> {
    await model.updateOne(
      { _id: key, until: mongoose.trusted({ $lte: now }) } as object,
      [
        { $set: { count: { $add: [{ $ifNull: ["$count", 0] }, 1] }, at: now } },
        { $set: { until: { $add: [now, waitAfter("$count")] } } },
      ],
      { upsert: true, updatePipeline: true },
    );
  }

  return {
    beginLogIn: async (key, now) => {
      for (;;) {
        try {
          await count(key, now);
          return { allowed: true };
        } catch (error) {
          if (duplicateIndex(error) === undefined) throw error;
          const row = await model.findOne({ _id: key }).lean<Row>();
          if (row && row.until > now) return { allowed: false, until: row.until };
          // Another first attempt of this name was inserted at the same moment: count after it.
        }
      }
    },
    endLogIn: async (key) => {
      await model.deleteOne({ _id: key });
    },
    lockedUntil: async (keys, now) => {
      const rows = await model
        .find({ _id: oneOf(keys), until: mongoose.trusted({ $gt: now }) } as object)
        .lean<Row[]>();
      return new Map(rows.map((row) => [row._id, row.until]));
    },
  };
}

function waitAfter(count: string): object {
  const over = { $subtract: [count, FREE] };
  const wait = { $multiply: [FIRST_WAIT_MS, { $pow: [2, { $min: [over, 10] }] }] };
  return { $cond: [{ $lt: [over, 0] }, 0, { $toLong: { $min: [wait, LONGEST_WAIT_MS] } }] };
}
