import type { Address, Channel, Inbound, Receipt } from "../channels/channel.ts";
import type {
  AssociationId,
  Blobs,
  Bus,
  Clock,
  Forms,
  FormRecord,
  WebLog,
} from "../conversation/ports.ts";
import type { ReadableLetter } from "../conversation/letter-link.ts";
import type { Log } from "../conversation/world.ts";

export type Language = "ar" | "en";

/** What pages may know of an association. */
export interface AssociationView {
  id: AssociationId;
  name: Record<Language, string>;
  /** Origins which may embed the chat. */
  sites: readonly string[];
  maxUploadBytes: number;
  /** Colour of the chat, `#0b6455`; darkened until white can be read on it. */
  accent?: string;
}

/** Everything the routes use, given by main: no route knows where it comes from. */
export interface HttpParts {
  channels: ReadonlyMap<string, Channel>;
  associationOf(channelId: string): AssociationView | undefined;
  associations: ReadonlyMap<string, AssociationView>;
  webLog: WebLog;
  blobs: Blobs;
  forms: Forms;
  bus: Bus;
  clock: Clock;
  log: Log;
  /** Fills a text of `locales/`. */
  text(key: string, language: Language, vars?: Record<string, string | number>): string;
  hasText(key: string): boolean;
  /** Stores a message; resolves when that is durable. */
  receive(message: Inbound): Promise<"stored" | "duplicate">;
  /** A chat page has taken a message of ours. Absent: nobody wants to know. Losing one is harmless. */
  onReceipt?(receipt: Receipt): Promise<void>;
  /** Stores a submitted form; resolves when that is durable. */
  submitForm(
    form: FormRecord,
    values: Record<string, string>,
    documents: { id: string; storageKey: string }[],
  ): Promise<void>;
  /** A one-time resume link: the address joins the conversation that the link was sent to. False when it is used or expired. */
  resumeSession(token: string, address: Address): Promise<boolean>;
  formHash(token: string): string;
  /** Letters that are read in a browser. */
  letters: {
    read(form: FormRecord): Promise<ReadableLetter | undefined>;
    /** Whether the reader must first prove to hold the telephone of the case. */
    needsCode(form: FormRecord): boolean;
    /** False: the case names no telephone. */
    sendCode(form: FormRecord): Promise<boolean>;
    isCode(form: FormRecord, typed: string): boolean;
    chatLink(form: FormRecord): string;
  };
  sessionKey: Buffer;
  publicUrl: string;
  /** The demo shows the keys of texts. */
  demo: boolean;
  production: boolean;
  /** What must answer for this process to be ready. */
  checks: Record<string, () => Promise<{ ok: true } | { ok: false; reason: string }>>;
}
