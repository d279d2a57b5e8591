import type { Answers } from "../engine/types.ts";
import type { CaseEffect, CaseRecord } from "./case.ts";
import { outstanding } from "./documents.ts";
import { nextLook } from "./ladder.ts";
import { firstState } from "./life-cycle.ts";
import type { CaseStart } from "./new-case.ts";
import { complete, missingValues, setDeadline, watchUrgency } from "./registration.ts";
import { ask, nameOf, nowOf, tell, wakeAt, moversIn, type ActContext, type Step } from "./step.ts";

export interface Opening extends Pick<CaseStart, "service" | "documents" | "urgent"> {
  id: string;
  number: string;
  conversationId: string;
  onBehalf: boolean;
  /** web, sms, whatsapp, or visit, phone, letter, delegate. */
  source: string;
  branch?: string;
  cameBy?: string;
  answers: Answers;
  /** Absent while nobody has signed. */
  signature?: { signedAt: string; answersHash: string; scan?: string };
  /** The flow that opens it tells the number, the two weeks and what is missing itself; a case from the desk is told by us. */
  isTold: boolean;
}

/** A registered request: its first state, and everything that will happen by itself from now on. */
export function openCase(
  { isTold, signature, documents, ...opening }: Opening,
  ctx: ActContext,
): { record: CaseRecord; effects: CaseEffect[] } {
  const state = firstState(documents);
  const step: Step = {
    record: {
      ...opening,
      version: 1,
      state,
      documents: documents.map((each) => ({
        ...each,
        ...(each.state === "received" ? { receivedAt: ctx.now.toISOString() } : {}),
      })),
      openedAt: ctx.now.toISOString(),
      decisionNotBefore: null,
      notice: {},
      signature: signature ?? {},
      survey: "none",
      history: [],
      keys: [ctx.key],
    },
    wishes: [],
    ctx,
    movers: moversIn({ ctx }),
  };
  const { record } = step;
  record.history.push({
    at: nowOf(step),
    actor: nameOf(ctx.actor),
    change: "opened",
    to: state,
  });
  if (outstanding(record).length === 0) complete(step, { isTold });
  else awaitDocuments(step, isTold);
  if (signature === undefined) ask(step, "sign_again", "not_signed");
  watchUrgency(step);
  return {
    record,
    effects: step.wishes.map((wish, index) => ({ ...wish, id: `${ctx.id}.${index}` })),
  };
}

function awaitDocuments(step: Step, isTold: boolean): void {
  const { record, ctx } = step;
  record.ladder = { since: nowOf(step), told: 1 };
  setDeadline(step);
  wakeAt(step, "ladder", nextLook(record.ladder, ctx.profile), "service");
  if (!isTold) tell(step, "documents_missing", { ...missingValues(step), is_new: true });
}
