/*
 * Why a committee does not accept, accepts in part, or wants more. Ids; the words are `decision.reason.<id>` and
 * `decision.advice.<id>` (what the person can do now). No amount and no threshold stands in them: no association prints any.
 */
export const decisionReasons = [
  "outside_scope",
  "outside_area",
  "above_limit",
  "other_body",
  "not_verified",
  "budget",
  "duplicate",
  "more_information",
  "visit_needed",
  "other",
] as const;
export type DecisionReason = (typeof decisionReasons)[number];

export function isDecisionReason(id: string | undefined): id is DecisionReason {
  return (decisionReasons as readonly string[]).includes(id ?? "");
}
