import { ask, done, move, note, nowOf, refuse, tell, type ActionRule } from "../step.ts";
import type { CaseRecord } from "../case.ts";
import { isOutstanding } from "../documents.ts";

/*
 * The person answers for what was written (policy S4): an answer that is changed afterwards voids the signature and the
 * comparison with the documents, and is signed anew.
 */

type Kind = "change_answer" | "sign" | "give_payout";

const BEFORE_COMMITTEE = ["awaiting_documents", "submitted", "matched"] as const;

export const declarationActions: { [K in Kind]: ActionRule<K> } = {
  change_answer: {
    from: BEFORE_COMMITTEE,
    by: ["contact", "officer"],
    apply(step, { answers, reason }) {
      const { record } = step;
      const fields = Object.keys(answers).filter(
        (name) => JSON.stringify(answers[name]) !== JSON.stringify(record.answers[name]),
      );
      if (fields.length === 0) return undefined;
      record.answers = { ...record.answers, ...answers };
      if (record.signature.signedAt !== undefined) record.signature.voidedAt ??= nowOf(step);
      for (const document of record.documents) {
        if (document.matched && document.state === "matched" && !isOutstanding(document))
          document.state = "received";
        delete document.matched;
      }
      const data = { fields };
      if (record.state === "matched") move(step, "submitted", "answers_changed", { reason, data });
      else note(step, "answers_changed", { reason, data });
      ask(step, "sign_again", "answers_changed");
      const { mobile } = record.answers;
      if (record.signature.voidedAt !== undefined)
        tell(step, "sign_again", { changes: changesOf(record), ...(mobile ? { mobile } : {}) });
    },
  },
  sign: {
    from: BEFORE_COMMITTEE,
    by: ["contact", "officer"],
    apply(step, { answersHash, changes, evidence }) {
      const isStale = changes !== undefined && changes !== changesOf(step.record);
      if (isStale || answersHash !== step.ctx.answersHash) return refuse("answers_changed");
      step.record.signature = { signedAt: nowOf(step), answersHash };
      if (evidence !== undefined) step.evidence = evidence;
      note(step, "signed", { data: { answersHash } });
      done(step, "sign_again");
    },
  },
  give_payout: {
    from: ["decided", "delivered"],
    by: ["contact", "officer"],
    apply(step, { secrets }) {
      step.secrets = secrets;
      note(step, "payout_given", { data: { fields: Object.keys(secrets) } });
    },
  },
};

function changesOf({ history }: CaseRecord): number {
  return history.filter(({ change }) => change === "answers_changed").length;
}
