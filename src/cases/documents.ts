import type { CaseDocument, CaseRecord } from "./case.ts";
import { dayAfter } from "./deadlines.ts";
import type { Profile } from "./profile.ts";

/*
 * The checklist of a case. A document is valid on a day until the date printed on it, and while it is no older than the
 * association accepts (`documents.max_age_days`). Validity is looked at on the day of submission and again before the
 * session (policy S2). Days are Gregorian `YYYY-MM-DD` in Riyadh.
 */

type Dates = Pick<CaseDocument, "id" | "issuedOn" | "expiresOn">;

/** The last day on which the document may be used; undefined when no date of it is known. */
export function validUntil(
  document: Dates,
  { documents }: Pick<Profile, "documents">,
): string | undefined {
  const maxAge = Object.hasOwn(documents.max_age_days, document.id)
    ? documents.max_age_days[document.id]
    : undefined;
  const byAge =
    maxAge !== undefined && document.issuedOn ? dayAfter(document.issuedOn, maxAge) : undefined;
  const days = [document.expiresOn, byAge].filter((day) => day !== undefined);
  return days.toSorted()[0];
}

/** Whether it is valid on this day; one without a date is, until a human says otherwise. */
export function isValidOn(
  document: Dates,
  day: string,
  profile: Pick<Profile, "documents">,
): boolean {
  const until = validUntil(document, profile);
  return until === undefined || day <= until;
}

/** Still to be brought by the person. */
export function isOutstanding({ state }: Pick<CaseDocument, "state">): boolean {
  return state === "missing" || state === "expired" || state === "rejected";
}

/** A human has said that it is right, or that it is not needed. */
export function isSettled({ state, matched, waived }: CaseDocument): boolean {
  return state === "matched" || (state === "not_applicable" && (matched ?? waived) !== undefined);
}

export function outstanding(record: Pick<CaseRecord, "documents">): CaseDocument[] {
  return record.documents.filter(isOutstanding);
}

/** Those that were good once and are not on this day. What does not apply cannot run out. */
export function expiredOn(
  record: Pick<CaseRecord, "documents">,
  day: string,
  profile: Pick<Profile, "documents">,
): CaseDocument[] {
  return record.documents.filter(
    (each) =>
      (each.state === "received" || each.state === "matched") && !isValidOn(each, day, profile),
  );
}

/** The first day on which one of the documents in hand will have run out. */
export function nextExpiry(
  record: Pick<CaseRecord, "documents">,
  profile: Pick<Profile, "documents">,
): string | undefined {
  return record.documents
    .filter((each) => each.state === "received" || each.state === "matched")
    .map((each) => validUntil(each, profile))
    .filter((day) => day !== undefined)
    .toSorted()[0];
}
