import { addressKey } from "../channels/channel.ts";
import { settleCase } from "./act-on-case.ts";
import { settleSession } from "./act-on-session.ts";
import type { World } from "./world.ts";

const WAITING_MS = 1_500; // an accepted row that nobody took by then was left by a crash or a lost wake-up
const BATCH = 500;
const POSTPONED_MS = 60_000;

/**
 * Finds what a crash or a lost wake-up left (rows, effects, messages) and wakes its lanes; cases and sessions are settled
 * here. One that fails is told and comes again later: those behind it do not wait for it. Runs every second or so.
 */
export async function sweep(world: World): Promise<number> {
  const { inbox, conversations, messages, cases, sessions } = world.store;
  const real = world.clock.real();
  const [rows, unsettled, stuck, leftCases, leftSessions] = await Promise.all([
    inbox.waiting(new Date(real.getTime() - WAITING_MS), BATCH),
    conversations.unsettled(real, BATCH),
    messages.stuck(real, BATCH),
    cases.unsettled(real, BATCH),
    sessions.unsettled(BATCH),
  ]);
  for (const { associationId, lane } of rows) world.wake.lane(associationId, lane);
  for (const { associationId, conversationId } of [
    ...unsettled.map(({ associationId, id }) => ({ associationId, conversationId: id })),
    ...stuck,
  ]) {
    const conversation = await conversations.load(associationId, conversationId);
    if (conversation) world.wake.lane(associationId, addressKey(conversation.replyTo));
  }
  const later = new Date(real.getTime() + POSTPONED_MS);
  for (const { associationId, id } of leftCases)
    await settleCase(world, associationId, id).catch(async (error: unknown) => {
      world.log.error({ err: error, caseId: id }, "what is left of a case could not be settled");
      await cases.settle(associationId, id, [], later);
    });
  for (const { associationId, id } of leftSessions)
    await settleSession(world, associationId, id).catch((error: unknown) =>
      world.log.error({ err: error, sessionId: id }, "a session could not be settled"),
    );
  return rows.length + unsettled.length + stuck.length + leftCases.length + leftSessions.length;
}
