import type { ActionKind, CaseAction } from "./action.ts";
import { committeeActions } from "./actions/committee.ts";
import { clockActions } from "./actions/clock.ts";
import { declarationActions } from "./actions/declaration.ts";
import { deliveryActions } from "./actions/delivery.ts";
import { documentActions } from "./actions/documents.ts";
import { noticeActions } from "./actions/notice.ts";
import { objectionActions } from "./actions/objection.ts";
import { standingActions } from "./actions/standing.ts";
import { surveyActions } from "./actions/survey.ts";
import type { CaseEffect, CaseRecord } from "./case.ts";
import type { Json } from "./json.ts";
import { mayMove } from "./life-cycle.ts";
import {
  moversIn,
  refuse,
  type ActContext,
  type ActionRule,
  type Refusal,
  type Step,
} from "./step.ts";

export type { ActContext, Refusal } from "./step.ts";

/** What may be done to a case: one entry an action, in the group where its rules stand. */
const actions: { [K in ActionKind]: ActionRule<K> } = {
  ...documentActions,
  ...noticeActions,
  ...declarationActions,
  ...committeeActions,
  ...objectionActions,
  ...deliveryActions,
  ...surveyActions,
  ...standingActions,
  ...clockActions,
};

export interface Done {
  record: CaseRecord;
  effects: CaseEffect[];
  /** This key was seen before: nothing has changed. */
  repeated?: true;
  secrets?: Record<string, Json>;
  evidence?: Json;
}

/**
 * One action on a case. Pure: the same record, action and context give the same case and effects. A refusal changes
 * nothing. `record` of the answer has the next version, and equals the old one where nothing had to be done.
 */
export function act(
  before: CaseRecord,
  action: CaseAction,
  ctx: ActContext,
): Done | { refusal: Refusal } {
  if (before.keys.includes(ctx.key)) return { record: before, effects: [], repeated: true };
  const rule = ruleOf(action.kind);
  const step: Step = {
    record: structuredClone(before),
    wishes: [],
    ctx,
    movers: moversIn({ ctx }),
  };
  const refusal = hindrance(rule, step) ?? rule.apply(step, action);
  if (refusal) return { refusal };
  checkMove(before, step, action.kind);
  if (isUntouched(before, step)) return { record: before, effects: [] };
  step.record.version = before.version + 1;
  step.record.keys = [...before.keys.slice(1 - KEYS_KEPT), ctx.key];
  return {
    record: step.record,
    effects: step.wishes.map((wish, index) => ({ ...wish, id: `${ctx.id}.${index}` })),
    ...(step.secrets ? { secrets: step.secrets } : {}),
    ...(step.evidence === undefined ? {} : { evidence: step.evidence }),
  };
}

const KEYS_KEPT = 64; // far more than actions that can be under way for one case

/** Whether this actor may do this kind of thing to the case as it stands, before anything is filled in. */
export function mayAct(
  record: CaseRecord,
  kind: ActionKind,
  ctx: ActContext,
): { allowed: true } | { allowed: false; refusal: Refusal } {
  const step: Step = {
    record: structuredClone(record),
    wishes: [],
    ctx,
    movers: moversIn({ ctx }),
  };
  const refusal = hindrance(ruleOf(kind), step);
  return refusal ? { allowed: false, refusal } : { allowed: true };
}

function ruleOf(kind: ActionKind): ActionRule<ActionKind> {
  return actions[kind] as unknown as ActionRule<ActionKind>;
}

function hindrance(rule: ActionRule<ActionKind>, step: Step): Refusal | undefined {
  if (!rule.by.some((mover) => step.movers.includes(mover)))
    return refuse("not_yours", { needs: [...rule.by] });
  if (!rule.from.includes(step.record.state))
    return refuse("wrong_state", { state: step.record.state });
  return rule.holds?.(step);
}

/** A state that the table does not lead to would be a mistake of ours: the write never happens. */
function checkMove(before: CaseRecord, step: Step, kind: ActionKind): void {
  let from = before.state;
  for (const { from: left, to } of step.record.history.slice(before.history.length)) {
    if (to === undefined) continue;
    if (left !== from || !step.movers.some((mover) => mayMove(left, to, mover)))
      throw new Error(`${kind}: no way from ${left ?? "nowhere"} to ${to}`);
    from = to;
  }
  if (from !== step.record.state) throw new Error(`${kind}: a move without history`);
}

function isUntouched(before: CaseRecord, step: Step): boolean {
  return (
    step.wishes.length === 0 &&
    step.secrets === undefined &&
    step.evidence === undefined &&
    JSON.stringify(before) === JSON.stringify(step.record)
  );
}
