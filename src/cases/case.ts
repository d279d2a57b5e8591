import type { Answers, Json } from "../engine/types.ts";
import type { CaseEventName } from "./case-events.ts";
import type { CaseState } from "./life-cycle.ts";

/*
 * The words of a case: what it holds, what may be done to it, and what the world must then see. Pure data: a change is
 * `act(case, action, ...)`, saved in one versioned write together with its effects (`act.ts`).
 */

/** What staff may do, as data (`roles.ts`). Small offices use the presets officer, manager, committee. */
export type Actor =
  | { kind: "contact"; id: string }
  | { kind: "staff"; id: string; name: string; roles: readonly string[] }
  | { kind: "system"; id: string };

type DocumentState = "missing" | "received" | "matched" | "expired" | "rejected" | "not_applicable";

/** One line of the checklist. `matched` is only ever set by a human: «وعلى الموظف مطابقة البيانات». */
export interface CaseDocument {
  /** Id of the data dictionary. */
  id: string;
  state: DocumentState;
  storageKeys: string[];
  /** Gregorian days `YYYY-MM-DD`. */
  issuedOn?: string;
  expiresOn?: string;
  receivedAt?: string;
  /** Seen by an officer, not kept (identity images). */
  sighted?: boolean;
  matched?: { by: string; at: string; fields: string[] };
  rejected?: { by: string; at: string; reason: string };
  /** Not needed here, as a member of staff has recorded. */
  waived?: { by: string; at: string; reason: string };
  /** The day of expiry of which the person was told beforehand. */
  warnedOf?: string;
}

export type DecisionOutcome = "accepted" | "partly" | "deferred" | "declined";

export interface Decision {
  /** `KH-D48-0017`: set when the decision is recorded. */
  number: string;
  outcome: DecisionOutcome;
  /** Id of `decision-reasons.ts`; required for partly, deferred, declined. */
  reason?: string;
  /** What the person can do now, in words of staff. */
  advice?: string;
  /** What is granted, in words of staff. */
  grant?: string;
  /** Everybody who had a part in it: none of them may hear an objection. */
  decidedBy: string[];
  sessionId?: string;
  recordedBy: string;
  at: string;
  /** The second pair of eyes before a refusal leaves. */
  secondBy?: { id: string; at: string };
  /** Given out to be printed. */
  printingSince?: string;
  /** When it was told: never before `decisionNotBefore` unless a manager recorded a reason. */
  releasedAt?: string;
  earlyReason?: { by: string; reason: string };
  /** Money goes to the person. */
  payout?: boolean;
  /** Blob of the PDF, and the serial of outgoing letters. */
  letterKey?: string;
  letterNumber?: string;
  /** Where duties could not be kept apart (`separation: recorded`): what one person did twice. */
  overlaps?: string[];
}

export interface Objection {
  number: string;
  /** Number of the decision. */
  against: string;
  at: string;
  text: string;
  dueAt: string;
  outcome?: { result: "upheld" | "rejected"; reason: string; by: string[]; at: string };
  toldAt?: string;
  letterKey?: string;
  letterNumber?: string;
  overlaps?: string[];
}

/** What must be done to serve the person, and what the person says of it. */
export interface Delivery {
  tasks: { id: string; what: string; doneBy?: string; doneAt?: string }[];
  askedAt?: string;
  confirmed?: { how: "full" | "part" | "none"; at: string };
}

export interface CaseEvent {
  at: string;
  /** `contact`, `system`, or the id of a member of staff. */
  actor: string;
  change: string;
  from?: CaseState;
  to?: CaseState;
  reason?: string;
  data?: Json;
}

/** What `act` reads and changes. `answers` are read for texts; secrets are never here. */
export interface CaseRecord {
  id: string;
  number: string;
  /** 0 = never saved by `act`; each write adds one. */
  version: number;
  state: CaseState;
  service: string;
  conversationId: string;
  onBehalf: boolean;
  urgent: boolean;
  /** Where it came from: web, sms, whatsapp, or visit, phone, letter, delegate. */
  source: string;
  /** The public place whose link led here (`doors.ts`). */
  cameBy?: string;
  /** Branch of the delegate who filed it. */
  branch?: string;
  answers: Answers;
  documents: CaseDocument[];
  openedAt: string;
  /** Registration complete: every required document received. The two weeks count from here and from the notice. */
  completedAt?: string;
  decisionNotBefore: string | null;
  /** Since when documents have been missing, how many of its messages the ladder has told, and whether it was prolonged. */
  ladder?: { since: string; told: number; extended?: boolean };
  /** Last day (`YYYY-MM-DD`) for missing documents; after it the case is suspended, never closed. */
  documentsDueAt?: string;
  suspended?: boolean;
  /** The two-week notice (policy S5): the gate to the committee. */
  notice: {
    sentAt?: string;
    deliveredAt?: string;
    /** Sent, unconfirmed for 72 h, then told by an officer. */
    toldBy?: { id: string; at: string };
  };
  /** Hashes of what was signed; `voidedAt` when an answer was changed afterwards. */
  signature: {
    signedAt?: string;
    answersHash?: string;
    voidedAt?: string;
    /** File of the paper that was signed by hand. */
    scan?: string;
  };
  committee?: { sessionId: string };
  decision?: Decision;
  /** The last time it was put off, and until when (`YYYY-MM-DD`). That is no answer: the case goes on. */
  deferral?: Decision & { nextSessionOn?: string };
  objection?: Objection;
  delivery?: Delivery;
  /** One survey at most; never who answered what (decisions 22). */
  survey: "none" | "invited" | "answered" | "declined";
  surveyInvitedAt?: string;
  closedAt?: string;
  history: CaseEvent[];
  /** Keys of the last actions: the same one twice changes nothing. */
  keys: string[];
}

/** What a case tells on paper. */
export type CaseLetter = "decision" | "deferral" | "objection";

/** Something the world must now see. `id` is `<case>.<version>.<n>` and makes doing it twice harmless. */
export type CaseEffect = { id: string } & (
  | {
      /** Enters the person's conversation as an event (`flows/_global.yaml`, `events`). */
      kind: "tell";
      event: CaseEventName;
      values: Answers;
      messageClass: "service" | "survey" | "awareness";
      attachment?: { storageKey: string; mime: string; fileName: string };
    }
  | {
      /** Comes back as the action `clock` with this name. Same name again moves it. */
      kind: "follow_up";
      name: string;
      at: string;
      messageClass?: "service" | "survey" | "awareness";
    }
  | { kind: "cancel_follow_up"; name: string }
  | {
      /** Something that staff must do. One of a name is open at a time: the same name again is the same task. */
      kind: "task";
      task: CaseTask;
      reason: string;
      priority: "normal" | "urgent";
      dueAt?: string;
    }
  | { kind: "close_task"; task: CaseTask }
  | { kind: "letter"; letter: CaseLetter }
);

/** Why a case asks for a human. */
export const caseTasks = [
  "match_documents",
  "documents_late",
  "more_time",
  "urgent",
  "tell_notice",
  "sign_again",
  "second",
  "call_declined",
  "deliver",
  "not_delivered",
  "confirm_delivery",
  "objection",
  "decision_late",
  "outcome_refused",
] as const;
export type CaseTask = (typeof caseTasks)[number];
