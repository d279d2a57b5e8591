import type { CaseDetail, CaseVerbs } from "../../../http/staff/api.ts";

/** What the server lets this member of staff do now: shown at all, and if it is shut, why. */
export function canDo(
  detail: CaseDetail,
  verb: keyof CaseVerbs,
): { isShown: boolean; isAllowed: boolean; why: string | undefined } {
  const action = detail.actions.find((each) => each.verb === verb);
  return { isShown: action !== undefined, isAllowed: action?.allowed ?? false, why: action?.why };
}
