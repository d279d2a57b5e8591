import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import { startEmbeddedMongo } from "./mongo.ts";
import { startEmbeddedRedis } from "./redis.ts";

export interface Stores {
  mongoUri: string;
  redisUrl: string;
  /** Process ids of what was started here; empty where addresses were given. */
  readonly pids: { mongo?: number; redis?: number };
  stop(): Promise<void>;
}

/** The addresses of the configuration; what has none is started here, its data under the data folder. */
export async function openStores(
  config: Pick<Config, "mongoUri" | "redisUrl" | "redisServerPath" | "dataDir">,
  log?: Log,
): Promise<Stores> {
  const { dataDir, redisServerPath } = config;
  const common = { dataDir, ...(log ? { log } : {}) };
  const mongo = config.mongoUri === undefined ? await startEmbeddedMongo(common) : undefined;
  const startRedis = () =>
    startEmbeddedRedis({ ...common, ...(redisServerPath ? { redisServerPath } : {}) });
  const redis =
    config.redisUrl === undefined
      ? await startRedis().catch(async (error: unknown) => {
          await mongo?.stop();
          throw error;
        })
      : undefined;
  return {
    mongoUri: config.mongoUri ?? mongo?.uri ?? "",
    redisUrl: config.redisUrl ?? redis?.uri ?? "",
    get pids() {
      return { ...(mongo ? { mongo: mongo.pid } : {}), ...(redis ? { redis: redis.pid } : {}) };
    },
    async stop() {
      await Promise.all([mongo?.stop(), redis?.stop()]);
    },
  };
}
