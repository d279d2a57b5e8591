import type { Health, Inbound, MediaRef, Outbound, Receipt, SendOutcome } from "../channel.ts";
import type { Deadlines } from "./deadlines.ts";

/*
 * What the channel and the adapter process of its number say to each other, over Node's own IPC ("advanced", so that
 * dates and bytes stay what they are).
 */

/** Everything the adapter process is told; it reads no environment and no profile. */
export interface AdapterConfig {
  channelId: string;
  /** Folder of this number: Chromium's profile, the journal, the lock. */
  folder: string;
  chromiumPath: string;
  /** A stand-in for https://web.whatsapp.com. */
  pageUrl?: string;
  pairing: Pairing;
  media: { maxBytes: number; parallel: number };
  polls: boolean;
  /** Blue ticks after a message is stored; "typing" before one is sent. */
  seen: boolean;
  /** Chromium's own sandbox cannot be had by root. */
  sandbox: boolean;
  deadlines: Deadlines;
  failpoints: readonly FailpointName[];
}

export type Pairing = { method: "qr" } | { method: "code"; phone: string };

/** Where a test kills the adapter process: the gap after the named step, once a folder. */
export const failpointNames = [
  "inbound.read",
  "inbound.stored",
  "send.begun",
  "send.called",
  "send.acknowledged",
  "receipt.told",
] as const;
export type FailpointName = (typeof failpointNames)[number];

/** One message to send, with what the channel has already decided about it. */
export interface SendOrder {
  message: Outbound;
  /** As rendered. */
  text: string;
  /** Whether it may go to somebody who never wrote to us. */
  mayBeFirst: boolean;
  /** How long "typing" is shown before it leaves. */
  typingMs: number;
  file?: { bytes: Uint8Array; mime: string; fileName: string };
}

export type ToAdapter =
  | { type: "start"; config: AdapterConfig }
  | { type: "send"; number: number; order: SendOrder }
  | { type: "reconcile"; number: number; order: SendOrder; since: Date }
  | { type: "stored"; number: number; outcome: "stored" | "duplicate" }
  | { type: "end"; verdict: "stop" | "recycle" };

export type Reconciled = SendOutcome | "not-found" | "cannot-tell";

export type FromAdapter =
  | { type: "health"; health: Health }
  | { type: "inbound"; number: number; inbound: Inbound; file?: IncomingFile }
  | { type: "receipt"; receipt: Receipt }
  | { type: "outcome"; number: number; outcome: Reconciled }
  | { type: "note"; level: "info" | "warn" | "error"; text: string; fields?: NoteFields }
  | { type: "burden"; bytes: number; browserPid: number | undefined }
  | { type: "ending"; ending: Ending };

export type NoteFields = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Bytes on their way to the blob store; `media` is what the message will say of them. */
export interface IncomingFile {
  bytes: Uint8Array;
  media: MediaRef;
}

/**
 * Why an adapter process ends, and what comes next: `restart` after a growing pause, `recycle` and `logged-out` at
 * once, `stuck` only now and then until an operator has helped, `halt` never.
 */
export interface Ending {
  verdict: "stop" | "restart" | "recycle" | "logged-out" | "stuck" | "halt";
  reason: string;
  /** What an operator has to do. */
  action?: string;
  /** The profile pairs no more and is taken away. Only when the telephone itself has said so. */
  wipe?: true;
}
