import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { openStores } from "../../src/embedded/stores.ts";
import { findProgram } from "../../src/embedded/find-program.ts";

declare module "vitest" {
  interface ProvidedContext {
    MONGO_URI: string;
    REDIS_URL: string;
  }
}

/** One MongoDB and one Redis for the whole run: those of the environment, else embedded ones on a fresh folder. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "wasl-stores-"));
  const { MONGO_URI, REDIS_URL, REDIS_SERVER_PATH } = process.env;
  const redisServerPath = REDIS_SERVER_PATH ?? findProgram("redis-server");
  const stores = await openStores({
    dataDir,
    ...(MONGO_URI ? { mongoUri: MONGO_URI } : {}),
    ...(REDIS_URL ? { redisUrl: REDIS_URL } : {}),
    ...(redisServerPath ? { redisServerPath } : {}),
  });
  project.provide("MONGO_URI", stores.mongoUri);
  project.provide("REDIS_URL", stores.redisUrl);
  return async () => {
    await stores.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
