import { afterWorking } from "../cases/calendar.ts";
import type { Effect, Input, Wish } from "../engine/types.ts";
import { isEndOfHandset, takeEcho } from "./hold.ts";
import type { Conversation, InboxRow } from "./ports.ts";
import type { DeskState } from "./ports-staff.ts";
import { associationOf, type World } from "./world.ts";

/*
 * Staff at the desk: they take a conversation, answer, give it back; and the clocks that watch over them. All of it is
 * part of the conversation's own versioned write, so the bot's silence is never a look beforehand.
 */

type Take = (conversation: Conversation, input: Input) => Conversation;

/** The turn of a row that is the desk's; undefined for every other. */
export function takeDeskRow(
  world: World,
  before: Conversation,
  row: InboxRow,
  take: Take,
): Conversation | undefined {
  const { body } = row;
  if (body.kind === "staff") return staffActions[body.action](world, before, body, take);
  if (body.kind === "staff_reply") return replied(world, before, body);
  if (body.kind === "echo") return answeredOnHandset(world, before, row, body);
  if (isEndOfHandset(before, row)) return released(before, {}, take);
  if (body.kind === "timer" && Object.hasOwn(timers, body.followUp))
    return timers[body.followUp as keyof typeof timers](world, before, take);
  return undefined;
}

/** What follows for the desk from a turn of the person or the bot: somebody is called, or the person waits for staff. */
export function withDesk(
  world: World,
  before: Conversation,
  turn: Conversation,
  isFromPerson: boolean,
): Conversation {
  const call = turn.effects.findLast((effect) => effect.kind === "hand_off");
  if (call && turn.holder !== "bot") return called(world, before, turn, call);
  if (before.holder !== "staff" || !isFromPerson || !before.desk || before.desk.unansweredSince)
    return turn;
  const now = world.clock.now();
  return wishing(
    { ...turn, desk: { ...before.desk, unansweredSince: now.toISOString() } },
    remind(world, turn, "desk_silent", "staff_silent_minutes"),
  );
}

// ---------------------------------------------------------------- somebody is called

function called(
  world: World,
  before: Conversation,
  turn: Conversation,
  { reason, priority }: { reason: string; priority: DeskState["priority"] },
): Conversation {
  const now = world.clock.now().toISOString();
  const known = before.desk;
  const isNew = !known || before.holder === "bot";
  const isAlarm = priority === "crisis" && known?.priority !== "crisis";
  const base: DeskState = isNew ? { reason, priority, since: now, unansweredSince: now } : known;
  const { acknowledgedAt: _seen, alarms: _alarms, ...rest } = base;
  const desk: DeskState = isAlarm ? { ...rest, reason, priority } : base;
  const { crisis } = associationOf(world, turn.associationId).profile;
  return wishing(
    { ...turn, desk },
    ...(isNew && priority !== "crisis"
      ? [remind(world, turn, "desk_unclaimed", "unclaimed_minutes")]
      : []),
    ...(isAlarm ? [at("desk_ack", minutesLater(world, crisis.ack_minutes))] : []),
  );
}

// ---------------------------------------------------------------- what staff do

type Staff = Extract<InboxRow["body"], { kind: "staff" }>;
type Act = (world: World, before: Conversation, body: Staff, take: Take) => Conversation;

const staffActions: Record<Staff["action"], Act> = {
  claim(world, before, { staffId, staffName }) {
    const now = world.clock.now().toISOString();
    const desk: DeskState = {
      reason: "claimed",
      priority: "normal",
      since: now,
      ...before.desk,
      claimedAt: now,
      acknowledgedAt: before.desk?.acknowledgedAt ?? now,
    };
    // An answer in another name would puzzle; whoever only goes on where he was says it once.
    const isNew = before.holder !== "staff" || before.staffId !== staffId;
    return wishing(
      { ...next(world, before), holder: "staff", staffId, desk },
      ...(staffName && isNew ? [joined(staffName)] : []),
      ...cancelled("desk_unclaimed", "desk_ack"),
      ...(desk.unansweredSince
        ? [remind(world, before, "desk_silent", "staff_silent_minutes")]
        : [giveBackLater(world, before)]),
    );
  },
  release: (_world, before, { step, aloud }, take) => released(before, { step, aloud }, take),
  resolve: (_world, before, { aloud }, take) =>
    released(before, { aloud: aloud && before.holder === "staff" }, take),
  requeue: (world, before, { reason }) => requeued(world, before, reason ?? "requeued", []),
  acknowledge: (world, before) =>
    wishing(
      {
        ...next(world, before),
        ...(before.desk
          ? { desk: { ...before.desk, acknowledgedAt: world.clock.now().toISOString() } }
          : {}),
      },
      ...cancelled("desk_ack"),
    ),
};

function released(
  before: Conversation,
  { step, aloud }: { step?: string | undefined; aloud?: boolean | undefined },
  take: Take,
): Conversation {
  const { staffId: _staff, desk: _desk, ...free } = before;
  const turn = take(
    { ...free, holder: "bot" },
    { kind: "released", ...(step ? { step } : {}), ...(aloud ? { aloud } : {}) },
  );
  return before.desk
    ? wishing(turn, ...cancelled("desk_silent", "desk_return", "desk_unclaimed", "desk_ack"))
    : turn;
}

function requeued(
  world: World,
  before: Conversation,
  reason: string,
  said: readonly Wish[],
): Conversation {
  const { staffId: _, ...rest } = before;
  const now = world.clock.now().toISOString();
  const { claimedAt: _claimed, ...known } = before.desk ?? { priority: "normal" as const };
  return wishing(
    {
      ...next(world, rest),
      holder: "queue",
      desk: { unansweredSince: now, ...known, reason, since: now },
    },
    ...said,
    { kind: "hand_off", reason, priority: before.desk?.priority ?? "normal" },
    ...cancelled("desk_silent", "desk_return"),
    remind(world, before, "desk_unclaimed", "unclaimed_minutes"),
  );
}

function replied(
  world: World,
  before: Conversation,
  body: Extract<InboxRow["body"], { kind: "staff_reply" }>,
): Conversation {
  const by = {
    id: body.staffId,
    name: body.staffName ?? body.staffId,
    ...(body.sentAs ? { sentAs: body.sentAs } : {}),
  };
  return wishing(
    { ...answered(world, next(world, before)) },
    { kind: "send_text", text: body.text, by },
    ...(before.holder === "staff"
      ? [...cancelled("desk_silent"), giveBackLater(world, before)]
      : []),
  );
}

/** Staff answered from the telephone itself: whoever took the conversation keeps it, and the person was answered. */
function answeredOnHandset(
  world: World,
  before: Conversation,
  row: InboxRow,
  body: Extract<InboxRow["body"], { kind: "echo" }>,
): Conversation {
  const turn = takeEcho(world, before, row, body);
  if (turn.holder !== "staff" || body.body?.kind === "reaction") return turn;
  const now = world.clock.now().toISOString();
  const desk: DeskState = {
    reason: "handset",
    priority: "normal",
    since: now,
    ...before.desk,
    claimedAt: before.desk?.claimedAt ?? now,
    acknowledgedAt: before.desk?.acknowledgedAt ?? now,
  };
  return wishing(
    answered(world, { ...turn, desk }),
    ...(before.desk ? cancelled("desk_unclaimed", "desk_ack", "desk_silent") : []),
  );
}

function answered(world: World, conversation: Conversation): Conversation {
  if (!conversation.desk) return conversation;
  const { unansweredSince: _, ...desk } = conversation.desk;
  return { ...conversation, desk: { ...desk, lastStaffAt: world.clock.now().toISOString() } };
}

// ---------------------------------------------------------------- the clocks

const MOST_ALARMS = 30;

const timers = {
  /** Nobody came: an apology, once, and a call-back that somebody must make. */
  desk_unclaimed(world: World, before: Conversation): Conversation {
    const { desk } = before;
    if (before.holder !== "queue" || !desk || desk.apologisedAt || desk.priority === "crisis")
      return next(world, before);
    const now = world.clock.now();
    const { profile } = associationOf(world, before.associationId);
    const dueAt = afterWorking(profile, now, profile.handoff.callback_hours * 60).toISOString();
    return wishing(
      { ...next(world, before), desk: { ...desk, apologisedAt: now.toISOString() } },
      { kind: "send", key: "staff.late", vars: {}, purpose: "reply" },
      { kind: "desk_task", task: "callback", reason: "unclaimed", priority: "urgent", dueAt },
    );
  },
  /** Staff took it and say nothing: back to the queue, not to the bot. */
  desk_silent(world: World, before: Conversation): Conversation {
    if (before.holder !== "staff" || !before.desk?.unansweredSince) return next(world, before);
    return requeued(world, before, "staff_silent", [
      { kind: "send", key: "staff.requeued", vars: {}, purpose: "reply" },
    ]);
  },
  /** The person says nothing any more: the bot is there again. */
  desk_return(world: World, before: Conversation, take: Take): Conversation {
    if (before.holder !== "staff" || before.desk?.unansweredSince) return next(world, before);
    return released(before, { aloud: true }, take);
  },
  /** A crisis that no human being has seen: the alarm goes on. */
  desk_ack(world: World, before: Conversation): Conversation {
    const { desk } = before;
    const alarms = (desk?.alarms ?? 0) + 1;
    if (!desk || before.holder === "bot" || desk.acknowledgedAt || alarms > MOST_ALARMS)
      return next(world, before);
    const { crisis } = associationOf(world, before.associationId).profile;
    return wishing(
      { ...next(world, before), desk: { ...desk, alarms } },
      { kind: "desk_task", task: "crisis", reason: "unacknowledged", priority: "crisis" },
      at("desk_ack", minutesLater(world, crisis.ack_minutes)),
    );
  },
  /** It was put aside until now. */
  desk_wake: (world: World, before: Conversation): Conversation => next(world, before),
};

type Clock = keyof typeof timers;

function at(followUp: Clock, when: Date): Wish {
  return {
    kind: "schedule",
    followUp,
    at: when.toISOString(),
    messageClass: "service",
    exact: true,
  };
}

/** In working time: nobody is late at night. */
function remind(
  world: World,
  { associationId }: Conversation,
  followUp: Clock,
  limit: "unclaimed_minutes" | "staff_silent_minutes",
): Wish {
  const { profile } = associationOf(world, associationId);
  return at(followUp, afterWorking(profile, world.clock.now(), profile.handoff[limit]));
}

function giveBackLater(world: World, { associationId }: Conversation): Wish {
  const { handoff } = associationOf(world, associationId).profile;
  return at("desk_return", minutesLater(world, handoff.return_hours * 60));
}

function cancelled(...names: Clock[]): Wish[] {
  return names.map((followUp) => ({ kind: "cancel_follow_up", followUp }));
}

const MINUTE_MS = 60_000;

function minutesLater(world: World, minutes: number): Date {
  return new Date(world.clock.now().getTime() + minutes * MINUTE_MS);
}

function joined(staffName: string): Wish {
  return { kind: "send", key: "staff.joined", vars: { staff_name: staffName }, purpose: "staff" };
}

// ---------------------------------------------------------------- one turn

function next(world: World, before: Conversation): Conversation {
  return { ...before, version: before.version + 1, effects: [], updatedAt: world.clock.now() };
}

/** Numbered after what the turn wishes already. */
function wishing(turn: Conversation, ...wishes: Wish[]): Conversation {
  const from = turn.effects.length;
  const added = wishes.map((wish, index): Effect => ({
    ...wish,
    id: `${turn.id}.${turn.version}.${from + index}`,
  }));
  return { ...turn, effects: [...turn.effects, ...added] };
}
