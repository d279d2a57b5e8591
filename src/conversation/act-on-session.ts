import { act } from "../cases/act.ts";
import type { Actor } from "../cases/case.ts";
import type { Session } from "../cases/committee.ts";
import {
  actOnSession as actPurely,
  type SessionAction,
  type SessionRefusal,
} from "../cases/session.ts";
import { actOnCase } from "./act-on-case.ts";
import { recordOf } from "./case-record.ts";
import type { AssociationId } from "./ports.ts";
import { associationOf, type World } from "./world.ts";

export type ActedOnSession =
  | { done: true; session: Session; refused?: RefusedOutcome[] }
  | { done: false; refusal: SessionRefusal; session?: Session };

/** What the minutes say and the case could not take. */
export interface RefusedOutcome {
  caseId: string;
  code: string;
}

const MAX_TRIES = 20;

/**
 * The one door to a session. When it ends, its outcomes become decisions of their cases by the same rules as any other.
 * All are tried before anything is written, and one that the rules forbid refuses the whole. Should somebody act on a
 * case after that look, its outcome is refused alone: whoever recorded the session is told which and why, staff get a
 * task, and the case stays with the committee as it was.
 */
export async function actOnSession(
  world: World,
  association: AssociationId,
  sessionId: string,
  action: SessionAction,
  by: Actor,
): Promise<ActedOnSession> {
  const { sessions } = world.store;
  const { profile } = associationOf(world, association);
  for (let left = MAX_TRIES; left > 0; left--) {
    const found = await sessions.get(association, sessionId);
    const before = found && (await withDecided(world, association, found));
    const ctx = { actor: by, now: world.clock.now(), profile, id: sessionId };
    const done = actPurely(before, action, ctx);
    if ("refusal" in done) return refused(done.refusal, found);
    const { session } = done;
    if (found && session.version === found.version) return { done: true, session };
    const hindrance =
      action.kind === "add_case"
        ? await toCommittee(world, association, session, action.caseId, by)
        : await firstForbidden(world, association, session, by);
    if (hindrance) return refused(hindrance, found);
    if ((await sessions.commit(association, session)) === "conflict") continue;
    const refusals = await settleSession(world, association, sessionId);
    return {
      done: true,
      session: (await sessions.get(association, sessionId)) ?? session,
      ...(refusals.length > 0 ? { refused: refusals } : {}),
    };
  }
  throw new Error(`session ${sessionId}: somebody was always faster`);
}

/** Outcomes that the cases of a closed session do not know yet. */
export async function settleSession(
  world: World,
  association: AssociationId,
  sessionId: string,
): Promise<RefusedOutcome[]> {
  const session = await world.store.sessions.get(association, sessionId);
  if (!session?.recordedBy || session.pending.length === 0) return [];
  const refusals: RefusedOutcome[] = [];
  const by: Actor = { kind: "staff", ...session.recordedBy };
  for (const caseId of session.pending) {
    const outcome = session.agenda.find((each) => each.caseId === caseId)?.outcome;
    if (!outcome) continue;
    const key = `session.${sessionId}.${caseId}`;
    const done = await actOnCase(
      world,
      association,
      caseId,
      { kind: "decide", ...outcome },
      by,
      key,
      { session },
    );
    if (!done.done) {
      const { code } = done.refusal;
      refusals.push({ caseId, code });
      await askForOutcome(world, association, { caseId, code, effectId: key });
    }
    await world.store.sessions.settle(association, sessionId, [caseId]);
  }
  return refusals;
}

/** Somebody acted on the case between the look and the write: what was decided of it has to be decided once more. */
async function askForOutcome(
  world: World,
  association: AssociationId,
  { caseId, code, effectId }: RefusedOutcome & { effectId: string },
): Promise<void> {
  const view = await world.store.cases.get(association, caseId);
  await world.store.tasks.addOfCase(association, {
    caseId,
    task: "outcome_refused",
    effectId,
    conversationId: view?.conversationId ?? "",
    reason: code,
    priority: "urgent",
    at: world.clock.now(),
  });
}

function refused(refusal: SessionRefusal, session: Session | undefined): ActedOnSession {
  return { done: false, refusal, ...(session ? { session } : {}) };
}

/** A case comes on the agenda by its own gates; doing it twice is harmless. */
async function toCommittee(
  world: World,
  association: AssociationId,
  session: Session,
  caseId: string,
  by: Actor,
): Promise<SessionRefusal | undefined> {
  const key = `agenda.${session.id}.${caseId}`;
  const action = { kind: "to_committee", sessionId: session.id } as const;
  const done = await actOnCase(world, association, caseId, action, by, key, { session });
  return done.done ? undefined : done.refusal;
}

/** The first outcome that its case would refuse. */
async function firstForbidden(
  world: World,
  association: AssociationId,
  session: Session,
  by: Actor,
): Promise<SessionRefusal | undefined> {
  for (const { caseId, outcome } of session.agenda) {
    if (!outcome || !session.pending.includes(caseId)) continue;
    const view = await world.store.cases.get(association, caseId);
    if (!view) return { code: "session.unknown_case", data: { caseId } };
    const tried = act(
      recordOf(view),
      { kind: "decide", ...outcome },
      {
        actor: by,
        now: world.clock.now(),
        profile: associationOf(world, association).profile,
        id: `${caseId}.try`,
        key: `session.${session.id}.${caseId}`,
        number: "try",
        session,
      },
    );
    if ("refusal" in tried)
      return {
        code: tried.refusal.code,
        data: { caseId, number: view.number, because: tried.refusal.data ?? null },
      };
  }
  return undefined;
}

/** What was decided on the page of a case during the session stands in the session as well. */
async function withDecided(
  world: World,
  association: AssociationId,
  session: Session,
): Promise<Session> {
  if (session.status !== "open") return session;
  const agenda = await Promise.all(
    session.agenda.map(async (item) => {
      const view = item.outcome ? undefined : await world.store.cases.get(association, item.caseId);
      const decision = view?.decision;
      return decision?.sessionId === session.id
        ? { ...item, outcome: { outcome: decision.outcome }, isDecided: true as const }
        : item;
    }),
  );
  return { ...session, agenda };
}
