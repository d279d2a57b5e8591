import type { Intent } from "../language/intents.ts";
import type { ReservedWord } from "../language/reserved.ts";
import { isQuestion } from "../language/question.ts";
import { understand } from "../language/understand.ts";
import { hasFlow } from "./flow-set.ts";
import { newFrame, openMenu, resumeDraft } from "./draft.ts";
import type { GlobalAction } from "./globals.ts";
import { handOff } from "./handoff.ts";
import { callFlow, proceed } from "./proceed.ts";
import { expectationOf } from "./read.ts";
import { flowOf, isMet, stepOf, topFrame, wish, type Run } from "./run.ts";
import { look } from "./scope.ts";
import { hasText, say } from "./say.ts";
import { isOptional, keep, variableOf } from "./steps/ask.ts";
import { answerQuestion } from "./steps/handoff.ts";
import { kindOf } from "./steps/index.ts";
import type { Json } from "./types.ts";

/** Does what a global word or intent asks for, and comes back to the same question where one was open. */
export function interrupt(run: Run, asked: ReservedWord | GlobalAction): void {
  if (typeof asked === "object") return act(run, asked);
  if (asked === "approve") return approve(run);
  if (asked === "not_applicable") return notApplicable(run);
  const action = Object.hasOwn(run.flows.globals.reserved, asked)
    ? run.flows.globals.reserved[asked]
    : undefined;
  if (action) return act(run, action);
  proceedAgain(run);
}

export function actOnIntent(run: Run, intent: Intent, text: string, otherwise: () => void): void {
  const action = Object.hasOwn(run.flows.globals.intents, intent)
    ? run.flows.globals.intents[intent]
    : undefined;
  const asksForWhatRuns =
    action && "call" in action && run.state.frames.some((frame) => frame.flow === action.call);
  if (!action || asksForWhatRuns) return otherwise();
  if ("knowledgeFirst" in action && action.knowledgeFirst && answerIfKnown(run, text)) return;
  act(run, action);
}

/** "Which documents do I need?" is answered; "I have the documents" is not. */
function answerIfKnown(run: Run, text: string): boolean {
  if (!isQuestion(text) || !run.ctx.findAnswer(text)) return false;
  digress(run, text);
  return true;
}

function act(run: Run, action: GlobalAction): void {
  if ("say" in action) {
    say(run, action.say);
    return proceedAgain(run);
  }
  if ("call" in action) return proceed(run, openFlow(run, action.call));
  switch (action.go) {
    case "menu":
      return proceed(run, openMenu(run));
    case "continue":
      return goOn(run);
    case "back":
      return goBack(run);
    case "skip":
      return skip(run);
    case "staff":
      handOff(run, action.reason, "normal");
      say(run, "staff.registered");
      return proceedAgain(run);
    case "opt_in":
      delete run.state.optOut;
      say(run, "optin.done");
      return proceedAgain(run);
    case "language":
      run.state.language = action.language;
      return run.state.frames.length > 0 ? proceedAgain(run) : proceed(run, openMenu(run));
  }
}

/** In the middle of a request another flow is a digression; with nothing open it simply begins. */
function openFlow(run: Run, name: string) {
  const isOpen = run.state.frames.length > 0;
  if (isOpen && topFrame(run)?.flow === "menu") run.state.frames.pop();
  return callFlow(run, name, isOpen && run.state.frames.length > 0);
}

function proceedAgain(run: Run): void {
  if (run.state.frames.length > 0) proceed(run, "again");
}

/** A document that does not apply has a way of its own; elsewhere the words mean nothing. */
function notApplicable(run: Run): void {
  const frame = topFrame(run);
  const step = frame && stepOf(run, frame);
  if (step?.kind === "ask" && step.notApplicable) return proceed(run, { to: step.notApplicable });
  if (frame) return proceedAgain(run);
  proceed(run, callFlow(run, "back"));
}

function approve(run: Run): void {
  const frame = topFrame(run);
  const step = frame && stepOf(run, frame);
  if (step?.kind !== "review") return proceedAgain(run);
  proceed(run, kindOf(step).accept?.(step, run, "approve") ?? "wait");
}

/** "Continue": the parked draft, the open question once more, or (nothing here) the draft on another channel. */
function goOn(run: Run): void {
  if (run.state.draft) return proceed(run, resumeDraft(run));
  if (run.state.frames.some((frame) => flowOf(run, frame).draft)) return proceedAgain(run);
  if (!hasFlow(run.flows, "resume")) return proceed(run, openMenu(run));
  run.state.frames = [newFrame(run, "resume")];
  proceed(run, "next");
}

/** The question before; when it is answered, back to where the person was. */
function goBack(run: Run): void {
  const frame = topFrame(run);
  if (!frame || frame.step === null || frame.phase === "confirm" || frame.mending)
    return proceedAgain(run);
  const flow = flowOf(run, frame);
  for (let index = (flow.indexOf.get(frame.step) ?? 0) - 1; index >= 0; index--) {
    const step = flow.steps[index];
    if (step?.kind !== "ask" || !isMet(run, step) || look(run, `$${step.ask}`) === undefined)
      continue;
    frame.mending = { steps: [step.id], back: frame.step };
    return proceed(run, "next");
  }
  proceedAgain(run);
}

function skip(run: Run): void {
  const frame = topFrame(run);
  const step = frame && stepOf(run, frame);
  if (step?.kind === "ask" && isOptional(step, run)) return proceed(run, "next");
  say(run, "word.cannot_skip");
  proceedAgain(run);
}

/** A question in the middle is answered and the same question is asked again, once. */
export function digress(run: Run, text: string, otherwise?: "back"): void {
  const found = run.ctx.findAnswer(text);
  if (found && "clear" in found) {
    answerQuestion(run, found.clear);
    return run.state.frames.length > 0 ? proceedAgain(run) : undefined;
  }
  if (found) {
    run.state.values["found"] = found.options;
    return proceed(run, callFlow(run, "question", run.state.frames.length > 0));
  }
  if (otherwise) return proceed(run, callFlow(run, otherwise));
  wish(run, { kind: "record_question", text });
  say(run, "faq.unknown");
  proceedAgain(run);
}

/** "No, I was wrong, it is 4500": read as the answer before, or else that question is asked again. */
export function correct(run: Run, text: string, acceptText: () => boolean): void {
  const frame = topFrame(run);
  const open = frame && stepOf(run, frame);
  if (open?.kind === "review")
    return proceed(run, kindOf(open).accept?.(open, run, "edit") ?? "wait");
  const before = frame && lastAnswered(run);
  if (frame && !before && acceptText()) return;
  if (!frame || !before) return proceedAgain(run);
  const understood =
    text === ""
      ? undefined
      : understand(text, expectationOf(run, before, undefined), {
          now: run.ctx.now,
          language: run.state.language,
        });
  if (understood?.kind !== "answer") return goBack(run);
  keep(run, before.ask, variableOf(before, run), understood.value as Json);
  if (hasText(run, "correction.done")) say(run, "correction.done");
  proceedAgain(run);
}

function lastAnswered(run: Run) {
  const frame = topFrame(run);
  if (!frame || frame.step === null) return undefined;
  const flow = flowOf(run, frame);
  for (let index = (flow.indexOf.get(frame.step) ?? 0) - 1; index >= 0; index--) {
    const step = flow.steps[index];
    if (step?.kind === "ask" && isMet(run, step) && look(run, `$${step.ask}`) !== undefined)
      return step;
  }
  return undefined;
}
