import type { ActionOf } from "../action.ts";
import type { CaseDocument } from "../case.ts";
import { isOutstanding, isSettled, isValidOn, validUntil } from "../documents.ts";
import { nextLook } from "../ladder.ts";
import {
  completeIfNothingIsMissing,
  expire,
  matchIfAllIsSettled,
  missingValues,
  reopen,
  setDeadline,
  startLadder,
  watchExpiry,
} from "../registration.ts";
import {
  ask,
  documentLabel,
  documentOf,
  done,
  move,
  nameOf,
  note,
  nowOf,
  refuse,
  tell,
  todayOf,
  wakeAt,
  type ActionRule,
  type Refusal,
  type Step,
} from "../step.ts";

/*
 * Documents of a case: sent by the person, compared by a human, refused, waived; and the time to bring them.
 */

type Kind =
  | "receive_document"
  | "match_document"
  | "match_data"
  | "reject_document"
  | "waive_document"
  | "not_applicable"
  | "ask_extension";

const OPEN = ["awaiting_documents", "submitted", "matched", "committee"] as const;

export const documentActions: { [K in Kind]: ActionRule<K> } = {
  receive_document: { from: OPEN, by: ["contact", "officer"], apply: receive },
  match_document: { from: OPEN, by: ["officer"], apply: match },
  match_data: {
    from: ["submitted"],
    by: ["officer"],
    holds: ({ record }) =>
      record.documents.length > 0 ? refuse("documents_matched", unsettled(record)) : undefined,
    apply(step, { fields }) {
      note(step, "data_matched", { data: { fields: [...fields] } });
      matchIfAllIsSettled(step);
    },
  },
  reject_document: { from: OPEN, by: ["officer"], apply: reject },
  waive_document: {
    from: OPEN,
    by: ["manager"],
    apply(step, { document: id, reason }) {
      const document = documentOf(step, id);
      if (!document) return refuse("unknown_document", { document: id });
      if (reason.trim() === "") return refuse("reason_needed");
      document.state = "not_applicable";
      document.waived = { by: nameOf(step.ctx.actor), at: nowOf(step), reason };
      note(step, "document_waived", { reason, data: { document: id } });
      settle(step);
    },
  },
  not_applicable: {
    from: ["awaiting_documents", "submitted"],
    by: ["contact", "officer"],
    apply(step, { document: id }) {
      const document = documentOf(step, id);
      if (!document) return refuse("unknown_document", { document: id });
      if (isSettled(document)) return undefined;
      document.state = "not_applicable";
      note(step, "document_not_applicable", { data: { document: id } });
      settle(step);
    },
  },
  ask_extension: {
    from: ["awaiting_documents"],
    by: ["contact", "officer"],
    holds: ({ record }) => (record.ladder?.extended ? refuse("extension_used") : undefined),
    apply(step) {
      const { record, ctx } = step;
      if (!record.ladder) return refuse("wrong_state", { state: record.state });
      record.ladder = {
        ...record.ladder,
        extended: true,
        told: Math.min(record.ladder.told, ctx.profile.documents.messages.length - 1),
      };
      delete record.suspended;
      setDeadline(step);
      note(step, "deadline_extended", { data: { due: record.documentsDueAt ?? null } });
      done(step, "documents_late");
      wakeAt(step, "ladder", nextLook(record.ladder, ctx.profile), "service");
    },
  },
};

/** What is sent is kept, whatever it is. One that is awaited and has run out is asked for again. */
function receive(
  step: Step,
  { document: id, storageKeys, expiresOn, issuedOn }: ActionOf<"receive_document">,
): Refusal | undefined {
  if (!/^[a-z][a-z0-9_]*$/.test(id)) return refuse("unknown_document", { document: id });
  if (storageKeys.length === 0) return refuse("no_file", { document: id });
  const document = documentOf(step, id) ?? added(step, id);
  const isAwaited = isOutstanding(document) && step.record.state === "awaiting_documents";
  const kept = isAwaited && document.state !== "missing" ? [] : document.storageKeys;
  document.storageKeys = [...new Set([...kept, ...storageKeys])];
  document.receivedAt = nowOf(step);
  if (!isAwaited) {
    // In addition to what is there: for the officer to look at, without holding up the case.
    if (isOutstanding(document)) document.state = "received";
    note(step, "document_added", { data: { document: id } });
    ask(step, "match_documents", "document_added");
    return undefined;
  }
  // Another paper than the one before: what was known of that says nothing of this.
  for (const known of ["expiresOn", "issuedOn", "warnedOf", "rejected"] as const)
    delete document[known];
  withDates(document, { expiresOn, issuedOn });
  const isValid = isValidOn(document, todayOf(step), step.ctx.profile);
  document.state = isValid ? "received" : "expired";
  const until = validUntil(document, step.ctx.profile) ?? null;
  note(step, isValid ? "document_received" : "document_received_expired", {
    data: { document: id, until },
  });
  wakeUp(step);
  if (isValid) settle(step);
  return undefined;
}

function added(step: Step, id: string): CaseDocument {
  const document: CaseDocument = { id, state: "missing", storageKeys: [] };
  step.record.documents.push(document);
  return document;
}

function withDates(
  document: CaseDocument,
  { expiresOn, issuedOn }: { expiresOn?: string | undefined; issuedOn?: string | undefined },
): void {
  if (expiresOn !== undefined) document.expiresOn = expiresOn;
  if (issuedOn !== undefined) document.issuedOn = issuedOn;
}

/** Whoever sends something again has come back: the case no longer stands still. */
function wakeUp(step: Step): void {
  const { record } = step;
  if (!record.suspended) return;
  delete record.suspended;
  note(step, "reactivated");
  done(step, "documents_late");
  if (record.state === "awaiting_documents") startLadder(step);
}

function match(
  step: Step,
  { document: id, fields, sighted, ...dates }: ActionOf<"match_document">,
): Refusal | undefined {
  const document = documentOf(step, id);
  if (!document) return refuse("unknown_document", { document: id });
  if (isOutstanding(document) && !sighted) return refuse("document_missing", { document: id });
  withDates(document, dates);
  const { profile } = step.ctx;
  const submitted = document.receivedAt?.slice(0, 10) ?? todayOf(step);
  const isValid =
    isValidOn(document, submitted, profile) && isValidOn(document, todayOf(step), profile);
  if (!isValid) {
    note(step, "document_found_expired", {
      data: { document: id, until: validUntil(document, profile) ?? null },
    });
    expire(step, [document]);
    return undefined;
  }
  if (document.state !== "not_applicable") document.state = "matched";
  document.matched = { by: nameOf(step.ctx.actor), at: nowOf(step), fields: [...fields] };
  delete document.rejected;
  if (sighted) document.sighted = true;
  note(step, "document_matched", { data: { document: id, fields: [...fields] } });
  settle(step);
  return undefined;
}

/** It is not what was asked for: the list is open again, and the registration was not complete. */
function reject(
  step: Step,
  { document: id, reason }: ActionOf<"reject_document">,
): Refusal | undefined {
  const document = documentOf(step, id);
  if (!document) return refuse("unknown_document", { document: id });
  if (reason.trim() === "") return refuse("reason_needed");
  if (isOutstanding(document)) return refuse("document_missing", { document: id });
  document.state = "rejected";
  document.rejected = { by: nameOf(step.ctx.actor), at: nowOf(step), reason };
  delete document.matched;
  delete document.waived;
  const data = { document: id };
  if (step.record.state === "awaiting_documents") note(step, "document_rejected", { reason, data });
  else {
    move(step, "awaiting_documents", "document_rejected", { reason, data });
    delete step.record.committee;
    reopen(step);
    startLadder(step);
  }
  tell(step, "document_rejected", {
    ...missingValues(step),
    document: id,
    doc: documentLabel(id),
    reason_text: reason,
  });
  return undefined;
}

/** A line of the checklist has changed for the better: is anything missing still, is all of it looked at? */
function settle(step: Step): void {
  completeIfNothingIsMissing(step);
  if (step.movers.includes("officer")) matchIfAllIsSettled(step);
  if (step.record.completedAt !== undefined) watchExpiry(step);
}

function unsettled(record: Step["record"]) {
  return { documents: record.documents.filter((each) => !isSettled(each)).map(({ id }) => id) };
}
