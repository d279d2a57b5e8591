import mongoose, { type Connection } from "mongoose";
import type { AssociationId } from "../conversation/ports.ts";
import type { DeskEvent, DeskLog } from "../conversation/ports-staff.ts";
import { insertEach, PRIMARY } from "./insert.ts";
import { defineModel } from "./model.ts";

interface Row extends Omit<DeskEvent, "id"> {
  _id: string;
  associationId: AssociationId;
  seq: number;
  subject: string;
  at: Date;
}

/** Whoever was away longer loads everything anew. */
const KEPT_S = 2 * 86_400;

/**
 * What happened at the desk of an association, numbered 1, 2, 3 ... without a gap, whichever process appends: the next
 * number is always one above a number that is taken, and the key lets one win. References only: nothing of a person.
 */
export function createDeskLog(connection: Connection): DeskLog {
  const model = defineModel<Row>(
    connection,
    "deskLog",
    {
      seq: Number,
      kind: String,
      subject: String,
      messageId: String,
      alert: String,
      version: Number,
      at: Date,
    },
    {
      association: "required",
      indexes: [
        { fields: { associationId: 1, seq: 1 } },
        { fields: { at: 1 }, options: { expireAfterSeconds: KEPT_S } },
      ],
    },
  );
  const last = new Map<AssociationId, number>();
  const turn = new Map<AssociationId, Promise<unknown>>();

  async function newest(association: AssociationId): Promise<number> {
    const row = await model
      .findOne({ associationId: association })
      .sort({ seq: -1 })
      .select({ seq: 1 })
      .lean<Row>();
    return row?.seq ?? 0;
  }

  /** One at a time within a process; between processes the one that lost a number goes on above it. */
  async function appendAll(
    association: AssociationId,
    events: readonly DeskEvent[],
    at: Date,
  ): Promise<number> {
    let left = events;
    while (left.length > 0) {
      const from = (last.get(association) ?? (await newest(association))) + 1;
      const rows = left.map(({ id, ...event }, index) => ({
        _id: `${association}|${from + index}`,
        associationId: association,
        seq: from + index,
        subject: id,
        ...event,
        at,
      }));
      const refusals = await insertEach(model, rows);
      for (const refusal of refusals) {
        if (refusal instanceof Error) throw refusal;
        if (refusal && refusal.duplicateOf !== PRIMARY) throw new Error("desk log: not unique");
      }
      left = left.filter((_, index) => refusals[index] !== undefined);
      if (left.length > 0) last.delete(association);
      else last.set(association, from + rows.length - 1);
    }
    return last.get(association) ?? 0;
  }

  return {
    append: (association, events, at) => {
      const before = turn.get(association) ?? Promise.resolve();
      const done = before.catch(() => undefined).then(() => appendAll(association, events, at));
      turn.set(association, done);
      return done;
    },
    after: async (association, seq, limit) => {
      const rows = await model
        .find({ associationId: association, seq: mongoose.trusted({ $gt: seq }) } as object)
        .sort({ seq: 1 })
        .limit(limit)
        .lean<Row[]>();
      return rows.map(({ _id, associationId: _a, at: _at, subject, ...row }) => ({
        id: subject,
        ...row,
      }));
    },
    range: async (association) => {
      const first = await model
        .findOne({ associationId: association })
        .sort({ seq: 1 })
        .select({ seq: 1 })
        .lean<Row>();
      return { first: first?.seq ?? 0, last: await newest(association) };
    },
  };
}
