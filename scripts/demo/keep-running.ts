import { fork, type ChildProcess } from "node:child_process";
import path from "node:path";

const LEAVE_WITH_PARENT = new URL("leave-with-parent.ts", import.meta.url).href;
const STOP_MS = 30_000; // a worker first finishes what it has begun
const FIRST_BACK_OFF_MS = 300;
const LONGEST_BACK_OFF_MS = 10_000;
const STEADY_MS = 20_000; // who ran this long may start again at once
const HOPELESS = 3; // ends before the first "ready": what it says on the terminal must be mended first

/** A process of the demo as others may see it. */
interface ProcessNews {
  name: string;
  pid: number | undefined;
  state: "starting" | "running" | "ended";
  starts: number;
}

export interface KeptProcess {
  news(): ProcessNews;
  /** Resolves when it is ready for the first time; fails when it ends again and again before, or is stopped. */
  ready: Promise<void>;
  /** Says something to it, if it is there. */
  tell(message: object): void;
  kill(): void;
  stop(): Promise<void>;
}

/** Runs Wasl in a role as a child that is started again when it dies, and goes when this process goes. */
export function keepRunning(
  name: string,
  env: NodeJS.ProcessEnv,
  hear: {
    onRequest: (message: { kill?: string }) => void;
    /** It started, became ready, or ended. */
    onChange: (what: string) => void;
  },
): KeptProcess {
  let child: ChildProcess;
  let isStopping = false;
  let state: ProcessNews["state"] = "starting";
  let starts = 0;
  let startedAt = 0;
  let quickEnds = 0;
  let first = { resolve: () => {}, reject: (_reason: Error) => {} };
  const ready = new Promise<void>((resolve, reject) => (first = { resolve, reject }));
  ready.catch(() => undefined); // whoever waits for it hears it; nobody has to

  function start(): void {
    starts += 1;
    startedAt = Date.now();
    child = fork(path.resolve(import.meta.dirname, "../../src/main.ts"), {
      execArgv: ["--import", "tsx", "--import", LEAVE_WITH_PARENT],
      env,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.on("error", () => undefined); // told by its end
    child.on("message", (message: { ready?: boolean; kill?: string }) => {
      if (message.ready) changed("running", `${name}: ready`);
      else hear.onRequest(message);
    });
    child.on("exit", (code, signal) => ended(String(signal ?? code)));
    changed("starting", `${name}: started`);
  }

  function changed(to: ProcessNews["state"], what: string): void {
    state = to;
    if (to === "running") first.resolve();
    hear.onChange(what);
  }

  function ended(how: string): void {
    if (isStopping) return;
    quickEnds = Date.now() - startedAt < STEADY_MS ? quickEnds + 1 : 1;
    changed("ended", `${name}: ended (${how}), is started again`);
    if (quickEnds >= HOPELESS)
      first.reject(new Error(`${name}: ended ${quickEnds} times before it was ready`));
    const backOff = FIRST_BACK_OFF_MS * 2 ** (quickEnds - 1);
    setTimeout(() => isStopping || start(), Math.min(backOff, LONGEST_BACK_OFF_MS));
  }
  start();

  return {
    news: () => ({ name, pid: child.pid, state, starts }),
    ready,
    tell: (message) => void (child.connected && child.send(message, () => undefined)),
    kill: () => void child.kill("SIGKILL"),
    async stop() {
      isStopping = true;
      first.reject(new Error(`${name}: stopped`)); // it may have ended by itself, and will not be started again
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      await gone;
      clearTimeout(timer);
    },
  };
}
