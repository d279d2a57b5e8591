import { nextAllowed } from "../cases/calendar.ts";
import type { CaseEffect } from "../cases/case.ts";
import { AppError } from "../errors.ts";
import type { ActionOf } from "../cases/action.ts";
import type { CaseView, LoadedCase } from "./ports.ts";
import { recordOf } from "./case-record.ts";
import { acceptInternal } from "./receive.ts";
import { associationOf, type World } from "./world.ts";

type EffectOf<K extends CaseEffect["kind"]> = Extract<CaseEffect, { kind: K }>;
type Tell = EffectOf<"tell">;

/**
 * Makes the effects of a case true in the world, each once by its id, and settles them. What cannot be done now (a
 * printer that is away) stays, and the sweeper comes back to it. Returns the case as it is afterwards, where an effect
 * led to a further action.
 */
export async function applyCaseEffects(
  world: World,
  { view, effects }: LoadedCase,
  onPrinted: OnPrinted,
): Promise<CaseView | undefined> {
  const settled: string[] = [];
  let later: CaseView | undefined;
  for (const effect of effects) {
    if (effect.kind === "letter") {
      const paper = await print(world, view, effect);
      if (paper === "not_now") continue;
      later = await onPrinted({ kind: "letter_ready", letter: effect.letter, ...paper }, effect.id);
    } else await apply(world, view, effect);
    settled.push(effect.id);
  }
  if (effects.length === 0) return later;
  world.failpoint("case.effects_applied");
  const again = new Date(world.clock.real().getTime() + AGAIN_MS);
  await world.store.cases.settle(view.associationId, view.id, settled, again);
  return later;
}

/** That a letter is ready is a further action on the case, with the effect's id as its key. */
export type OnPrinted = (
  action: ActionOf<"letter_ready">,
  key: string,
) => Promise<CaseView | undefined>;

const AGAIN_MS = 60_000; // when a printer that was away is asked again

function apply(
  world: World,
  view: CaseView,
  effect: Exclude<CaseEffect, { kind: "letter" }>,
): Promise<void> {
  const { associationId, id: caseId } = view;
  const { tasks, followUps } = world.store;
  switch (effect.kind) {
    case "tell":
      return tellWhenAllowed(world, view, effect);
    case "follow_up":
      return wakeLater(world, view, effect);
    case "cancel_follow_up":
      return followUps.cancel(associationId, followUpId(caseId, effect.name));
    case "task":
      if (effect.task === "tell_notice")
        world.live?.alert(associationId, "notice", view.conversationId);
      return tasks.addOfCase(associationId, {
        caseId,
        task: effect.task,
        effectId: effect.id,
        conversationId: view.conversationId,
        reason: effect.reason,
        priority: effect.priority,
        at: world.clock.now(),
        ...(effect.dueAt ? { dueAt: new Date(effect.dueAt) } : {}),
      });
    case "close_task":
      return tasks.closeOfCase(associationId, caseId, effect.task, world.clock.now());
  }
}

// ---------------------------------------------------------------- telling

/** At night and in the hour of prayer nobody is disturbed: then it waits as a follow-up, for the next opening. */
async function tellWhenAllowed(world: World, view: CaseView, effect: Tell): Promise<void> {
  const { profile } = associationOf(world, view.associationId);
  const now = world.clock.now();
  const dueAt = nextAllowed(profile, now, effect.messageClass);
  if (dueAt <= now) return tellNow(world, view, effect);
  const id = `${effect.id}.tell`;
  await world.store.followUps.schedule(view.associationId, {
    ...followUpOf(view, id, "tell", dueAt),
    tell: effect,
  });
  world.wake.followUp({ id, associationId: view.associationId, dueAt });
}

/** One inbox row in the lane of the person, once by the effect's id: what becomes of it is the conversation's. */
export async function tellNow(
  world: World,
  { associationId, conversationId, address, id: caseId }: TellTarget,
  effect: Tell,
): Promise<void> {
  const conversation = await world.store.conversations.load(associationId, conversationId);
  await acceptInternal(world, associationId, {
    id: `case|${effect.id}`,
    address: conversation?.replyTo ?? address,
    body: {
      kind: "case",
      caseId,
      event: effect.event,
      values: effect.values,
      ...(effect.attachment ? { attachment: effect.attachment } : {}),
    },
  });
}

type TellTarget = Pick<CaseView, "associationId" | "conversationId" | "address" | "id">;

// ---------------------------------------------------------------- later

async function wakeLater(
  world: World,
  view: CaseView,
  { name, at, messageClass }: EffectOf<"follow_up">,
): Promise<void> {
  const { profile } = associationOf(world, view.associationId);
  const dueAt = messageClass ? nextAllowed(profile, new Date(at), messageClass) : new Date(at);
  const followUp = followUpOf(view, followUpId(view.id, name), name, dueAt);
  await world.store.followUps.schedule(view.associationId, followUp);
  world.wake.followUp(followUp);
}

function followUpOf(view: CaseView, id: string, followUp: string, dueAt: Date) {
  return {
    id,
    associationId: view.associationId,
    conversationId: view.conversationId,
    address: view.address,
    followUp,
    dueAt,
    status: "open" as const,
    caseId: view.id,
  };
}

function followUpId(caseId: string, name: string): string {
  return `${caseId}.${name}`;
}

// ---------------------------------------------------------------- paper

const PATIENCE_MS = 3_600_000; // a decision does not wait longer for its paper: it is told as text alone

function waitingSince({ decision, deferral, objection }: CaseView) {
  return {
    decision: decision?.printingSince,
    deferral: deferral?.printingSince,
    objection: objection?.outcome?.at,
  };
}

/** The letter is made once by the effect's id. */
async function print(world: World, view: CaseView, { id, letter }: EffectOf<"letter">) {
  try {
    const made = await world.letters.make(view.associationId, {
      id,
      record: recordOf(view),
      kind: letter,
    });
    return { storageKey: made.storageKey, number: made.number, fileName: made.fileName };
  } catch (error) {
    const since = Date.parse(waitingSince(view)[letter] ?? view.updatedAt);
    const isLate = world.clock.now().getTime() - since > PATIENCE_MS;
    const isHopeless = error instanceof AppError && error.code === "print.nothing";
    world.log.warn({ caseId: view.id, letter, isLate }, "a letter was not printed");
    return isLate || isHopeless ? {} : ("not_now" as const);
  }
}
