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
