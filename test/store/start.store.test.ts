import { afterAll, expect, test } from "vitest";
import mongoose from "mongoose";
import { openConnection } from "../../src/store/connection.ts";
import { connectStore } from "../../src/store/index.ts";
import { ownStores } from "../support/stores.ts";
import { masterKey } from "./opened.ts";

const { mongoUri } = ownStores();
const client = new mongoose.mongo.MongoClient(mongoUri);
const name = new URL(mongoUri).pathname.slice(1);
afterAll(async () => {
  await client.db(name).dropDatabase();
  await client.close();
});

test("processes that start together on an empty database all start, and have every index", async () => {
  const all = await Promise.all([1, 2, 3, 4].map(() => connectStore({ mongoUri, masterKey })));
  const indexes = await client.db(name).collection("inbox").indexes();
  expect(indexes.map((index) => index.name)).toEqual(["_id_", "waiting", "housekeeping"]);
  expect(await all[0]?.health()).toMatchObject({ ok: true });
  await Promise.all(all.map((each) => each.close()));
  expect(await all[0]?.health()).toMatchObject({ ok: false });
});

test("our own goodbye is not logged as an outage", async () => {
  const told: string[] = [];
  const warn = (_data: object, message: string) => void told.push(message);
  const opened = await connectStore({ mongoUri, masterKey, log: { warn, error: warn } as never });
  await opened.close();
  expect(told).toEqual([]);
});

test("a server of its own is asked for the journal, whatever the address says", async () => {
  const { connection, durability } = await openConnection(
    `${mongoUri.split("?")[0]}?directConnection=true&w=majority`,
    {},
  );
  expect(durability.journaled).toEqual({ w: 1, j: true });
  expect(connection.getClient().options.writeConcern).toMatchObject({ w: 1, j: true });
  await connection.close();
});

test("a database that does not answer is told as such, to be tried again", async () => {
  const nowhere = "mongodb://127.0.0.1:1/?directConnection=true";
  await expect(connectStore({ mongoUri: nowhere, masterKey })).rejects.toMatchObject({
    code: "store.unavailable",
    retryable: true,
  });
});
