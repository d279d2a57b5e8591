import { addressKey, type Address, type Channel } from "../channels/channel.ts";
import type { Effect, EffectKind, EffectOf, Json } from "../engine/types.ts";
import { effectKinds, type MessageKind } from "./effects/index.ts";
import { chatBeside, letterToldBy } from "./letter-link.ts";
import type { Conversation, FormRecord, Message } from "./ports.ts";
import { renderMessage } from "./render-message.ts";
import type { TextChannel } from "./texts.ts";
import { withWaitWords } from "./wait-words.ts";
import { associationOf, channelOf, type World } from "./world.ts";

/** What an effect brought back, if it brings something: the turn that waits for it goes on with these. */
interface EffectResult {
  effectId: string;
  values: Record<string, Json>;
}

/** What was done: results for the turns that wait, and the messages that are to leave now, in order. */
export interface Applied {
  results: EffectResult[];
  outgoing: Message[];
}

/**
 * Makes the effects of a saved turn true in the world, each once by its id: doing it again after a crash finds the
 * row, case or follow-up that exists. Messages are stored here and leave afterwards (`deliver.ts`).
 */
export async function applyEffects(world: World, conversation: Conversation): Promise<Applied> {
  const results: EffectResult[] = [];
  for (const effect of conversation.effects) {
    if (isMessage(effect)) continue;
    const values = await apply(world, conversation, effect);
    if (values) results.push({ effectId: effect.id, values });
  }
  const speaking = await withWaitWords(world, conversation);
  await issueResumeLinks(world, speaking);
  await concealOnPages(world, speaking);
  const messages = messagesOf(world, speaking);
  if (messages.length > 0) await world.store.messages.insert(conversation.associationId, messages);
  world.failpoint("messages.stored");
  await world.live?.turned(conversation, messages);
  return { results, outgoing: messages.filter(isToLeave) };
}

/** What staff typed on the handset stands in the thread as ours, but has left already. */
function isToLeave({ direction, status }: Pick<Message, "direction" | "status">): boolean {
  return direction === "out" && (status === "queued" || status === "sending");
}

function isMessage(effect: Effect): effect is EffectOf<MessageKind> {
  return ["send", "send_text", "record_inbound"].includes(effect.kind);
}

function apply<K extends EffectKind>(
  world: World,
  conversation: Conversation,
  effect: EffectOf<K>,
) {
  const applies = effectKinds[effect.kind as Exclude<EffectKind, MessageKind>] as unknown as (
    world: World,
    conversation: Conversation,
    effect: EffectOf<K>,
  ) => Promise<Record<string, Json> | undefined>;
  return applies(world, conversation, effect);
}

/** The rows of the thread. The first that leaves is stored as `sending` at once, which saves a write before the provider is called. */
function messagesOf(world: World, conversation: Conversation): Message[] {
  const messages = conversation.effects
    .filter(isMessage)
    .filter((effect) => !isBehindLink(world, conversation, effect));
  const rows = messages.map((effect, index) => {
    const row =
      effect.kind === "send"
        ? outgoing(world, conversation, effect)
        : effect.kind === "send_text"
          ? fromStaff(world, conversation, effect)
          : incoming(conversation, effect);
    return { ...row, order: orderOf(effect.id, index) };
  });
  const first = rows.find(isToLeave);
  if (
    first &&
    !conversation.backlog &&
    !channelOf(world, first.address.channelId).capabilities.idempotentSend
  ) {
    Object.assign(first, { status: "sending", attempts: 1, sendingSince: world.clock.real() });
  }
  return rows;
}

/** The letter lies behind the link of the message that tells of it: a second link to the same paper would only cost. */
function isBehindLink(world: World, conversation: Conversation, file: Effect): boolean {
  if (file.kind !== "send" || !file.attachment) return false;
  return conversation.effects.some(
    (other) =>
      other.kind === "send" &&
      other.id !== file.id &&
      other.event === file.event &&
      other.caseId === file.caseId &&
      letterToldBy(other) !== undefined &&
      needsResumeLink(world, conversation, addressFor(world, conversation, other), other),
  );
}

/** Place in the thread: version of the turn, then number within it. */
function orderOf(effectId: string, index: number): string {
  const version = effectId.split(".").at(-2) ?? "0";
  return `${version.padStart(9, "0")}.${String(index).padStart(4, "0")}`;
}

/** A message as it will be sent: rendered for where it goes, its place in the thread still to be given. */
export function outgoing(
  world: World,
  conversation: Conversation,
  effect: EffectOf<"send">,
): Message {
  const address = addressFor(world, conversation, effect);
  const channel = channelOf(world, address.channelId);
  const { body, secret } = renderMessage(world, conversation.associationId, effect, {
    language: conversation.state.language,
    channel: textChannelOf(channel),
    isolates: channel.capabilities.isolates,
  });
  return {
    id: effect.id,
    associationId: conversation.associationId,
    conversationId: conversation.id,
    order: "",
    direction: "out",
    author: effect.purpose === "staff" ? "staff" : "bot",
    address,
    body,
    secret,
    key: effect.key,
    purpose: effect.purpose,
    ...(effect.caseId ? { caseId: effect.caseId } : {}),
    ...(effect.event ? { event: effect.event } : {}),
    status: "queued",
    attempts: 0,
    createdAt: world.clock.now(),
  };
}

function textChannelOf({ kind, capabilities }: Channel): TextChannel {
  return {
    kind: kind === "sms" || kind === "web" || kind === "whatsapp" ? kind : "console",
    twoWay: capabilities.direction === "two-way",
  };
}

/** In the words of a member of staff, by the same way as every message. */
function fromStaff(
  world: World,
  { id, associationId, replyTo }: Conversation,
  effect: EffectOf<"send_text">,
): Message {
  return {
    id: effect.id,
    associationId,
    conversationId: id,
    order: "",
    direction: "out",
    author: "staff",
    address: replyTo,
    body: { kind: "text", text: effect.text },
    secret: false,
    by: effect.by,
    purpose: "staff",
    status: "queued",
    attempts: 0,
    createdAt: world.clock.now(),
  };
}

function incoming(conversation: Conversation, effect: EffectOf<"record_inbound">): Message {
  const [, ...value] = effect.address.split("|");
  return {
    id: effect.id,
    associationId: conversation.associationId,
    conversationId: conversation.id,
    order: "",
    direction: effect.by ? "out" : "in",
    author: effect.by ? "staff" : "contact",
    address: { ...conversation.replyTo, channelId: effect.channelId, value: value.join("|") },
    body: effect.body as Message["body"],
    secret: false,
    status: effect.by ? "sent" : "accepted",
    attempts: 0,
    createdAt: new Date(effect.at),
  };
}

/** A notice goes where it is noticed: to the telephone of the same person rather than into a page that is closed. */
function addressFor(world: World, conversation: Conversation, effect: EffectOf<"send">): Address {
  if (effect.phone) return smsAddress(world, conversation, effect.phone);
  const { replyTo, addresses, associationId } = conversation;
  if (
    effect.purpose !== "notification" ||
    effect.attachment || // a file lies better in the page than behind a link
    channelOf(world, replyTo.channelId).kind !== "web"
  )
    return replyTo;
  const prefix = `${associationId}-sms|`;
  const phone = addresses.findLast((each) => each.startsWith(prefix));
  return phone ? smsAddress(world, conversation, phone.slice(prefix.length)) : replyTo;
}

const RESUME_HOURS = 72;
const HOUR_MS = 3_600_000;

/** The chat page keeps a log of its own: what must stay nowhere is taken out of it as well. */
async function concealOnPages(world: World, conversation: Conversation): Promise<void> {
  for (const effect of conversation.effects) {
    if (effect.kind !== "record_inbound" || !effect.concealed) continue;
    if (channelOf(world, effect.channelId).kind !== "web") continue;
    const [, providerId = ""] = effect.rowId.split("|");
    const at = providerId.indexOf(".");
    const text = (effect.body as { text?: string }).text ?? "";
    await world.store.webLog.conceal(providerId.slice(0, at), providerId.slice(at + 1), text);
  }
}

/**
 * Where a telephone cannot answer, a notice carries a one-time link by which the same conversation goes on in a browser;
 * so does a text that leaves its content to a page. The link of a decision leads to its letter, and from there to the chat.
 */
async function issueResumeLinks(world: World, conversation: Conversation): Promise<void> {
  for (const effect of conversation.effects) {
    if (effect.kind !== "send") continue;
    const address = addressFor(world, conversation, effect);
    if (!needsResumeLink(world, conversation, address, effect)) continue;
    const id = `${effect.id}.resume`;
    const letter = letterToldBy(effect);
    await issueLink(world, conversation, address, id, letter);
    if (letter) await issueLink(world, conversation, address, chatBeside(id));
  }
}

async function issueLink(
  world: World,
  { associationId, id: conversationId }: Conversation,
  address: Address,
  id: string,
  letter?: FormRecord["letter"],
): Promise<void> {
  await world.store.forms.issue(
    associationId,
    {
      id,
      associationId,
      conversationId,
      address,
      ...(letter ? { purpose: "letter", letter } : { purpose: "resume" }),
      fields: [],
      documents: [],
      expiresAt: new Date(world.clock.real().getTime() + RESUME_HOURS * HOUR_MS),
    },
    world.tokens.hash(world.tokens.formToken(id)),
  );
}

function needsResumeLink(
  world: World,
  { state: { language } }: Conversation,
  address: Address,
  effect: EffectOf<"send">,
): boolean {
  const channel = channelOf(world, address.channelId);
  if (channel.kind === "web") return false;
  const target = textChannelOf(channel);
  if (effect.purpose === "notification" && !target.twoWay) return true;
  if (typeof effect.vars["secure_url"] !== "object") return false;
  const key = world.texts.variant(effect.wording ?? effect.key, language, target);
  return key !== undefined && (world.texts.plain(key, language) ?? "").includes("{secure_url}");
}

/** Codes go to the telephone number itself, whatever channel the person writes on. */
function smsAddress(world: World, conversation: Conversation, phone: string): Address {
  const { id } = associationOf(world, conversation.associationId);
  const address: Address = { channelId: `${id}-sms`, scheme: "e164", value: phone };
  return addressKey(conversation.replyTo) === addressKey(address) ? conversation.replyTo : address;
}
