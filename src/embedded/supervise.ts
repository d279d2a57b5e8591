import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../log.ts";
import { endProcess, identityOf } from "./process-identity.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const STABLE_AFTER_MS = 30_000; // a child that lived this long is started again at once
const STOP_PATIENCE_MS = 15_000;

export interface Supervised {
  /** Of the child that runs now; another one after a restart. */
  readonly pid: number;
  /** Ends the child cleanly and leaves it ended. */
  stop(): Promise<void>;
}

/**
 * Keeps a child process alive: `start` resolves when it serves. The first failure is the caller's, each later one is
 * tried again, with growing pauses, until `stop`. A child is told to stop by SIGTERM and the end of its input.
 */
export async function supervise(
  name: string,
  start: () => Promise<ChildProcess>,
  log?: Log,
): Promise<Supervised> {
  let isStopping = false;
  let child = await start();
  const cancelPause = new AbortController();
  const keeping = keepAlive();

  async function keepAlive(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const startedAt = Date.now();
      await exitOf(child);
      if (isStopping) return;
      log?.error({ store: name, exit: child.exitCode ?? child.signalCode }, "store process died");
      if (Date.now() - startedAt > STABLE_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
      for (;;) {
        await sleep(pauseMs, undefined, { signal: cancelPause.signal }).catch(() => {});
        if (isStopping) return;
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        try {
          child = await start();
          if (isStopping) end(child); // `stop` came while it was starting and knew only the dead one
          log?.warn({ store: name, pid: child.pid }, "store process started again");
          break;
        } catch (error) {
          log?.error({ store: name, err: error }, "store process could not be started again");
        }
      }
    }
  }

  return {
    get pid() {
      return child.pid ?? 0;
    },
    async stop() {
      isStopping = true;
      cancelPause.abort();
      end(child);
      const patience = setTimeout(() => child.kill("SIGKILL"), STOP_PATIENCE_MS);
      await keeping;
      clearTimeout(patience);
    },
  };
}

function end(child: ChildProcess): void {
  child.stdin?.end();
  child.kill("SIGTERM");
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function exitOf(child: ChildProcess): Promise<void> {
  if (!hasExited(child)) await once(child, "exit");
}

/**
 * Waits for the sign that a child serves. Throws with the last lines it wrote when it ends or takes too long; it
 * is gone then.
 */
export async function whenReady<Sign>(
  child: ChildProcess,
  isReady: (output: string) => Promise<Sign | undefined> | Sign | undefined,
  timeoutMs: number,
): Promise<Sign> {
  let output = "";
  const spawning: { failure?: Error } = {};
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-8_000);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  child.once("error", (error) => {
    spawning.failure = error; // it could not even be started
  });
  const deadline = Date.now() + timeoutMs;
  while (!spawning.failure && !hasExited(child) && Date.now() < deadline) {
    const sign = await isReady(output);
    if (sign !== undefined) return sign;
    await sleep(20);
  }
  const why =
    spawning.failure?.message ?? (hasExited(child) ? "it ended" : `not ready in ${timeoutMs} ms`);
  if (child.pid !== undefined) await endProcess(identityOf(child.pid), 0);
  throw new Error(`${why}: ${output.trim().split("\n").slice(-8).join(" | ")}`);
}
