import type { CaseDetail, CaseVerbs } from "../../../http/staff/api.ts";

/** What the server lets this member of staff do now: shown at all, and if it is shut, why. */
export function canDo(
  detail: CaseDetail,
  verb: keyof CaseVerbs,
): { isShown: boolean; isAllowed: boolean; why: string | undefined } {
  const action = detail.actions.find((each) => each.verb === verb);
  const isAllowed = action?.allowed ?? false;
  const why = action?.why;
  return { isShown: isAllowed || (why !== undefined && !silent.has(why)), isAllowed, why };
}

/** Not this person's, or not at this stage: saying so of every verb would only be noise. */
const silent = new Set([
  "staff.right",
  "case.not_yours",
  "case.wrong_state",
  "case.no_objection",
  "case.not_suspended",
  "case.nothing_to_second",
  "case.nothing_granted",
  "case.released",
  "case.notice_known",
  "case.unknown_task",
  "case.none",
]);
