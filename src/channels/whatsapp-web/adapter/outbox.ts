import { setTimeout as sleep } from "node:timers/promises";
import wweb from "whatsapp-web.js";
import type { SendOutcome } from "../../channel.ts";
import { accepted, unknown } from "../../outcome.ts";
import type { Reconciled, SendOrder } from "../wire.ts";
import { createAcks } from "./acks.ts";
import { outcomeOfError, refused } from "./errors.ts";
import { findSent } from "./find-sent.ts";
import { idOf } from "./ids.ts";
import { kindOf, type Link } from "./link.ts";
import { hasConversation, pageOf } from "./page.ts";
import type { NamesOf } from "./names.ts";
import { parseReceipt } from "./parse.ts";
import { printOfSent } from "./print.ts";

/**
 * Everything that goes out. A message counts as accepted only when WhatsApp's server has acknowledged it: the library
 * itself says "sent" as soon as the page has it, and a page that is loaded anew a moment later has lost it.
 */
export function createOutbox(link: Link, namesOf: NamesOf) {
  const { client, config, gate, journal, note } = link;
  const { deadlines, channelId } = config;
  const acks = createAcks();
  const sending = new Map<symbol, { chats: readonly string[]; done: Promise<unknown> }>();

  async function send(order: SendOrder): Promise<SendOutcome> {
    const closed = gate.closedBecause();
    if (closed !== undefined) return refused("not-ready", closed);
    const before = await outcomeBefore(order);
    if (before) return before;
    try {
      const target = await targetOf(order);
      if ("refusal" in target) return target.refusal;
      if (order.typingMs > 0) await showTyping(target.chatId, order.typingMs);
      return await leave(order, target);
    } catch (error) {
      return outcomeOfError(error, "before");
    }
  }

  /** Handed to the page once already, by a process that did not live to say so. */
  async function outcomeBefore(order: SendOrder): Promise<SendOutcome | undefined> {
    const since = journal.begunAt(order.message.id);
    if (!since) return undefined;
    const found = await reconcile(order, since);
    if (found === "cannot-tell") return unknown("it may have been sent before");
    return found === "not-found" ? undefined : found;
  }

  /** From here on nobody can say without looking whether it has left. */
  async function leave(order: SendOrder, target: Target): Promise<SendOutcome> {
    const { id } = order.message;
    const poll = pollOf(order, config.polls);
    const print = printOfSent({
      text: poll?.pollName ?? order.text,
      isFile: order.file !== undefined,
    });
    journal.begin({
      id,
      chats: target.chats,
      print,
      ...(poll ? { poll: optionIdsOf(order) } : {}),
    });
    link.failpoint("send.begun");
    const interrupted = gate.interrupted();
    const key = Symbol(id);
    const calling = gate.call("sendMessage", deadlines.callMs, () =>
      client.sendMessage(target.chatId, poll ?? contentOf(order), optionsOf(order)),
    );
    sending.set(key, { chats: target.chats, done: calling.catch(() => undefined) });
    try {
      const sent = await calling;
      // A page whose message ids the library cannot read returns nothing, although the message has left: then
      // the event of the new message has told its id, or tells it in a moment.
      if (!sent && journal.providerIdOf(id) === undefined) await sleep(500);
      const providerId = sent ? idOf(sent.id) : journal.providerIdOf(id);
      if (providerId === undefined) return unknown("the page did not say what it sent");
      journal.sentAs(id, providerId);
      link.failpoint("send.called");
      return await acknowledgementOf(id, providerId, interrupted);
    } catch (error) {
      const outcome = outcomeOfError(error, "during");
      if (outcome.status === "rejected") journal.failed(id);
      note("warn", "a message was not sent", { status: outcome.status, error: kindOf(error) });
      return outcome;
    } finally {
      sending.delete(key);
    }
  }

  async function acknowledgementOf(
    id: string,
    providerId: string,
    interrupted: AbortSignal,
  ): Promise<SendOutcome> {
    const ack = await acks.wait(providerId, deadlines.ackMs, interrupted);
    link.failpoint("send.acknowledged");
    if (ack >= 1) return accepted(providerId);
    if (ack < 0) {
      journal.failed(id);
      return refused("transient", "WhatsApp did not take the message");
    }
    return unknown("WhatsApp has not acknowledged the message in time");
  }

  interface Target {
    chatId: string;
    /** All names of the recipient. */
    chats: readonly string[];
  }

  async function targetOf({
    message,
    mayBeFirst,
  }: SendOrder): Promise<Target | { refusal: SendOutcome }> {
    const { scheme, value } = message.to;
    const jid = scheme === "e164" ? `${value.replace(/^\+/, "")}@c.us` : value;
    const names = await namesOf(jid);
    const chats = [...new Set([jid, names.lid, names.pn])].filter((name) => name !== undefined);
    if (!(await hasWritten(chats))) {
      if (!mayBeFirst) return { refusal: refused("blocked", "the person has not written to us") };
      if (jid.endsWith("@c.us") && !(await isOnWhatsapp(jid)))
        return { refusal: refused("bad-address", "the number is not on WhatsApp") };
    }
    return { chatId: jid, chats };
  }

  const written = new Set<string>();
  /** Under any of his names. A conversation that is not there is not made by the asking. */
  async function hasWritten(chats: readonly string[]): Promise<boolean> {
    for (const chatId of chats) {
      if (!written.has(chatId) && (await hasMessagesFrom(chatId))) written.add(chatId);
      if (written.has(chatId)) return true;
    }
    return false;
  }

  async function hasMessagesFrom(chatId: string): Promise<boolean> {
    return gate.call("fetchMessages", deadlines.callMs, async () => {
      if (!(await hasConversation(pageOf(client), chatId))) return false;
      const chat = await client.getChatById(chatId);
      return (await chat.fetchMessages({ limit: 1, fromMe: false })).length > 0;
    });
  }

  async function isOnWhatsapp(jid: string): Promise<boolean> {
    return Boolean(await gate.call("getNumberId", deadlines.callMs, () => client.getNumberId(jid)));
  }

  /** A courtesy: whether it works changes nothing but the time. */
  async function showTyping(chatId: string, ms: number): Promise<void> {
    const showing = gate.call("sendStateTyping", deadlines.callMs, async () => {
      const chat = await client.getChatById(chatId);
      await chat.sendStateTyping();
    });
    await Promise.all([showing.catch(() => undefined), sleep(ms)]);
  }

  /** Looks for a message whose outcome is unknown in the conversation's own history. */
  async function reconcile(order: SendOrder, since: Date): Promise<Reconciled> {
    if (!(await gate.whenOpen(deadlines.reconcileMs))) return "cannot-tell";
    try {
      return await findSent(link, { order, since, namesOf, acks });
    } catch (error) {
      note("warn", "the history could not be asked", { error: kindOf(error) });
      return "cannot-tell";
    }
  }

  return {
    send,

    reconcile,

    /** An acknowledgement, by event or as read in the history; only a better one than before says something. */
    mark(providerId: string, ack: number): void {
      if (!acks.note(providerId, ack)) return;
      // Marks of what was typed on the telephone are nobody's business here.
      if (!journal.sentBy(providerId) && sending.size === 0) return;
      const receipt = parseReceipt(channelId, providerId, ack);
      if (!receipt) return;
      link.tell({ type: "receipt", receipt });
      link.failpoint("receipt.told");
    },

    /** Resolves when no call that sends to this conversation is under way. */
    async settled(remote: string): Promise<void> {
      const theirs = [...sending.values()].filter(({ chats }) => chats.includes(remote));
      await Promise.all(theirs.map(({ done }) => done));
    },

    isIdle: () => sending.size === 0,
  };
}

export type Outbox = ReturnType<typeof createOutbox>;

const MOST_POLL_OPTIONS = 12;
const LONGEST_POLL_OPTION = 100;
const LONGEST_POLL_NAME = 255;

/** A poll where one is wanted and fits; numbered text is always the other way. */
function pollOf({ message: { body } }: SendOrder, isWanted: boolean): wweb.Poll | undefined {
  if (!isWanted || body.kind !== "choices") return undefined;
  const labels = offered(body).map(({ label }) => label);
  const fits =
    labels.length >= 2 &&
    labels.length <= MOST_POLL_OPTIONS &&
    new Set(labels).size === labels.length &&
    labels.every((label) => label.length <= LONGEST_POLL_OPTION) &&
    body.text.length <= LONGEST_POLL_NAME;
  return fits ? new wweb.Poll(body.text, labels) : undefined;
}

function optionIdsOf({ message: { body } }: SendOrder): string[] {
  return body.kind === "choices" ? offered(body).map(({ id }) => id) : [];
}

function offered(body: Extract<SendOrder["message"]["body"], { kind: "choices" }>) {
  return body.options.filter(({ number }) => number >= 0);
}

function contentOf({ file, text }: SendOrder): string | wweb.MessageMedia {
  if (!file) return text;
  return new wweb.MessageMedia(
    file.mime,
    Buffer.from(file.bytes).toString("base64"),
    file.fileName,
  );
}

function optionsOf({ message: { body }, text }: SendOrder): wweb.MessageSendOptions {
  // Marking as seen inside a send has broken every send before; a preview would fetch the link.
  const options = { sendSeen: false, linkPreview: false, parseVCards: false };
  if (body.kind !== "media") return options;
  return {
    ...options,
    ...(text === "" ? {} : { caption: text }),
    sendMediaAsDocument: body.as === "document",
    sendAudioAsVoice: body.as === "audio",
  };
}
