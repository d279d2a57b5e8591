/*
 * What the staff pages and the server say to each other under `/api`. Types only, shared by both sides: the server
 * checks what comes in with zod, the pages read what goes out. Times are ISO instants (UTC), days `YYYY-MM-DD`.
 * A refusal is `{ error: { code, message, data? } }`: 400 not understood, 401 no session, 403 not your right,
 * 404 not there or another association's, 409 somebody was faster or the rule forbids it, 429 slow down.
 * Every change carries `x-csrf-token`; a change of a conversation or case carries the `version` that was seen.
 */
import type { CaseDocument, CaseEvent, Decision, Delivery, Objection } from "../../cases/case.ts";
import type { Gate } from "../../cases/gates.ts";
import type { Json } from "../../engine/types.ts";

export type { Gate };

// ---------------------------------------------------------------- session: POST /api/session, GET /api/me, DELETE /api/session

export interface LogIn {
  name: string;
  password: string;
  /** Six digits of the second factor, or a recovery code. */
  code?: string;
}
export interface LoggedIn {
  csrf: string;
}
export interface Me {
  id: string;
  name: string;
  association: string;
  /** What the association is called, the letter mark of a draft policy, its two words. */
  associationName: { ar: string; en: string };
  policyFlag: "approved" | "draft";
  demo: boolean;
  roles: string[];
  /** `<noun>.<verb>` of `roles.ts`: what the pages show and the server allows. */
  rights: string[];
  language: "ar" | "en";
  presence: "online" | "away" | "offline";
  csrf: string;
  /** The server's clock: in the demo it can be moved, and "five minutes ago" goes by it. */
  now: string;
}

// ---------------------------------------------------------------- inbox: GET /api/conversations?queue=&q=&after=, GET /api/queues

export type Queue = "mine" | "unassigned" | "waiting" | "crisis" | "snoozed" | "all";
export type QueueCounts = Record<Queue, number>;

export interface Card {
  id: string;
  version: number;
  name: string | null;
  channel: { id: string; kind: "web" | "sms" | "whatsapp" | "console" };
  preview: string;
  lastAt: string;
  unread: number;
  holder: "bot" | "queue" | "staff";
  /** Who holds it. */
  assignee: { id: string; name: string } | null;
  reason: string | null;
  priority: "normal" | "urgent" | "crisis";
  /** Business-hours clock of the next answer; `paused` while we wait for the person. */
  sla: { dueAt: string | null; state: "ok" | "soon" | "late" | "paused" } | null;
  snoozedUntil: string | null;
  caseNumber: string | null;
}
export interface Cards {
  cards: Card[];
  counts: QueueCounts;
  next: string | null;
}

// ---------------------------------------------------------------- one conversation: GET /api/conversations/:id

export interface ThreadItem {
  id: string;
  order: string;
  at: string;
  author: "contact" | "bot" | "staff" | "system" | "note";
  /** Name of the member of staff. */
  by?: string;
  /** The `id` that the page gave with its reply or note: what it showed as "sending" is this. */
  sentAs?: string;
  /** `text` is already safe to show as text; never HTML. */
  body: {
    kind: string;
    text?: string;
    options?: { id: string; label: string }[];
    file?: { url: string; mime: string; fileName: string; voice?: boolean };
  };
  status: string;
  error?: string;
}
export interface ConversationView {
  card: Card;
  thread: ThreadItem[];
  /** Order of the first item that is not here, for paging back. */
  before: string | null;
  flow: { name: string; step: string | null; answered: number } | null;
  hasDraft: boolean;
  language: "ar" | "en";
  consents: { purpose: string; decision: string; at: string }[];
  optOut: "awareness" | "all" | null;
  viewers: Presence[];
  cases: CaseCard[];
  /** Steps to which the bot may be handed back. */
  resumeAt: { step: string; label: string }[];
}
export interface Presence {
  id: string;
  name: string;
  typing: boolean;
}

/** GET /api/colleagues: to whom a conversation may be given. */
export interface Colleague {
  id: string;
  name: string;
  presence: Me["presence"];
  /** Conversations that this person holds now. */
  holding: number;
}

/** POST /api/conversations/:id/<verb>; each answers with the new Card. `version` beside the verb's own fields. */
export interface ConversationVerbs {
  claim: { takeOver?: boolean };
  release: { step?: string; note?: string };
  reply: { text: string; id: string };
  note: { text: string; id: string };
  assign: { to: string };
  refer: { reason: string };
  snooze: { until: string };
  resolve: { reason: string };
  /** The crisis lane: a person has seen it. */
  acknowledge: Record<string, never>;
  viewing: { typing: boolean };
  read: { upTo: string };
}

// ---------------------------------------------------------------- live: GET /api/stream (text/event-stream, `id:` = seq, Last-Event-ID replays)

export type LiveEvent =
  | { kind: "card"; card: Card; counts: QueueCounts }
  | { kind: "thread"; conversationId: string; item: ThreadItem }
  | { kind: "presence"; conversationId: string; viewers: Presence[] }
  | { kind: "case"; caseId: string; version: number }
  | { kind: "alert"; alert: "crisis" | "handoff" | "channel" | "notice"; conversationId?: string }
  /** Too old to replay: load everything again. */
  | { kind: "reset" };

// ---------------------------------------------------------------- cases: GET /api/cases?state=&q=&after=, GET /api/cases/:id, POST /api/cases/:id/<verb>

export interface CaseCard {
  id: string;
  version: number;
  number: string;
  state: string;
  stateLabel: string;
  service: string;
  serviceLabel: string;
  name: string | null;
  urgent: boolean;
  suspended: boolean;
  openedAt: string;
  decisionNotBefore: string | null;
  missing: number;
  conversationId: string;
}
export interface CaseDetail extends CaseCard {
  answers: { id: string; label: string; value: string; source: string; edited: boolean }[];
  /** `••••0004`; POST reveal gives the whole, audited. */
  identity: string | null;
  documents: (CaseDocument & {
    label: string;
    required: boolean;
    files: { url: string; mime: string }[];
    /** Fields that the officer ticks when matching. */
    matchFields: { id: string; label: string }[];
  })[];
  declaration: {
    text: string;
    textHash: string;
    at: string;
    method: string;
    valid: boolean;
    /** Of one that was taken at the desk: who took it, who heard it, the paper. */
    by: string | null;
    witness: string | null;
    scan: string | null;
  } | null;
  gates: Gate[];
  decision: Decision | null;
  objection: Objection | null;
  delivery: Delivery | null;
  history: CaseEvent[];
  earlier: CaseCard[];
  possibleDuplicates: string[];
  /** What this member of staff may do now: verbs of `CaseVerbs`, with the reason where a gate forbids it. */
  actions: { verb: keyof CaseVerbs; allowed: boolean; why?: string }[];
}
export interface CaseVerbs {
  match_document: {
    document: string;
    fields: string[];
    expiresOn?: string;
    issuedOn?: string;
    /** Seen at the desk, and no picture of it kept. */
    sighted?: boolean;
  };
  reject_document: { document: string; reason: string };
  waive_document: { document: string; reason: string };
  /** Where the service asks for no document: the answers themselves were compared. */
  match_data: { fields: string[] };
  told_notice: { how: string };
  to_committee: { sessionId?: string };
  decide: {
    outcome: "accepted" | "partly" | "deferred" | "declined";
    /** Id of `cases/decision-reasons.ts`, for all but `accepted`. */
    reason?: string;
    advice?: string;
    grant?: string;
    /** Money goes to the person: account details are asked for after the decision. */
    payout?: boolean;
    /** Deferred: looked at again on this day. */
    nextSessionOn?: string;
    earlyReason?: string;
  };
  second: Record<string, never>;
  release_decision: { earlyReason?: string };
  /** Adds something to do; `deliver` names the id of one that is done, `delivered` asks the person. */
  plan_delivery: { what: string };
  deliver: { task: string };
  delivered: Record<string, never>;
  decide_objection: { result: "upheld" | "rejected"; reason: string };
  close: { reason: string };
  suspend: { reason: string };
  reactivate: Record<string, never>;
  /** Answers with the values; writes an audit row. */
  reveal: { reason: string };
  /** Answers with `{ letterUrl, messages: { channel, text, segments }[] }`; changes nothing. */
  preview: { verb: "decide" | "decide_objection"; data: Json };
}

// ---------------------------------------------------------------- committee: GET/POST /api/sessions, GET /api/sessions/:id, POST /api/sessions/:id/<verb>

export interface SessionView {
  id: string;
  version: number;
  at: string;
  status: "planned" | "open" | "closed";
  members: { id: string; name: string; chair: boolean; present: boolean }[];
  quorum: { needed: number; present: number; reached: boolean };
  agenda: {
    caseId: string;
    number: string;
    serviceLabel: string;
    votes: { member: string; vote: "accepted" | "partly" | "deferred" | "declined" }[];
    conflicts: { member: string; reason: string }[];
    outcome: string | null;
  }[];
  minutesNumber: string | null;
  /** The printable Arabic sheet for the table. */
  sheetUrl: string;
}
export interface SessionVerbs {
  open: { present: string[] };
  add_case: { caseId: string };
  vote: { caseId: string; vote: "accepted" | "partly" | "deferred" | "declined"; reason?: string };
  step_out: { caseId: string; reason: string };
  /** A whole session in one form: outcomes typed once, letters leave together. */
  record: {
    minutesNumber: string;
    present: string[];
    outcomes: {
      caseId: string;
      outcome: string;
      /** Id of `cases/decision-reasons.ts`, for all but `accepted`. */
      reason?: string;
      advice?: string;
      grant?: string;
      payout?: boolean;
      nextSessionOn?: string;
    }[];
  };
  close: { minutesNumber: string };
}

// ---------------------------------------------------------------- the rest

/**
 * Lists answer with one named array: `{ cases, next }` (next: cursor for `after`), `{ sessions }`, `{ tasks }`,
 * `{ canned }`, `{ colleagues }`, `{ users }`, `{ channels }`, `{ flows }`, `{ rows, next }` (audit), `{ failed }`.
 * POST /api/sessions `{ at }` answers with the SessionView. POST /api/me `{ presence?, language? }` answers with Me.
 * GET /api/conversations/:id?before=<order> pages back. Verbs of a case answer with CaseDetail, of a session with
 * SessionView; `reveal` answers with `{ values: { id, label, value }[] }`.
 */
export interface CaseList {
  cases: CaseCard[];
  next: string | null;
}
export interface Revealed {
  values: { id: string; label: string; value: string }[];
}
export interface Preview {
  /** Null when nothing is printed for this outcome. */
  letterUrl: string | null;
  messages: { channel: string; text: string; segments: number }[];
}

/** GET /api/tasks, POST /api/tasks/:id/done */
export interface TaskView {
  id: string;
  kind: string;
  reason: string;
  priority: string;
  at: string;
  dueAt: string | null;
  conversationId: string | null;
  caseId: string | null;
  owner: { id: string; name: string } | null;
}
/** GET /api/canned */
export interface Canned {
  id: string;
  shortcut: string;
  text: { ar: string; en: string };
  citation?: { document: string; place: string };
}
/** GET /api/search?q= */
export interface Found {
  conversations: Card[];
  cases: CaseCard[];
}
/** POST /api/files, the bytes as the body and the name (URI-encoded) in `x-file-name`: kept until it is sent or signed. */
export interface Uploaded {
  id: string;
  mime: string;
  fileName: string;
}
/** POST /api/intake: a desk, telephone, letter or delegate request, by the same flow and validations. */
export interface DeskIntake {
  source: "visit" | "phone" | "letter" | "delegate";
  letter?: { number: string; date: string };
  /** By the ids of the questions; several options are parted by commas. */
  answers: Record<string, string>;
  /** How the person answered for it. `scan` is the id of an uploaded file; a code goes out by POST /api/intake/code. */
  declaration:
    | { method: "paper"; scan?: string }
    | { method: "read_aloud"; witness: string }
    | { method: "code"; code: string };
}
/** POST /api/intake/questions `{ answers }`: what the conversation would ask after these answers, as one form. */
export interface IntakeForm {
  sections: {
    id: string;
    label: string;
    questions: {
      id: string;
      label: string;
      hint: string | null;
      kind: "text" | "choice" | "multi" | "date" | "number" | "phone" | "identity";
      options: { id: string; label: string }[];
      required: boolean;
      /** Never shown again after it was stored. */
      secret: boolean;
      /** Why what was given cannot be taken. */
      fault: string | null;
      /** How it was understood, to be confirmed. */
      understood: string | null;
    }[];
    /** What the conversation would say here. */
    notes: string[];
  }[];
  /** Set where the conversation would stop and call for help. */
  crisis: string | null;
  /** To be told before the first question. */
  privacy: string;
  /** To be read and agreed to, with the answers in it. */
  declaration: string;
}
/** Answer of POST /api/intake; a refusal 400 `intake.invalid` has `data: { fields: { <id>: <reason> } }`. */
export interface IntakeDone {
  caseId: string;
  number: string;
}
/** GET /api/setup/:token (of a one-time set-up link), POST `{ password, code? }` answers with RecoveryCodes. */
export interface SetUp {
  name: string;
  /** `otpauth://` address for the QR code; null where the role needs no second factor. */
  otpauth: string | null;
}
export interface RecoveryCodes {
  codes: string[];
}
/** POST /api/admin/users `{ name, roles, branch? }` and `/users/:id/reset` answer with it; other verbs: disable, enable, roles. */
export interface SetUpLink {
  user: UserView;
  url: string;
  expiresAt: string;
}
/** GET /api/admin/users|channels|flows|audit|failed|profile; POST /api/admin/users, /api/admin/users/:id/<verb>, /api/admin/failed/:id/replay */
export interface UserView {
  id: string;
  /** What is typed to log in; by default the name. */
  login: string;
  name: string;
  roles: string[];
  branch: string | null;
  secondFactor: boolean;
  lockedUntil: string | null;
  disabled: boolean;
  lastSeenAt: string | null;
}
export interface ChannelView {
  id: string;
  transport: string;
  state: string;
  reason: string | null;
  action: string | null;
  linking: { method: "qr" | "code"; payload: string; expiresAt: string } | null;
  approval: string;
  /** Sending was stopped by hand; POST /api/admin/channels/:id/stop and /resume `{ reason }`, `:id` may be `all`. */
  stopped: { by: string; at: string; reason: string } | null;
}
/** A flow as a drawn graph; counts are of the last 30 days. */
export interface FlowView {
  name: string;
  version: number;
  label: string;
  steps: {
    id: string;
    kind: string;
    label: string;
    next: { step: string; when: string | null }[];
    /** People who came to this step, and who never answered it. */
    visits: number;
    dropped: number;
  }[];
}
/** A message that could not be delivered, or an effect that could not be done. */
export interface FailedView {
  id: string;
  at: string;
  channelId: string;
  conversationId: string | null;
  error: string;
  attempts: number;
  /** Whether a replay can help. */
  replayable: boolean;
}
/** GET /api/admin/profile: the association as its file says it, in groups of lines to read. */
export interface ProfileView {
  groups: { id: string; label: string; lines: { label: string; value: string }[] }[];
  /** What the check of the profile has to say. */
  findings: string[];
}
export interface AuditRow {
  at: string;
  who: string;
  verb: string;
  what: string;
  reason: string | null;
}
/** GET /api/reports?from=&to= ; ?format=csv|xlsx */
export interface Report {
  from: string;
  to: string;
  tables: {
    id: string;
    columns: string[];
    rows: (string | number | null)[][];
    /** Survey groups under five are absent, and counted here. */
    withheld?: number;
  }[];
}
