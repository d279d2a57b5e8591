import mongoose, { type Connection } from "mongoose";
import type { AssociationId, Inbox, InboxRow } from "../conversation/ports.ts";
import { acrossAssociations } from "./association-guard.ts";
import { createBatch } from "./batch.ts";
import { insertEach, PRIMARY } from "./insert.ts";
import { defineModel, Whole } from "./model.ts";
import type { Vault } from "./vault.ts";
import { oneOf } from "./filters.ts";

const COLLECTION = "inbox";
/** Longer than any provider repeats a webhook or a phone catches up with its history; then the id may go. */
const KEPT_FOR_DEDUPLICATION_S = 180 * 86_400;

interface Row extends Omit<InboxRow, "id" | "body"> {
  _id: string;
  /** Packed; gone once the turn is saved. */
  body?: string;
  done: boolean;
  doneAt?: Date;
}

/** Accepted messages, unique by id; the index over what waits holds nothing else, so a long history costs a turn nothing. */
export function createInbox(connection: Connection, vault: Vault, unjournaled: object): Inbox {
  const model = defineModel<Row>(
    connection,
    COLLECTION,
    {
      lane: String,
      order: String,
      channelId: String,
      address: Whole,
      aliases: Whole,
      verifiedPhone: String,
      displayName: String,
      origin: String,
      sentAt: Date,
      acceptedAt: Date,
      body: String,
      done: Boolean,
      doneAt: Date,
    },
    {
      association: "required",
      indexes: [
        {
          fields: { associationId: 1, lane: 1, order: 1 },
          options: { name: "waiting", partialFilterExpression: { done: false } },
        },
        {
          fields: { doneAt: 1 },
          options: { name: "housekeeping", expireAfterSeconds: KEPT_FOR_DEDUPLICATION_S },
        },
      ],
    },
  );

  const accept = createBatch({
    run: async (rows: readonly InboxRow[]) => {
      const refusals = await insertEach(model, await Promise.all(rows.map(stored)));
      return refusals.map((refusal) => {
        if (refusal === undefined) return "stored" as const;
        if (refusal instanceof Error) return refusal;
        return refusal.duplicateOf === PRIMARY
          ? ("duplicate" as const)
          : new Error("inbox: not unique");
      });
    },
  });

  async function stored({ id, body, ...row }: InboxRow): Promise<Row> {
    const packed = await vault.pack(placeOf(row.associationId, id), body, {
      secret: body.kind === "form",
    });
    return { _id: id, ...row, body: packed, done: false };
  }

  async function asRow({ _id, body, done: _done, ...row }: Row): Promise<InboxRow> {
    return {
      id: _id,
      ...row,
      body: await vault.unpack(placeOf(row.associationId, _id), body ?? ""),
    };
  }

  interface Asked {
    association: AssociationId;
    lanes: readonly string[];
    limit: number;
  }

  /** Lanes that held more than was asked for: read on their own, so that one who floods does not fill everybody's answer. */
  const crowded = new Set<string>();

  const pending = createBatch({
    run: async (asked: readonly Asked[]): Promise<Row[][]> => {
      const limit = asked.reduce((sum, each) => sum + each.limit, 0) + SPARE_ROWS;
      const found = await read(
        asked.map((each) => each.association),
        asked.flatMap((each) => each.lanes),
        limit,
      );
      return Promise.all(
        asked.map(async (each) => {
          const own = found.filter((row) => belongs(row, each));
          if (own.length > each.limit)
            for (const lane of each.lanes) crowded.add(keyOf(each.association, lane));
          return found.length < limit ? own : readEachLane(each);
        }),
      );
    },
  });

  async function alone(asked: Asked): Promise<Row[]> {
    const rows = await readEachLane(asked);
    if (rows.length < asked.limit) {
      for (const lane of asked.lanes) crowded.delete(keyOf(asked.association, lane));
    }
    return rows;
  }

  async function readEachLane({ association, lanes, limit }: Asked): Promise<Row[]> {
    return (await Promise.all(lanes.map((lane) => read([association], [lane], limit)))).flat();
  }

  function read(
    associations: readonly string[],
    lanes: readonly string[],
    limit: number,
  ): Promise<Row[]> {
    const only = associations.length === 1 && lanes.length === 1;
    const filter = only
      ? { associationId: associations[0], lane: lanes[0], done: false }
      : {
          associationId: oneOf(associations),
          lane: oneOf(lanes),
          done: false,
        };
    return model
      .find(filter as object)
      .sort({ associationId: 1, lane: 1, order: 1 })
      .limit(limit)
      .hint("waiting")
      .lean<Row[]>();
  }

  const finish = createBatch({
    run: async (asked: readonly { association: AssociationId; ids: readonly string[] }[]) => {
      await model.updateMany(
        {
          _id: oneOf(asked.flatMap((each) => each.ids)),
          associationId: oneOf(asked.map((each) => each.association)),
        } as object,
        { $set: { done: true, doneAt: new Date() }, $unset: { body: 1 } },
        unjournaled,
      );
      return asked.map(() => undefined);
    },
  });

  return {
    accept: (association, row) => accept({ ...row, associationId: association }),
    pending: async (association, lanes, limit) => {
      const asked = { association, lanes, limit };
      const isCrowded = lanes.some((lane) => crowded.has(keyOf(association, lane)));
      const rows = await (isCrowded ? alone(asked) : pending(asked));
      const inOrder = rows.toSorted((a, b) => (a.order < b.order ? -1 : 1)).slice(0, limit);
      return Promise.all(inOrder.map(asRow));
    },
    finish: (association, ids) => finish({ association, ids }),
    waiting: async (acceptedBefore, limit) => {
      const rows = await acrossAssociations(
        model.find({
          done: false,
          acceptedAt: mongoose.trusted({ $lt: acceptedBefore }),
        } as object),
        "the sweeper looks after every association",
      )
        .select({ associationId: 1, lane: 1 })
        .hint("waiting")
        .limit(limit)
        .lean<Row[]>();
      const lanes = new Map(rows.map((row) => [keyOf(row.associationId, row.lane), row]));
      return [...lanes.values()].map(({ associationId, lane }) => ({ associationId, lane }));
    },
  };
}

const SPARE_ROWS = 64;

function belongs(
  row: Row,
  asked: { association: AssociationId; lanes: readonly string[] },
): boolean {
  return row.associationId === asked.association && asked.lanes.includes(row.lane);
}

function keyOf(association: string, lane: string): string {
  return `${association}|${lane}`;
}

function placeOf(association: string, id: string) {
  return { association, collection: COLLECTION, field: "body", id };
}
