import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { realpathSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { Redis } from "ioredis";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import { childEnvironment } from "./child-environment.ts";
import { findProgram } from "./find-program.ts";
import { lockFolder } from "./folder-lock.ts";
import type { EmbeddedStore } from "./mongo.ts";
import { supervise, whenReady } from "./supervise.ts";

const READY_WITHIN_MS = 30_000; // loading a large append-only file
const PORT_ATTEMPTS = 5;

/**
 * redis-server does not watch its input, so a shell stays beside it: when the pipe closes, whoever held it is gone,
 * and the server is told to stop. `exec` gives the server the process id that the shell had.
 */
const GUARDED = '(cat <&3 >/dev/null; kill -TERM $$ 2>/dev/null) & exec 3<&-; exec "$@" </dev/null';

/**
 * Starts the system's redis-server on `<dataDir>/redis`, started again when it dies. Loopback only, append-only
 * file, no eviction; `port` 0 or absent takes a free one. Throws `embedded.failed`.
 */
export async function startEmbeddedRedis(options: {
  dataDir: string;
  port?: number;
  redisServerPath?: string;
  log?: Log;
}): Promise<EmbeddedStore> {
  const program = options.redisServerPath ?? findProgram("redis-server");
  if (!program) {
    throw new AppError("embedded.failed", {
      detail:
        "redis-server was not found: `apt-get install -y --no-install-recommends redis-server`, or set REDIS_SERVER_PATH or REDIS_URL",
    });
  }
  const folder = path.resolve(options.dataDir, "redis");
  const lock = await lockFolder(folder);
  let port = options.port || undefined;
  const start = async () => {
    // A free port may be taken before redis-server binds it; once it served, it is kept for good.
    for (let attempt = 1; ; attempt++) {
      const candidate = port ?? (await freePort());
      const child = spawnRedis(program, folder, candidate);
      if (child.pid) lock.servedBy(child.pid);
      try {
        await whenReady(child, () => isOurs(child, candidate, folder), READY_WITHIN_MS);
      } catch (error) {
        if (port !== undefined || attempt === PORT_ATTEMPTS) throw error;
        continue;
      }
      port = candidate;
      return child;
    }
  };
  try {
    const server = await supervise("redis", start, options.log);
    return {
      uri: `redis://127.0.0.1:${port}`,
      get pid() {
        return server.pid;
      },
      async stop() {
        await server.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw new AppError("embedded.failed", {
      detail: `Redis: ${error instanceof Error ? error.message : String(error)}`,
      cause: error,
    });
  }
}

function spawnRedis(program: string, folder: string, port: number): ChildProcess {
  const settings = {
    port: String(port),
    bind: "127.0.0.1",
    dir: folder,
    daemonize: "no",
    appendonly: "yes",
    appendfsync: "everysec",
    "maxmemory-policy": "noeviction", // BullMQ: a queue must not forget
    save: "", // the append-only file is enough
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return spawn("/bin/sh", ["-c", `exec 3<&0; ${GUARDED}`, "redis", program, ...args], {
    env: childEnvironment(),
    stdio: ["pipe", "pipe", "pipe"],
    detached: true, // Ctrl-C reaches the whole group: the stores must outlive what still writes to them
  });
}

/** Another Redis may hold the port (one that the system started, say): ours has our process id and our folder. */
async function isOurs(
  child: ChildProcess,
  port: number,
  folder: string,
): Promise<true | undefined> {
  const client = new Redis({
    host: "127.0.0.1",
    port,
    lazyConnect: true,
    retryStrategy: () => null,
    enableReadyCheck: false,
    connectTimeout: 1_000,
    commandTimeout: 1_000,
  });
  client.on("error", () => {}); // told by the promises below
  try {
    await client.connect();
    const info = await client.info("server");
    const [, dir] = await client.config("GET", "dir");
    await client.ping(); // answers LOADING until the append-only file is read
    const isSame = new RegExp(`^process_id:${child.pid}\\r?$`, "m").test(info);
    return isSame && dir !== undefined && realpathSync(dir) === realpathSync(folder)
      ? true
      : undefined;
  } catch {
    return undefined;
  } finally {
    client.disconnect();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
