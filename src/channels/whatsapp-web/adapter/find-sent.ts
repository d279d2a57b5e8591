import { setTimeout as sleep } from "node:timers/promises";
import type wweb from "whatsapp-web.js";
import { accepted } from "../../outcome.ts";
import type { Reconciled, SendOrder } from "../wire.ts";
import type { Acks } from "./acks.ts";
import { refused } from "./errors.ts";
import { idOf } from "./ids.ts";
import type { Link } from "./link.ts";
import type { LibraryMessage } from "./message.ts";
import type { NamesOf } from "./names.ts";
import { printOfMessage, printOfSent } from "./print.ts";

const LOOKED_AT = 50; // messages of ours in one conversation
const CLOCK_TOLERANCE_MS = 5_000; // the page tells whole seconds

/**
 * Looks for a message in the recipient's own conversation: by the id that the journal noted, else by its print among our
 * messages since then that are nobody else's. A message still pending in the page may yet leave, so that is no answer.
 */
export async function findSent(
  { client, gate, config, journal }: Link,
  sought: { order: SendOrder; since: Date; namesOf: NamesOf; acks: Acks },
): Promise<Reconciled> {
  const { order, since, namesOf, acks } = sought;
  const { id, to } = order.message;
  const known = journal.providerIdOf(id);
  if (known !== undefined && acks.of(known) >= 1) return accepted(known);

  await historyIsComplete();
  const jid = to.scheme === "e164" ? `${to.value.replace(/^\+/, "")}@c.us` : to.value;
  const names = await namesOf(jid);
  const found: wweb.Message[] = [];
  for (const chatId of new Set([jid, names.lid, names.pn].filter((name) => name !== undefined)))
    found.push(...(await ownMessagesIn(chatId)));

  const print = printOfSent({ text: order.text, isFile: order.file !== undefined });
  const isIt = (message: LibraryMessage) =>
    known === undefined
      ? printOfMessage(message) === print &&
        message.timestamp * 1000 >= since.getTime() - CLOCK_TOLERANCE_MS &&
        journal.sentBy(idOf(message.id)) === undefined
      : idOf(message.id) === known;
  const message = (found as unknown as LibraryMessage[]).find(isIt);
  if (!message) {
    journal.failed(id);
    return "not-found";
  }
  const providerId = idOf(message.id);
  journal.sentAs(id, providerId);
  const ack = Math.max(message.ack ?? 0, acks.of(providerId));
  if (ack >= 1) return accepted(providerId);
  if ((message.ack ?? 0) < 0) {
    journal.failed(id);
    return refused("transient", "WhatsApp did not take the message");
  }
  return "cannot-tell";

  /** Right after a load the page is still filling its history. */
  async function historyIsComplete(): Promise<void> {
    const open = gate.openSince()?.getTime() ?? Date.now();
    const left = open + config.deadlines.settleMs - Date.now();
    if (left > 0) await sleep(left);
  }

  async function ownMessagesIn(chatId: string): Promise<wweb.Message[]> {
    return gate.call("fetchMessages", config.deadlines.callMs, async () => {
      const chat = await client.getChatById(chatId);
      return chat ? chat.fetchMessages({ limit: LOOKED_AT, fromMe: true }) : [];
    });
  }
}
