import { once } from "node:events";
import type { FastifyReply } from "fastify";
import type { Bus, WebItem, WebLog } from "../conversation/ports.ts";

const HEARTBEAT_MS = 15_000; // the client takes the stream for dead after 40 s of silence
const LOOK_MS = 2_000; // should a note be lost, the log is looked at this much later
const QUIET_AFTER_MS = 120_000; // a page that is only left open
const QUIET_LOOK_EVERY = 5; // is looked after less often
const PAGE = 200;

/**
 * Server-sent events of one session: first everything after `from`, then whatever comes. The log is the protocol; notes
 * only say that it is worth looking, so a lost one costs delay and a repeated one nothing.
 */
export function openStream(
  reply: FastifyReply,
  options: {
    session: string;
    from: number;
    log: WebLog;
    bus: Bus;
    shown(item: WebItem): WebItem;
    /** These have been handed to the open connection. */
    onSent(items: readonly WebItem[]): void;
    onClose(): void;
  },
): void {
  const { session, log, bus } = options;
  let last = options.from;
  let isLooking = false;
  let isWorthIt = false;
  let lastNews = performance.now();
  let looks = 0;

  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no", // reverse proxies must not hold it back
    "x-content-type-options": "nosniff",
  });
  raw.write(": welcome\n\n");

  async function look(): Promise<void> {
    isWorthIt = true;
    if (isLooking) return;
    isLooking = true;
    try {
      while (isWorthIt && !raw.destroyed) {
        isWorthIt = false;
        const items = await log.after(session, last, PAGE);
        if (items.length > 0) await send(items);
        if (items.length === PAGE) isWorthIt = true;
      }
    } catch {
      raw.destroy(); // the client comes back and says where it stands
    } finally {
      isLooking = false;
    }
  }

  async function send(items: readonly WebItem[]): Promise<void> {
    lastNews = performance.now();
    const frames = items.map(
      (item) => `id: ${item.seq}\nevent: message\ndata: ${JSON.stringify(options.shown(item))}\n\n`,
    );
    last = items.at(-1)?.seq ?? last;
    const isFull = !raw.write(frames.join(""));
    if (isFull && !raw.destroyed) await Promise.race([once(raw, "drain"), once(raw, "close")]);
    if (!raw.destroyed) options.onSent(items);
  }

  const unsubscribe = bus.subscribe(`web.${session}`, () => void look());
  const looking = setInterval(() => {
    looks += 1;
    const isQuiet = performance.now() - lastNews > QUIET_AFTER_MS;
    if (!isQuiet || looks % QUIET_LOOK_EVERY === 0) void look();
  }, LOOK_MS);
  const heartbeat = setInterval(() => raw.write(": still here\n\n"), HEARTBEAT_MS);
  raw.on("error", () => raw.destroy());
  raw.on("close", () => {
    unsubscribe();
    clearInterval(looking);
    clearInterval(heartbeat);
    options.onClose();
  });
  void look();
}
