import { shownState } from "../../cases/life-cycle.ts";
import { buildNewCase } from "../../cases/new-case.ts";
import { openCase as openRecord } from "../../cases/open.ts";
import { latestAnswer } from "../../cases/registration.ts";
import type { EffectOf, Json } from "../../engine/types.ts";
import { dayInRiyadh, formatGregorian, formatHijri, toHijri } from "../../language/calendar.ts";
import { formatCaseNumber } from "../../language/case-number.ts";
import { applyAll } from "../act-on-case.ts";
import { hashOfAnswers, sha256 } from "../answers-hash.ts";
import { noticeText } from "../notice-text.ts";
import type { CaseView, Conversation } from "../ports.ts";
import { associationOf, channelOf, type World } from "../world.ts";

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
  const { associationId } = conversation;
  const { profile } = associationOf(world, associationId);
  const now = world.clock.now();
  const declaration = declarationOf(world, conversation, effect);
  const opening = buildNewCase(profile, { answers: effect.answers, at: now });
  const opened = await world.store.cases.open(associationId, {
    ...openRecord(
      {
        ...opening,
        id: effect.id,
        number: effect.caseNumber,
        conversationId: conversation.id,
        onBehalf: effect.onBehalf,
        source: channelOf(world, conversation.replyTo.channelId).kind,
        ...(effect.cameBy === undefined ? {} : { cameBy: effect.cameBy }),
        answers: effect.answers,
        ...(declaration
          ? { signature: { signedAt: declaration.at, answersHash: declaration.answersHash } }
          : {}),
        isTold: true,
      },
      {
        actor: { kind: "contact", id: conversation.id },
        now,
        profile,
        id: `${effect.id}.1`,
        key: effect.id,
      },
    ),
    associationId,
    address: conversation.replyTo,
    channelId: conversation.replyTo.channelId,
    secrets: effect.secrets,
    declaration,
    consents: effect.consents as unknown as Json,
    flow: effect.flow,
    policyVersion: opening.policyVersion,
  });
  world.failpoint("case.opened");
  await applyAll(world, opened);
  return {
    case_id: opened.view.id,
    decision_not_before: opened.view.decisionNotBefore,
    decision_not_after: latestAnswer(opened.view, profile)?.toISOString() ?? null,
  };
}

/** Evidence of the signature: the exact text with its hash, the hash of the answers, how and when it was signed. */
function declarationOf(
  world: World,
  conversation: Conversation,
  { declaration, answers, secrets, flow }: EffectOf<"open_case">,
) {
  if (!declaration) return null;
  const text = noticeText(world, conversation, declaration.text, declaration.vars);
  return {
    text,
    textHash: sha256(text),
    answersHash: hashOfAnswers(answers, secrets),
    method: declaration.method,
    at: declaration.at,
    flow,
    channelId: conversation.replyTo.channelId,
  };
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
  const until = found.decisionNotBefore;
  const days =
    until === null ? 0 : Math.ceil((Date.parse(until) - world.clock.now().getTime()) / DAY_MS);
  const shown = shownState(found);
  const updated = dayInRiyadh(new Date(found.updatedAt));
  return {
    case_no: found.number,
    service: { $text: `service.${found.service}` },
    state_label: { $text: `state.${shown.label}` },
    upd_h: formatHijri(toHijri(updated)),
    upd_g: formatGregorian(updated),
    days_left: { $text: "count.days", count: Math.max(0, days) },
    is_due: days <= 0,
    next_step: { $text: `state.${shown.state}.next` },
    next_step_short: { $text: `state.${shown.state}.next` },
  };
}
