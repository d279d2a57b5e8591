import type { mongo } from "mongoose";

const NOT_OURS = new Set(["admin", "local", "config"]);

/** The engine takes TTL indexes and never acts on them, so this does what mongod does each minute. */
export async function sweepExpired(client: mongo.MongoClient, now: Date): Promise<void> {
  const { databases } = await client.db("admin").admin().listDatabases({ nameOnly: true });
  for (const { name } of databases.filter((one) => !NOT_OURS.has(one.name))) {
    const collections = client.db(name).listCollections({ type: "collection" }, { nameOnly: true });
    for await (const { name: collection } of collections) {
      await sweepCollection(client.db(name).collection(collection), now);
    }
  }
}

async function sweepCollection(collection: mongo.Collection, now: Date): Promise<void> {
  for (const index of await collection.indexes()) {
    const [field] = Object.keys(index.key);
    if (index.expireAfterSeconds === undefined || field === undefined) continue;
    const limit = new Date(now.getTime() - index.expireAfterSeconds * 1000);
    await collection.deleteMany({
      $and: [{ [field]: { $lt: limit } }, index.partialFilterExpression ?? {}],
    });
  }
}
