import type { RawId } from "./ids.ts";

/** What is read of a message of the library, which types less than it gives. */
export interface LibraryMessage {
  id: RawId;
  body: string;
  type: string;
  /** Chats; of a message of ours `to` is the other side. */
  from: string;
  to: string;
  /** Seconds. */
  timestamp: number;
  fromMe: boolean;
  hasMedia: boolean;
  ack?: number;
  isStatus?: boolean;
  broadcast?: boolean;
  location?: { latitude: unknown; longitude: unknown; description?: string };
  rawData: RawData;
  downloadMedia(): Promise<{ data: string; mimetype: string } | undefined>;
}

/** The page's own model, as far as it is read here. Nothing in it is certain. */
interface RawData {
  size?: unknown;
  mimetype?: unknown;
  filename?: unknown;
  caption?: unknown;
  notifyName?: unknown;
  quotedStanzaID?: unknown;
  quotedParticipant?: unknown;
  latestEditSenderTimestampMs?: unknown;
}

/** The other side of the conversation. */
export function remoteOf({ fromMe, from, to }: LibraryMessage): string {
  return fromMe ? to : from;
}

/** A person, and neither a group, a broadcast, a status nor a channel. */
export function isPerson(jid: string | undefined): jid is string {
  return jid !== undefined && /^\d{5,20}@(c\.us|lid)$/.test(jid);
}
