import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import type { DemoFile } from "./robot.ts";

export interface RunningDemo {
  demo: DemoFile;
  dataDir: string;
  output: () => string;
  /** Ctrl-C; resolves with what is left: processes that still run. */
  stop(): Promise<number[]>;
}

const READY_MS = 120_000;

/** `npm run demo` as a person starts it, on a port and a folder of its own, with stores of its own. */
export async function startDemo(
  dataDir = mkdtempSync(path.join(os.tmpdir(), "wasl-demo-")),
): Promise<RunningDemo> {
  const port = await freePort();
  const { MONGO_URI: _mongo, REDIS_URL: _redis, ...env } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/demo.ts"], {
    cwd: path.resolve(import.meta.dirname, "../.."),
    env: { ...env, PORT: String(port), WASL_DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString()));
  await isReady(child, () => output);
  const demo = JSON.parse(readFileSync(path.join(dataDir, "demo.json"), "utf8")) as DemoFile;
  return {
    demo,
    dataDir,
    output: () => output,
    async stop() {
      const pids = Object.values(
        JSON.parse(readFileSync(path.join(dataDir, "demo.json"), "utf8")).pids as Record<
          string,
          number
        >,
      );
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGINT");
      await gone;
      return pids.filter(isRunning);
    },
  };
}

export function removeData(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true });
}

export function demoFileExists(dataDir: string): boolean {
  return existsSync(path.join(dataDir, "demo.json"));
}

async function isReady(child: ChildProcess, output: () => string): Promise<void> {
  const until = Date.now() + READY_MS;
  while (!/^ready$/m.test(output())) {
    if (child.exitCode !== null) throw new Error(`the demo ended:\n${output()}`);
    if (Date.now() > until) throw new Error(`the demo is not ready:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
