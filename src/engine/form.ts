import { callFlow, proceed } from "./proceed.ts";
import { openFiles } from "./media.ts";
import { flowOf, stepOf, topFrame, wish, type Run } from "./run.ts";
import { documentsOf, textValue } from "./scope.ts";
import { say } from "./say.ts";
import { keep, keepDocuments, variableOf } from "./steps/ask.ts";
import { requestPages } from "./steps/case-form.ts";
import { kindOf } from "./steps/index.ts";
import type { Answers, Input } from "./types.ts";

type Form = Extract<Input, { kind: "form" }>;

/**
 * A secure page was submitted: its values are answers like any other, confirmed by the last four digits only.
 * Where the review waited for them it goes on by itself. What was asked for a case goes to that case, whatever is open.
 */
export function takeForm(run: Run, input: Form): void {
  run.secretInput = true;
  const ofCase = run.state.caseForms?.find(({ id }) => id === input.formId);
  if (ofCase) return takeCaseForm(run, input, ofCase.values);
  if (input.documents && input.documents.length > 0) return takeDocuments(run, input);
  const frames = [...run.state.frames, ...(run.state.draft?.frames ?? [])];
  for (const [name, value] of Object.entries(input.values)) {
    const variable = frames
      .map((frame) => flowOf(run, frame).vars.get(name))
      .find((each) => each !== undefined);
    if (variable) keep(run, name, variable, value);
  }
  say(run, input.values["national_id"] ? "intake.identity.done" : "form.received");
  const frame = topFrame(run);
  const step = frame && stepOf(run, frame);
  if (step?.kind === "review" && frame?.phase === "needs")
    proceed(run, kindOf(step).accept?.(step, run, "approve") ?? "wait");
}

/** Documents of the request that is being written. Of one that has become a case meanwhile, they are the case's. */
function takeDocuments(run: Run, { formId, documents = [] }: Form): void {
  const files = filesOf(documents);
  if (!requestPages(run).includes(formId)) return openFiles(run, files);
  const frame = topFrame(run);
  const step = frame && stepOf(run, frame);
  const asked = step?.kind === "ask" ? variableOf(step, run) : undefined;
  if (step && asked?.type === "document" && asked.from === "documents")
    return proceed(run, kindOf(step).accept?.(step, run, files) ?? "wait");
  keepDocuments(run, "documents", files);
  say(run, documentsOf(run).missing.length > 0 ? "form.received" : "docs.complete");
}

function filesOf(documents: NonNullable<Form["documents"]>) {
  return documents.map(({ id, storageKey }) => ({ document: id, storageKey }));
}

function takeCaseForm(run: Run, { formId, values, documents = [] }: Form, about: Answers): void {
  run.state.caseForms = run.state.caseForms?.filter(({ id }) => id !== formId) ?? [];
  const { payout, ...ofCase } = about;
  if (payout === true) return takePayout(run, textValue(ofCase["case_id"]), values);
  const files = filesOf(documents);
  const name = run.flows.globals.files ?? "";
  if (topFrame(run)?.flow === name) run.state.frames.pop();
  proceed(run, callFlow(run, name, run.state.frames.length > 0, { ...ofCase, files }));
}

/** The account goes to the case at once, sealed; the question that waited for the page is answered by it. */
function takePayout(run: Run, caseId: string, secrets: Record<string, string>): void {
  wish(run, { kind: "case_action", caseId, action: "give_payout", data: {}, secrets });
  say(run, "payout.received", { vars: { last4: secrets["iban"]?.slice(-4) ?? "" } });
  const frame = topFrame(run);
  const step = frame && stepOf(run, frame);
  if (step?.kind !== "ask" || !step.waits) return;
  run.state.frames.pop();
  if (topFrame(run)) proceed(run, "again");
}
