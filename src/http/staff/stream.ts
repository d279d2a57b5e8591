import { once } from "node:events";
import type { FastifyReply } from "fastify";
import { liveTopic } from "../../conversation/live.ts";
import type { AssociationId } from "../../conversation/ports.ts";
import type { DeskEvent, DeskRow } from "../../conversation/ports-staff.ts";
import type { LiveEvent, QueueCounts, ThreadItem } from "./api.ts";
import { cardOf, isHidden, threadItem, viewOf } from "./cards.ts";
import type { Caller, StaffParts } from "./parts.ts";
import type { PresenceBoard } from "./presence.ts";
import { isStillLoggedIn } from "./session.ts";

const HEARTBEAT_MS = 15_000;
const LOOK_MS = 2_000; // should a note be lost, the log is looked at this much later
const PAGE = 200;
const REMEMBERED = 1_000;

/** Nothing changes a queue without an event but the end of a snooze, whose wake-up may come a little later. */
const COUNTED_FOR_MS = 5_000;

type Noted = DeskEvent & { seq: number };
interface Counted {
  at: number;
  /** By the clock of the domain. */
  until: Date;
  seesCrisis: boolean;
  counts: Promise<Omit<QueueCounts, "mine">>;
}
/** What an event holds, read once for all who look. */
interface Read {
  row?: DeskRow | undefined;
  item?: ThreadItem | undefined;
}

/**
 * Events of one association in one process: the log is read once and handed to every open page, to each with what he
 * may see. The log is the protocol; notes only say that it is worth looking.
 */
export interface Hub {
  open(caller: Caller, reply: FastifyReply, from: number | undefined): Promise<void>;
  /** What the queues hold, true at the last event that is noted: an open page and one that opens see the same. */
  counts(caller: Caller): Promise<QueueCounts>;
}

export function createHub(
  parts: StaffParts,
  association: AssociationId,
  presence: PresenceBoard,
): Hub {
  const { world, bus } = parts;
  const { deskLog, desk, messages } = world.store;
  const pages = new Set<() => void>();
  let recent: Noted[] = [];
  let last = -1;
  let reading: Promise<void> = Promise.resolve();
  const contents = new Map<number, Promise<Read>>();
  let shared: Counted[] = [];

  /** Reads on, in order and without a gap: a number that is not there yet is waited for. */
  function look(): Promise<void> {
    reading = reading.then(readOn).catch(() => undefined);
    return reading;
  }

  async function readOn(): Promise<void> {
    if (last < 0) last = (await deskLog.range(association)).last;
    for (;;) {
      const found = await deskLog.after(association, last, PAGE);
      const next = withoutGap(found, last);
      if (next.length === 0) break;
      recent = [...recent, ...next].slice(-REMEMBERED);
      last = next.at(-1)!.seq;
      for (const seq of contents.keys()) if (seq < (recent[0]?.seq ?? 0)) contents.delete(seq);
    }
    for (const pump of pages) pump();
  }

  function contentOf(event: Noted): Promise<Read> {
    const known = contents.get(event.seq);
    if (known) return known;
    const read = (async (): Promise<Read> => {
      if (event.kind !== "card" && event.kind !== "thread") return {};
      const [row, message] = await Promise.all([
        desk.get(association, event.id),
        event.messageId ? messages.get(association, event.messageId) : undefined,
      ]);
      return { row, item: message && threadItem(message) };
    })();
    contents.set(event.seq, read);
    return read;
  }

  /** As it is at the last event that was read: what is the same for all is counted once. */
  async function countsFor(caller: Caller): Promise<QueueCounts> {
    const view = viewOf(world, caller);
    const isFresh = (each: Counted) => each.at === last && view.now < each.until;
    shared = shared.filter(isFresh);
    let known = shared.find((each) => each.seesCrisis === view.seesCrisis);
    if (!known) {
      const counts = desk.counts(association, view);
      const until = new Date(view.now.getTime() + COUNTED_FOR_MS);
      known = { at: last, until, seesCrisis: view.seesCrisis, counts };
      shared.push(known);
      counts.catch(() => (shared = []));
    }
    const [ofAll, mine] = await Promise.all([known.counts, desk.mine(association, view)]);
    return { ...ofAll, mine };
  }

  async function shownTo(caller: Caller, event: Noted): Promise<LiveEvent | undefined> {
    if (event.kind === "case")
      return caller.rights.includes("case.see")
        ? { kind: "case", caseId: event.id, version: event.version ?? 0 }
        : undefined;
    if (!caller.rights.includes("conversation.see")) return undefined;
    if (event.kind === "alert") {
      if (event.alert === "crisis" && !caller.rights.includes("crisis.see")) return undefined;
      const about = event.id ? { conversationId: event.id } : {};
      return { kind: "alert", alert: event.alert ?? "handoff", ...about };
    }
    const { row, item } = await contentOf(event);
    if (!row || isHidden(row, caller)) return undefined;
    if (event.kind === "thread") return item && { kind: "thread", conversationId: event.id, item };
    return {
      kind: "card",
      card: cardOf(world, row, caller.member.id),
      counts: await countsFor(caller),
    };
  }

  bus.subscribe(liveTopic(association), () => void look());
  setInterval(() => pages.size > 0 && void look(), LOOK_MS).unref();

  return {
    async counts(caller) {
      await look();
      return countsFor(caller);
    },
    async open(caller, reply, from) {
      await look();
      const { first } = await deskLog.range(association);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no", // reverse proxies must not hold it back
        "x-content-type-options": "nosniff",
      });
      const isLost = from !== undefined && (from > last || from < first - 1);
      let at = from === undefined || isLost ? last : from;
      // An id alone: the page knows where it stands before anything has happened.
      raw.write(`id: ${at}\n${isLost ? `data: ${JSON.stringify({ kind: "reset" })}\n` : ""}\n`);

      let isPumping = false;
      async function pump(): Promise<void> {
        if (isPumping) return;
        isPumping = true;
        try {
          while (at < last && !raw.destroyed) {
            const start = recent.findIndex(({ seq }) => seq === at + 1);
            const batch =
              start >= 0 ? recent.slice(start) : await deskLog.after(association, at, PAGE);
            if (batch.length === 0) break;
            for (const event of batch) {
              const shown = await shownTo(caller, event);
              at = event.seq;
              if (raw.destroyed) return;
              const isFull = !raw.write(
                `id: ${at}\n${shown ? `data: ${JSON.stringify(shown)}\n` : ""}\n`,
              );
              if (isFull) await Promise.race([once(raw, "drain"), once(raw, "close")]);
            }
          }
        } catch {
          raw.destroy(); // the page comes back and says where it stands
        } finally {
          isPumping = false;
        }
        if (at < last && !raw.destroyed) void pump();
      }

      const wake = () => void pump();
      pages.add(wake);
      const unwatch = presence.watch(association, (conversationId) => {
        if (!caller.rights.includes("conversation.see")) return;
        const viewers = presence.viewers(association, conversationId);
        raw.write(`data: ${JSON.stringify({ kind: "presence", conversationId, viewers })}\n\n`);
      });
      const unsubscribe = bus.subscribe(`staff.${caller.member.id}`, () => raw.end());
      const heartbeat = setInterval(() => {
        raw.write(": still here\n\n");
        isStillLoggedIn(parts, caller).then(
          (isIn) => isIn || raw.end(),
          () => raw.destroy(),
        );
      }, HEARTBEAT_MS);
      raw.on("error", () => raw.destroy());
      raw.on("close", () => {
        pages.delete(wake);
        unwatch();
        unsubscribe();
        clearInterval(heartbeat);
      });
      wake();
    },
  };
}

function withoutGap(found: readonly Noted[], last: number): Noted[] {
  const upTo = found.findIndex(({ seq }, index) => seq !== last + 1 + index);
  return upTo < 0 ? [...found] : found.slice(0, upTo);
}
