import type { Answers } from "../engine/types.ts";
import type { CaseLetter, DecisionOutcome } from "./case.ts";
import type { Json } from "./json.ts";

/*
 * What may be done to a case, as data: by a person through a flow, by staff through a route, by the clock through a
 * follow-up. `act.ts` says who may and what must hold. Days are Gregorian `YYYY-MM-DD`, instants ISO.
 */

/** Names under which a case wakes itself. */
export const clockNames = [
  "ladder",
  "expiry",
  "urgent",
  "notice",
  "still_waiting",
  "target",
  "latest",
  "release",
  "objection_window",
  "objection_due",
  "confirm",
  "survey",
  "survey_reminder",
  "renewal",
] as const;
export type ClockName = (typeof clockNames)[number];

export function isClockName(name: string): name is ClockName {
  return (clockNames as readonly string[]).includes(name);
}

interface ActionKinds {
  // ---- documents (actions/documents.ts)
  /** Dates as the person or the officer gave them; an expired document is kept and asked for again. */
  receive_document: {
    document: string;
    storageKeys: readonly string[];
    expiresOn?: string;
    issuedOn?: string;
  };
  /** A human compared it with the data: the ticked fields, corrected dates. `sighted`: the original was seen, no copy is kept. */
  match_document: {
    document: string;
    fields: readonly string[];
    expiresOn?: string;
    issuedOn?: string;
    sighted?: boolean;
  };
  /** Where a service asks for no document: a human compared the answers. */
  match_data: { fields: readonly string[] };
  reject_document: { document: string; reason: string };
  /** Staff: it is not needed here. */
  waive_document: { document: string; reason: string };
  /** The person: it does not apply to me. A human still has to agree, by `match_document` or `waive_document`. */
  not_applicable: { document: string };
  ask_extension: object;

  // ---- the two-week notice (actions/notice.ts)
  /** `writtenAt`: when the message was made; one from before the registration was complete is no notice. */
  notice_sent: { at: string; writtenAt: string };
  notice_delivered: { at: string; writtenAt: string };
  told_notice: { how?: string };

  // ---- answers and signature (actions/declaration.ts)
  /** Voids the signature. `answers` replace those of the same name. */
  change_answer: { answers: Answers; reason?: string };
  /** `answersHash` must be that of the answers as they stand; `evidence` is stored with the case. */
  /** `changes`: how many changes of answers the person had seen; one that came since is not signed. */
  sign: { answersHash: string; changes?: number; evidence?: Json };
  /** What is needed to pay: kept with the secrets of the case, never in its history. */
  give_payout: { secrets: Answers };

  // ---- committee (actions/committee.ts); `decide` needs the session in the context
  to_committee: { sessionId?: string };
  decide: {
    outcome: DecisionOutcome;
    /** Id of `decision-reasons.ts`; needed for all but `accepted`. */
    reason?: string;
    advice?: string;
    grant?: string;
    /** Money goes to the person: account details are asked for after the decision was told. */
    payout?: boolean;
    /** Deferred: the day on which it is looked at again. */
    nextSessionOn?: string;
    earlyReason?: string;
  };
  second: object;
  release_decision: { earlyReason?: string };
  /** Printed and stored; without a printer the letter is told as text alone. */
  letter_ready: {
    letter: CaseLetter;
    storageKey?: string;
    number?: string;
    fileName?: string;
  };

  // ---- objection (actions/objection.ts)
  object: { text: string };
  decide_objection: { result: "upheld" | "rejected"; reason: string };

  // ---- delivery (actions/delivery.ts)
  /** Adds something that has to be done. */
  plan_delivery: { what: string };
  /** Id of a task of `delivery`: it is done. */
  deliver: { task: string };
  /** Everything is done: the person is asked. */
  delivered: object;
  confirm_delivery: { how: "full" | "part" | "none" };

  // ---- survey (actions/survey.ts): never what was answered
  survey_answered: object;
  survey_declined: object;

  // ---- standing still and ending (actions/standing.ts)
  suspend: { reason: string };
  reactivate: object;
  close: { reason: string };
  withdraw: { reason?: string };

  // ---- the clock (actions/clock.ts)
  clock: { name: ClockName };
}

export type ActionKind = keyof ActionKinds;
export type CaseAction = { [K in ActionKind]: { kind: K } & ActionKinds[K] }[ActionKind];
export type ActionOf<K extends ActionKind> = Extract<CaseAction, { kind: K }>;
