import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import { childEnvironment } from "./child-environment.ts";
import { lockFolder } from "./folder-lock.ts";
import { supervise, whenReady } from "./supervise.ts";

const READY_WITHIN_MS = 60_000; // the first start repairs binaries; a start after a kill replays the journal
const TTL_SWEEP_MS = 60_000; // mongod's own interval

export interface EmbeddedStore {
  /** Stays the same over restarts of the process. */
  readonly uri: string;
  /** Of the process that runs now. */
  readonly pid: number;
  /** Ends the process cleanly and frees its folder. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded MongoDB engine on `<dataDir>/mongo`, as a process of its own that is started again when it
 * dies. Loopback only; `port` 0 or absent takes a free one. Throws `embedded.failed`.
 */
export async function startEmbeddedMongo(options: {
  dataDir: string;
  port?: number;
  ttlSweepMs?: number;
  log?: Log;
}): Promise<EmbeddedStore> {
  const folder = path.resolve(options.dataDir, "mongo");
  const lock = await lockFolder(folder);
  let port = options.port ?? 0;
  const start = async () => {
    const child = spawnEngine([folder, String(port), String(options.ttlSweepMs ?? TTL_SWEEP_MS)]);
    if (child.pid) lock.servedBy(child.pid);
    port = await whenReady(child, readyPort, READY_WITHIN_MS); // a restart serves the same address
    return child;
  };
  try {
    const engine = await supervise("mongo", start, options.log);
    return {
      // w=1 with the journal lost nothing in kills under load; w=majority on this engine lost a few.
      uri: `mongodb://127.0.0.1:${port}/?directConnection=true&w=1&journal=true`,
      get pid() {
        return engine.pid;
      },
      async stop() {
        await engine.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw new AppError("embedded.failed", {
      detail: `MongoDB: ${error instanceof Error ? error.message : String(error)}. Set MONGO_URI to use a server`,
      cause: error,
    });
  }
}

function spawnEngine(args: string[]): ChildProcess {
  const isSource = import.meta.url.endsWith(".ts");
  const entry = new URL(`./mongo-process.${isSource ? "ts" : "js"}`, import.meta.url);
  const loader = isSource
    ? ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href]
    : [];
  return spawn(process.execPath, [...loader, fileURLToPath(entry), ...args], {
    env: childEnvironment(),
    stdio: ["pipe", "pipe", "pipe"],
    detached: true, // Ctrl-C reaches the whole group: the stores must outlive what still writes to them
  });
}

function readyPort(output: string): number | undefined {
  const port = /^ready (\d+)$/m.exec(output)?.[1];
  return port === undefined ? undefined : Number(port);
}
