import mongoose, { type Connection } from "mongoose";
import type { WebItem, WebLog } from "../conversation/ports.ts";
import { createBatch } from "./batch.ts";
import { insertEach, PRIMARY, type Refusal } from "./insert.ts";
import { defineModel } from "./model.ts";
import type { Vault } from "./vault.ts";

const COLLECTION = "webLog";
/** A chat page is not left open longer; the thread itself is kept with the messages. */
const KEPT_S = 90 * 86_400;

interface Row extends Omit<WebItem, "id" | "body"> {
  _id: string;
  session: string;
  itemId: string;
  body?: string;
}

interface Append {
  session: string;
  item: Omit<WebItem, "seq">;
  secret: boolean;
}

/**
 * The log of each web chat session, numbered 1, 2, 3 ... without a gap, whoever appends. The next number is always one
 * above a number that is known to be taken, and the unique index lets one win: the others take the number after.
 */
export function createWebLog(connection: Connection, vault: Vault): WebLog {
  const model = defineModel<Row>(
    connection,
    COLLECTION,
    {
      session: String,
      seq: Number,
      itemId: String,
      type: String,
      author: String,
      at: Date,
      body: String,
      status: String,
      key: String,
    },
    {
      association: "none", // the session is a bearer's secret of one association; main keeps which
      indexes: [
        { fields: { session: 1, seq: 1 }, options: { unique: true, name: SEQUENCE } },
        { fields: { at: 1 }, options: { expireAfterSeconds: KEPT_S } },
      ],
    },
  );
  const last = new Map<string, number>();

  // One of a session at a time: two of this process would only race each other for the same number.
  const append = createBatch({
    keyOf: (each: Append) => each.session,
    run: async (all: readonly Append[]) => {
      const results = new Map<Append, { item: WebItem; isNew: boolean } | Error>();
      let left = all;
      while (left.length > 0) {
        await readLast(left.map((each) => each.session));
        const rows = await Promise.all(
          left.map((each) => stored(each, (last.get(each.session) ?? 0) + 1, vault)),
        );
        const refusals = await insertEach(model, rows);
        const again: Append[] = [];
        await Promise.all(
          left.map(async (each, index) => {
            const result = await resultOf(each, rows[index]!, refusals[index]);
            if (result) results.set(each, result);
            else again.push(each);
          }),
        );
        left = again;
      }
      return all.map((each) => results.get(each)!);
    },
  });

  /** Undefined: somebody else took the number, try the next. */
  async function resultOf(
    each: Append,
    row: Row,
    refusal: Refusal,
  ): Promise<{ item: WebItem; isNew: boolean } | Error | undefined> {
    if (refusal === undefined) {
      remember(each.session, row.seq);
      return { item: { ...each.item, seq: row.seq }, isNew: true };
    }
    if (refusal instanceof Error) return refusal;
    if (refusal.duplicateOf === PRIMARY) {
      const item = await find(each.session, each.item.id);
      return item
        ? { item, isNew: false }
        : new Error("web log: an item that exists cannot be read");
    }
    last.delete(each.session);
    const item = await find(each.session, each.item.id); // the server names one index, though both may refuse
    return item && { item, isNew: false };
  }

  async function readLast(sessions: readonly string[]): Promise<void> {
    const unknown = sessions.filter((session) => !last.has(session));
    await Promise.all(
      unknown.map(async (session) => {
        const row = await model
          .findOne({ session })
          .sort({ seq: -1 })
          .select({ seq: 1 })
          .lean<Row>();
        remember(session, row?.seq ?? 0);
      }),
    );
  }

  function remember(session: string, seq: number): void {
    last.delete(session);
    last.set(session, seq);
    if (last.size > REMEMBERED) last.delete(last.keys().next().value!);
  }

  async function find(session: string, id: string): Promise<WebItem | undefined> {
    const row = await model.findOne({ _id: idOf(session, id), session }).lean<Row>();
    return row ? asItem(row, vault) : undefined;
  }

  return {
    append: (session, item, { secret }) => append({ session, item, secret }),
    after: async (session, seq, limit) => {
      const rows = await model
        .find({ session, seq: mongoose.trusted({ $gt: seq }) } as object)
        .sort({ seq: 1 })
        .limit(limit)
        .lean<Row[]>();
      return Promise.all(rows.map((row) => asItem(row, vault)));
    },
    find,
    conceal: async (session, id, text) => {
      const _id = idOf(session, id);
      const body = await vault.pack(placeOf(_id), { kind: "text", text });
      await model.updateOne({ _id, session }, { $set: { body } });
    },
  };
}

const SEQUENCE = "sequence";
const REMEMBERED = 20_000; // sessions
const SCOPE = "_web"; // the log knows no association: its keys are its own

async function stored({ session, item, secret }: Append, seq: number, vault: Vault): Promise<Row> {
  const { id, body, ...rest } = item;
  return {
    _id: idOf(session, id),
    session,
    itemId: id,
    seq,
    ...rest,
    ...(body ? { body: await vault.pack(placeOf(idOf(session, id)), body, { secret }) } : {}),
  };
}

async function asItem(
  { _id, session: _session, itemId, body, ...rest }: Row,
  vault: Vault,
): Promise<WebItem> {
  const opened = body
    ? await vault.unpack<NonNullable<WebItem["body"]>>(placeOf(_id), body)
    : undefined;
  return { id: itemId, ...rest, ...(opened ? { body: opened } : {}) };
}

function idOf(session: string, id: string): string {
  return `${session}|${id}`;
}

function placeOf(id: string) {
  return { association: SCOPE, collection: COLLECTION, field: "body", id };
}
