import type { CaseRecord } from "./case.ts";
import type { Profile } from "./profile.ts";

/*
 * When a person may be asked how it was (policy O5, O7; conversation.md 13): once a case, after it was closed and the
 * person said that the help came, or after a refusal against which nothing more can be done; never in a crisis nor
 * while an objection or complaint is open; at most once in `survey.gap_days`.
 */

/** What is known of the person besides this case. */
export interface PersonFacts {
  /** Last invitation, whatever case it was for. */
  surveyedAt?: string;
  inCrisis: boolean;
  hasOpenObjection: boolean;
  hasOpenComplaint: boolean;
  /** The person stopped surveys. */
  hasOptedOut: boolean;
}

export const SURVEY_AFTER_DAYS = 3;
const SURVEY_UNTIL_DAYS = 7;
const DAY_MS = 86_400_000;

/** `later`: look again tomorrow, while the window lasts. `never`: not for this case. */
export function surveyNow(
  record: CaseRecord,
  person: PersonFacts,
  { survey }: Pick<Profile, "survey">,
  now: Date,
): "ask" | "later" | "never" {
  if (!isSurveyed(record) || record.survey !== "none" || person.hasOptedOut) return "never";
  const closed = Date.parse(record.closedAt ?? "");
  if (now.getTime() < closed + SURVEY_AFTER_DAYS * DAY_MS) return "later";
  if (person.surveyedAt && now.getTime() < Date.parse(person.surveyedAt) + survey.gap_days * DAY_MS)
    return "never";
  const isBusy = person.inCrisis || person.hasOpenObjection || person.hasOpenComplaint;
  if (!isBusy) return "ask";
  return now.getTime() + DAY_MS <= closed + SURVEY_UNTIL_DAYS * DAY_MS ? "later" : "never";
}

/** Whether the end of this case is one after which a person is asked: confirmed by him, or declined for good. */
export function isSurveyed(record: CaseRecord): boolean {
  if (record.state !== "closed" || record.closedAt === undefined) return false;
  return (
    record.delivery?.confirmed?.how === "full" ||
    (record.decision?.outcome === "declined" && record.decision.releasedAt !== undefined)
  );
}
