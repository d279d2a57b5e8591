import type { Actor } from "./case.ts";
import { tally, voters, type Outcome, type Session, type Vote } from "./committee.ts";
import { isDecisionReason } from "./decision-reasons.ts";
import type { Json } from "./json.ts";
import { moversOf, type Mover } from "./life-cycle.ts";
import type { Profile } from "./profile.ts";

/*
 * What may be done to a session of the committee: planned, opened, voted on, closed; or recorded as a whole in one form,
 * as an office of three does it (decisions 20). Pure, like `act`.
 */

export type SessionAction =
  | { kind: "plan"; at: string; members: { id: string; name: string; chair: boolean }[] }
  | { kind: "open"; present: readonly string[] }
  | { kind: "add_case"; caseId: string }
  | { kind: "vote"; caseId: string; vote: Vote; reason?: string }
  | { kind: "step_out"; caseId: string; reason: string; member?: string }
  | {
      kind: "record";
      minutesNumber: string;
      present: readonly string[];
      outcomes: readonly ({ caseId: string } & Outcome)[];
      conflicts?: readonly { caseId: string; member: string; reason: string }[];
      /** Blob of the signed minutes. */
      scanKey?: string;
    }
  | { kind: "close"; minutesNumber: string; scanKey?: string };

export interface SessionContext {
  actor: Actor;
  now: Date;
  profile: Profile;
  /** Of a session that is planned. */
  id: string;
}

export interface SessionRefusal {
  /** `session.<what>`, a text of `refusal.json`. */
  code: string;
  data?: Json;
}

export type SessionDone = { session: Session } | { refusal: SessionRefusal };

/** One action on a session. A refusal changes nothing. */
export function actOnSession(
  before: Session | undefined,
  action: SessionAction,
  ctx: SessionContext,
): SessionDone {
  const movers = moversOf(ctx.actor, ctx.profile);
  const allowed = by[action.kind];
  if (!allowed.some((mover) => movers.includes(mover)))
    return refuse("not_yours", { needs: [...allowed] });
  if (action.kind === "plan") return before ? { session: before } : plan(action, ctx);
  if (!before) return refuse("unknown");
  const session = { ...structuredClone(before), version: before.version + 1 };
  const refusal = change(session, action, ctx);
  return refusal ?? { session };
}

const by: Record<SessionAction["kind"], readonly Mover[]> = {
  plan: ["manager", "committee"],
  open: ["manager", "committee"],
  add_case: ["officer", "manager", "committee"],
  vote: ["committee"],
  step_out: ["committee"],
  record: ["manager", "committee"],
  close: ["manager", "committee"],
};

function refuse(what: string, data?: Json): { refusal: SessionRefusal } {
  return { refusal: { code: `session.${what}`, ...(data === undefined ? {} : { data }) } };
}

function plan(
  { at, members }: Extract<SessionAction, { kind: "plan" }>,
  { id }: SessionContext,
): SessionDone {
  if (Number.isNaN(Date.parse(at))) return refuse("no_day");
  const ids = new Set(members.map((member) => member.id));
  if (ids.size !== members.length || members.filter(({ chair }) => chair).length !== 1)
    return refuse("members");
  return {
    session: {
      id,
      version: 1,
      at: new Date(at).toISOString(),
      status: "planned",
      members: members.map((member) => ({ ...member, present: false })),
      agenda: [],
      pending: [],
    },
  };
}

function change(
  session: Session,
  action: Exclude<SessionAction, { kind: "plan" }>,
  ctx: SessionContext,
): { refusal: SessionRefusal } | undefined {
  if (session.status === "closed") return refuse("closed");
  switch (action.kind) {
    case "open":
      return open(session, action.present);
    case "add_case":
      if (!itemOf(session, action.caseId))
        session.agenda.push({ caseId: action.caseId, votes: [], conflicts: [] });
      return undefined;
    case "vote":
      return vote(session, action, ctx);
    case "step_out":
      return stepOut(session, action, ctx);
    case "record":
      return record(session, action, ctx);
    case "close":
      return close(session, action, ctx);
  }
}

function open(session: Session, present: readonly string[]) {
  const refusal = seat(session, present);
  if (refusal) return refusal;
  session.status = "open";
  return undefined;
}

function seat(session: Session, present: readonly string[]) {
  const strangers = present.filter((id) => !session.members.some((member) => member.id === id));
  if (strangers.length > 0) return refuse("no_member", { ids: strangers });
  for (const member of session.members) member.present = present.includes(member.id);
  return undefined;
}

function vote(
  session: Session,
  { caseId, vote: choice, reason }: Extract<SessionAction, { kind: "vote" }>,
  { actor }: SessionContext,
) {
  const item = itemOf(session, caseId);
  if (session.status !== "open") return refuse("not_open");
  if (!item) return refuse("not_on_the_agenda");
  if (item.conflicts.some(({ member }) => member === actor.id)) return refuse("conflict");
  if (!voters(session, item).some(({ id }) => id === actor.id)) return refuse("no_member");
  if (choice !== "accepted" && !isDecisionReason(reason)) return refuse("reason_needed");
  const mine = { member: actor.id, vote: choice, ...(reason ? { reason } : {}) };
  item.votes = [...item.votes.filter(({ member }) => member !== actor.id), mine];
  return undefined;
}

/** Who knows the applicant says so: no vote of his counts, not even one that was cast before. */
function stepOut(
  session: Session,
  { caseId, reason, member = "" }: Extract<SessionAction, { kind: "step_out" }>,
  { actor }: SessionContext,
) {
  const item = itemOf(session, caseId);
  if (!item) return refuse("not_on_the_agenda");
  const id = member || actor.id;
  if (!session.members.some((each) => each.id === id)) return refuse("no_member");
  if (reason.trim() === "") return refuse("reason_needed");
  item.votes = item.votes.filter((each) => each.member !== id);
  item.conflicts = [...item.conflicts.filter((each) => each.member !== id), { member: id, reason }];
  return undefined;
}

/** The whole session as its minutes tell it. */
function record(
  session: Session,
  action: Extract<SessionAction, { kind: "record" }>,
  ctx: SessionContext,
) {
  const refusal = seat(session, action.present);
  if (refusal) return refusal;
  for (const { caseId, member, reason } of action.conflicts ?? []) {
    const out = stepOut(session, { kind: "step_out", caseId, member, reason }, ctx);
    if (out) return out;
  }
  for (const { caseId, ...outcome } of action.outcomes) {
    const item = itemOf(session, caseId);
    if (!item) return refuse("not_on_the_agenda", { caseId });
    item.outcome = outcome;
  }
  return end(session, action, ctx);
}

/** What was voted is what was decided; a case without a majority stays with the committee. */
function close(
  session: Session,
  action: Extract<SessionAction, { kind: "close" }>,
  ctx: SessionContext,
) {
  if (session.status !== "open") return refuse("not_open");
  for (const item of session.agenda) {
    const result = tally(ctx.profile.committee_rules, session, item);
    if (item.outcome || "none" in result) continue;
    const reason = item.votes.find((each) => each.vote === result.outcome && each.reason)?.reason;
    item.outcome = { outcome: result.outcome, ...(reason ? { reason } : {}) };
  }
  return end(session, action, ctx);
}

function end(
  session: Session,
  { minutesNumber, scanKey }: { minutesNumber: string; scanKey?: string },
  { actor, now }: SessionContext,
) {
  if (actor.kind !== "staff") return refuse("not_yours");
  if (minutesNumber.trim() === "") return refuse("minutes_needed");
  session.status = "closed";
  session.minutesNumber = minutesNumber;
  session.closedAt = now.toISOString();
  session.recordedBy = { id: actor.id, name: actor.name, roles: [...actor.roles] };
  if (scanKey) session.scanKey = scanKey;
  session.pending = session.agenda.flatMap(({ caseId, outcome, isDecided }) =>
    outcome && !isDecided ? [caseId] : [],
  );
  return undefined;
}

function itemOf(session: Session, caseId: string) {
  return session.agenda.find((each) => each.caseId === caseId);
}
