import type { StepOf, Variable } from "../flow.ts";
import { keepInConfidence } from "../confidence.ts";
import { failQuestion } from "../failure.ts";
import { holds } from "../conditions.ts";
import { isNamed, namedFile } from "./document-files.ts";
import { linkHours, rememberForm, requestPage, uploadForm } from "./case-form.ts";
import { awaitedDocuments } from "./do-case.ts";
import { NO_DIGIT, optionsOf } from "../options.ts";
import { flowOf, topFrame, wish, type Move, type Run, type StepKind } from "../run.ts";
import { documentsOf, factsOf, look, noticeVersion, property } from "../scope.ts";
import { say } from "../say.ts";
import { varsFor } from "../variables.ts";
import type { Json } from "../types.ts";

type Ask = StepOf<"ask">;

/**
 * Asks, waits, and asks again with the reason until the answer is good. The text is `<texts>.<id>` unless `text` names one.
 * Example: `- { id: dob, ask: birth_date, confirm: true, digitsAreAnswers: true }`
 */
export const ask: StepKind<Ask> = {
  enter(step, run) {
    const variable = variableOf(step, run);
    if (goesByForm(variable, run)) return issueForm(step, run);
    const frame = topFrame(run);
    if (frame) delete frame.phase;
    if (variable.type === "code") sendCode(step, variable, run);
    const options = shownOptions(step, variable, run);
    const form = variable.type === "document" ? uploadPage(step, variable, run) : undefined;
    say(run, textOf(step, run), {
      options,
      wording: wordingOf(step, run),
      ...(form ? { form, vars: { secure_url: { $form: form } } } : {}),
    });
    return "wait";
  },

  accept(step, run, value) {
    const variable = variableOf(step, run);
    const frame = topFrame(run);
    if (frame?.phase === "confirm") return confirmed(step, run, value === true);
    if (variable.type === "consent") recordConsent(step, run, variable.purpose, value === true);
    if (variable.type === "declaration")
      run.state.values["declared_text"] = wordingOf(step, run) ?? textOf(step, run);
    if (variable.type === "choice" && variable.sets === "language") speak(run, value);
    if (isOfCase(variable)) return keepFiles(run, value);
    if (variable.type === "document") return keepDocument(step, run, value);
    keep(run, step.ask, variable, value);
    if (step.conceal) keepInConfidence(run);
    return step.confirm ? askWhetherRight(step, run, value) : "next";
  },

  fail(step, run, reason) {
    const isConfirming = topFrame(run)?.phase === "confirm";
    const key = isConfirming ? `${textOf(step, run)}.confirm` : textOf(step, run);
    const move = failQuestion(
      run,
      step,
      key,
      reason,
      isConfirming
        ? optionsOf(run, "yes_no", { type: "yes_no" })
        : shownOptions(step, variableOf(step, run), run),
    );
    if (move === "next") keepDefault(step, run);
    return move;
  },
};

export function textOf(step: Pick<Ask, "id" | "text">, run: Run): string {
  const frame = topFrame(run);
  if (step.text) return step.text;
  return frame ? `${flowOf(run, frame).texts}.${step.id}` : step.id;
}

/** The wording for this association and this person; the text keeps its key. */
export function wordingOf(step: Ask, run: Run): string | undefined {
  return step.textWhen?.find(({ when }) => holds(when, factsOf(run)))?.text;
}

export function variableOf(step: Ask, run: Run): Variable {
  const frame = topFrame(run);
  const variable = frame && flowOf(run, frame).vars.get(step.ask);
  if (!variable) throw new Error(`step "${step.id}" asks for the unknown variable "${step.ask}"`);
  return variable;
}

export function isOptional(step: { optional?: Ask["optional"] }, run: Run): boolean {
  if (step.optional === undefined) return false;
  return typeof step.optional === "boolean" ? step.optional : holds(step.optional, factsOf(run));
}

/**
 * High-PII values go to `secrets`, which are sealed at rest; what a flow without a draft asks (menu, status) is no answer
 * of a request and goes with its frame. The same name stands in one place only.
 */
export function keep(run: Run, name: string, variable: Variable, value: Json): void {
  const isSecret = variable.pii === "high" || variable.pii === "sensitive";
  forget(run, name);
  placeFor(run, name, isSecret)[name] = value;
  if (isSecret || variable.type === "code") run.secretInput = true;
}

function forget(run: Run, name: string): void {
  for (const place of [run.state.answers, run.state.secrets, run.state.values]) delete place[name];
  for (const frame of run.state.frames) delete frame.values?.[name];
}

function placeFor(run: Run, name: string, isSecret: boolean) {
  if (isSecret) return run.state.secrets;
  const owner = [...(run.state.draft?.frames ?? []), ...run.state.frames].findLast((frame) =>
    flowOf(run, frame).vars.has(name),
  );
  if (!owner) return run.state.values;
  return flowOf(run, owner).draft ? run.state.answers : (owner.values ??= {});
}

function shownOptions(step: Ask, variable: Variable, run: Run) {
  const options = optionsOf(run, textOf(step, run), variable);
  return isOptional(step, run) && options.length === 0 && run.ctx.channel.buttons
    ? [{ id: "skip", number: NO_DIGIT, labelKey: "word.skip" }]
    : options;
}

/** Says what was understood, of a number its last four digits alone, and waits for "yes". */
export function askWhetherRight(step: Ask, run: Run, value: Json): Move {
  const frame = topFrame(run);
  if (!frame) return "next";
  frame.phase = "confirm";
  frame.failures = 0;
  say(run, `${textOf(step, run)}.confirm`, {
    ...(typeof value === "string" ? { vars: { last4: value.slice(-4) } } : {}),
    options: optionsOf(run, "yes_no", { type: "yes_no" }),
  });
  return "wait";
}

/** "No" to a confirmation asks the question again from the start, and what was not right is kept nowhere. */
function confirmed(step: Ask, run: Run, isRight: boolean): Move {
  const frame = topFrame(run);
  if (frame) delete frame.phase;
  if (isRight) return "next";
  forget(run, step.ask);
  if (goesByForm(variableOf(step, run), run)) return issueForm(step, run);
  say(run, textOf(step, run));
  return "wait";
}

function speak(run: Run, language: Json): void {
  if (language === "ar" || language === "en") run.state.language = language;
}

function recordConsent(step: Ask, run: Run, purpose: string, given: boolean): void {
  const consent = {
    purpose,
    version: noticeVersion(run),
    decision: given ? ("given" as const) : ("refused" as const),
    at: run.ctx.now.toISOString(),
  };
  run.state.consents.push(consent);
  wish(run, { kind: "record_consent", ...consent, textKey: textOf(step, run) });
}

/**
 * Files for what is missing: those of the page say which document each is, one of the chat is taken for the first that is
 * missing. The question stays open until all are there; a page that was used up is followed by another.
 */
function keepDocument(step: Ask, run: Run, value: Json): Move {
  const files = Array.isArray(value) ? value : [value];
  keepDocuments(run, step.ask, files);
  const { missing } = documentsOf(run);
  if (missing.length === 0) {
    say(run, "docs.complete");
    return "next";
  }
  const form = files.some(isNamed) && hasPage(step, run) ? requestPage(run, missing) : undefined;
  say(run, form ? "docs.left" : "docs.received", {
    options: [{ id: "skip", number: NO_DIGIT, labelKey: "word.skip" }],
    ...(form ? { form, vars: { secure_url: { $form: form } } } : {}),
  });
  return "wait";
}

export function keepDocuments(run: Run, name: string, files: readonly Json[]): void {
  const { missing } = documentsOf(run);
  const had = run.state.answers[name];
  const received = Array.isArray(had) ? had : [];
  run.state.answers[name] = [
    ...received,
    ...files.map((file, index) => namedFile(file, missing[index])),
  ];
}

function keepDefault(step: Ask, run: Run): void {
  const variable = variableOf(step, run);
  const value = variable.default === undefined ? undefined : look(run, variable.default);
  if (value !== undefined && value !== null) keep(run, step.ask, variable, value);
}

// ---------------------------------------------------------------- identity and account numbers by secure form

/** WhatsApp's rules forbid asking for full numbers in a chat, so there (and on the web) a one-time page takes them. */
function goesByForm(variable: Variable, run: Run): boolean {
  return (
    (variable.type === "national_id" || variable.type === "iban") &&
    variable.collect !== undefined &&
    (variable.collect === "payout" || collectMode(run) !== "chat")
  );
}

function collectMode(run: Run): Json | undefined {
  const { kind, twoWay } = run.ctx.channel;
  return property(
    property(property(run.ctx.policy, "identity"), "collect"),
    kind === "sms" && !twoWay ? "sms_one_way" : kind === "console" ? "sms" : kind,
  );
}

/** The step does not wait: the next question follows at once, and the review waits for the form. Unless it says so. */
function issueForm(step: Ask, run: Run): Move {
  const form = wishForm(run, [step.ask, ...(step.fields ?? [])]);
  say(run, step.link ?? "intake.identity.link", { form, vars: { secure_url: { $form: form } } });
  if (!step.waits) return "next";
  rememberForm(run, form, { payout: true });
  return "wait";
}

export function wishForm(run: Run, fields: string[]): string {
  const id = wish(run, { kind: "issue_form", fields, documents: [], ttlHours: linkHours(run) });
  for (const field of fields) run.state.values[`form_${field}`] = id;
  return id;
}

// ---------------------------------------------------------------- documents of a case

function isOfCase(variable: Variable): boolean {
  return variable.type === "document" && variable.from === "case";
}

/** The files, still without the document that each is: `sort_files` and the person say that. */
function keepFiles(run: Run, value: Json): Move {
  const frame = topFrame(run);
  if (frame) frame.values = { ...frame.values, files: Array.isArray(value) ? value : [value] };
  return "next";
}

function hasPage(step: Ask, run: Run): boolean {
  const { kind } = run.ctx.channel;
  return step.page?.includes(kind === "console" ? "sms" : kind) ?? false;
}

/** The page that comes with the question, for what is missing in the case or in the request. */
function uploadPage(step: Ask, variable: Variable, run: Run): string | undefined {
  if (!hasPage(step, run)) return undefined;
  if (!isOfCase(variable)) {
    const { listed, missing } = documentsOf(run);
    return requestPage(run, missing.length > 0 ? missing : listed);
  }
  const documents = awaitedDocuments(run).filter((each) => typeof each === "string");
  return documents.length > 0 ? uploadForm(run, documents) : undefined;
}

// ---------------------------------------------------------------- one-time codes

const MINUTE_MS = 60_000;

function sendCode(step: Ask, variable: Extract<Variable, { type: "code" }>, run: Run): void {
  const phone = look(run, variable.to);
  if (typeof phone !== "string")
    throw new Error(`step "${step.id}" has no number to send its code to`);
  const id = `${run.ctx.turnId}.code`;
  run.state.values[`${step.ask}_id`] = id;
  run.state.values[`${step.ask}_until`] = new Date(
    run.ctx.now.getTime() + variable.minutes * MINUTE_MS,
  ).toISOString();
  // Nobody learns whether a number is known: the question is the same, only no message leaves and no code fits.
  if (look(run, "$draft_found") === false) delete run.state.values[`${step.ask}_id`];
  else
    wish(run, {
      kind: "send",
      key: "otp",
      vars: varsFor(run, "otp", { otp: { $code: id }, minutes: variable.minutes }),
      purpose: "otp",
      phone,
    });
}

/** Whether a typed code is the one that was sent and still valid. */
export function isRightCode(step: Ask, run: Run, typed: string): boolean {
  const id = run.state.values[`${step.ask}_id`];
  const until = run.state.values[`${step.ask}_until`];
  if (typeof id !== "string" || typeof until !== "string" || run.ctx.now.toISOString() > until)
    return false;
  return run.ctx.isCode(id, typed);
}
