import type wweb from "whatsapp-web.js";
import { textOf } from "./ids.ts";
import type { Inbox } from "./inbound.ts";
import { kindOf, type Link } from "./link.ts";
import { isPerson, type LibraryMessage } from "./message.ts";

/** Looked at again before the last that was stored: a message may have been overtaken by younger ones. */
const LOOK_BACK_MS = 24 * 3600_000;
const FIRST_LOOK = 30;
const DEEPEST_LOOK = 1_000; // messages of one conversation

/**
 * Reads in the conversations what no event told: WhatsApp tells nothing of what arrived while the page was away. Asked
 * after every `ready`; a second call while one runs makes it run once more.
 */
export function createCatchUp(link: Link, inbox: Inbox) {
  const { client, gate, config, journal, note } = link;
  let running: Promise<void> | undefined;
  let isWantedAgain = false;

  async function run(): Promise<void> {
    const linkedAt = journal.linkedAt();
    if (!linkedAt) return;
    // What was written before this number was linked is not ours to answer.
    const last = journal.lastReceivedAt()?.getTime() ?? linkedAt.getTime();
    const since = Math.max(linkedAt.getTime(), last - LOOK_BACK_MS);
    const chats = await gate.call("getChats", config.deadlines.callMs, () => client.getChats());
    const active = chats.filter(
      (chat) =>
        isPerson(textOf(chat.id)) &&
        (chat.unreadCount > 0 || chat.timestamp * 1000 >= since - 1000),
    );
    let found = 0;
    for (const chat of active) {
      const messages = await messagesSince(chat, since);
      found += messages.length;
      await Promise.all(messages.map((message) => inbox.found(message)));
    }
    note("info", "caught up", { conversations: active.length, messages: found });
  }

  /** Oldest first. Asks deeper until it meets what is older than wanted. */
  async function messagesSince(chat: wweb.Chat, since: number): Promise<LibraryMessage[]> {
    for (let limit = Math.max(FIRST_LOOK, chat.unreadCount); ; limit *= 4) {
      const found = (await gate.call("fetchMessages", config.deadlines.callMs, () =>
        chat.fetchMessages({ limit }),
      )) as unknown as LibraryMessage[];
      const wanted = found.filter(({ timestamp }) => timestamp * 1000 >= since - 1000);
      const isDeepEnough = wanted.length < found.length || found.length < limit;
      if (isDeepEnough || limit >= DEEPEST_LOOK)
        return wanted.toSorted((one, other) => one.timestamp - other.timestamp);
    }
  }

  return async function catchUp(): Promise<void> {
    if (running) {
      isWantedAgain = true;
      return;
    }
    do {
      isWantedAgain = false;
      running = run().catch((error: unknown) => {
        note("warn", "not caught up, tried again at the next ready", { error: kindOf(error) });
      });
      await running;
    } while (isWantedAgain);
    running = undefined;
  };
}
