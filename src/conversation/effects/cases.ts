import { createHash } from "node:crypto";
import { buildNewCase } from "../../cases/new-case.ts";
import type { EffectOf, Json } from "../../engine/types.ts";
import { dayInRiyadh, formatGregorian, formatHijri, toHijri } from "../../language/calendar.ts";
import { formatCaseNumber } from "../../language/case-number.ts";
import { noticeText } from "../notice-text.ts";
import type { CaseView, Conversation } from "../ports.ts";
import { associationOf, type World } from "../world.ts";

/** The number that the declaration names. A gap in the numbers, should the person stop here, is allowed. */
export async function reserveCaseNumber(
  world: World,
  conversation: Conversation,
): Promise<Record<string, Json>> {
  const { profile } = associationOf(world, conversation.associationId);
  const year = Number(toHijri(dayInRiyadh(world.clock.now())).slice(2, 4));
  const serial = await world.store.cases.nextSerial(conversation.associationId, year);
  return { case_no: formatCaseNumber(profile.prefix, year, serial) };
}

export async function openCase(
  world: World,
  conversation: Conversation,
  effect: EffectOf<"open_case">,
): Promise<Record<string, Json>> {
  const { profile } = associationOf(world, conversation.associationId);
  const opened = await world.store.cases.open(conversation.associationId, {
    ...buildNewCase(profile, { answers: effect.answers, at: world.clock.now() }),
    id: effect.id,
    associationId: conversation.associationId,
    number: effect.caseNumber,
    conversationId: conversation.id,
    address: conversation.replyTo,
    channelId: conversation.replyTo.channelId,
    answers: effect.answers,
    secrets: effect.secrets,
    declaration: declarationOf(world, conversation, effect),
    consents: effect.consents as unknown as Json,
    flow: effect.flow,
    onBehalf: effect.onBehalf,
    openedAt: world.clock.now(),
  });
  world.failpoint("case.opened");
  const { min_days, max_days } = profile.decision;
  const from = opened.decisionNotBefore;
  const latest =
    from && max_days !== null ? new Date(from.getTime() + (max_days - min_days) * DAY_MS) : null;
  return {
    case_id: opened.id,
    decision_not_before: from?.toISOString() ?? null,
    decision_not_after: latest?.toISOString() ?? null,
  };
}

/** Evidence of the signature: the exact text with its hash, the hash of the answers, how and when it was signed. */
function declarationOf(
  world: World,
  conversation: Conversation,
  { declaration, answers, secrets, flow }: EffectOf<"open_case">,
): Json {
  if (!declaration) return null;
  const text = noticeText(world, conversation, declaration.text, declaration.vars);
  return {
    text,
    textHash: sha256(text),
    answersHash: sha256(JSON.stringify([answers, secrets])),
    method: declaration.method,
    at: declaration.at,
    flow,
    channelId: conversation.replyTo.channelId,
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * The person's own cases, or the one of a number. A case of somebody else's conversation is shown only after a code to
 * its number (`proven`); before that only where to send the code comes back.
 */
export async function findCases(
  world: World,
  conversation: Conversation,
  effect: EffectOf<"find_cases">,
): Promise<Record<string, Json>> {
  const { associationId } = conversation;
  if (effect.number === undefined) {
    const own = await world.store.cases.ofConversation(associationId, conversation.id);
    return { cases: own.map((each) => statusOf(world, each)) };
  }
  const found = await world.store.cases.byNumber(associationId, effect.number);
  if (!found) return { cases: [] };
  const isOwn = found.conversationId === conversation.id;
  const phone = found.answers["mobile"];
  if (isOwn || effect.proven) return { cases: [statusOf(world, found)] };
  return typeof phone === "string" ? { cases: [], status_phone: phone } : { cases: [] };
}

const DAY_MS = 86_400_000;

function statusOf(world: World, found: CaseView): Record<string, Json> {
  const until = found.decisionNotBefore?.getTime();
  const days = until === undefined ? 0 : Math.ceil((until - world.clock.now().getTime()) / DAY_MS);
  return {
    case_no: found.number,
    service: { $text: `service.${found.service}` },
    state_label: { $text: `state.${found.state}` },
    upd_h: formatHijri(toHijri(dayInRiyadh(found.updatedAt))),
    upd_g: formatGregorian(dayInRiyadh(found.updatedAt)),
    days_left: { $text: "count.days", count: Math.max(0, days) },
    is_due: days <= 0,
    next_step: { $text: `state.${found.state}.next` },
    next_step_short: { $text: `state.${found.state}.next` },
  };
}
