import { currentVersion } from "../flow-set.ts";
import { hasOpenRequest } from "../draft.ts";
import { beginRequest } from "../begin-request.ts";
import { topFrame, wish, type Run } from "../run.ts";
import { look, property, textValue } from "../scope.ts";
import { say } from "../say.ts";
import type { Answers, CaseNeed, Json, ReceivedDocument } from "../types.ts";
import { uploadForm } from "./case-form.ts";
import { argument, given } from "./argument.ts";
import { documentOf, isNamed, keyOf, namedFile } from "./document-files.ts";
import type { DoAction } from "./do.ts";

type Name =
  | "find_case"
  | "case_action"
  | "sort_files"
  | "name_files"
  | "receive_documents"
  | "send_upload_page"
  | "hide_files"
  | "known_answers"
  | "begin_renewal";

/** What flows do with a case. `$case_id` names it: it came with the event, or was found before. */
export const caseActions: Record<Name, DoAction> = {
  find_case: (step, run) => {
    const caseId =
      argument(step, run, "case") ?? (textValue(look(run, "$case.case_id")) || undefined);
    const need = argument(step, run, "need");
    return {
      kind: "find_case",
      need: isNeed(need) ? need : "any",
      ...(caseId ? { caseId } : {}),
    };
  },

  case_action: (step, run) => {
    const { action, secrets, ...named } = step.with ?? {};
    const data: Answers = {};
    for (const name of Object.keys(named)) {
      const value = given(step, run, name);
      if (value !== undefined && value !== null) data[name] = value;
    }
    return {
      kind: "case_action",
      caseId: textValue(look(run, "$case.case_id")),
      action: action ?? "",
      data,
      ...(secrets ? { secrets: secretsNamed(run, secrets) } : {}),
    };
  },

  sort_files: (_step, run) => {
    const frame = topFrame(run);
    const missing = awaitedDocuments(run);
    const files = listOf(run, "$case.files");
    // One picture and several things that it may be: the person says which. An album comes in the order of the list.
    const isUnnamed = files.length === 1 && missing.length > 1 && !isNamed(files[0]);
    if (frame)
      frame.values = {
        ...frame.values,
        files_unnamed: isUnnamed,
        files: isUnnamed ? files : files.map((file, index) => namedFile(file, missing[index])),
      };
    return undefined;
  },

  name_files: (step, run) => {
    nameFiles(run, argument(step, run, "document"));
    return undefined;
  },

  receive_documents: (step, run) => {
    delete run.state.pendingFiles;
    const dates = step.with?.["dates"];
    return {
      kind: "receive_documents",
      caseId: textValue(look(run, "$case.case_id")),
      documents: dated(run, received(run, argument(step, run, "document")), dates),
    };
  },

  send_upload_page: (step, run) => {
    const document = argument(step, run, "document") ?? "other";
    const key = argument(step, run, "text") ?? "";
    const form = uploadForm(run, [document]);
    say(run, key, { form, vars: { secure_url: { $form: form } } });
    return undefined;
  },

  hide_files: (_step, run) => {
    wish(run, { kind: "hide_files", storageKeys: listOf(run, "$case.files").map(keyOf) });
    return undefined;
  },

  known_answers: (_step, run) => ({
    kind: "known_answers",
    caseId: textValue(look(run, "$case.case_id")),
  }),

  begin_renewal: (step, run) => renew(run, step.with ?? {}),
};

/** What is missing in the case, or the one document that the event is about. */
export function awaitedDocuments(run: Run): Json[] {
  const missing = listOf(run, "$case.documents");
  const one = look(run, "$case.document");
  return missing.length === 0 && typeof one === "string" ? [one] : missing;
}

function isNeed(need: string | undefined): need is CaseNeed {
  return need === "documents" || need === "objection" || need === "any";
}

/** `iban iban_holder`: the answers of these names, sealed like them. */
function secretsNamed(run: Run, names: string): Answers {
  const found = names.split(" ").map((name) => [name, look(run, `$${name}`) ?? null] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== null));
}

function received(run: Run, chosen: string | undefined): ReceivedDocument[] {
  const byDocument = new Map<string, string[]>();
  for (const file of listOf(run, "$case.files")) {
    const document = documentOf(file) ?? chosen ?? "other";
    byDocument.set(document, [...(byDocument.get(document) ?? []), keyOf(file)]);
  }
  return [...byDocument].map(([document, storageKeys]) => ({ document, storageKeys }));
}

/**
 * It is known now what each file is. Where a date counts it is asked before the case hears of the document, which is valid
 * or not on the day it comes; should nobody answer, the files are the case's after an hour all the same.
 */
function nameFiles(run: Run, chosen: string | undefined): void {
  const frame = topFrame(run);
  if (!frame) return;
  const documents = received(run, chosen);
  const policy = property(run.ctx.policy, "documents");
  const byIssue = Object.keys(property(policy, "max_age_days") ?? {});
  const expiring = property(policy, "expiring");
  const asked = documents
    .map(({ document }) => document)
    .filter((id) => byIssue.includes(id) || (Array.isArray(expiring) && expiring.includes(id)));
  const files = documents.flatMap(({ document, storageKeys }) =>
    storageKeys.map((storageKey) => ({ document, storageKey })),
  );
  frame.values = {
    ...frame.values,
    files,
    ask_dates: asked,
    dates_count: asked.length,
    by_issue: byIssue,
  };
  if (asked.length === 0) return;
  keepPendingFiles(run);
  run.state.pendingFiles = { caseId: textValue(look(run, "$case.case_id")), documents };
  const at = new Date(run.ctx.now.getTime() + DATE_WITHIN_MS).toISOString();
  wish(run, { kind: "schedule", followUp: "files", at, messageClass: "service" });
}

const DATE_WITHIN_MS = 3_600_000;

/** Nobody has said the date: the officer will see it on the document. */
export function keepPendingFiles(run: Run): void {
  const { pendingFiles } = run.state;
  if (pendingFiles) wish(run, { kind: "receive_documents", ...pendingFiles });
  delete run.state.pendingFiles;
}

/** The documents with the days on which they were issued or end, as far as they were given. */
function dated(
  run: Run,
  documents: ReceivedDocument[],
  reference: string | undefined,
): ReceivedDocument[] {
  const days = reference === undefined ? [] : listOf(run, reference);
  const asked = listOf(run, "$case.ask_dates");
  const byIssue = listOf(run, "$case.by_issue");
  return documents.map((each) => {
    const day = property(days[asked.indexOf(each.document)], "gregorian");
    if (typeof day !== "string") return each;
    return {
      ...each,
      ...(byIssue.includes(each.document) ? { issuedOn: day } : { expiresOn: day }),
    };
  });
}

function listOf(run: Run, reference: string): Json[] {
  const list = look(run, reference);
  return Array.isArray(list) ? list : [];
}

/**
 * Begins a new request with everything that is known: only the steps under `again` are asked, then the person reviews
 * and mends what has changed. One request at a time is written.
 */
function renew(run: Run, { flow = "", at = "", again = "" }: Record<string, string>) {
  const known = look(run, "$case.known");
  const secrets = look(run, "$case.known_secrets");
  if (hasOpenRequest(run) || !isAnswers(known)) {
    say(run, "renewal.later");
    return undefined;
  }
  run.state.frames.pop();
  beginRequest(run);
  run.state.answers = known;
  run.state.secrets = isAnswers(secrets) ? secrets : {};
  const version = currentVersion(run.flows, flow);
  const mending = { steps: again.split(" "), back: at };
  run.state.frames.push({ flow, version, step: at, failures: 0, mending });
  return { move: "next" as const };
}

function isAnswers(value: Json | undefined): value is Answers {
  return (
    value !== undefined && value !== null && typeof value === "object" && !Array.isArray(value)
  );
}
