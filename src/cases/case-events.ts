/**
 * What can happen to a case that its person is told: each has an entry under `events` in `flows/_global.yaml`, which says
 * how. Values that all bring: `case_id`, `case_no`, `service`; beside them:
 *
 * | event | values |
 * |---|---|
 * | receipt | `min` (instant before which nothing is decided) |
 * | documents_missing, documents_last, suspended | `missing` (ids of documents), `due` (day) |
 * | document_expiring | `doc`, `exp` (day) |
 * | document_rejected | `doc`, `reason` (key below `decision.reason`, or words of staff) |
 * | decision_accepted | `name`, `dec_no`, `dec` (day), `next_step` (words of staff, optional) |
 * | decision_partly | as accepted, and `reason`, `grant`, `obj` (last day of the objection) |
 * | decision_deferred | `next_session` (day), `what` |
 * | decision_declined | `name`, `dec_no`, `dec`, `reason`, `advice` (optional), `obj` |
 * | objection_decided | `obj_no`, `result` (`upheld`, `rejected`), `reason` |
 * | myth | `myth` (id of the knowledge): a campaign, to whoever agreed to such messages; no case |
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
] as const;
export type CaseEventName = (typeof caseEvents)[number];
