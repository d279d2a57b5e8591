import { isNoticed } from "../gates.ts";
import { NOTICE_WAIT_MS, setClocks } from "../registration.ts";
import {
  done,
  dontWake,
  nameOf,
  note,
  nowOf,
  refuse,
  wakeAt,
  type ActionRule,
  type Step,
} from "../step.ts";

/*
 * The notice of the two-week minimum (policy S5): no case enters the committee before it has arrived.
 */

type Kind = "notice_sent" | "notice_delivered" | "told_notice";

const REGISTERED = ["submitted", "matched", "committee", "awaiting_documents"] as const;

export const noticeActions: { [K in Kind]: ActionRule<K> } = {
  notice_sent: {
    from: REGISTERED,
    by: ["system"],
    apply(step, { at, writtenAt }) {
      const { notice } = step.record;
      if (!isAboutTheWhole(step, writtenAt) || notice.sentAt !== undefined) return undefined;
      notice.sentAt = at;
      note(step, "notice_sent");
      wakeAt(step, "notice", new Date(Date.parse(at) + NOTICE_WAIT_MS));
    },
  },
  notice_delivered: {
    from: REGISTERED,
    by: ["system"],
    apply(step, { at, writtenAt }) {
      const { notice } = step.record;
      if (!isAboutTheWhole(step, writtenAt) || notice.deliveredAt !== undefined) return undefined;
      notice.sentAt ??= at;
      notice.deliveredAt = at;
      arrived(step, "notice_delivered");
    },
  },
  told_notice: {
    from: REGISTERED,
    by: ["officer"],
    holds(step) {
      const { completedAt, notice } = step.record;
      if (completedAt === undefined) return refuse("documents_received");
      if (isNoticed(step.record)) return refuse("notice_known");
      if (notice.sentAt === undefined) return undefined; // by no channel: only an officer can tell it
      const until = Date.parse(notice.sentAt) + NOTICE_WAIT_MS;
      return step.ctx.now.getTime() < until
        ? refuse("notice_wait", { until: new Date(until).toISOString() })
        : undefined;
    },
    apply(step, { how }) {
      step.record.notice.toldBy = { id: nameOf(step.ctx.actor), at: nowOf(step) };
      arrived(step, "notice_told", how);
    },
  },
};

/** A receipt that was written while documents were missing names no day: it is not the notice. */
function isAboutTheWhole({ record }: Step, writtenAt: string): boolean {
  return record.completedAt !== undefined && writtenAt >= record.completedAt;
}

function arrived(step: Step, change: string, reason?: string): void {
  note(step, change, { reason });
  dontWake(step, "notice");
  done(step, "tell_notice");
  if (step.record.state !== "awaiting_documents") setClocks(step);
}
