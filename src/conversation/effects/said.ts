import type { EffectOf, Json } from "../../engine/types.ts";
import { dayInRiyadh, toHijri } from "../../language/calendar.ts";
import { formatCaseNumber } from "../../language/case-number.ts";
import { nextOpening } from "../../cases/calendar.ts";
import { dayAfter } from "../../cases/deadlines.ts";
import type { Profile } from "../../cases/profile.ts";
import type { AssociationId, Conversation } from "../ports.ts";
import { screened } from "../screen-text.ts";
import { associationOf, type World } from "../world.ts";

/*
 * What a person says to the association beside a request: feedback, a survey, an offer of help, a right to his data.
 */

/** Nothing of the person goes with what is said without a name: no address, no conversation, no hour. */
export async function recordFeedback(
  world: World,
  conversation: Conversation,
  effect: EffectOf<"record_feedback">,
): Promise<Record<string, Json>> {
  const { associationId } = conversation;
  const { profile } = associationOf(world, associationId);
  const day = dayInRiyadh(world.clock.now());
  const stored = await world.store.feedback.add(
    associationId,
    {
      id: effect.rowId ?? effect.id,
      kind: effect.feedback,
      text: effect.text,
      ...(effect.named ? { conversationId: conversation.id } : {}),
      day,
      dueOn: workingDayAfter(profile, day, profile.feedback.days),
    },
    () => nextNumber(world, associationId),
  );
  return { fb_no: stored.number };
}

/** What a department says of another's service stands in the same register, without a name (policy O8). */
export async function recordRemark(
  world: World,
  associationId: AssociationId,
  { about, text }: { about: string; text: string },
): Promise<string> {
  const { profile } = associationOf(world, associationId);
  const day = dayInRiyadh(world.clock.now());
  const dueOn = workingDayAfter(profile, day, profile.feedback.days);
  const stored = await world.store.feedback.add(
    associationId,
    { id: world.newId(), kind: "internal", about, text: screened(text), day, dueOn },
    () => nextNumber(world, associationId),
  );
  return stored.number;
}

/** The row knows service and month; that the case was surveyed is the case's own business. */
export async function recordSurvey(
  world: World,
  conversation: Conversation,
  { rowId, id, service, answers, text }: EffectOf<"record_survey">,
): Promise<undefined> {
  const { tags, ...scores } = answers;
  await world.store.surveys.add(conversation.associationId, {
    id: rowId ?? id,
    service,
    month: monthOf(world),
    scores: Object.fromEntries(
      Object.entries(scores)
        .map(([question, score]) => [question, Number(score)] as const)
        .filter(([, score]) => score >= 1 && score <= 5),
    ),
    tags: Array.isArray(tags) ? tags.filter((each) => typeof each === "string") : [],
    text: screened(text),
  });
}

export async function recordVolunteer(
  world: World,
  conversation: Conversation,
  { id, answers }: EffectOf<"record_volunteer">,
): Promise<undefined> {
  await world.store.volunteers.add(conversation.associationId, {
    id,
    conversationId: conversation.id,
    answers,
    at: world.clock.now(),
  });
  await world.store.tasks.add(conversation.associationId, {
    id,
    conversationId: conversation.id,
    kind: "handoff",
    reason: "volunteer",
    priority: "normal",
    at: world.clock.now(),
  });
}

/** Access, correction, destruction and withdrawal are answered within thirty days (PDPL, regulation art. 3). */
const MY_DATA_DAYS = 30;

export async function recordMyData(
  world: World,
  conversation: Conversation,
  { id, request, text }: EffectOf<"record_my_data">,
): Promise<Record<string, Json>> {
  const { associationId } = conversation;
  const at = world.clock.now();
  const dueOn = dayAfter(dayInRiyadh(at), MY_DATA_DAYS);
  const stored = await world.store.myData.add(
    associationId,
    {
      id,
      conversationId: conversation.id,
      request,
      text,
      at,
      dueAt: new Date(`${dueOn}T09:00:00+03:00`),
    },
    () => nextNumber(world, associationId),
  );
  await world.store.tasks.add(associationId, {
    id,
    conversationId: conversation.id,
    kind: "handoff",
    reason: `my_data.${request}`,
    priority: "normal",
    at,
    dueAt: stored.dueAt,
  });
  return { my_no: stored.number, my_due: stored.dueAt.toISOString() };
}

export async function countMyth(
  world: World,
  conversation: Conversation,
  { id, myth }: EffectOf<"count_myth">,
): Promise<undefined> {
  await world.store.myths.heard(conversation.associationId, { id, myth, month: monthOf(world) });
}

/** Feedback, objections and requests share the form and the serial of case numbers. */
async function nextNumber(world: World, associationId: AssociationId): Promise<string> {
  const { profile } = associationOf(world, associationId);
  const year = Number(toHijri(dayInRiyadh(world.clock.now())).slice(2, 4));
  const serial = await world.store.cases.nextSerial(associationId, year);
  return formatCaseNumber(profile.prefix, year, serial);
}

/** The last of so many days on which the association works, the day itself not counted. */
function workingDayAfter(profile: Profile, from: string, days: number): string {
  let day = from;
  for (let left = days; left > 0; left--)
    day = dayInRiyadh(nextOpening(profile, new Date(`${dayAfter(day, 1)}T00:00:00+03:00`)));
  return day;
}

function monthOf(world: World): string {
  return dayInRiyadh(world.clock.now()).slice(0, 7);
}
