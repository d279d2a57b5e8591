import { act } from "../../cases/act.ts";
import type { CaseEffect, CaseLetter, CaseRecord, DecisionOutcome } from "../../cases/case.ts";
import type { Address, OutboundBody } from "../../channels/channel.ts";
import type { EffectOf } from "../../engine/types.ts";
import { outgoing } from "../apply-effects.ts";
import { newConversation, takeRow } from "../take-turn.ts";
import type { AssociationId, Conversation } from "../ports.ts";
import { associationOf, channelOf, type World } from "../world.ts";

/** What staff are about to decide: the same data as the action. */
export type Deciding =
  | {
      verb: "decide";
      data: {
        outcome: DecisionOutcome;
        reason?: string;
        advice?: string;
        grant?: string;
        nextSessionOn?: string;
      };
    }
  | { verb: "decide_objection"; data: { result: "upheld" | "rejected"; reason: string } };

export interface DecisionPreview {
  /** A document that is complete in itself. */
  letter: string;
  /** What the person would read, on each channel of the association. */
  messages: { channel: string; text: string; segments?: number; warnings: string[] }[];
}

/**
 * The letter and the messages as they would leave, and nothing changes: the case, the conversation and the channels run
 * as they will, on copies. So what staff see here is what is sent.
 */
export async function previewDecision(
  world: World,
  association: AssociationId,
  record: CaseRecord,
  deciding: Deciding,
): Promise<DecisionPreview> {
  const decided = asDecided(world, record, deciding);
  const person = await world.store.conversations.load(association, record.conversationId);
  const told = toldBy(world, association, decided, deciding);
  const language = person?.state.language ?? "ar";
  return {
    letter: world.letters.preview(association, decided, letterOf(deciding), language),
    messages: channelsOf(world, association).flatMap((address) =>
      told.flatMap((tell) => messagesOn(world, association, { person, address, tell, record })),
    ),
  };
}

type Tell = Extract<CaseEffect, { kind: "tell" }>;

/** The case one step before it is told. */
function asDecided(world: World, record: CaseRecord, deciding: Deciding): CaseRecord {
  const at = world.clock.now().toISOString();
  if (deciding.verb === "decide") {
    const { data } = deciding;
    const decision = {
      number: "",
      ...data,
      decidedBy: [],
      recordedBy: "",
      at,
      printingSince: at,
    };
    return data.outcome === "deferred"
      ? { ...record, state: "matched", deferral: decision }
      : { ...record, state: "decided", decision };
  }
  const { objection } = record;
  const outcome = { ...deciding.data, by: [], at };
  return { ...record, ...(objection ? { objection: { ...objection, outcome } } : {}) };
}

function toldBy(
  world: World,
  association: AssociationId,
  record: CaseRecord,
  deciding: Deciding,
): Tell[] {
  const { profile } = associationOf(world, association);
  const done = act(
    record,
    { kind: "letter_ready", letter: letterOf(deciding) },
    {
      actor: { kind: "system", id: "preview" },
      now: world.clock.now(),
      profile,
      id: `${record.id}.preview`,
      key: "preview",
    },
  );
  return "refusal" in done ? [] : done.effects.filter((effect) => effect.kind === "tell");
}

function letterOf(deciding: Deciding): CaseLetter {
  if (deciding.verb !== "decide") return "objection";
  return deciding.data.outcome === "deferred" ? "deferral" : "decision";
}

/** Somebody on each channel that the association has. */
function channelsOf(world: World, association: AssociationId): Address[] {
  return [...world.channels.values()]
    .filter((channel) => channel.id.startsWith(`${association}-`))
    .map((channel) => ({ channelId: channel.id, scheme: "internal", value: "preview" }));
}

/** What the conversation would say to an event on this channel, between questions. */
function messagesOn(
  world: World,
  association: AssociationId,
  {
    person,
    address,
    tell,
    record,
  }: {
    person: Conversation | undefined;
    address: Address;
    tell: Tell;
    record: CaseRecord;
  },
): DecisionPreview["messages"] {
  const fresh = newConversation(world, association, "preview", address);
  const before: Conversation = {
    ...fresh,
    state: {
      ...fresh.state,
      answers: record.answers,
      language: person?.state.language ?? "ar",
      consents: person?.state.consents ?? [],
      greeted: true,
    },
  };
  const { effects } = takeRow(world, before, {
    id: `preview|${tell.id}`,
    associationId: association,
    lane: `${address.channelId}|${address.value}`,
    order: "",
    channelId: address.channelId,
    address,
    origin: "live",
    acceptedAt: world.clock.real(),
    body: { kind: "case", caseId: record.id, event: tell.event, values: tell.values },
  });
  return effects.flatMap((effect) => {
    if (effect.kind !== "send") return [];
    const { id, body } = outgoing(world, before, effect);
    return [shown(world, address, effect, { id, body: body as OutboundBody })];
  });
}

function shown(
  world: World,
  to: Address,
  { key, purpose }: EffectOf<"send">,
  message: { id: string; body: OutboundBody },
): DecisionPreview["messages"][number] {
  const { text, segments, warnings } = channelOf(world, to.channelId).render({
    ...message,
    to,
    key,
    purpose,
    author: "bot",
  });
  return { channel: to.channelId, text, ...(segments === undefined ? {} : { segments }), warnings };
}
