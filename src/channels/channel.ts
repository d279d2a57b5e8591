/*
 * The port: one contract for every way a person can reach the association. A transport implements it in a folder
 * of its own and nothing outside that folder imports the provider's library. A channel only translates: it knows
 * neither the engine nor the store; what it needs of them (`ChannelEvents`, a log, a media sink) comes in.
 */

export type ChannelKind = "whatsapp" | "sms" | "web" | "telegram" | "email" | "voice" | "desk";

export const transports = [
  "web",
  "sms-twilio",
  "sms-http",
  "whatsapp-web",
  "whatsapp-cloud",
  "whatsapp-twilio",
  "console",
] as const;
export type Transport = (typeof transports)[number];

/** Opaque, per channel. NEVER assumed to be a phone number: WhatsApp gives LIDs, the Cloud API BSUIDs, the web a session. */
export interface Address {
  readonly channelId: string;
  readonly scheme: "e164" | "wa-lid" | "wa-pn" | "wa-bsuid" | "session" | "console" | "internal";
  readonly value: string;
}

/** The one written form of an address: key of identity, lane and log (`khuta-sms|+966551234567`). */
export function addressKey(address: Address): string {
  return `${address.channelId}|${address.value}`;
}

/** What a channel learned about who is speaking. */
export interface Party {
  address: Address;
  /** Other addresses of the same person, so that a contact can be merged (LID and phone number). */
  aliases?: Address[];
  phoneE164?: string;
  /** How far to believe `phoneE164`: the network says so, the platform says so, the person says so. */
  phoneAssurance: "carrier" | "platform" | "claimed" | "none";
  displayName?: string;
}

// ---------------------------------------------------------------- in

/** A file that came in. `storageKey` is set once its bytes are in the blob store. */
export interface MediaRef {
  providerRef: string;
  mime: string;
  bytes?: number;
  /** Already cleaned: a provider passes on whatever the sender called the file, `../../id.png` included. */
  fileName?: string;
  sha256?: string;
  state: "fetched" | "pending" | "expired" | "refused";
  storageKey?: string;
  refusal?: "too-large" | "type" | "malware" | "quota";
}

export type InboundBody =
  | { kind: "text"; text: string }
  | { kind: "choice"; optionId: string; label?: string; via: "button" | "list" | "poll" | "dtmf" }
  | { kind: "media"; media: MediaRef[]; caption?: string; voiceNote?: boolean }
  | { kind: "location"; lat: number; lng: number; label?: string }
  | { kind: "reaction"; emoji: string | null; targetProviderId: string }
  | { kind: "edit"; targetProviderId: string; text: string }
  | { kind: "revoke"; targetProviderId: string }
  | { kind: "consent"; action: "opt-out" | "opt-in" | "help"; raw: string }
  | { kind: "session"; from?: string } // a web chat was opened: the bot speaks first; `from`: the public place of its link
  | { kind: "unsupported"; providerType: string };

export interface Inbound {
  /** Unique with channelId: the second copy changes nothing. */
  providerMessageId: string;
  channelId: string;
  from: Party;
  /** The provider's clock where it has one; durable acceptance decides the order, not this. */
  sentAt?: Date;
  origin: "live" | "backfill";
  /** "self": staff answered from the handset itself, so the bot must fall silent. */
  author: "contact" | "self";
  body: InboundBody;
  quotedProviderId?: string;
}

// ---------------------------------------------------------------- out

export interface Choice {
  id: string;
  label: string;
  /** The digit a person answers with where there are no buttons; reserved numbers stay reserved. */
  number: number;
}

export type OutboundBody =
  | { kind: "text"; text: string }
  | {
      kind: "choices";
      /** The question alone; a channel without buttons appends the numbered options, unless `numbered` is set. */
      text: string;
      options: Choice[];
      /** True when `text` already holds the numbers (hand-set SMS variants). */
      numbered: boolean;
    }
  | { kind: "form"; text: string; url: string }
  | {
      kind: "media";
      storageKey: string;
      mime: string;
      fileName: string;
      caption?: string;
      as: "image" | "document" | "audio";
    };

/** Opt-out stops `notification`, never a `reply` within an open conversation, never `otp` or `crisis`. */
export type Purpose = "reply" | "notification" | "otp" | "crisis" | "staff";

export interface Outbound {
  /** The effect's id, stored with the message BEFORE any send; forwarded where the provider has a slot for it. */
  id: string;
  to: Address;
  body: OutboundBody;
  /** The key of the text (`intake.name`): for the demo, logs and tests; never shown to a person. */
  key: string;
  author: "bot" | "staff" | "system";
  purpose: Purpose;
}

/** `unknown`: it may or may not have left (crash, timeout). Reconcile before any retry. */
export type SendOutcome =
  | { status: "accepted"; providerMessageIds: string[]; segments?: number }
  | { status: "rejected"; error: ChannelError }
  | { status: "unknown"; error: ChannelError };

export const receiptRank = { queued: 0, sent: 1, delivered: 2, read: 3, failed: 4 } as const;
export type ReceiptState = keyof typeof receiptRank;

/** Receipts only move forward, and one may come before `send` has returned the id it speaks of. */
export interface Receipt {
  channelId: string;
  providerMessageId: string;
  state: ReceiptState;
  error?: ChannelError;
}

export type ErrorClass =
  | "transient"
  | "rate-limited"
  | "not-ready"
  | "auth"
  | "opted-out"
  | "bad-address"
  | "window-closed"
  | "content"
  | "unsupported"
  | "blocked"
  | "permanent";

/** One list for all providers: whoever retries reads `class` and nothing else. */
export interface ChannelError {
  class: ErrorClass;
  /** A safe text: no address, no message body, no credential. */
  message: string;
  retryAfterMs?: number;
  providerCode?: string;
}

// ---------------------------------------------------------------- what a channel can do, as data

export interface Capabilities {
  direction: "two-way" | "outbound-only";
  text: { maxChars: number; segmenting?: "gsm7-ucs2"; maxSegments?: number };
  /** How many options are real buttons; 0 = numbered text. */
  buttons: number;
  media: { inbound: boolean; outbound: boolean; maxBytes: number };
  receipts: readonly ReceiptState[];
  /** Sending the same id twice shows one message (our own log), so a crash in the middle needs no reconciling. */
  idempotentSend: boolean;
  /** Whether isolates (U+2066 ... U+2069) round left-to-right runs survive on this channel. */
  isolates: boolean;
}

export type Health =
  | { state: "stopped" }
  | { state: "starting"; since: Date }
  | { state: "pairing"; since: Date; method: "qr" | "code"; payload: string; expiresAt: Date }
  | { state: "syncing"; since: Date }
  | { state: "ready"; since: Date; identity: string }
  | { state: "degraded"; since: Date; reason: string }
  | { state: "reconnecting"; since: Date; attempt: number; nextAt: Date; reason: string }
  | { state: "needs-operator"; since: Date; reason: string; action: string };

/** How a number is linked to this system, for whoever has to do it. `qr` and `code` open the account: never into a log. */
export interface Linking {
  state: Health["state"];
  since?: Date;
  /** What to scan, or the letters to enter; good until `expiresAt`. */
  qr?: string;
  code?: string;
  expiresAt?: Date;
  /** The number, once it is linked. */
  identity?: string;
  /** What to do, in one line for an operator. */
  advice: string;
}

export interface ChannelEvents {
  /** Resolves ONLY after the message is durably stored; acknowledge the webhook after that. */
  onInbound(message: Inbound): Promise<"stored" | "duplicate">;
  onReceipt(receipt: Receipt): Promise<void>;
  onHealth(health: Health): void;
}

export interface HttpIn {
  method: string;
  /** The public URL as configured (`PUBLIC_URL`), never rebuilt from Host or X-Forwarded-*. */
  url: string;
  /** What follows the channel id in the route: "" or "status". */
  path: "" | "status";
  headers: Readonly<Record<string, string | undefined>>;
  rawBody: Buffer;
}

export interface HttpOut {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

// ---------------------------------------------------------------- the contract

export interface Channel {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly transport: Transport;
  readonly capabilities: Capabilities;

  start(events: ChannelEvents): Promise<void>;
  stop(): Promise<void>;
  health(): Health;
  /** Never throws for what a provider says; throws only for our own mistakes. */
  send(message: Outbound): Promise<SendOutcome>;
  /** Pure: the text that would be sent and in how many parts. For previews, tests and cost guards. */
  render(message: Outbound): { text: string; segments?: number; warnings: string[] };

  // Abilities. A channel without one leaves it out; there are no dead stubs.

  /** After `unknown`: look for our message in the provider's own history. */
  reconcile?(message: Outbound, since: Date): Promise<SendOutcome | "not-found" | "cannot-tell">;
  /** Largest body of a webhook in bytes; 256 KB where a channel says nothing. */
  readonly webhookBytes?: number;
  /** Numbers that are linked like a browser: how that stands. Known in every process, whichever holds the number. */
  linking?(): Linking;
  /** Webhook transports: the HTTP layer hands over the RAW body and verifies nothing itself. */
  webhook?(request: HttpIn): Promise<HttpOut>;
}
