/**
 * What can happen to a case that its person is told: each has an entry under `events` in `flows/_global.yaml`, which says
 * how. All bring `case_id`, `case_no`, `service` and the person's `name`; beside them, days in both calendars
 * (`due_h`, `due_g`) and labels as texts (`{ $text }`):
 *
 * | event | values |
 * |---|---|
 * | receipt | `min`: the day before which nothing is decided |
 * | documents_missing, documents_last, suspended | `missing` (labels), `documents` (ids), `due` |
 * | document_expiring | `document` (id), `doc` (label), `exp` |
 * | document_rejected | as missing, and `document`, `doc`, `reason_text` in words of staff |
 * | decision_accepted | `dec_no`, `dec` |
 * | decision_partly, decision_declined | as accepted, and `reason_text`, `advice`, `grant`, `obj`: the last day of an objection |
 * | decision_deferred | `what`, `next_session` |
 * | objection_decided | `obj_no`, `result` (`upheld`, `rejected`), `reason_text` |
 * | myth | `myth` (id of the knowledge): a campaign, to whoever agreed to such messages; no case |
 * | improvement | `theme` (`cases/improvement.ts`), `did` in words of staff: you said, we did; no case |
 * | pulse | what stands in the way, asked once a quarter; no case |
 * | sign_again | `changes`: how often answers were changed so far; `mobile`, for the code |
 * | still_waiting, payout_details, delivered_ask, survey, renewal, case_closed | nothing more |
 */
export const caseEvents = [
  "receipt",
  "documents_missing",
  "documents_last",
  "document_expiring",
  "document_rejected",
  "suspended",
  "still_waiting",
  "sign_again",
  "decision_accepted",
  "decision_partly",
  "decision_declined",
  "decision_deferred",
  "objection_decided",
  "payout_details",
  "delivered_ask",
  "survey",
  "renewal",
  "case_closed",
  "myth",
  "improvement",
  "pulse",
] as const;
export type CaseEventName = (typeof caseEvents)[number];
