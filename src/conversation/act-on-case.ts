import { act, mayAct, type ActContext, type Refusal } from "../cases/act.ts";
import type { CaseAction } from "../cases/action.ts";
import type { Actor } from "../cases/case.ts";
import type { Session } from "../cases/committee.ts";
import { dayInRiyadh, toHijri } from "../language/calendar.ts";
import { formatCaseNumber } from "../language/case-number.ts";
import { hashOfAnswers } from "./answers-hash.ts";
import { applyCaseEffects } from "./case-effects.ts";
import { recordOf } from "./case-record.ts";
import { personFacts } from "./person-facts.ts";
import type { AssociationId, CaseView, LoadedCase } from "./ports.ts";
import { associationOf, type World } from "./world.ts";

export type ActedOnCase =
  | { done: true; view: CaseView; repeated: boolean }
  | { done: false; refusal: Refusal; view?: CaseView };

const MAX_TRIES = 20; // somebody was faster: look again, and try on what is there now
const APPLY_MS = 30_000; // as long as a lease: then the sweeper looks after what was left

/**
 * The one door to a case: for a person's answer, a click of staff and the clock alike. Loads the case, acts on it,
 * saves record and effects in one version-checked write, and makes the effects true. `key` makes a repeat harmless: the
 * id of an effect, a follow-up or a request. A refusal has written nothing.
 */
export async function actOnCase(
  world: World,
  association: AssociationId,
  caseId: string,
  action: CaseAction,
  by: Actor,
  key: string,
  given: { session?: Session } = {},
): Promise<ActedOnCase> {
  const numbers = reserving(world, association);
  for (let tries = MAX_TRIES; tries > 0; tries--) {
    const found = await world.store.cases.load(association, caseId);
    if (!found) return { done: false, refusal: { code: "case.unknown" } };
    const ctx = await contextOf(world, found.view, action, { actor: by, key, ...given });
    const number = await numbers(found.view, action, ctx);
    const done = act(recordOf(found.view), action, { ...ctx, ...(number ? { number } : {}) });
    if ("refusal" in done) return { done: false, refusal: done.refusal, view: found.view };
    if (done.record.version === found.view.version) {
      if (done.repeated) await applyAll(world, found);
      return { done: true, view: found.view, repeated: done.repeated === true };
    }
    // A letter that is ready was wished for by the effect whose id is the key: it is done by this very write.
    const left = found.effects.filter(({ id }) => id !== key);
    const effects = [...left, ...done.effects];
    const saved = await world.store.cases.commit(association, {
      record: done.record,
      effects,
      ...(done.secrets ? { secrets: done.secrets } : {}),
      ...(done.evidence === undefined ? {} : { declaration: done.evidence }),
      at: ctx.now,
      until: new Date(world.clock.real().getTime() + APPLY_MS),
    });
    if (saved === "conflict") continue;
    world.failpoint("case.acted");
    world.live?.caseChanged(association, caseId, done.record.version);
    const view: CaseView = {
      ...found.view,
      ...done.record,
      ...(done.evidence === undefined ? {} : { declaration: done.evidence }),
      updatedAt: ctx.now.toISOString(),
    };
    const later = await applyAll(world, { view, effects });
    return { done: true, view: later ?? view, repeated: false };
  }
  throw new Error(`case ${caseId}: somebody was always faster`);
}

/** What a crash or a printer left undone. */
export async function settleCase(
  world: World,
  association: AssociationId,
  caseId: string,
): Promise<void> {
  const found = await world.store.cases.load(association, caseId);
  if (found && found.effects.length > 0) await applyAll(world, found);
}

/** Effects of a case that was just opened, or that was left by whoever opened it. */
export function applyAll(world: World, loaded: LoadedCase): Promise<CaseView | undefined> {
  const { associationId, id } = loaded.view;
  return applyCaseEffects(world, loaded, async (action, key) => {
    const by = { kind: "system", id: "letters" } as const;
    const done = await actOnCase(world, associationId, id, action, by, key);
    return done.done ? done.view : undefined;
  });
}

/** What staff may do now, and why not: the same rules, nothing done. */
export async function mayActOnCase(
  world: World,
  view: CaseView,
  actor: Actor,
  kinds: readonly CaseAction["kind"][],
): Promise<{ kind: CaseAction["kind"]; refusal?: Refusal }[]> {
  const ctx = await contextOf(world, view, { kind: "delivered" }, { actor, key: "look" });
  const record = recordOf(view);
  return kinds.map((kind) => {
    const may = mayAct(record, kind, ctx);
    return may.allowed ? { kind } : { kind, refusal: may.refusal };
  });
}

async function contextOf(
  world: World,
  view: CaseView,
  action: CaseAction,
  { actor, key, session: given }: { actor: Actor; key: string; session?: Session },
): Promise<ActContext> {
  const { associationId, id } = view;
  const { store } = world;
  const sessionId =
    (action.kind === "to_committee" ? action.sessionId : undefined) ?? view.committee?.sessionId;
  const [session, secrets, person] = await Promise.all([
    given ?? (sessionId ? store.sessions.get(associationId, sessionId) : undefined),
    action.kind === "sign" ? store.cases.revealSecrets(associationId, id) : undefined,
    action.kind === "clock" && action.name.startsWith("survey")
      ? personFacts(world, view)
      : undefined,
  ]);
  return {
    actor,
    now: world.clock.now(),
    profile: associationOf(world, associationId).profile,
    id: `${id}.${view.version + 1}`,
    key,
    ...(session ? { session } : {}),
    ...(secrets ? { answersHash: hashOfAnswers(view.answers, secrets) } : {}),
    ...(person ? { person } : {}),
  };
}

/** Decisions and objections get a number, once for all tries, and only where they are allowed at all: gaps stay few. */
function reserving(world: World, association: AssociationId) {
  let number: string | undefined;
  return async (view: LoadedCase["view"], action: CaseAction, ctx: ActContext) => {
    if (action.kind !== "decide" && action.kind !== "object") return undefined;
    if (number !== undefined || view.keys.includes(ctx.key)) return number;
    if (!mayAct(recordOf(view), action.kind, ctx).allowed) return undefined;
    const { prefix } = associationOf(world, association).profile;
    const year = Number(toHijri(dayInRiyadh(ctx.now)).slice(2, 4));
    const of = action.kind === "decide" ? "decision" : "case";
    const serial = await world.store.cases.nextSerial(association, year, of);
    number =
      of === "case"
        ? formatCaseNumber(prefix, year, serial)
        : `${prefix}-D${year}-${String(serial).padStart(4, "0")}`;
    return number;
  };
}
