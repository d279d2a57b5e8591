import type { CaseRecord } from "./case.ts";
import { expiredOn, isSettled, outstanding } from "./documents.ts";
import type { Json } from "./json.ts";
import type { Profile } from "./profile.ts";
import { dayInRiyadh } from "../language/calendar.ts";

/*
 * The conditions of the way to the committee, and of telling a decision, as data: the same list that staff see is the
 * one that `act` obeys (invariant 12 of the architecture).
 */

/** One condition; `met: false` says in `detail` what is in the way. */
export interface Gate {
  id:
    | "documents_received"
    | "documents_matched"
    | "documents_valid"
    | "signed"
    | "notice"
    | "two_weeks";
  met: boolean;
  detail: Json;
}

/** `on`: the day of the session, when it is known; otherwise today. `two_weeks` holds back the telling, not the study. */
export function gatesOf(record: CaseRecord, now: Date, profile: Profile, on?: string): Gate[] {
  const missing = outstanding(record).map(({ id }) => id);
  const unmatched = record.documents.filter((each) => !isSettled(each)).map(({ id }) => id);
  const needsData =
    record.documents.length === 0 && record.state !== "matched" && record.state !== "committee";
  const expired = expiredOn(record, on ?? dayInRiyadh(now), profile).map(({ id }) => id);
  const { signature, notice, decisionNotBefore, decision } = record;
  const until = decisionNotBefore;
  return [
    { id: "documents_received", met: missing.length === 0, detail: { documents: missing } },
    {
      id: "documents_matched",
      met: unmatched.length === 0 && !needsData,
      detail: { documents: unmatched },
    },
    { id: "documents_valid", met: expired.length === 0, detail: { documents: expired } },
    {
      id: "signed",
      met: isSigned(record),
      detail: { at: signature.signedAt ?? null, voidedAt: signature.voidedAt ?? null },
    },
    {
      id: "notice",
      met: isNoticed(record),
      detail: {
        sentAt: notice.sentAt ?? null,
        deliveredAt: notice.deliveredAt ?? notice.toldBy?.at ?? null,
      },
    },
    {
      id: "two_weeks",
      met: isTwoWeeksOver(record, now) || decision?.earlyReason !== undefined,
      detail: { until },
    },
  ];
}

export function isSigned({ signature }: Pick<CaseRecord, "signature">): boolean {
  return signature.signedAt !== undefined && signature.voidedAt === undefined;
}

/** The notice of the two-week minimum has arrived, or an officer has told it (decisions 6). */
export function isNoticed({ notice }: Pick<CaseRecord, "notice">): boolean {
  return notice.deliveredAt !== undefined || notice.toldBy !== undefined;
}

export function isTwoWeeksOver(
  { decisionNotBefore }: Pick<CaseRecord, "decisionNotBefore">,
  now: Date,
): boolean {
  return decisionNotBefore !== null && now.getTime() >= Date.parse(decisionNotBefore);
}
