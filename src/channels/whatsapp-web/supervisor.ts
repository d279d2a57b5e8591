import { fork, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Health, Inbound, Receipt } from "../channel.ts";
import { foldersOf, sweepFolder } from "./adapter/profile.ts";
import type { WhatsappWebOptions } from "./options.ts";
import { createRestarts } from "./restart.ts";
import type {
  AdapterConfig,
  Ending,
  FromAdapter,
  IncomingFile,
  Reconciled,
  SendOrder,
  ToAdapter,
} from "./wire.ts";

const STOP_MS = 20_000; // drain, close of the browser, and then some

/** What comes out of an adapter process. */
export interface Heard {
  health(health: Health): void;
  /** Resolves when it is stored, however long that takes. */
  inbound(inbound: Inbound, file: IncomingFile | undefined): Promise<"stored" | "duplicate">;
  receipt(receipt: Receipt): void;
}

export interface Supervised {
  /** Undefined when there is no process to ask. A process that dies while it is asked leaves it open. */
  send(order: SendOrder): Promise<Reconciled> | undefined;
  reconcile(order: SendOrder, since: Date): Promise<Reconciled> | undefined;
  /** Starts the browser afresh, after what is under way. */
  recycle(): void;
  stop(): Promise<void>;
  burden(): { bytes: number; adapterPid: number | undefined; browserPid: number | undefined };
}

/**
 * Keeps the adapter process of one number alive. It mends nothing inside: whatever went wrong there, the process ends
 * with a reason, and the next begins after a pause. What was under way is unknown until it is looked up.
 */
export function superviseAdapter(
  config: AdapterConfig,
  heard: Heard,
  world: Pick<WhatsappWebOptions, "log" | "now" | "restart"> & { random: () => number },
): Supervised {
  const { log, now } = world;
  const { channelId } = config;
  const restarts = createRestarts(world.restart ?? {}, world);
  const asked = new Map<number, (outcome: Reconciled) => void>();
  const pause = new AbortController();
  let child: ChildProcess | undefined;
  let count = 0;
  let isStopping = false;
  let isStuck = false;
  let burden = { bytes: 0, browserPid: undefined as number | undefined };
  const running = run().catch((error: unknown) => {
    log.error({ channel: channelId, err: error }, "the adapter is no longer looked after");
  });

  async function run(): Promise<void> {
    for (;;) {
      const ending = await live();
      if (isStopping) return;
      if (ending.verdict === "halt") {
        need(ending);
        return;
      }
      const pauseMs = after(ending);
      await sleep(pauseMs, undefined, { signal: pause.signal }).catch(() => undefined);
      if (isStopping) return;
    }
  }

  /** Tells what happened, and how long to wait. */
  function after(ending: Ending): number {
    const { verdict, reason } = ending;
    if (verdict === "recycle") return 0;
    if (verdict === "logged-out") {
      need(ending);
      return 0;
    }
    if (verdict === "stuck") {
      isStuck = true;
      need(ending);
      return restarts.stuckMs;
    }
    const { attempt, pauseMs, isLoop } = restarts.died();
    if (isLoop) {
      isStuck = true;
      need({ verdict, reason: `crash-loop: ${reason}`, action: "look into the log; restart Wasl" });
      return pauseMs;
    }
    const nextAt = new Date(now().getTime() + pauseMs);
    if (!isStuck) heard.health({ state: "reconnecting", since: now(), attempt, nextAt, reason });
    return pauseMs;
  }

  function need({ reason, action = "look into the log" }: Ending): void {
    heard.health({ state: "needs-operator", since: now(), reason, action });
  }

  /** From the start of a process to its end. */
  async function live(): Promise<Ending> {
    const process_ = startProcess();
    child = process_;
    let ending: Ending | undefined;
    let lastWords = "";
    const hear = (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-600);
    };
    process_.stdout?.on("data", hear);
    process_.stderr?.on("data", hear);
    process_.on("message", (message: FromAdapter) => {
      if (message.type === "ending") ending = message.ending;
      else react(message, process_);
    });
    tell(process_, { type: "start", config });
    await new Promise<void>((resolve) => {
      process_.once("exit", () => resolve());
      process_.once("error", () => resolve());
    });
    child = undefined;
    burden = { bytes: 0, browserPid: undefined };
    settleAll();
    // Its browser lives on when it was killed, or told to end while it was starting one.
    await sweepFolder(foldersOf(config));
    if (!ending) {
      log.error({ channel: channelId, lastWords }, "the adapter process has died");
      return { verdict: "restart", reason: "the adapter process has died" };
    }
    log.info({ channel: channelId, reason: ending.reason }, "the adapter process has ended");
    return ending;
  }

  function react(message: Exclude<FromAdapter, { type: "ending" }>, from: ChildProcess): void {
    switch (message.type) {
      case "health":
        hearHealth(message.health);
        return;
      case "inbound": {
        const { number, inbound, file } = message;
        void heard
          .inbound(inbound, file)
          .then((outcome) => tell(from, { type: "stored", number, outcome }));
        return;
      }
      case "receipt":
        heard.receipt(message.receipt);
        return;
      case "outcome":
        asked.get(message.number)?.(message.outcome);
        asked.delete(message.number);
        return;
      case "note":
        log[message.level]({ channel: channelId, ...message.fields }, message.text);
        return;
      case "burden":
        burden = { bytes: message.bytes, browserPid: message.browserPid };
        return;
    }
  }

  function hearHealth(health: Health): void {
    if (isStopping) return;
    // While an operator is needed, a try that has not got anywhere is no news.
    if (isStuck && (health.state === "starting" || health.state === "syncing")) return;
    if (health.state === "ready") restarts.wasReady();
    isStuck = false;
    heard.health(health);
  }

  function ask(make: (number: number) => ToAdapter): Promise<Reconciled> | undefined {
    const to = child;
    if (!to) return undefined;
    count += 1;
    const number = count;
    return new Promise((resolve) => {
      asked.set(number, resolve);
      tell(to, make(number));
    });
  }

  function settleAll(): void {
    for (const resolve of asked.values()) resolve("cannot-tell");
    asked.clear();
  }

  return {
    send: (order) => ask((number) => ({ type: "send", number, order })),
    reconcile: (order, since) => ask((number) => ({ type: "reconcile", number, order, since })),
    recycle: () => child && tell(child, { type: "end", verdict: "recycle" }),
    burden: () => ({ ...burden, adapterPid: child?.pid }),
    async stop() {
      isStopping = true;
      pause.abort();
      const last = child;
      if (last) tell(last, { type: "end", verdict: "stop" });
      const patience = setTimeout(() => last?.kill("SIGKILL"), STOP_MS);
      await running;
      clearTimeout(patience);
    },
  };
}

function tell(child: ChildProcess, message: ToAdapter): void {
  if (child.connected) child.send(message, () => undefined);
}

const NEEDED = ["PATH", "HOME", "TMPDIR", "LANG", "TZ", "NODE_ENV", "XDG_CONFIG_HOME"];

/** No secret of ours goes into a process that runs somebody else's page. */
function startProcess(): ChildProcess {
  const isSource = import.meta.url.endsWith(".ts");
  const entry = new URL(`./adapter/process.${isSource ? "ts" : "js"}`, import.meta.url);
  const loader = isSource
    ? ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href]
    : [];
  const env = Object.fromEntries(
    NEEDED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  return fork(fileURLToPath(entry), [], {
    execArgv: loader,
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env,
  });
}
