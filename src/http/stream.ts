import type { FastifyReply } from "fastify";
import type { Bus, WebItem, WebLog } from "../conversation/ports.ts";

const HEARTBEAT_MS = 15_000; // the client takes the stream for dead after 40 s of silence
const LOOK_MS = 2_000; // should a note be lost, the log is looked at this much later
const PAGE = 200;

/**
 * Server-sent events of one session: first everything after `from`, then whatever comes. The log is the protocol; notes
 * only say that it is worth looking, so a lost one costs delay and a repeated one nothing.
 */
export function openStream(
  reply: FastifyReply,
  options: { sid: string; from: number; log: WebLog; bus: Bus; shown: (item: WebItem) => WebItem },
): FastifyReply {
  const { sid, log, bus, shown } = options;
  let last = options.from;
  let isLooking = false;
  let isAgain = false;

  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
  });
  raw.write(": welcome\n\n");

  async function look(): Promise<void> {
    if (isLooking) {
      isAgain = true;
      return;
    }
    isLooking = true;
    try {
      do {
        isAgain = false;
        const items = await log.after(sid, last, PAGE);
        for (const item of items) {
          last = item.seq;
          raw.write(`id: ${item.seq}\nevent: message\ndata: ${JSON.stringify(shown(item))}\n\n`);
        }
        if (items.length === PAGE) isAgain = true;
      } while (isAgain && !raw.destroyed);
    } catch {
      raw.destroy(); // the client comes back and says where it stands
    } finally {
      isLooking = false;
    }
  }

  const unsubscribe = bus.subscribe(`web.${sid}`, () => void look());
  const looking = setInterval(() => void look(), LOOK_MS);
  const heartbeat = setInterval(() => raw.write(": still here\n\n"), HEARTBEAT_MS);
  raw.on("close", () => {
    unsubscribe();
    clearInterval(looking);
    clearInterval(heartbeat);
  });
  void look();
  return reply;
}
