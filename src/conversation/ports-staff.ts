import type { AssociationId } from "./ports.ts";

// ---------------------------------------------------------------- staff: accounts, sessions, audit

/** Somebody who works for an association. Passwords and secrets never are part of it. */
export interface StaffMember {
  id: string;
  associationId: AssociationId;
  /** What is typed to log in: unique in the installation, small letters. */
  login: string;
  /** What colleagues and people read. */
  name: string;
  roles: string[];
  branch: string | null;
  language: "ar" | "en";
  presence: "online" | "away" | "offline";
  hasPassword: boolean;
  secondFactor: boolean;
  disabled: boolean;
  /** Where alerts go that must be heard away from the browser; chosen by the member. */
  alerts: { email?: string; phone?: string; digest: boolean };
  createdAt: Date;
  lastSeenAt?: Date;
}

export interface StaffCredentials {
  passwordHash?: string;
  /** Base32. */
  totpSecret?: string;
}

export interface Staff {
  /** False: the log-in name is taken. */
  add(association: AssociationId, member: StaffMember): Promise<boolean>;
  /** Across associations: whoever logs in has nothing but a name. */
  byLogin(
    login: string,
  ): Promise<{ member: StaffMember; credentials: StaffCredentials } | undefined>;
  get(association: AssociationId, id: string): Promise<StaffMember | undefined>;
  list(association: AssociationId): Promise<StaffMember[]>;
  credentials(association: AssociationId, id: string): Promise<StaffCredentials>;
  change(
    association: AssociationId,
    id: string,
    changes: Partial<
      Pick<
        StaffMember,
        "name" | "roles" | "branch" | "language" | "presence" | "disabled" | "alerts" | "lastSeenAt"
      >
    >,
  ): Promise<StaffMember | undefined>;
  /** Replaces what is given; `recovery` are hashes. A set-up link that was open is closed. */
  setCredentials(
    association: AssociationId,
    id: string,
    credentials: StaffCredentials & { recovery?: string[] },
  ): Promise<void>;
  /** True once a 30-second step, and never for one before it: a code works once. */
  takeTotpStep(association: AssociationId, id: string, step: number): Promise<boolean>;
  /** True exactly once. */
  takeRecoveryCode(association: AssociationId, id: string, hash: string): Promise<boolean>;
  /** Opens a one-time link under the hash of its token; the one before is closed. `totpSecret` is offered by it. */
  openSetUp(
    association: AssociationId,
    id: string,
    setUp: { hash: string; expiresAt: Date; totpSecret: string | null },
  ): Promise<void>;
  /** By the hash of the token alone: the token is the proof. */
  findSetUp(
    hash: string,
    now: Date,
  ): Promise<{ member: StaffMember; totpSecret: string | null } | undefined>;
  /** Closes the link; true exactly once. */
  useSetUp(association: AssociationId, id: string, hash: string): Promise<boolean>;
  /**
   * Counts an attempt BEFORE the password is looked at, for names that exist and for those that do not: nobody tries
   * faster by trying at once, and a lock says nothing about who exists. Real time.
   */
  beginLogIn(key: string, now: Date): Promise<{ allowed: true } | { allowed: false; until: Date }>;
  endLogIn(key: string): Promise<void>;
  lockedUntil(keys: readonly string[], now: Date): Promise<Map<string, Date>>;
}

export interface StaffSession {
  /** Hash of the cookie's token. */
  id: string;
  associationId: AssociationId;
  staffId: string;
  openedAt: Date;
  seenAt: Date;
  /** Whatever happens in between. */
  endsAt: Date;
}

export interface StaffSessions {
  open(association: AssociationId, session: StaffSession): Promise<void>;
  /** By its hash alone: the token is the proof. */
  find(id: string): Promise<StaffSession | undefined>;
  seen(association: AssociationId, id: string, at: Date): Promise<void>;
  end(association: AssociationId, id: string): Promise<void>;
  /** Everywhere, or everywhere but here. */
  endAll(association: AssociationId, staffId: string, except?: string): Promise<void>;
}

/** One line of what staff did or looked at. Never changed, never removed. */
export interface AuditEntry {
  /** Doing the same request again writes no second line. */
  id: string;
  at: Date;
  by: string;
  byName: string;
  verb: string;
  /** `conversation <id>`, `case <id>`: names no person. */
  what: string;
  reason?: string;
}

export interface Audit {
  write(association: AssociationId, entry: AuditEntry): Promise<void>;
  /** Newest first. */
  list(
    association: AssociationId,
    options: { limit: number; before?: string; what?: string; by?: string; verb?: string },
  ): Promise<AuditEntry[]>;
}

// ---------------------------------------------------------------- the desk: who is called, who holds, what waits

/** What the clocks of the desk need, saved in the same write as the conversation itself. ISO instants. */
export interface DeskState {
  reason: string;
  priority: "normal" | "urgent" | "crisis";
  /** Since when a person is called for. */
  since: string;
  claimedAt?: string;
  /** The first message of the person that nobody of staff has answered. */
  unansweredSince?: string;
  lastStaffAt?: string;
  /** Crisis: a human being has seen it. */
  acknowledgedAt?: string;
  /** Crisis: how often the alarm was given. */
  alarms?: number;
  /** Nobody came in time; the person was told, once. */
  apologisedAt?: string;
}

/** One conversation as a card shows it: a view that follows the conversation, version by version. */
export interface DeskRow {
  id: string;
  associationId: AssociationId;
  version: number;
  holder: "bot" | "queue" | "staff";
  /** Who has it. Decided here, by one conditional write, before the conversation hears of it. */
  staffId?: string;
  staffName?: string;
  /** Of the last claim: makes it harmless to tell the conversation of it twice. */
  claimId?: string;
  reason?: string;
  priority: "normal" | "urgent" | "crisis";
  since?: Date;
  claimedAt?: Date;
  unansweredSince?: Date;
  acknowledgedAt?: Date;
  channelId: string;
  name?: string;
  preview: string;
  lastAt: Date;
  lastAuthor: string;
  /** Messages of the person so far, and how many of them each member has seen. */
  inCount: number;
  reads: Record<string, number>;
  snoozedUntil?: Date;
  resolvedAt?: Date;
  resolvedReason?: string;
  caseNumber?: string;
}

/** What a turn changes of the row. */
export type DeskTurn = Omit<
  DeskRow,
  "inCount" | "reads" | "snoozedUntil" | "staffName" | "claimId" | "resolvedAt" | "resolvedReason"
> & {
  /** New messages of the person in this turn. */
  heard: number;
  /** Normalised words and numbers by which the row is found. */
  terms: string[];
};

export type DeskQueue = "mine" | "unassigned" | "waiting" | "crisis" | "snoozed" | "all";
export interface DeskView {
  staffId: string;
  /** Whether crises are shown. */
  seesCrisis: boolean;
  now: Date;
}

export interface Desk {
  /** Follows the conversation; a version that was seen already, or an older one, changes nothing. Unjournaled: the next turn mends it. */
  record(turns: readonly DeskTurn[]): Promise<void>;
  get(association: AssociationId, id: string): Promise<DeskRow | undefined>;
  /**
   * ONE conditional write: the row is taken if nobody has it, if it is the same member's already, or with `takeOver`.
   * Otherwise the row as it stands says who was faster. `claimId` is kept when the same member claims again.
   */
  claim(
    association: AssociationId,
    id: string,
    by: { staffId: string; staffName: string; claimId: string; takeOver: boolean },
  ): Promise<{ won: boolean; row: DeskRow | undefined }>;
  change(
    association: AssociationId,
    id: string,
    changes: { snoozedUntil?: Date | null; resolvedAt?: Date | null; resolvedReason?: string },
  ): Promise<DeskRow | undefined>;
  read(association: AssociationId, id: string, staffId: string): Promise<void>;
  list(
    association: AssociationId,
    view: DeskView,
    options: { queue: DeskQueue; terms?: string[]; ids?: string[]; limit: number; skip: number },
  ): Promise<DeskRow[]>;
  /** How many each queue holds that is the same for all who see the same. */
  counts(
    association: AssociationId,
    view: DeskView,
  ): Promise<Record<Exclude<DeskQueue, "mine">, number>>;
  /** How many this member holds; calls at the same moment are counted together. */
  mine(association: AssociationId, view: DeskView): Promise<number>;
  /** How many are called for before this one and still wait. */
  position(association: AssociationId, id: string): Promise<number>;
  /** Minutes from call to claim of the last ones, unsorted. */
  recentWaits(association: AssociationId): Promise<number[]>;
  holding(association: AssociationId): Promise<Map<string, number>>;
  /** Words of messages, normalised; sealed messages have none. */
  index(
    entries: readonly {
      id: string;
      associationId: AssociationId;
      conversationId: string;
      at: Date;
      words: string[];
    }[],
  ): Promise<void>;
  /** Conversations in which every word occurs in one message, newest first; the last word may be a beginning. */
  search(association: AssociationId, words: readonly string[], limit: number): Promise<string[]>;
}

/** One thing that happened, as a reference: what it holds is read when it is shown, with the rights of who looks. */
export interface DeskEvent {
  kind: "card" | "thread" | "case" | "alert";
  /** Conversation or case. */
  id: string;
  messageId?: string;
  alert?: "crisis" | "handoff" | "channel" | "notice";
  version?: number;
}

export interface DeskLog {
  /** Numbers them 1, 2, 3 ... without a gap, whichever process appends. Returns the last number. */
  append(association: AssociationId, events: readonly DeskEvent[], at: Date): Promise<number>;
  after(
    association: AssociationId,
    seq: number,
    limit: number,
  ): Promise<(DeskEvent & { seq: number })[]>;
  /** The first and the last number that are kept; 0 and 0 when there is none. */
  range(association: AssociationId): Promise<{ first: number; last: number }>;
}

// ---------------------------------------------------------------- answers that are ready, and figures

export interface Canned {
  list(
    association: AssociationId,
  ): Promise<{ id: string; shortcut: string; text: { ar: string; en: string } }[]>;
  save(
    association: AssociationId,
    answer: { id: string; shortcut: string; text: { ar: string; en: string } },
  ): Promise<void>;
  remove(association: AssociationId, id: string): Promise<boolean>;
}

/** Counts for reports, of a span of time. */
export interface Figures {
  volumes(
    association: AssociationId,
    from: Date,
    to: Date,
  ): Promise<
    {
      channelId: string;
      direction: string;
      author: string;
      messages: number;
      conversations: number;
    }[]
  >;
  /** For each text of the bot: how many conversations were sent it, and in how many nothing of ours came after it since. */
  questions(
    association: AssociationId,
    from: Date,
    to: Date,
    quietSince: Date,
  ): Promise<{ key: string; reached: number; dropped: number }[]>;
  /** Minutes from call to claim. */
  waits(association: AssociationId, from: Date, to: Date): Promise<number[]>;
  /** What staff did, by verb. */
  handled(
    association: AssociationId,
    from: Date,
    to: Date,
  ): Promise<{ verb: string; count: number }[]>;
}
