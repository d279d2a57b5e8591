import { createHash } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import mongoose from "mongoose";
import { connectStore, type OpenStore, type StoreOptions } from "../../src/store/index.ts";
import { ownStores } from "../support/stores.ts";

export const masterKey = createHash("sha256").update("a key for tests only").digest();

export interface Opened {
  /** A store of its own, as another process would have. */
  another(options?: Partial<StoreOptions>): Promise<OpenStore>;
  /** The database as an intruder with the files would read it. */
  raw: mongoose.mongo.Db;
  mongoUri: string;
}

/** The real engine with a database of this file's own, dropped at the end. */
export function openedStore(): OpenStore & Opened {
  const { mongoUri } = ownStores();
  const opened = { mongoUri } as OpenStore & Opened;
  const all: OpenStore[] = [];
  const client = new mongoose.mongo.MongoClient(mongoUri);

  opened.another = async (options = {}) => {
    const store = await connectStore({ mongoUri, masterKey, rememberAddressesMs: 50, ...options });
    all.push(store);
    return store;
  };

  beforeAll(async () => {
    Object.assign(opened, await opened.another());
    opened.raw = client.db(new URL(mongoUri).pathname.slice(1));
  });
  afterAll(async () => {
    await opened.raw.dropDatabase();
    await Promise.all([...all.map((store) => store.close()), client.close()]);
  });
  return opened;
}
