/*
 * What the corridor needs of the world, injected by main. The store implements the repositories with mongoose;
 * tests may bring working fakes, which pass the same contract suite.
 *
 * Every repository call names its association first: one without it does not compile.
 */
import type {
  Address,
  Choice,
  Inbound,
  OutboundBody,
  Purpose,
  ReceiptState,
  SendOutcome,
} from "../channels/channel.ts";
import type { CaseEffect, CaseLetter, CaseRecord } from "../cases/case.ts";
import type { Session } from "../cases/committee.ts";
import type { Improvement } from "../cases/improvement.ts";
import type { LibraryDocument } from "../cases/library.ts";
import type { CaseState } from "../cases/life-cycle.ts";
import type { Answers, Attachment, Effect, Holder, Json, State } from "../engine/types.ts";
import type {
  Audit,
  Canned,
  Desk,
  DeskLog,
  DeskState,
  Figures,
  Staff,
  StaffSessions,
} from "./ports-staff.ts";

declare const brand: unique symbol;
/** The id of an association (`khuta`), branded so that no other string passes for it. */
export type AssociationId = string & { readonly [brand]: "association" };

/** Everything that enters a conversation is one of these, whatever door it came through. */
export type InboxBody =
  | Inbound["body"]
  | {
      kind: "form";
      formId: string;
      values: Record<string, string>;
      documents?: { id: string; storageKey: string }[];
    }
  | { kind: "timer"; followUpId: string; followUp: string }
  | {
      kind: "staff";
      /** `requeue`: to nobody in particular; `resolve`: done, the bot is back; `acknowledge`: a crisis is seen. */
      action: "claim" | "release" | "requeue" | "resolve" | "acknowledge";
      staffId: string;
      /** Said to the person when he is taken over (`staff.joined`). */
      staffName?: string;
      /** Of the flow, where the bot goes on; `menu` to begin anew. */
      step?: string;
      reason?: string;
      /** The person is told that the bot is back. */
      aloud?: boolean;
    }
  | { kind: "staff_reply"; staffId: string; staffName?: string; text: string; sentAs?: string }
  | { kind: "linked"; from: string; phone: string }
  /** Something happened to a case of this person (`tell` of a case): an event of `flows/_global.yaml`. */
  | { kind: "case"; caseId: string; event: string; values: Answers; attachment?: Attachment }
  /**
   * Whoever holds the link of a letter asks for a code, which goes to the telephone that is registered in the case.
   * With `minutes` it signs a declaration at the desk.
   */
  | { kind: "letter_code"; codeId: string; phone: string; minutes?: number }
  /** Typed on the handset by staff. `body` is what was sent where it is more than a text. */
  | { kind: "echo"; text: string; body?: Inbound["body"] };

/** A message that was accepted. `_id` is `<channelId>|<providerMessageId>`: the second copy changes nothing. */
export interface InboxRow {
  id: string;
  associationId: AssociationId;
  /** Address key: rows of one lane are taken in `order`. */
  lane: string;
  /** Order of durable acceptance: sortable text, made by the accepting process. */
  order: string;
  channelId: string;
  address: Address;
  /** Keys of other addresses of the same account (LID, number, business-scoped id), as the platform says. */
  aliases?: string[];
  verifiedPhone?: string;
  displayName?: string;
  origin: "live" | "backfill";
  /** The provider's clock, where it has one. */
  sentAt?: Date;
  acceptedAt: Date;
  body: InboxBody;
}

export interface Inbox {
  /** Journaled insert. Bodies that hold a full identity number or account number are sealed at rest. */
  accept(association: AssociationId, row: InboxRow): Promise<"stored" | "duplicate">;
  /** Rows of these lanes that were not finished, in order. */
  pending(association: AssociationId, lanes: readonly string[], limit: number): Promise<InboxRow[]>;
  /** The turn is saved: the row stays for deduplication, its body goes. Unjournaled: doing it again is harmless. */
  finish(association: AssociationId, ids: readonly string[]): Promise<void>;
  /** Lanes with rows that wait since before `acceptedBefore`: what a crash or a lost wake-up left. Sweeper only. */
  waiting(
    acceptedBefore: Date,
    limit: number,
  ): Promise<{ associationId: AssociationId; lane: string }[]>;
}

export interface Lease {
  /** One lane run of one process. */
  owner: string;
  until: Date;
}

export interface Conversation {
  id: string;
  associationId: AssociationId;
  /** 0 = never saved. Each commit adds one. */
  version: number;
  /** Address keys of this contact, newest last. */
  addresses: string[];
  /** Where the person wrote last: replies go there. */
  replyTo: Address;
  /** E.164 vouched for by network, platform or a code. */
  verifiedPhone?: string;
  displayName?: string;
  holder: Holder;
  staffId?: string;
  state: State;
  /** Still to be applied: the conversation document is its own outbox. */
  effects: Effect[];
  /** Inbox rows that this document has taken and that may not be marked finished yet. */
  taken: string[];
  lease?: Lease;
  /** A person is called for, or holds it. */
  desk?: DeskState;
  /** Earlier messages have no outcome yet: the next ones wait behind them. */
  backlog: boolean;
  createdAt: Date;
  updatedAt: Date;
}

export interface Conversations {
  /** The conversation that an address belongs to; a new address gets `newId`. Racing calls agree. */
  resolve(association: AssociationId, address: string, newId: string): Promise<string>;
  load(association: AssociationId, id: string): Promise<Conversation | undefined>;
  /** ONE journaled write of state, effects, taken rows and lease, if the version is still `conversation.version - 1` (insert when that is 0). */
  commit(conversation: Conversation): Promise<"saved" | "conflict">;
  /** Effects with these ids are done; `release` gives the lease back if it is still `owner`'s. */
  settle(
    association: AssociationId,
    id: string,
    done: { effectIds: readonly string[]; owner: string; release: boolean; backlog: boolean },
  ): Promise<void>;
  /** Conversations with effects still to apply whose lease ran out: left by a crash. Sweeper only. */
  unsettled(
    leaseBefore: Date,
    limit: number,
  ): Promise<{ associationId: AssociationId; id: string }[]>;
  /** Moves an address to another conversation (a person proved to be the same). Idempotent. */
  moveAddress(association: AssociationId, address: string, toId: string): Promise<void>;
  /** The conversation that owns an address, if any. */
  ownerOf(association: AssociationId, address: string): Promise<string | undefined>;
}

/** `interrupted`: found as `sending` by somebody else than the sender, who is gone; it may or may not have left. */
export type MessageStatus =
  | "queued"
  | "sending"
  | "interrupted"
  | "accepted"
  | "rejected"
  | "unknown"
  | "withdrawn"
  | ReceiptState;

/** One message of a conversation's thread. For outbound ones `_id` is the id of the effect that asked for it. */
export interface Message {
  id: string;
  associationId: AssociationId;
  conversationId: string;
  /** `<version>.<n>` zero-padded: the order in the thread. */
  order: string;
  direction: "in" | "out";
  author: "contact" | "bot" | "staff" | "system";
  address: Address;
  body: OutboundBody | { kind: "note"; text: string } | Inbound["body"];
  /** The body holds a link, a code or a full number: sealed at rest. */
  secret: boolean;
  key?: string;
  purpose?: Purpose;
  /** The member of staff who wrote it. */
  by?: { id: string; name: string; sentAs?: string };
  /** The case and the event that it tells of: its receipt proves that the person was told (the notice gate). */
  caseId?: string;
  event?: string;
  status: MessageStatus;
  attempts: number;
  segments?: number;
  providerMessageIds?: string[];
  error?: { class: string; message: string; providerCode?: string };
  createdAt: Date;
  sendingSince?: Date;
  /** Real time before which a refused message is not tried again. */
  notBefore?: Date;
}

export interface Messages {
  /** Journaled, unordered; rows that exist already (same id) are left as they are. A first message may come as `sending`. */
  insert(association: AssociationId, messages: readonly Message[]): Promise<void>;
  /**
   * Outbound messages of the conversation that have no outcome yet, in order. The caller holds the conversation's lease,
   * so one that is stored as `sending` was left by a crash and comes as `interrupted`.
   */
  unsent(association: AssociationId, conversationId: string): Promise<Message[]>;
  /** queued|unknown -> sending, journaled, before the provider is called. False: someone else has it or it has an outcome. */
  beginSending(association: AssociationId, id: string, now: Date): Promise<boolean>;
  /** The outcome of a send; joins receipts that came before it. */
  recordOutcome(
    association: AssociationId,
    message: Pick<Message, "id" | "address">,
    outcome: SendOutcome,
    now: Date,
  ): Promise<void>;
  /** Back to the queue (`rejected` with a retryable class); `notBefore` is real time. */
  requeue(association: AssociationId, id: string, notBefore: Date): Promise<void>;
  /** Forward only; parked when no message of this provider id is known yet. Returns the message if known. */
  recordReceipt(
    association: AssociationId,
    receipt: {
      channelId: string;
      providerMessageId: string;
      state: ReceiptState;
      error?: Message["error"];
    },
  ): Promise<Message | undefined>;
  get(association: AssociationId, id: string): Promise<Message | undefined>;
  /** Ids of the conversations in whose threads this file stands. */
  conversationsWith(association: AssociationId, storageKey: string): Promise<string[]>;
  /** Bot messages that have not left are withdrawn when staff claim. */
  withdraw(association: AssociationId, conversationId: string): Promise<number>;
  thread(
    association: AssociationId,
    conversationId: string,
    options: { limit: number; before?: string },
  ): Promise<Message[]>;
  /** When a person last wrote from one of these address keys; undefined for never. */
  lastInboundAt(
    association: AssociationId,
    addresses: readonly string[],
  ): Promise<Date | undefined>;
  /** Messages of ours that were refused for good, newest first. */
  failed(association: AssociationId, limit: number): Promise<Message[]>;
  /** All messages to and from an address, oldest first (demo and tests). */
  ofAddress(association: AssociationId, address: string): Promise<Message[]>;
  /** Queued or sending messages older than this with no live lease: left by a crash. Sweeper only. */
  stuck(
    before: Date,
    limit: number,
  ): Promise<{ associationId: AssociationId; conversationId: string }[]>;
}

export interface FollowUp {
  /** `<conversation>.<name>`, no ":"; scheduling the same name again moves it. */
  id: string;
  associationId: AssociationId;
  conversationId: string;
  address: Address;
  followUp: string;
  dueAt: Date;
  status: "open" | "done" | "cancelled";
  /** Of a case: it comes back as `clock`, or (`tell`) is told now because it might not be told earlier. */
  caseId?: string;
  tell?: CaseEffect & { kind: "tell" };
}

export interface FollowUps {
  schedule(association: AssociationId, followUp: FollowUp): Promise<void>;
  cancel(association: AssociationId, id: string): Promise<void>;
  /** Open ones due before `until`, earliest first, in pages (`after` = id of the last row of the page before). Reconciler only. */
  dueBefore(until: Date, limit: number, after?: { dueAt: Date; id: string }): Promise<FollowUp[]>;
  get(association: AssociationId, id: string): Promise<FollowUp | undefined>;
  /** open -> done if `dueAt` is unchanged; false = someone did it or it moved. */
  complete(association: AssociationId, id: string, dueAt: Date): Promise<boolean>;
}

/** A request as it is registered: the record that `act` works on, and what belongs to it beside that. */
export interface NewCase {
  associationId: AssociationId;
  /** Its id is the effect's that opened it: opening twice opens one case. */
  record: CaseRecord;
  /** What must happen from now on. */
  effects: CaseEffect[];
  address: Address;
  channelId: string;
  secrets: Answers;
  declaration: Json;
  consents: Json;
  flow: { name: string; version: number };
  policyVersion: string;
}

export interface CaseView extends CaseRecord, Omit<NewCase, "record" | "effects" | "secrets"> {
  /** ISO. */
  updatedAt: string;
  /** Another case of this association carries the same identity number. */
  possibleDuplicateOf: string[];
}

/** A case with the effects that are still to be applied: the case is its own outbox. */
export interface LoadedCase {
  view: CaseView;
  effects: CaseEffect[];
}

export interface Cases {
  /** Next serial of the association and Hijri year (two digits); gaps are allowed. */
  nextSerial(
    association: AssociationId,
    hijriYear: number,
    of?: "case" | "decision",
  ): Promise<number>;
  /** Returns the case that exists when the id was used before. */
  open(association: AssociationId, newCase: NewCase): Promise<LoadedCase>;
  /**
   * ONE journaled write of record and effects, if the stored version is still `record.version - 1`. `effects` are all
   * that are not settled, old ones first; `until` is when somebody else may apply them.
   */
  commit(
    association: AssociationId,
    change: {
      record: CaseRecord;
      effects: readonly CaseEffect[];
      secrets?: Answers;
      declaration?: Json;
      at: Date;
      until: Date;
    },
  ): Promise<"saved" | "conflict">;
  /** Effects with these ids are done; what is left is looked at again at `leftUntil`. */
  settle(
    association: AssociationId,
    id: string,
    effectIds: readonly string[],
    leftUntil: Date,
  ): Promise<void>;
  /** Cases with effects that nobody applies any more: left by a crash. Sweeper only. */
  unsettled(before: Date, limit: number): Promise<{ associationId: AssociationId; id: string }[]>;
  load(association: AssociationId, id: string): Promise<LoadedCase | undefined>;
  get(association: AssociationId, id: string): Promise<CaseView | undefined>;
  byNumber(association: AssociationId, number: string): Promise<CaseView | undefined>;
  /** The cases that hold this file: a document, a letter, a signed declaration. */
  withFile(association: AssociationId, storageKey: string): Promise<CaseView[]>;
  ofConversation(association: AssociationId, conversationId: string): Promise<CaseView[]>;
  /** Newest first, in pages: `next` is the cursor of the page after. `q`: digits of the number or telephone, or the beginning of names. */
  list(
    association: AssociationId,
    asked: {
      state?: CaseState;
      suspended?: boolean;
      urgent?: boolean;
      branch?: string;
      q?: string;
      after?: string;
      limit: number;
    },
  ): Promise<{ cases: CaseView[]; next: string | null }>;
  /** How many stand in each state. */
  counts(association: AssociationId): Promise<Partial<Record<CaseState, number>>>;
  /** For staff with the right to see them; every call is to be audited by the caller. */
  revealSecrets(association: AssociationId, id: string): Promise<Answers>;
}

/** Sessions of the committee, each one document. */
export interface Sessions {
  get(association: AssociationId, id: string): Promise<Session | undefined>;
  /** Insert at version 1, afterwards if the stored version is `session.version - 1`. */
  commit(association: AssociationId, session: Session): Promise<"saved" | "conflict">;
  /** Latest first. */
  list(
    association: AssociationId,
    asked: { status?: Session["status"]; limit: number },
  ): Promise<Session[]>;
  /** The cases of this list know their outcome now. */
  settle(association: AssociationId, id: string, caseIds: readonly string[]): Promise<void>;
  /** Closed sessions with cases that do not know their outcome. Sweeper only. */
  unsettled(limit: number): Promise<{ associationId: AssociationId; id: string }[]>;
}

export interface FormRecord {
  /** The id of the effect that issued it; the token is derived from it and never stored. */
  id: string;
  associationId: AssociationId;
  conversationId: string;
  address: Address;
  /** `file`: the link leads to a file of ours, for channels that carry none. */
  purpose: "fields" | "resume" | "file" | "letter";
  /** What the page of purpose `letter` shows: it may be read again until it expires. */
  letter?: { caseId: string; kind: LetterKind };
  fields: string[];
  documents: string[];
  storageKey?: string;
  expiresAt: Date;
  usedAt?: Date;
}

export interface Forms {
  /** Stores the form under the hash of its token. */
  issue(association: AssociationId, form: FormRecord, tokenHash: string): Promise<void>;
  /** By token hash alone: the token is the proof. Used and expired ones are returned too (410). */
  find(tokenHash: string): Promise<FormRecord | undefined>;
  /** True exactly once. */
  consume(association: AssociationId, id: string, now: Date): Promise<boolean>;
}

export interface Tasks {
  /** Something staff must do: handoffs and unanswered questions. Idempotent by id. */
  add(
    association: AssociationId,
    task: {
      id: string;
      conversationId: string;
      kind: "handoff" | "question" | "message";
      reason: string;
      priority: string;
      at: Date;
      dueAt?: Date;
    },
  ): Promise<void>;
  /**
   * Something that a case asks of staff (`CaseTask`): `<case>.<task>`, one of a name at a time. One that was closed opens
   * again for another effect, never for the same.
   */
  addOfCase(
    association: AssociationId,
    task: {
      caseId: string;
      task: string;
      effectId: string;
      conversationId: string;
      reason: string;
      priority: string;
      at: Date;
      dueAt?: Date;
    },
  ): Promise<void>;
  closeOfCase(association: AssociationId, caseId: string, task: string, at: Date): Promise<void>;
  open(association: AssociationId): Promise<
    {
      id: string;
      conversationId: string;
      caseId?: string;
      task?: string;
      kind: string;
      reason: string;
      priority: string;
      at: Date;
      dueAt?: Date;
    }[]
  >;
  close(association: AssociationId, conversationId: string, kind: string, at: Date): Promise<void>;
  /** One task is done; true once. */
  finish(association: AssociationId, id: string, at: Date): Promise<boolean>;
}

export interface Consents {
  /** Append-only ledger; idempotent by id. */
  append(
    association: AssociationId,
    entry: {
      id: string;
      conversationId: string;
      address: string;
      purpose: string;
      version: string;
      decision: string;
      textKey: string;
      text: string;
      at: Date;
    },
  ): Promise<void>;
  /** Conversations whose last word on this purpose is yes. */
  holding(association: AssociationId, purpose: string): Promise<string[]>;
}

/** The web chat's log: one sequence a session for messages and status changes; replay is part of the protocol. */
export interface WebItem {
  seq: number;
  id: string;
  type: "message" | "status";
  author: "contact" | "bot" | "staff" | "system";
  at: Date;
  body?: {
    kind: "text" | "choices" | "media" | "location" | "form";
    text?: string;
    options?: Omit<Choice, "number">[];
    url?: string;
    mime?: string;
    fileName?: string;
  };
  status?: string;
  key?: string;
}

export interface WebLog {
  /** Gives the next `seq` of the session; the same id again returns the stored item (`isNew: false`). `secret` bodies are sealed at rest. */
  append(
    session: string,
    item: Omit<WebItem, "seq">,
    options: { secret: boolean },
  ): Promise<{ item: WebItem; isNew: boolean }>;
  after(session: string, seq: number, limit: number): Promise<WebItem[]>;
  find(session: string, id: string): Promise<WebItem | undefined>;
  /** What was written is replaced by this text: an answer that must not stay. Unknown ids are left alone. */
  conceal(session: string, id: string, text: string): Promise<void>;
}

export interface Settings {
  read(name: string): Promise<Json | undefined>;
  write(name: string, value: Json): Promise<void>;
  /** True exactly once for a name, whichever process asks. */
  claim(name: string): Promise<boolean>;
}

export interface Blobs {
  /** Encrypted under the association's key. `key` is ours, never a sender's file name. */
  put(
    association: AssociationId,
    bytes: Buffer,
    meta: { mime: string; fileName?: string; owner: string },
  ): Promise<string>;
  get(
    association: AssociationId,
    key: string,
  ): Promise<{ bytes: Buffer; mime: string; fileName?: string; owner: string } | undefined>;
  remove(association: AssociationId, key: string): Promise<void>;
}

export interface Store {
  inbox: Inbox;
  conversations: Conversations;
  messages: Messages;
  followUps: FollowUps;
  cases: Cases;
  sessions: Sessions;
  forms: Forms;
  tasks: Tasks;
  consents: Consents;
  webLog: WebLog;
  settings: Settings;
  blobs: Blobs;
  letters: LetterRegister;
  staff: Staff;
  staffSessions: StaffSessions;
  audit: Audit;
  surveys: Surveys;
  improvements: Improvements;
  library: Library;
  feedback: FeedbackBook;
  volunteers: Volunteers;
  myData: MyDataRequests;
  myths: Myths;
  desk: Desk;
  deskLog: DeskLog;
  canned: Canned;
  figures: Figures;
}

/** Tells another process that something happened. Lost notes cost delay, never data. */
export interface Bus {
  publish(topic: string, note: Json): void;
  subscribe(topic: string, hear: (note: Json) => void): () => void;
}

export interface Clock {
  /** The time of the domain: in the demo it can be moved forward. */
  now(): Date;
  /** Real time: leases, log-ins, tokens, codes. */
  real(): Date;
}

// ---------------------------------------------------------------- letters

export type LetterKind = CaseLetter | "notice";

/** An outgoing letter as the register holds it. Its number is given once, and so is its date. */
export interface RegisteredLetter {
  id: string;
  caseId: string;
  kind: LetterKind;
  /** `<serial>/<Hijri year>`: one series an association and year; gaps are allowed. */
  number: string;
  issuedAt: Date;
  attachments: number;
  fileName: string;
  /** Blob of the PDF; absent until it is printed. */
  storageKey?: string;
}

export interface LetterRegister {
  /** Gives the next number of the year; the same id again returns the letter as it was registered first. */
  register(
    association: AssociationId,
    letter: Omit<RegisteredLetter, "number" | "storageKey">,
    hijriYear: number,
  ): Promise<RegisteredLetter>;
  /** The first PDF of a letter stays: returns the key that counts. `source` is what was printed, sealed at rest. */
  printed(
    association: AssociationId,
    id: string,
    print: { storageKey: string; source: Json },
  ): Promise<string>;
  ofCase(association: AssociationId, caseId: string): Promise<RegisteredLetter[]>;
  /** What was printed, as data: text that is taken out of an Arabic PDF is not reliable. */
  sourceOf(association: AssociationId, id: string): Promise<Json | undefined>;
}

/** Letters and sheets on paper. Printing may fail for a while (`print.failed`, to be tried again). */
export interface Letters {
  /**
   * Makes the letter of a case once by `id` (an effect's): registered, filled, printed, stored encrypted. A repeat
   * returns the same. Throws `print.nothing` when the case has no such thing to tell.
   */
  make(
    association: AssociationId,
    request: { id: string; record: CaseRecord; kind: LetterKind },
  ): Promise<{ storageKey: string; number: string; fileName: string; mime: string }>;
  /** The letter as it would be, without a number, marked as a preview: HTML that is complete in itself. */
  preview(
    association: AssociationId,
    record: CaseRecord,
    kind: LetterKind,
    language: "ar" | "en",
  ): string;
  /** PDF of a document that `preview` made. */
  print(html: string): Promise<Buffer>;
  /** PDF of the sheet for a session's table. */
  committeeSheet(association: AssociationId, agenda: CommitteeAgenda): Promise<Buffer>;
  /** PDF of the empty support request, made of the same flow as the conversation. */
  supportForm(association: AssociationId, language: "ar" | "en"): Promise<Buffer>;
}

/** A session as its sheet needs it. */
export interface CommitteeAgenda {
  at: Date;
  /** Empty: a line to write it on. */
  minutesNumber: string;
  members: { name: string; isChair: boolean }[];
  cases: { record: CaseRecord; gates: { id: string; met: boolean }[] }[];
}

// ---------------------------------------------------------------- what people say beside a request

/** What was answered, without a person, an employee or a day. */
export interface SurveyAnswer {
  /** Drawn at random; nothing else in the database knows it. */
  id: string;
  service: string;
  /** Gregorian, `2026-11`. */
  month: string;
  /** 1 to 5 by question: `service`, `provider`, `effort`. */
  scores: Record<string, number>;
  tags: string[];
  /** Screened for names and numbers. */
  text: string;
}

/** Answers of one service in one month, `k` of them or more. */
export interface SurveyGroup {
  service: string;
  month: string;
  count: number;
  /** By question: how many gave 1, 2, 3, 4, 5. */
  scores: Record<string, number[]>;
  tags: Record<string, number>;
  texts: string[];
}

export interface Surveys {
  /** Once by its id. */
  add(association: AssociationId, answer: SurveyAnswer): Promise<void>;
  /** Groups of `atLeast` (never under five) answers or more; smaller ones are only counted. Months are inclusive. */
  report(
    association: AssociationId,
    asked: { from: string; to: string; atLeast: number },
  ): Promise<{ groups: SurveyGroup[]; withheld: number }>;
}

export interface Library {
  /** False: this version is there already. */
  add(association: AssociationId, document: LibraryDocument): Promise<boolean>;
  /** Every version of every document. */
  list(association: AssociationId): Promise<LibraryDocument[]>;
}

export interface Improvements {
  /** Once by its id. */
  add(association: AssociationId, improvement: Improvement): Promise<void>;
  get(association: AssociationId, id: string): Promise<Improvement | undefined>;
  /** Newest first. */
  list(association: AssociationId): Promise<Improvement[]>;
  change(
    association: AssociationId,
    id: string,
    changes: Pick<Improvement, "done"> | Pick<Improvement, "toldOn">,
  ): Promise<void>;
}

export interface Feedback {
  id: string;
  number: string;
  /** complaint, suggestion, thanks; `internal`: one department about the service of another. */
  kind: string;
  text: string;
  /** Of an internal remark: the department. */
  about?: string;
  /** Absent where no name was wanted: then nothing leads to the person. */
  conversationId?: string;
  /** Gregorian day: an hour would lead back to a conversation. */
  day: string;
  dueOn: string;
  answeredAt?: Date;
}

/** Complaints are read by their owner alone (`roles.ts`); the routes see to that. */
export interface FeedbackBook {
  /** Once by its id; returns the one that exists. `number` is asked for only when it is new. */
  add(
    association: AssociationId,
    entry: Omit<Feedback, "number" | "answeredAt">,
    number: () => Promise<string>,
  ): Promise<Feedback>;
  list(
    association: AssociationId,
    asked: { kinds: readonly string[]; open?: boolean },
  ): Promise<Feedback[]>;
  answered(association: AssociationId, id: string, at: Date): Promise<boolean>;
  /** Whether a complaint of this conversation waits for its answer: no survey goes out then. */
  hasOpenComplaint(association: AssociationId, conversationId: string): Promise<boolean>;
}

export interface Volunteer {
  id: string;
  conversationId: string;
  answers: Answers;
  at: Date;
}

export interface Volunteers {
  add(association: AssociationId, volunteer: Volunteer): Promise<void>;
  list(association: AssociationId): Promise<Volunteer[]>;
}

/** A right of the person (PDPL): answered within 30 days. */
export interface MyDataRequest {
  id: string;
  number: string;
  conversationId: string;
  /** copy, correct, destroy, withdraw, log. */
  request: string;
  text: string;
  at: Date;
  dueAt: Date;
  doneAt?: Date;
}

export interface MyDataRequests {
  add(
    association: AssociationId,
    request: Omit<MyDataRequest, "number" | "doneAt">,
    number: () => Promise<string>,
  ): Promise<MyDataRequest>;
  open(association: AssociationId): Promise<MyDataRequest[]>;
  done(association: AssociationId, id: string, at: Date): Promise<boolean>;
}

export interface Myths {
  /** Once by the effect's id. */
  heard(
    association: AssociationId,
    heard: { id: string; myth: string; month: string },
  ): Promise<void>;
  /** How often each was heard, by month. */
  counts(
    association: AssociationId,
    asked: { from: string; to: string },
  ): Promise<{ myth: string; month: string; count: number }[]>;
}
