import { randomBytes } from "node:crypto";
import type { Connection } from "mongoose";
import { AppError } from "../errors.ts";
import { KEY_BYTES, openBytes, sealBytes, wrappingKey, type Place } from "./crypto.ts";
import { defineModel } from "./model.ts";
import { insertOnce } from "./insert.ts";

/** A data key, ready for use. `id` is written into every value that it seals. */
interface DataKey {
  id: string;
  key: Buffer;
}

export interface Keyring {
  /** The newest key of an association; made when it has none. */
  current(association: string): Promise<DataKey>;
  /** The key that sealed a value, old ones included. Throws `crypto.invalid` when there is none of this id. */
  byId(association: string, keyId: string): Promise<DataKey>;
  /** The key of blind indexes: one for ever, since an index under another key would find nothing. */
  forIndex(association: string): Promise<Buffer>;
  /** A new key for new values; what the old ones sealed still opens. Other processes follow within a minute. */
  rotate(association: string): Promise<string>;
}

interface KeyRow {
  _id: string;
  /** Association id or scope. */
  scope: string;
  use: "seal" | "index";
  serial: number;
  wrapped: Buffer;
  createdAt: Date;
}

interface Keys {
  seal: DataKey[];
  index: Buffer;
  readAt: number;
}

const REREAD_MS = 60_000; // how long another process may go on sealing with the key before the newest

/**
 * Data keys per association, wrapped by the master key and kept in memory once read. Reads all of them at once, so
 * that a wrong master key stops the start and not the first message.
 */
export async function openKeyring(connection: Connection, masterKey: Buffer): Promise<Keyring> {
  const model = defineModel<KeyRow>(
    connection,
    "keys",
    { scope: String, use: String, serial: Number, wrapped: Buffer, createdAt: Date },
    { indexes: [{ fields: { scope: 1, serial: 1 } }], association: "none" },
  );
  const wrapping = wrappingKey(masterKey);
  const known = new Map<string, Promise<Keys>>();
  const rows = await model.find().lean();
  for (const scope of new Set(rows.map((row) => row.scope))) {
    known.set(scope, Promise.resolve(keysOf(rows.filter((row) => row.scope === scope))));
  }

  function keysOf(group: readonly KeyRow[]): Keys {
    const unwrapped = group
      .toSorted((a, b) => a.serial - b.serial)
      .map((row) => ({
        use: row.use,
        id: row._id,
        key: openBytes(wrapping, placeOf(row), bytesOf(row.wrapped)),
      }));
    const index = unwrapped.find((each) => each.use === "index");
    if (!index) throw new AppError("crypto.invalid", { detail: "an association has no index key" });
    return {
      seal: unwrapped.filter((each) => each.use === "seal"),
      index: index.key,
      readAt: Date.now(),
    };
  }

  function keys(scope: string, isStale: (keys: Keys) => boolean = tooOld): Promise<Keys> {
    const cached = known.get(scope);
    const fresh = cached
      ? cached.then((held) => (isStale(held) ? read(scope) : held))
      : read(scope);
    if (!cached) remember(scope, fresh);
    return fresh;
  }

  function read(scope: string): Promise<Keys> {
    const reading = (async () => {
      // The index key first: a scope that has a data key always has both.
      await create(scope, "index", 0);
      await create(scope, "seal", 1);
      return keysOf(await model.find({ scope }).lean());
    })();
    remember(scope, reading);
    return reading;
  }

  function remember(scope: string, reading: Promise<Keys>): void {
    known.set(scope, reading);
    reading.catch(() => {
      if (known.get(scope) === reading) known.delete(scope); // the next call tries again
    });
  }

  /** Racing processes make one key: the first insert stands. */
  async function create(scope: string, use: KeyRow["use"], serial: number): Promise<boolean> {
    const row = { _id: keyIdOf(scope, serial), scope, use, serial };
    const wrapped = sealBytes(wrapping, placeOf(row), randomBytes(KEY_BYTES));
    return insertOnce(model, { ...row, wrapped, createdAt: new Date() });
  }

  return {
    current: async (scope) => {
      const { seal } = await keys(scope);
      return seal[seal.length - 1]!;
    },
    byId: async (scope, keyId) => {
      const isMissing = (held: Keys) => !held.seal.some((each) => each.id === keyId);
      const found = (await keys(scope, isMissing)).seal.find((each) => each.id === keyId);
      if (!found) throw new AppError("crypto.invalid", { detail: `no key "${keyId}"` });
      return found;
    },
    forIndex: async (scope) => (await keys(scope)).index,
    rotate: async (scope) => {
      const { seal } = await read(scope);
      let serial = seal.length + 1;
      while (!(await create(scope, "seal", serial))) serial++;
      await read(scope);
      return keyIdOf(scope, serial);
    },
  };
}

function tooOld(held: Keys): boolean {
  return Date.now() - held.readAt > REREAD_MS;
}

function keyIdOf(scope: string, serial: number): string {
  return `${scope}.${serial}`;
}

function placeOf(row: Pick<KeyRow, "_id" | "scope">): Place {
  return { association: row.scope, collection: "keys", field: "wrapped", id: row._id };
}

/** A lean read gives the driver's Binary. */
function bytesOf(value: Buffer | { buffer: Uint8Array }): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer);
}
