import mongoose, { type Connection } from "mongoose";

/** What a write that must outlive a kill asks for, and what one that may be done again asks for. */
interface Durability {
  journaled: { w: "majority" | 1; j: true };
  unjournaled: { w: 1; j: false };
}

export interface StoreLog {
  warn: (data: object, message: string) => void;
}

const DEFAULT_DATABASE = "wasl";
const ANSWER_WITHIN_MS = 5_000; // to find a server
const SOCKET_TIMEOUT_MS = 30_000; // for one answer; a stalled server must not hold a turn for ever
const CONNECTIONS = 24; // batches share round trips, so few suffice

/** Connects with a durable write concern for every write, whatever the topology. */
export async function openConnection(
  mongoUri: string,
  { dbName, log }: { dbName?: string; log?: StoreLog },
): Promise<{ connection: Connection; durability: Durability }> {
  const base = new mongoose.Mongoose();
  base.set("strictQuery", "throw");
  base.set("sanitizeFilter", true);
  base.set("autoIndex", false);
  base.set("autoCreate", false);
  const durability = await durabilityOf(mongoUri);
  const connection = base.createConnection(mongoUri, {
    dbName: dbName ?? databaseOf(mongoUri) ?? DEFAULT_DATABASE,
    writeConcern: { w: durability.journaled.w, journal: true },
    ignoreUndefined: true,
    bufferCommands: false,
    maxPoolSize: CONNECTIONS,
    serverSelectionTimeoutMS: ANSWER_WITHIN_MS,
    connectTimeoutMS: ANSWER_WITHIN_MS,
    socketTimeoutMS: SOCKET_TIMEOUT_MS,
  });
  // An error that nobody listens to ends the process; the calls that fail tell of it themselves.
  connection.on("error", () => log?.warn({}, "the connection to the database failed"));
  connection.on("disconnected", () => log?.warn({}, "the database is out of reach"));
  await connection.asPromise();
  return { connection, durability };
}

/** Our own goodbye is no outage: nothing is logged for it. */
export async function hangUp(connection: Connection): Promise<void> {
  connection.removeAllListeners("disconnected");
  await connection.close();
}

/**
 * A replica set: the majority, journaled. A server of its own: itself, journaled; there "majority" acknowledged writes
 * that a kill then lost.
 */
async function durabilityOf(mongoUri: string): Promise<Durability> {
  const client = new mongoose.mongo.MongoClient(mongoUri, {
    serverSelectionTimeoutMS: ANSWER_WITHIN_MS,
  });
  try {
    const hello = await client.db("admin").command({ hello: 1 });
    const isSpread = typeof hello["setName"] === "string" || hello["msg"] === "isdbgrid";
    return {
      journaled: { w: isSpread ? "majority" : 1, j: true },
      unjournaled: { w: 1, j: false },
    };
  } finally {
    await client.close();
  }
}

function databaseOf(mongoUri: string): string | undefined {
  const [, name] = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]+)/.exec(mongoUri) ?? [];
  return name && decodeURIComponent(name);
}
