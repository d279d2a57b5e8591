import { z } from "zod";
import type { ActionKind } from "../../cases/action.ts";
import { decisionReasons } from "../../cases/decision-reasons.ts";
import type { Right } from "../../cases/roles.ts";
import { aDay, anId, reason, seen } from "./route.ts";

const outcome = z.enum(["accepted", "partly", "deferred", "declined"]);
const words = z.string().trim().min(1).max(1_000);
const dates = { expiresOn: aDay.optional(), issuedOn: aDay.optional() };
const fields = z.array(anId).max(20);

export const outcomeFields = {
  outcome,
  reason: z.enum(decisionReasons).optional(),
  advice: words.optional(),
  grant: words.optional(),
  payout: z.boolean().optional(),
  nextSessionOn: aDay.optional(),
  earlyReason: reason.optional(),
};

/** What staff do to a case by a click: the right that it needs and what comes with it. Whether the case allows it, `act` says. */
export const caseVerbs = {
  match_document: {
    right: "document.match",
    body: { document: anId, fields, ...dates, sighted: z.boolean().optional() },
  },
  match_data: { right: "document.match", body: { fields } },
  reject_document: { right: "document.match", body: { document: anId, reason } },
  waive_document: { right: "document.waive", body: { document: anId, reason } },
  told_notice: { right: "notice.tell", body: { how: words.optional() } },
  to_committee: { right: "case.refer", body: { sessionId: anId.optional() } },
  decide: { right: "decision.record", body: outcomeFields },
  second: { right: "decision.second", body: {} },
  release_decision: { right: "decision.release", body: { earlyReason: reason.optional() } },
  plan_delivery: { right: "delivery.record", body: { what: words } },
  deliver: { right: "delivery.record", body: { task: anId } },
  delivered: { right: "delivery.record", body: {} },
  decide_objection: {
    right: "objection.decide",
    body: { result: z.enum(["upheld", "rejected"]), reason },
  },
  suspend: { right: "case.work", body: { reason } },
  reactivate: { right: "case.work", body: {} },
  close: { right: "case.close", body: { reason } },
} as const satisfies Partial<Record<ActionKind, { right: Right; body: z.ZodRawShape }>>;

export type CaseVerb = keyof typeof caseVerbs;

export function bodyOf(verb: CaseVerb) {
  return z.strictObject({ ...caseVerbs[verb].body, ...seen });
}
