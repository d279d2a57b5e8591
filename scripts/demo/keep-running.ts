import { fork, type ChildProcess } from "node:child_process";
import path from "node:path";

const STOP_MS = 12_000;
const BACK_OFF_MS = 500;

export interface KeptProcess {
  readonly pid: number | undefined;
  /** Resolves when it said that it is ready for the first time. */
  ready: Promise<void>;
  kill(): void;
  stop(): Promise<void>;
}

/** Runs Wasl in a role as a child that is started again when it dies, and goes when this process goes. */
export function keepRunning(
  name: string,
  env: NodeJS.ProcessEnv,
  hear: {
    onRequest: (message: { kill?: string }) => void;
    onRestart: (how: string) => void;
    isStopping: () => boolean;
  },
): KeptProcess {
  let child: ChildProcess;
  let isStopping = false;
  let resolveReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    resolveReady = resolve;
  });

  function start(): void {
    child = fork(path.resolve(import.meta.dirname, "../../src/main.ts"), {
      execArgv: ["--import", "tsx"],
      env,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.on("message", (message: { ready?: boolean; kill?: string }) => {
      if (message.ready) resolveReady();
      else hear.onRequest(message);
    });
    child.on("exit", (code, signal) => {
      if (isStopping || hear.isStopping()) return;
      hear.onRestart(`${name}: ended (${signal ?? code}), started again`);
      setTimeout(() => {
        if (!isStopping && !hear.isStopping()) start();
      }, BACK_OFF_MS);
    });
  }
  start();

  return {
    get pid() {
      return child.pid;
    },
    ready,
    kill: () => void child.kill("SIGKILL"),
    async stop() {
      isStopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      await gone;
      clearTimeout(timer);
    },
  };
}
