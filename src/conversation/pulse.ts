import { createHash } from "node:crypto";
import { nextAllowed } from "../cases/calendar.ts";
import { dayInRiyadh } from "../language/calendar.ts";
import { tellOnce } from "./campaign.ts";
import { personFacts } from "./person-facts.ts";
import type { AssociationId, CaseView } from "./ports.ts";
import { associationOf, type World } from "./world.ts";

const DAY_MS = 86_400_000;
const QUARTER_DAYS = 92;
const PAGE = 200;
/** Only so many days of a quarter are for asking: who was busy then is not asked late. */
const ASKING_DAYS = 14;

/**
 * Asks a sample of those who had to do with us in the last quarter, and who agreed to short surveys, what stood in their
 * way (policy O9): nobody who was asked for an opinion within `survey.gap_days`, who stopped such messages, who is in a crisis, or whose complaint or
 * objection waits. Who belongs to the sample is the same in every process and at every hour, so asking again asks nobody
 * twice. Returns how many were asked now.
 */
export async function askPulse(world: World, association: AssociationId): Promise<number> {
  const { profile } = associationOf(world, association);
  const now = world.clock.now();
  const quarter = quarterOf(dayInRiyadh(now));
  const isTime = quarter.day <= ASKING_DAYS && nextAllowed(profile, now, "survey") <= now;
  if (profile.survey.pulse_percent === 0 || !isTime) return 0;
  const agreed = new Set(await world.store.consents.holding(association, "awareness"));
  let asked = 0;
  for (const view of await lastCases(
    world,
    association,
    new Date(now.getTime() - QUARTER_DAYS * DAY_MS),
  ))
    if (
      agreed.has(view.conversationId) &&
      inSample(
        `${association} ${quarter.id} ${view.conversationId}`,
        profile.survey.pulse_percent,
      ) &&
      (await mayBeAsked(world, view, profile.survey.gap_days)) &&
      (await tellOnce(world, association, view.conversationId, {
        id: `pulse.${quarter.id}`,
        event: "pulse",
        values: {},
      }))
    )
      asked += 1;
  return asked;
}

/** `2026-Q4`, and which day of it this is, from 1. */
function quarterOf(day: string): { id: string; day: number } {
  const [year = "", month = "1"] = day.split("-");
  const number = Math.ceil(Number(month) / 3);
  const first = `${year}-${String(number * 3 - 2).padStart(2, "0")}-01`;
  return { id: `${year}-Q${number}`, day: (Date.parse(day) - Date.parse(first)) / DAY_MS + 1 };
}

/** A fair draw that comes out the same wherever it is made. */
function inSample(lot: string, percent: number): boolean {
  return createHash("sha256").update(lot).digest().readUInt32BE(0) < (percent / 100) * 2 ** 32;
}

async function mayBeAsked(world: World, view: CaseView, gapDays: number): Promise<boolean> {
  const person = await personFacts(world, view);
  const last = [person.surveyedAt, view.surveyInvitedAt].flatMap((at) =>
    at ? Date.parse(at) : [],
  );
  const isRested = last.every((at) => at + gapDays * DAY_MS <= world.clock.now().getTime());
  const isBusy = person.inCrisis || person.hasOpenObjection || person.hasOpenComplaint;
  return isRested && !isBusy && !person.hasOptedOut;
}

/** The last case of each person, of those that were opened since. */
async function lastCases(
  world: World,
  association: AssociationId,
  since: Date,
): Promise<CaseView[]> {
  const last = new Map<string, CaseView>();
  let after: string | undefined;
  do {
    const { cases, next } = await world.store.cases.list(association, {
      limit: PAGE,
      ...(after ? { after } : {}),
    });
    const young = cases.filter(({ openedAt }) => new Date(openedAt) >= since);
    for (const view of young)
      if (!last.has(view.conversationId)) last.set(view.conversationId, view);
    after = young.length === cases.length ? (next ?? undefined) : undefined;
  } while (after);
  return [...last.values()];
}
