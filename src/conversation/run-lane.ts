import { isStoryOpen } from "../engine/story.ts";
import { applyEffects } from "./apply-effects.ts";
import { deliver, type Delivery } from "./deliver.ts";
import { identify } from "./identity.ts";
import { newConversation, takeResult, takeRow } from "./take-turn.ts";
import type { AssociationId, Conversation } from "./ports.ts";
import { joinTogether, waitForMore, type JoinedRow } from "./together.ts";
import type { World } from "./world.ts";

const ROWS_PER_RUN = 4; // then the lane goes to the tail, so that nobody who writes a lot makes others wait
const ROWS_READ = 12; // an album of ten and what follows it
const LEASE_MS = 30_000; // longer than any send may take; a crash is noticed after this
const BUSY_RETRY_MS = 100;
const MAX_RESULTS_PER_TURN = 10; // effects that bring values one after another within one turn

/** What is left after a run: nothing, more to do at once, or something to look at later. */
export type LaneRest = { again: false } | { again: true; afterMs: number };

/**
 * Takes what waits in a lane, one message after another: load the conversation, take the turn, save state and effects
 * in one version-checked write, make the effects true. A crash between any two of these is made good by the next run.
 *
 * Round trips of a turn that answers with one message (each shared by all lanes that are under way at the moment):
 * load, pending, commit (journaled), messages (journaled), outcome, settle, finish; the accepting insert (journaled)
 * came before. The address is resolved from memory.
 */
export async function runLane(
  world: World,
  association: AssociationId,
  lane: string,
): Promise<LaneRest> {
  const owner = world.owners.next();
  const id = await world.store.conversations.resolve(association, lane, world.newId());
  const [loaded, rows] = await Promise.all([
    world.store.conversations.load(association, id),
    world.store.inbox.pending(association, [lane], ROWS_READ),
  ]);
  if (isLeased(world, loaded)) return { again: true, afterMs: BUSY_RETRY_MS };
  const together = {
    storyOpen: loaded?.holder === "bot" && isStoryOpen(world.flows, loaded.state),
    ...(world.storyMs === undefined ? {} : { storyMs: world.storyMs }),
  };
  const wait = waitForMore(rows, world.clock.real(), together);
  if (wait > 0) return { again: true, afterMs: wait };

  let current = loaded;
  if (current && (current.effects.length > 0 || current.backlog)) {
    const recovered = await recover(world, current, owner);
    if (recovered === "conflict") return { again: true, afterMs: 0 };
    if (!recovered.delivery.done) {
      await release(world, recovered.conversation, owner, true);
      if (rows.length === 0) return { again: true, afterMs: recovered.delivery.retryInMs };
    }
    current = recovered.conversation;
  }

  const fresh = rows.filter((row) => !current?.taken.includes(row.id));
  const stale = rows.filter((row) => current?.taken.includes(row.id)).map((row) => row.id);
  if (stale.length > 0) await world.store.inbox.finish(association, stale);
  const first = fresh[0];
  if (!first) {
    if (current && loaded && current !== loaded)
      await release(world, current, owner, current.backlog);
    return { again: false };
  }

  if ((await identify(world, association, first, { id, known: current })) === "moved") {
    return { again: true, afterMs: 0 };
  }
  let conversation = current ?? newConversation(world, association, id, first.address);
  let delivery: Delivery = { done: true };
  const taken = joinTogether(fresh, together).slice(0, ROWS_PER_RUN);
  for (const row of taken) {
    const turn = await takeAndSave(world, conversation, row, owner);
    if (turn === "conflict") return { again: true, afterMs: 0 };
    conversation = turn.conversation;
    if (!turn.delivery.done) delivery = turn.delivery;
  }
  await release(world, conversation, owner, conversation.backlog);
  world.failpoint("effects.settled");
  const ids = taken.flatMap((row) => (row.joins ?? [row]).map((each) => each.id));
  await world.store.inbox.finish(association, ids);
  world.failpoint("inbox.finished");
  if (ids.length < fresh.length || rows.length === ROWS_READ) return { again: true, afterMs: 0 };
  return delivery.done ? { again: false } : { again: true, afterMs: delivery.retryInMs };
}

function isLeased(world: World, conversation: Conversation | undefined): boolean {
  const lease = conversation?.lease;
  return (
    lease !== undefined && lease.until > world.clock.real() && !world.owners.isGone(lease.owner)
  );
}

async function takeAndSave(world: World, before: Conversation, row: JoinedRow, owner: string) {
  const turn = takeRow(world, before, row);
  world.failpoint("turn.computed");
  if (turn.holder === "staff" && before.holder !== "staff")
    await world.store.messages.withdraw(turn.associationId, turn.id);
  return saveAndApply(world, turn, owner);
}

/** Saves a turn and makes its effects true; the turns that wait for a result of them follow at once. */
async function saveAndApply(
  world: World,
  turn: Conversation,
  owner: string,
): Promise<"conflict" | { conversation: Conversation; delivery: Delivery }> {
  let conversation: Conversation = { ...turn, lease: leaseFor(world, owner) };
  for (let left = MAX_RESULTS_PER_TURN; left > 0; left--) {
    if ((await world.store.conversations.commit(conversation)) === "conflict") return "conflict";
    world.failpoint("conversation.saved");
    const { next, delivery } = await applyAndDeliver(world, conversation);
    if (!next) return { conversation: { ...conversation, backlog: !delivery.done }, delivery };
    conversation = { ...next, backlog: !delivery.done, lease: leaseFor(world, owner) };
  }
  throw new Error(`conversation ${turn.id}: a turn that never ends`);
}

async function applyAndDeliver(
  world: World,
  conversation: Conversation,
): Promise<{ next?: Conversation; delivery: Delivery }> {
  const { results, outgoing } = await applyEffects(world, conversation);
  const waiting = conversation.backlog
    ? await world.store.messages.unsent(conversation.associationId, conversation.id)
    : outgoing;
  const delivery = await deliver(world, conversation, waiting);
  const next = results.reduce<Conversation | undefined>(
    (latest, { effectId, values }) => takeResult(world, latest ?? conversation, effectId, values),
    undefined,
  );
  return next ? { next, delivery } : { delivery };
}

/** What a crash left of an earlier turn: its effects once more (harmless by their ids), and messages without an outcome. */
async function recover(
  world: World,
  left: Conversation,
  owner: string,
): Promise<"conflict" | { conversation: Conversation; delivery: Delivery }> {
  // Taking the lease is a commit of its own, so that two who find the same remains do not both send.
  const claimed: Conversation = { ...left, version: left.version + 1, backlog: true };
  return saveAndApply(world, claimed, owner);
}

function leaseFor(world: World, owner: string) {
  return { owner, until: new Date(world.clock.real().getTime() + LEASE_MS) };
}

async function release(
  world: World,
  conversation: Conversation,
  owner: string,
  backlog: boolean,
): Promise<void> {
  await world.store.conversations.settle(conversation.associationId, conversation.id, {
    effectIds: conversation.effects.map((effect) => effect.id),
    owner,
    release: true,
    backlog,
  });
}
