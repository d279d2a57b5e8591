import type {
  Inbound,
  InboundBody,
  MediaRef,
  Party,
  Receipt,
  ReceiptState,
} from "../../channel.ts";
import { idOf, textOf, type RawId } from "./ids.ts";
import type { LibraryMessage } from "./message.ts";

/**
 * A message as it came; undefined when it says nothing to anybody (notices of the app itself). Pure: the file, if
 * there is one, has already been fetched.
 */
export function parseMessage(
  message: LibraryMessage,
  facts: { channelId: string; from: Party; origin: Inbound["origin"]; media?: MediaRef },
): Inbound | undefined {
  const { channelId, from, origin, media } = facts;
  const body = bodyOf(message, media);
  if (!body) return undefined;
  const quoted = quotedOf(message);
  return {
    providerMessageId: idOf(message.id),
    channelId,
    from,
    sentAt: new Date(message.timestamp * 1000),
    origin,
    author: message.fromMe ? "self" : "contact",
    body,
    ...(quoted === undefined ? {} : { quotedProviderId: quoted }),
  };
}

/** Types whose bytes are wanted. A sticker says thanks; it is no document. */
export function isFile({ type }: Pick<LibraryMessage, "type">): boolean {
  return FILES.has(type);
}

const FILES = new Set(["image", "video", "document", "audio", "ptt"]);

/** What the app tells itself. */
const NOTICES = new Set([
  "e2e_notification",
  "notification",
  "notification_template",
  "gp2",
  "protocol",
  "debug",
  "album", // its pictures follow
  "reaction", // has an event of its own
  "revoked", // so has this
  "ciphertext", // and this
]);

function bodyOf(message: LibraryMessage, media: MediaRef | undefined): InboundBody | undefined {
  const { type, body } = message;
  if (NOTICES.has(type)) return undefined;
  if (media) {
    const caption = body === "" ? {} : { caption: body };
    return {
      kind: "media",
      media: [media],
      ...caption,
      ...(type === "ptt" ? { voiceNote: true } : {}),
    };
  }
  if (type === "location")
    return locationOf(message) ?? { kind: "unsupported", providerType: type };
  if (type === "chat") return { kind: "text", text: body };
  return { kind: "unsupported", providerType: type };
}

function locationOf({ location }: LibraryMessage): InboundBody | undefined {
  const [lat, lng] = [Number(location?.latitude), Number(location?.longitude)];
  if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) return undefined;
  const label = location?.description;
  return { kind: "location", lat, lng, ...(label ? { label } : {}) };
}

/** The page tells the bare id of what was quoted and who had written it; in a conversation of two that is enough. */
function quotedOf({ rawData, from, to, fromMe }: LibraryMessage): string | undefined {
  const id = rawData.quotedStanzaID;
  if (typeof id !== "string" || id === "") return undefined;
  const remote = fromMe ? to : from;
  const writer = textOf(rawData.quotedParticipant as string | { _serialized?: string } | undefined);
  return `${writer !== undefined && writer !== remote}_${remote}_${id}`;
}

// ---------------------------------------------------------------- what happens to messages

/** A change has an id of its own, made from what it changes: the second copy of it changes nothing either. */
export function parseEdit(
  message: LibraryMessage,
  facts: { channelId: string; from: Party; origin: Inbound["origin"] },
): Inbound {
  const target = idOf(message.id);
  const at = Number(message.rawData.latestEditSenderTimestampMs) || message.timestamp * 1000;
  return {
    providerMessageId: editIdOf(message),
    ...facts,
    sentAt: new Date(at),
    author: "contact",
    body: { kind: "edit", targetProviderId: target, text: message.body },
  };
}

export function editIdOf({ id, rawData, body }: LibraryMessage): string {
  return `${idOf(id)}.edit.${Number(rawData.latestEditSenderTimestampMs) || `n${body.length}`}`;
}

export function parseRevoke(
  message: LibraryMessage,
  facts: { channelId: string; from: Party; origin: Inbound["origin"] },
): Inbound {
  const target = idOf(message.id);
  return {
    providerMessageId: `${target}.revoked`,
    ...facts,
    author: "contact",
    body: { kind: "revoke", targetProviderId: target },
  };
}

/** Told under an id of its own: the message may still be read, and then comes as itself. */
export function parseCiphertext(
  message: LibraryMessage,
  facts: { channelId: string; from: Party; origin: Inbound["origin"] },
): Inbound {
  return {
    providerMessageId: `${idOf(message.id)}.ciphertext`,
    ...facts,
    sentAt: new Date(message.timestamp * 1000),
    author: "contact",
    body: { kind: "unsupported", providerType: "ciphertext" },
  };
}

export interface LibraryReaction {
  msgId: RawId;
  senderId: string;
  /** Empty when it was taken back. */
  reaction: string;
  /** Seconds. */
  timestamp: number;
}

export function parseReaction(
  { msgId, senderId, reaction, timestamp }: LibraryReaction,
  facts: { channelId: string; from: Party },
): Inbound {
  const target = idOf(msgId);
  return {
    providerMessageId: `${target}.reaction.${senderId.split("@")[0]}.${Math.round(timestamp * 1000)}`,
    ...facts,
    origin: "live",
    author: "contact",
    body: { kind: "reaction", emoji: reaction || null, targetProviderId: target },
  };
}

export interface LibraryVote {
  voter: string | { _serialized?: string };
  selectedOptions: { name?: string; localId: number }[];
  interractedAtTs: number;
  parentMsgKey: RawId;
}

/** `options` are the ids of the choices in the poll's order; a poll that is not ours leaves the label as text. */
export function parseVote(
  { selectedOptions, interractedAtTs, parentMsgKey }: LibraryVote,
  facts: { channelId: string; from: Party; options: readonly string[] | undefined },
): Inbound | undefined {
  const { channelId, from, options } = facts;
  const [selected] = selectedOptions;
  if (!selected) return undefined; // taken back
  const optionId = options?.[selected.localId];
  const label = selected.name === undefined ? {} : { label: selected.name };
  const voter = from.address.value.split("@")[0];
  const body: InboundBody | undefined =
    optionId === undefined
      ? (selected.name && { kind: "text", text: selected.name }) || undefined
      : { kind: "choice", optionId, ...label, via: "poll" };
  if (!body) return undefined;
  return {
    providerMessageId: `${idOf(parentMsgKey)}.vote.${voter}.${interractedAtTs}`,
    channelId,
    from,
    origin: "live",
    author: "contact",
    body,
    quotedProviderId: idOf(parentMsgKey),
  };
}

// ---------------------------------------------------------------- receipts

/** WhatsApp's marks: one tick, two ticks, blue ticks, heard. 3 never comes from who has switched that off. */
const stateOf = new Map<number, ReceiptState>([
  [-1, "failed"],
  [1, "sent"],
  [2, "delivered"],
  [3, "read"],
  [4, "read"],
]);

export function parseReceipt(
  channelId: string,
  providerMessageId: string,
  ack: number,
): Receipt | undefined {
  const state = stateOf.get(ack);
  if (!state) return undefined;
  return {
    channelId,
    providerMessageId,
    state,
    ...(state === "failed"
      ? { error: { class: "transient", message: "WhatsApp could not deliver the message" } }
      : {}),
  };
}
