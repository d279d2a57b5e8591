import { isOpen, openingWords } from "../cases/calendar.ts";
import type { Effect, EffectOf, Vars } from "../engine/types.ts";
import type { Conversation } from "./ports.ts";
import { associationOf, type World } from "./world.ts";

/**
 * Who is passed to staff hears what is true now: his place and about how long, out of hours the next opening, and where
 * nobody can log in that the call was registered.
 */
export async function withWaitWords(
  world: World,
  conversation: Conversation,
): Promise<Conversation> {
  const { associationId, effects } = conversation;
  const isCalled = effects.some((effect) => effect.kind === "hand_off");
  if (!isCalled || !world.staffed?.has(associationId) || !effects.some(isRegistered))
    return conversation;
  const { key, vars } = await words(world, conversation);
  const said: Effect[] = effects.map((effect) =>
    isRegistered(effect) ? { ...effect, key, vars: { ...effect.vars, ...vars } } : effect,
  );
  return { ...conversation, effects: said };
}

function isRegistered(effect: Effect): effect is EffectOf<"send"> {
  return effect.kind === "send" && effect.key === "staff.registered";
}

async function words(
  world: World,
  { id, associationId, state }: Conversation,
): Promise<{ key: string; vars: Vars }> {
  const { profile } = associationOf(world, associationId);
  const now = world.clock.now();
  if (!isOpen(profile, now)) {
    const { day, time, isToday } = openingWords(profile, now);
    const plain = { kind: "web", twoWay: true } as const;
    const shown = world.texts.fill(
      isToday ? "hours.next_today" : "hours.next_open",
      { day: world.texts.plain(`day.${day}`, state.language) ?? day, time },
      state.language,
      plain,
    );
    return { key: "staff.offhours", vars: { next_open: shown } };
  }
  const { desk } = world.store;
  const [place, waits] = await Promise.all([
    desk.position(associationId, id),
    desk.recentWaits(associationId),
  ]);
  return {
    key: "staff.wait",
    vars: { pos: place, eta: expectedMinutes(place, waits, profile.handoff.unclaimed_minutes) },
  };
}

/** About how long: the middle of what others waited of late, for each place in the queue; never nothing. */
function expectedMinutes(place: number, waits: readonly number[], whenUnknown: number): number {
  const sorted = waits.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? whenUnknown;
  return Math.max(1, Math.ceil(middle * place));
}
