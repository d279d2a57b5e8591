/*
 * The adapter process of one linked number, started by ../supervisor.ts: whatsapp-web.js, its Chromium, and nothing else
 * of Wasl. It takes its orders over IPC and goes when its parent goes.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Inbound } from "../../channel.ts";
import type {
  AdapterConfig,
  Ending,
  FromAdapter,
  IncomingFile,
  Reconciled,
  ToAdapter,
} from "../wire.ts";
import { createCatchUp } from "./catch-up.ts";
import { createLibraryClient } from "./client.ts";
import { createFailpoint } from "./failpoint.ts";
import { createGate } from "./gate.ts";
import { createInbox } from "./inbound.ts";
import { openJournal } from "./journal.ts";
import { live } from "./life.ts";
import { kindOf, type Link } from "./link.ts";
import { createNames } from "./names.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { burdenOf, endOrphans, foldersOf, takeFolder, wipeProfile } from "./profile.ts";

const CLOSE_MS = 10_000;
const BURDEN_MS = 30_000;

const now = () => new Date();
const stored = new Map<number, (outcome: "stored" | "duplicate") => void>();
let passed = 0;
let outbox: Outbox | undefined;
let end: (ending: Ending) => void = () => process.exit(0);

process.on("message", (message: ToAdapter) => handle(message));
process.on("disconnect", () => end({ verdict: "stop", reason: "the parent is gone" }));
// Ctrl-C reaches the whole group; the parent says when to go.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("unhandledRejection", (error) => survive("rejection", error));
process.on("uncaughtException", (error) => survive("exception", error));

function handle(message: ToAdapter): void {
  switch (message.type) {
    case "start":
      start(message.config).catch((error: unknown) => {
        end({ verdict: "restart", reason: `the adapter failed: ${kindOf(error)}` });
      });
      return;
    case "send":
      answer(message.number, outbox?.send(message.order) ?? notYet());
      return;
    case "reconcile":
      answer(message.number, outbox?.reconcile(message.order, message.since) ?? notYet());
      return;
    case "stored":
      stored.get(message.number)?.(message.outcome);
      stored.delete(message.number);
      return;
    case "end":
      end({ verdict: message.verdict, reason: "asked to end" });
      return;
  }
}

function answer(number: number, asking: Promise<Reconciled>): void {
  void asking.then((outcome) => tell({ type: "outcome", number, outcome }));
}

/** Asked between the start of this process and that of the browser. */
async function notYet(): Promise<Reconciled> {
  return "cannot-tell";
}

async function start(config: AdapterConfig): Promise<void> {
  const folders = foldersOf(config);
  const taken = await takeFolder(folders, config.deadlines.folderMs);
  if ("heldBy" in taken) {
    finish({
      verdict: "stuck",
      reason: `the folder of this number is in use by process ${taken.heldBy}`,
      action: "stop the other Wasl, or give this one a folder of its own (WASL_DATA_DIR)",
    });
    return;
  }
  const { release } = taken;
  const client = createLibraryClient(config, folders);
  const link: Link = {
    config,
    client,
    gate: createGate(now),
    journal: openJournal(folders.data, now),
    now,
    pass,
    tell,
    note: (level, text, fields) =>
      tell({ type: "note", level, text, ...(fields ? { fields } : {}) }),
    failpoint: createFailpoint(config.failpoints, folders.data),
  };
  const namesOf = createNames(link);
  outbox = createOutbox(link, namesOf);
  const inbox = createInbox(link, { namesOf, outbox });

  let isEnding = false;
  end = (ending) => {
    if (isEnding) return;
    isEnding = true;
    void close().then(() => finish(ending));

    async function close(): Promise<void> {
      inbox.stop();
      await link.gate.drain(config.deadlines.drainMs);
      await Promise.race([client.destroy().catch(() => {}), sleep(CLOSE_MS)]);
      await endOrphans(folders);
      if (ending.wipe) wipeProfile(folders);
      release();
    }
  };

  const weigh = () =>
    tell({
      type: "burden",
      bytes: burdenOf(folders) + process.memoryUsage.rss(),
      browserPid: client.pupBrowser?.process()?.pid,
    });
  setInterval(weigh, BURDEN_MS).unref();
  await live(link, { inbox, outbox, catchUp: createCatchUp(link, inbox) }, (ending) => end(ending));
  weigh();
}

/** Hands a message to the parent, which answers when it is stored, however long that takes. */
function pass(inbound: Inbound, file?: IncomingFile): Promise<"stored" | "duplicate"> {
  passed += 1;
  const number = passed;
  return new Promise((resolve) => {
    stored.set(number, resolve);
    tell({ type: "inbound", number, inbound, ...(file ? { file } : {}) });
  });
}

function tell(message: FromAdapter): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

function finish(ending: Ending): void {
  if (!process.connected) process.exit(0);
  process.send?.({ type: "ending", ending } satisfies FromAdapter, undefined, undefined, () =>
    process.exit(0),
  );
}

/**
 * Any crash of a page leaves rejections inside the library that nobody can catch. What comes from there is noted and
 * survived (the watch finds out what it meant); a mistake of ours ends the process.
 */
function survive(kind: string, error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const isTheirs =
    stack === "" || /node_modules\/(whatsapp-web\.js|puppeteer(-core)?|@puppeteer)\//.test(stack);
  tell({
    type: "note",
    level: isTheirs ? "info" : "error",
    text: `${kind} in the adapter`,
    fields: { error: kindOf(error) },
  });
  if (!isTheirs) end({ verdict: "restart", reason: `a mistake in the adapter: ${kindOf(error)}` });
}
