import { currentVersion } from "../flow-set.ts";
import { hasOpenRequest } from "../draft.ts";
import { beginRequest } from "../begin-request.ts";
import { topFrame, wish, type Run } from "../run.ts";
import { look, property, textValue } from "../scope.ts";
import { say } from "../say.ts";
import type { Answers, CaseNeed, Json, Wish } from "../types.ts";
import { uploadForm } from "./case-form.ts";
import { argument, given } from "./argument.ts";
import type { DoAction } from "./do.ts";

type Name =
  | "find_case"
  | "case_action"
  | "sort_files"
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
    const isUnnamed =
      files.length === 1 && missing.length > 1 && documentOf(files[0]) === undefined;
    if (frame)
      frame.values = {
        ...frame.values,
        files_unnamed: isUnnamed,
        files: isUnnamed ? files : files.map((file, index) => named(file, missing[index])),
      };
    return undefined;
  },

  receive_documents: (step, run) => ({
    kind: "receive_documents",
    caseId: textValue(look(run, "$case.case_id")),
    documents: step.with?.["dates"]
      ? dated(run, step.with["dates"])
      : received(run, step, argument(step, run, "document")),
  }),

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

/** A file is `{ document, storageKey }` once it is known what it is, and its storage key before. */
function named(file: Json, document: Json | undefined): Json {
  return { document: documentOf(file) ?? textValue(document) ?? "other", storageKey: keyOf(file) };
}

function documentOf(file: Json | undefined): string | undefined {
  const document = property(file, "document");
  return typeof document === "string" && document !== "" ? document : undefined;
}

function keyOf(file: Json): string {
  return textValue(property(file, "storageKey") ?? file);
}

type Received = Extract<Wish, { kind: "receive_documents" }>["documents"];

function received(run: Run, _step: unknown, chosen: string | undefined): Received {
  const byDocument = new Map<string, string[]>();
  for (const file of listOf(run, "$case.files")) {
    const document = documentOf(file) ?? chosen ?? "other";
    byDocument.set(document, [...(byDocument.get(document) ?? []), keyOf(file)]);
  }
  return [...byDocument].map(([document, storageKeys]) => ({ document, storageKeys }));
}

/** The same documents once more, with the days on which they were issued or end. */
function dated(run: Run, reference: string): Received {
  const days = look(run, reference);
  const files = received(run, undefined, textValue(look(run, "$doc_choice")) || undefined);
  const byIssue = listOf(run, "$case.by_issue");
  return listOf(run, "$case.ask_dates").flatMap((id, index) => {
    const day = Array.isArray(days) ? property(days[index], "gregorian") : undefined;
    const file = files.find(({ document }) => document === id);
    if (!file || typeof day !== "string") return [];
    return [{ ...file, ...(byIssue.includes(id) ? { issuedOn: day } : { expiresOn: day }) }];
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
