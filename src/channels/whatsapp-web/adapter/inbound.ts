import type { Inbound, Party } from "../../channel.ts";
import type { IncomingFile } from "../wire.ts";
import { createFiles } from "./files.ts";
import { idOf, textOf } from "./ids.ts";
import { kindOf, type Link } from "./link.ts";
import { isPerson, remoteOf, type LibraryMessage } from "./message.ts";
import type { NamesOf } from "./names.ts";
import type { Outbox } from "./outbox.ts";
import { partyOf } from "./party.ts";
import {
  editIdOf,
  isFile,
  parseCiphertext,
  parseEdit,
  parseMessage,
  parseReaction,
  parseRevoke,
  parseVote,
  type LibraryReaction,
  type LibraryVote,
} from "./parse.ts";
import { printOfMessage } from "./print.ts";

/** What is older than this when it arrives was written while the telephone had no network. */
const LIVE_MS = 10 * 60_000;

/**
 * Everything that comes in, in the order of each conversation: read, completed with what the page knows, and passed on
 * until it is stored. The library's events only say that there is something.
 */
export function createInbox(link: Link, { namesOf, outbox }: { namesOf: NamesOf; outbox: Outbox }) {
  const { client, config, gate, journal, note } = link;
  const { channelId } = config;
  const fileOf = createFiles(link);
  const lanes = new Map<string, Promise<void>>();
  const undecrypted = new Map<string, NodeJS.Timeout>();

  /** One after the other in a conversation; a slow file holds up nobody else's. */
  function inLane(remote: string, work: () => Promise<void>): Promise<void> {
    const before = lanes.get(remote) ?? Promise.resolve();
    const next = before
      .then(work)
      .catch((error: unknown) => {
        note("error", "something that came in could not be read", { error: kindOf(error) });
      })
      .finally(() => {
        if (lanes.get(remote) === next) lanes.delete(remote);
      });
    lanes.set(remote, next);
    return next;
  }

  async function partyFor(remote: string, message?: LibraryMessage): Promise<Party> {
    const name = message?.fromMe ? undefined : message?.rawData.notifyName;
    return partyOf(remote, await namesOf(remote), { channelId, name });
  }

  async function pass(inbound: Inbound, file?: IncomingFile): Promise<void> {
    link.failpoint("inbound.read");
    await link.pass(inbound, file);
    link.failpoint("inbound.stored");
    journal.received(inbound.providerMessageId, inbound.sentAt ?? link.now());
  }

  async function takeMessage(message: LibraryMessage, origin: Inbound["origin"]): Promise<void> {
    const remote = remoteOf(message);
    const id = idOf(message.id);
    if (message.fromMe && (await isOurs(message))) return;
    const file = isFile(message) ? await fileOf(message) : undefined;
    const from = await partyFor(remote, message);
    const inbound = parseMessage(message, {
      channelId,
      from,
      origin,
      ...(file ? { media: file.media } : {}),
    });
    if (!inbound) return;
    await pass(inbound, file);
    if (!message.fromMe) markSeen(remote);
    clearTimeout(undecrypted.get(id));
    undecrypted.delete(id);
  }

  /** Sent from here, and not typed by somebody on the telephone: then the bot would have to fall silent. */
  async function isOurs(message: LibraryMessage): Promise<boolean> {
    if (journal.claim(factsOf(message))) return true;
    // The page may have changed the text on its way: the id tells, as soon as the send has returned it.
    await outbox.settled(remoteOf(message));
    return journal.sentBy(idOf(message.id)) !== undefined;
  }

  /** A courtesy after the message is stored: whether it works changes nothing. */
  function markSeen(remote: string): void {
    if (!config.seen) return;
    gate
      .call("sendSeen", config.deadlines.callMs, () => client.sendSeen(remote))
      .catch((error: unknown) => note("info", "not marked as seen", { error: kindOf(error) }));
  }

  const originOf = ({ timestamp }: LibraryMessage): Inbound["origin"] =>
    link.now().getTime() - timestamp * 1000 > LIVE_MS ? "backfill" : "live";

  async function tellUndecrypted(
    message: LibraryMessage,
    origin: Inbound["origin"],
  ): Promise<void> {
    undecrypted.delete(idOf(message.id));
    const from = await partyFor(message.from, message);
    await pass(parseCiphertext(message, { channelId, from, origin }));
  }

  return {
    message(message: LibraryMessage): void {
      const remote = remoteOf(message);
      if (message.fromMe && journal.claim(factsOf(message))) return;
      if (isPerson(remote)) void inLane(remote, () => takeMessage(message, originOf(message)));
    },

    /** Not readable yet. Mostly it is a moment later, and comes as a message then. */
    ciphertext(message: LibraryMessage): void {
      if (!isPerson(message.from)) return;
      const timer = setTimeout(() => this.ciphertextFailed(message), config.deadlines.ciphertextMs);
      undecrypted.set(idOf(message.id), timer);
    },
    ciphertextFailed(message: LibraryMessage): void {
      const timer = undecrypted.get(idOf(message.id));
      if (!timer) return;
      clearTimeout(timer);
      void inLane(message.from, () => tellUndecrypted(message, "live"));
    },

    edit(message: LibraryMessage, before: unknown): void {
      // A text that appears where there was none is no edit: it has just been decrypted.
      if (message.fromMe || !isPerson(message.from) || !before || before === message.body) return;
      void inLane(message.from, async () => {
        const from = await partyFor(message.from, message);
        await pass(parseEdit(message, { channelId, from, origin: "live" }));
      });
    },
    revoke(message: LibraryMessage): void {
      if (message.fromMe || !isPerson(message.from)) return;
      void inLane(message.from, async () => {
        const from = await partyFor(message.from, message);
        await pass(parseRevoke(message, { channelId, from, origin: "live" }));
      });
    },
    reaction(reaction: LibraryReaction): void {
      const remote = reaction.senderId;
      if (!isPerson(remote) || isOurselves(client, remote)) return;
      void inLane(remote, async () => {
        await pass(parseReaction(reaction, { channelId, from: await partyFor(remote) }));
      });
    },
    vote(vote: LibraryVote): void {
      const remote = textOf(vote.voter);
      if (!isPerson(remote) || isOurselves(client, remote)) return;
      void inLane(remote, async () => {
        const options = journal.sentBy(idOf(vote.parentMsgKey))?.poll;
        const inbound = parseVote(vote, { channelId, from: await partyFor(remote), options });
        if (inbound) await pass(inbound);
      });
    },

    /** A message found in a conversation's history; what is known is left alone, but its marks are read. */
    found(message: LibraryMessage): Promise<void> {
      const remote = remoteOf(message);
      const id = idOf(message.id);
      return inLane(remote, async () => {
        if (journal.sentBy(id)) return outbox.mark(id, message.ack ?? 0);
        if (journal.wasReceived(id)) return takeChange(message);
        if (message.type === "ciphertext") {
          if (journal.wasReceived(`${id}.ciphertext`)) return;
          return tellUndecrypted(message, "backfill");
        }
        await takeMessage(message, "backfill");
      });
    },

    stop(): void {
      for (const timer of undecrypted.values()) clearTimeout(timer);
    },
  };

  /** What happened to a message that we have, while nobody listened. */
  async function takeChange(message: LibraryMessage): Promise<void> {
    if (message.fromMe) return;
    const facts = { channelId, origin: "backfill" } as const;
    if (message.type === "revoked") {
      if (journal.wasReceived(`${idOf(message.id)}.revoked`)) return;
      return pass(parseRevoke(message, { ...facts, from: await partyFor(message.from, message) }));
    }
    if (!message.rawData.latestEditSenderTimestampMs || journal.wasReceived(editIdOf(message)))
      return;
    await pass(parseEdit(message, { ...facts, from: await partyFor(message.from, message) }));
  }
}

export type Inbox = ReturnType<typeof createInbox>;

function factsOf(message: LibraryMessage) {
  return {
    providerId: idOf(message.id),
    remote: remoteOf(message),
    print: printOfMessage(message),
    at: new Date(message.timestamp * 1000),
  };
}

function isOurselves(client: Link["client"], jid: string): boolean {
  return textOf(client.info?.wid) === jid;
}
