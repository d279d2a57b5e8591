import type {
  Channel,
  ErrorClass,
  Outbound,
  OutboundBody,
  SendOutcome,
} from "../channels/channel.ts";
import { linkInstead } from "./file-link.ts";
import { isNotice, noticeSent } from "./notice-gate.ts";
import type { Conversation, Message } from "./ports.ts";
import { isSendingOffLately } from "./sending-switch.ts";
import { channelOf, type World } from "./world.ts";

const SEND_DEADLINE_MS = 15_000; // a provider that has not answered by then may still have sent: unknown
const MAX_ATTEMPTS = 6;
const BACK_OFF_MS = 2_000; // doubled with every attempt
const LONGEST_BACK_OFF_MS = 30_000;
const NOT_READY_MS = 24 * 3_600_000; // a line that is away comes back by itself, or an operator brings it back
const SWITCHED_OFF_MS = 5_000; // then it is looked at again whether the channel may send
const NOT_FOUND_GRACE_MS = 5_000; // a provider's own list may lag behind its acceptance
const GIVE_UP_UNKNOWN_MS = 15 * 60_000; // decisions: then staff see "may not have arrived" and the lane is free

/** Refusals after which trying again may help; everything else is final and becomes a task. */
const retryable = new Set<ErrorClass>(["transient", "rate-limited"]);

/** `done`: every message has an outcome. Otherwise the rest waits in order, to be tried in `retryInMs`. */
export type Delivery = { done: true } | { done: false; retryInMs: number };

/**
 * Sends messages of one conversation in the order in which they were written: the next on a channel goes when the one
 * before has an outcome. A channel that is away holds up no other: who has gone on in the browser is answered there.
 */
export async function deliver(
  world: World,
  conversation: Conversation,
  messages: readonly Message[],
): Promise<Delivery> {
  const waits = new Map<string, number>();
  for (const message of messages) {
    const { channelId } = message.address;
    if (waits.has(channelId) && !(await passesTheSwitch(world, message))) continue;
    const wait = await deliverOne(world, conversation, message);
    if (wait !== undefined) waits.set(channelId, wait);
  }
  return waits.size === 0
    ? { done: true }
    : { done: false, retryInMs: Math.min(...waits.values()) };
}

/** Undefined when the message has its outcome; otherwise how long to wait before it is looked at again. */
async function deliverOne(
  world: World,
  conversation: Conversation,
  message: Message,
): Promise<number | undefined> {
  const real = world.clock.real();
  if (message.notBefore && message.notBefore > real)
    return message.notBefore.getTime() - real.getTime();
  if (isStopped(conversation, message))
    return refuse(world, message, {
      class: "opted-out",
      message: "the person has stopped these messages",
    });
  if (message.status === "unknown" || message.status === "interrupted")
    return reconcile(world, conversation, message);
  if (await isSwitchedOff(world, message)) {
    await world.store.messages.requeue(
      message.associationId,
      message.id,
      new Date(real.getTime() + SWITCHED_OFF_MS),
    );
    return SWITCHED_OFF_MS;
  }
  return send(world, conversation, message);
}

/** Staff have stopped the channel: its messages wait, and are no failures. What helps in danger leaves all the same. */
async function isSwitchedOff({ store }: World, message: Message): Promise<boolean> {
  if (message.purpose === "crisis") return false;
  return isSendingOffLately(store.settings, message.address.channelId);
}

/** On a channel that staff have stopped, what helps in danger does not wait behind the rest. */
async function passesTheSwitch({ store }: World, message: Message): Promise<boolean> {
  if (message.purpose !== "crisis") return false;
  return isSendingOffLately(store.settings, message.address.channelId);
}

async function send(
  world: World,
  conversation: Conversation,
  message: Message,
): Promise<number | undefined> {
  const channel = channelOf(world, message.address.channelId);
  if (!channel.capabilities.idempotentSend && message.status !== "sending") {
    if (
      !(await world.store.messages.beginSending(
        message.associationId,
        message.id,
        world.clock.real(),
      ))
    )
      return undefined;
    message.attempts += 1;
  }
  world.failpoint("send.begun");
  const outcome = await sendOrLink(world, conversation, message, channel);
  world.failpoint("send.done");
  return settle(world, message, outcome);
}

/** Refusals of a file after which its link may go: by SMS, and on WhatsApp after the 24 hours. */
const linkable = new Set<ErrorClass>(["unsupported", "window-closed"]);

async function sendOrLink(
  world: World,
  conversation: Conversation,
  message: Message,
  channel: Channel,
): Promise<SendOutcome> {
  const outbound = outboundOf(message);
  const outcome = await withDeadline(channel.send(outbound));
  const { body } = outbound;
  if (body.kind !== "media") return outcome;
  if (outcome.status !== "rejected" || !linkable.has(outcome.error.class)) return outcome;
  const link = await linkInstead(world, conversation, { ...outbound, body });
  return withDeadline(channel.send(link));
}

async function settle(
  world: World,
  message: Message,
  outcome: SendOutcome,
): Promise<number | undefined> {
  const { messages } = world.store;
  if (outcome.status === "rejected" && mayTryAgain(world, message, outcome.error.class)) {
    const wait =
      outcome.error.retryAfterMs ??
      Math.min(LONGEST_BACK_OFF_MS, BACK_OFF_MS * 2 ** (message.attempts - 1));
    await messages.requeue(
      message.associationId,
      message.id,
      new Date(world.clock.real().getTime() + wait),
    );
    return wait;
  }
  await messages.recordOutcome(message.associationId, message, outcome, world.clock.now());
  world.failpoint("outcome.recorded");
  world.live?.changed(message);
  if (outcome.status === "unknown") return BACK_OFF_MS;
  if (outcome.status === "accepted") await noticeSent(world, message);
  if (outcome.status === "rejected") await tellStaff(world, message, outcome.error.class);
  return undefined;
}

/** What the line itself is to blame for is no attempt: a linked number may be away for an hour. */
function mayTryAgain(world: World, message: Message, error: ErrorClass): boolean {
  if (error === "not-ready")
    return world.clock.now().getTime() - message.createdAt.getTime() < NOT_READY_MS;
  return retryable.has(error) && message.attempts < MAX_ATTEMPTS;
}

function refuse(
  world: World,
  message: Message,
  error: { class: ErrorClass; message: string },
): Promise<number | undefined> {
  return settle(world, message, { status: "rejected", error });
}

/** It may have left: the provider's own history is asked before anything is sent again. */
async function reconcile(
  world: World,
  conversation: Conversation,
  message: Message,
): Promise<number | undefined> {
  const { messages } = world.store;
  const channel = channelOf(world, message.address.channelId);
  const since = message.sendingSince ?? message.createdAt;
  const age = world.clock.real().getTime() - since.getTime();
  const outbound = outboundOf(message);
  const { body } = outbound;
  const isLinked = body.kind === "media" && !channel.capabilities.media.outbound;
  const sent = isLinked ? await linkInstead(world, conversation, { ...outbound, body }) : outbound;
  const found = channel.reconcile ? await channel.reconcile(sent, since) : "cannot-tell";
  if (typeof found === "object") return settle(world, message, found);
  if (found === "not-found" && age >= NOT_FOUND_GRACE_MS) {
    await messages.requeue(message.associationId, message.id, world.clock.real());
    return 0;
  }
  if (age < GIVE_UP_UNKNOWN_MS) return Math.min(NOT_FOUND_GRACE_MS, GIVE_UP_UNKNOWN_MS - age);
  await messages.recordOutcome(
    message.associationId,
    message,
    { status: "rejected", error: { class: "permanent", message: "may not have arrived" } },
    world.clock.now(),
  );
  await tellStaff(world, message, "may_not_have_arrived");
  return undefined;
}

async function tellStaff(world: World, message: Message, reason: string): Promise<void> {
  // Whoever has stopped messages has still to be told of his two weeks: an officer calls him.
  if (isNotice(message)) world.live?.alert(message.associationId, "notice", message.conversationId);
  if (reason === "opted-out") return;
  await world.store.tasks.add(message.associationId, {
    id: `${message.id}.failed`,
    conversationId: message.conversationId,
    kind: "message",
    reason: `${message.key ?? "message"}: ${reason}`,
    priority: message.purpose === "crisis" ? "crisis" : "normal",
    at: world.clock.now(),
  });
}

/** Opt-out stops notices, never the answer within an open conversation, a code or the crisis text. */
function isStopped(conversation: Conversation, message: Message): boolean {
  return message.purpose === "notification" && conversation.state.optOut === "all";
}

export function outboundOf(message: Message): Outbound {
  return {
    id: message.id,
    to: message.address,
    body: message.body as OutboundBody,
    key: message.key ?? "",
    author: message.author === "staff" ? "staff" : "bot",
    purpose: message.purpose ?? "reply",
  };
}

async function withDeadline(sending: Promise<SendOutcome>): Promise<SendOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<SendOutcome>((resolve) => {
    timer = setTimeout(
      () =>
        resolve({ status: "unknown", error: { class: "transient", message: "no answer in time" } }),
      SEND_DEADLINE_MS,
    );
  });
  try {
    return await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}
