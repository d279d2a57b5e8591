import mongoose from "mongoose";

/** The database as an intruder with the files would read it: every row of every collection. */
export async function connectRaw(mongoUri: string) {
  const client = new mongoose.mongo.MongoClient(mongoUri);
  const db = client.db(new URL(mongoUri).pathname.slice(1));
  return {
    async collections(): Promise<Record<string, unknown[]>> {
      const listed = await db.listCollections().toArray();
      const rows = listed.map(
        async ({ name }) => [name, await db.collection(name).find().toArray()] as const,
      );
      return Object.fromEntries(await Promise.all(rows));
    },
    close: () => client.close(),
  };
}
