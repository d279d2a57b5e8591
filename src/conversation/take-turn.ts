import { addressKey, type Address } from "../channels/channel.ts";
import { documentsFor, serviceOf } from "../cases/new-case.ts";
import { advance, emptyState } from "../engine/advance.ts";
import { hasFlow } from "../engine/flow-set.ts";
import type { Effect, Input, Json, TurnContext } from "../engine/types.ts";
import { takeDeskRow, withDesk } from "./desk-turn.ts";
import { reasonForStaff, taskFor } from "./for-staff.ts";
import { remember } from "./hold.ts";
import { phoneKey } from "./identity.ts";
import { recordOf } from "./record-inbound.ts";
import type { AssociationId, Conversation, InboxRow } from "./ports.ts";
import type { JoinedRow } from "./together.ts";
import { associationOf, channelOf, type World } from "./world.ts";

/** A conversation that does not exist yet: saved with its first turn. */
export function newConversation(
  world: World,
  association: AssociationId,
  id: string,
  address: Address,
): Conversation {
  const now = world.clock.now();
  return {
    id,
    associationId: association,
    version: 0,
    addresses: [addressKey(address)],
    replyTo: address,
    holder: "bot",
    state: emptyState(now),
    effects: [],
    taken: [],
    backlog: false,
    createdAt: now,
    updatedAt: now,
  };
}

/** One turn for one accepted row: the conversation after it, still to be committed. Nothing outside has changed yet. */
export function takeRow(world: World, before: Conversation, row: JoinedRow): Conversation {
  const after = addressed(before, row);
  const input = inputOf(row);
  const atDesk = takeDeskRow(
    world,
    after,
    row,
    (conversation, said) => takeInput(world, conversation, said).conversation,
  );
  if (atDesk) return { ...atDesk, taken: idsOf(row).reduce(remember, before.taken) };
  if (row.body.kind === "letter_code") return sendCode(world, before, row, row.body);
  const reason = reasonForStaff(row);
  const turn =
    (reason && takeSilently(world, after, input, row, reason)) ?? takeInput(world, after, input);
  const isFromPerson = !["timer", "linked", "case"].includes(row.body.kind);
  const conversation = withDesk(world, before, turn.conversation, isFromPerson);
  return {
    ...conversation,
    taken: idsOf(row).reduce(remember, before.taken),
    effects: [
      ...(isFromPerson ? recordsOf(world, { ...turn, conversation }, row) : []),
      ...conversation.effects,
    ],
  };
}

/**
 * What the bot cannot read, or would answer too late, is for staff. Undefined where something must be said all the
 * same: the crisis text is never too late.
 */
function takeSilently(
  world: World,
  after: Conversation,
  input: Input,
  row: InboxRow,
  reason: string,
): ReturnType<typeof takeInput> | undefined {
  const turn = takeInput(world, { ...after, holder: "staff" }, input);
  if (turn.conversation.effects.length > 0) return undefined;
  const effects = [taskFor(after.id, row, reason)];
  // In the queue people see it, and the bot answers what comes next.
  const holder = after.holder === "bot" ? "queue" : after.holder;
  return { ...turn, conversation: { ...turn.conversation, holder, effects } };
}

/** The turn that follows when an effect has brought its values back. */
export function takeResult(
  world: World,
  before: Conversation,
  effectId: string,
  values: Record<string, Json>,
): Conversation {
  return takeInput(world, before, { kind: "result", effectId, values }).conversation;
}

function takeInput(
  world: World,
  before: Conversation,
  input: Input,
): { conversation: Conversation; secret: boolean; conceal?: string } {
  const version = before.version + 1;
  const turn = advance(
    world.flows,
    before.state,
    input,
    contextOf(world, before, `${before.id}.${version}`),
  );
  const conversation: Conversation = {
    ...before,
    version,
    state: turn.state,
    effects: turn.effects.map((effect) => drawn(world, effect)),
    holder: turn.holder ?? before.holder,
    updatedAt: world.clock.now(),
  };
  return {
    conversation,
    secret: turn.secretInput,
    ...(turn.conceal ? { conceal: turn.conceal } : {}),
  };
}

/**
 * What is said without a name gets an id from nowhere: it is drawn before the turn is saved, so that doing it again
 * after a crash finds the row, and goes with the effect, so that nothing leads from the row to the person.
 */
function drawn(world: World, effect: Effect): Effect {
  return effect.kind === "record_survey" || effect.kind === "record_feedback"
    ? { ...effect, rowId: world.newId() }
    : effect;
}

function contextOf(world: World, conversation: Conversation, turnId: string): TurnContext {
  const { policy, profile, knowledge } = associationOf(world, conversation.associationId);
  const channel = channelOf(world, conversation.replyTo.channelId);
  const { language } = conversation.state;
  return {
    now: world.clock.now(),
    holder: conversation.holder,
    turnId,
    channel: {
      kind:
        channel.kind === "sms" || channel.kind === "whatsapp" || channel.kind === "web"
          ? channel.kind
          : "console",
      twoWay: channel.capabilities.direction === "two-way",
      buttons: channel.capabilities.buttons > 0,
    },
    ...(conversation.verifiedPhone ? { verifiedPhone: conversation.verifiedPhone } : {}),
    policy,
    documentsFor: (answers) => documentsFor(profile, serviceOf(profile, answers)),
    hasFlow: (name) => hasFlow(world.flows, name),
    label: (key) => world.texts.plain(key, language),
    placeholders: (key) => world.texts.placeholders(key),
    isCode: (codeId, typed) => world.tokens.isCode(codeId, typed),
    findAnswer: (text) => knowledge.answer(text),
  };
}

/** Replies go to where the person wrote last. */
function addressed(before: Conversation, row: InboxRow): Conversation {
  if (["timer", "staff", "staff_reply", "case"].includes(row.body.kind)) return before;
  const { aliases = [] } = row;
  const addresses = [...new Set([...before.addresses, row.lane, ...aliases, ...phoneOf(row)])];
  // What staff typed on the handset does not say where the person is to be answered.
  if (row.body.kind === "echo") return { ...before, addresses };
  return {
    ...before,
    addresses,
    replyTo: row.address,
    ...verified(row),
    ...(row.displayName ? { displayName: row.displayName } : {}),
  };
}

function phoneOf(row: InboxRow): string[] {
  return row.verifiedPhone ? [phoneKey(row.verifiedPhone)] : [];
}

/** The network or the platform vouches for the sender's number, or the person has proved it by a code. */
function verified(row: InboxRow): { verifiedPhone?: string } {
  if (row.body.kind === "linked") return { verifiedPhone: row.body.phone };
  return row.verifiedPhone ? { verifiedPhone: row.verifiedPhone } : {};
}

/** A code for the page of a letter or for a signature at the desk. It is no turn of the conversation: nothing is answered, and staff may hold it. */
function sendCode(
  world: World,
  before: Conversation,
  row: InboxRow,
  { codeId, phone, minutes }: { codeId: string; phone: string; minutes?: number },
): Conversation {
  const version = before.version + 1;
  return {
    ...before,
    version,
    taken: remember(before.taken, row.id),
    effects: [
      {
        id: `${before.id}.${version}.0`,
        kind: "send",
        key: minutes === undefined ? "letter.code" : "otp",
        vars: { otp: { $code: codeId }, ...(minutes === undefined ? {} : { minutes }) },
        purpose: "otp",
        phone,
      },
    ],
    updatedAt: world.clock.now(),
  };
}

function inputOf(row: InboxRow): Input {
  const { body } = row;
  switch (body.kind) {
    case "text":
      return { kind: "text", text: body.text };
    case "choice":
      return { kind: "choice", optionId: body.optionId };
    case "media":
      return {
        kind: "media",
        media: body.media.map(asMedia),
        ...(body.caption ? { caption: body.caption } : {}),
        voiceNote: body.voiceNote ?? false,
      };
    case "location":
      return { kind: "location", lat: body.lat, lng: body.lng };
    case "consent":
      return { kind: "opt", action: body.action };
    case "session":
      return { kind: "start", ...(body.from ? { from: body.from } : {}) };
    case "linked":
      return { kind: "start" };
    case "form":
      return {
        kind: "form",
        formId: body.formId,
        values: body.values,
        ...(body.documents ? { documents: body.documents } : {}),
      };
    case "timer":
      return { kind: "timer", followUpId: body.followUpId, followUp: body.followUp };
    case "case":
      return {
        kind: "event",
        event: body.event,
        values: body.values,
        ...(body.attachment ? { attachment: body.attachment } : {}),
      };
    case "reaction":
    case "edit":
    case "revoke":
    case "unsupported":
      return { kind: "ignored", what: body.kind };
    case "staff":
    case "staff_reply":
    case "letter_code":
    case "echo":
      return { kind: "ignored", what: "unsupported" };
  }
}

function asMedia(media: { mime: string; storageKey?: string; refusal?: string }) {
  return {
    mime: media.mime,
    ...(media.storageKey ? { storageKey: media.storageKey } : {}),
    ...(media.refusal ? { refusal: media.refusal } : {}),
  };
}

function idsOf(row: JoinedRow): string[] {
  return (row.joins ?? [row]).map(({ id }) => id);
}

/** Each message that was sent stands in the thread, also where several were answered as one. */
function recordsOf(world: World, turn: ReturnType<typeof takeInput>, row: JoinedRow) {
  return (row.joins ?? [row]).map((each, index) => {
    const record = recordOf(turn.conversation, each, shownAs(world, turn));
    return index === 0 ? record : { ...record, id: `${record.id}${index}` };
  });
}

/** An answer to a survey or a complaint is not in the thread: a note says that one came. */
function shownAs(world: World, { secret, conceal }: ReturnType<typeof takeInput>) {
  return { secret, ...(conceal ? { note: world.texts.plain(conceal, "ar") ?? "" } : {}) };
}
