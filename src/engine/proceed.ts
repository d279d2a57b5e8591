import { currentVersion, findFlow, hasFlow } from "./flow-set.ts";
import type { Flow, Step } from "./flow.ts";
import { hasOpenRequest, newFrame, parkDraft } from "./draft.ts";
import { handOff } from "./handoff.ts";
import { flowOf, isMet, stepOf, topFrame, wish, type Move, type Run } from "./run.ts";
import { say } from "./say.ts";
import { kindOf } from "./steps/index.ts";
import { dropDraft } from "./drop-draft.ts";
import { beginRequest } from "./begin-request.ts";
import type { Answers, Frame } from "./types.ts";

const MAX_STEPS_PER_TURN = 200; // a loop in a flow must not hang the bot; the lint refuses cycles that never wait

/** Walks from move to move until the flow waits for the person or for a result, or until nothing is open. */
export function proceed(run: Run, first: Move): void {
  let move = first;
  for (let left = MAX_STEPS_PER_TURN; left > 0; left--) {
    const frame = topFrame(run);
    if (!frame || move === "wait") return;
    move = step(run, frame, move);
  }
  const frame = topFrame(run);
  throw new Error(`flow ${frame?.flow} runs in circles at step "${frame?.step}"`);
}

function step(run: Run, frame: Frame, move: Exclude<Move, "wait">): Move {
  if (move === "again") return again(run, frame);
  if (typeof move === "object" && "end" in move) return endFlow(run, move.end);
  if (typeof move === "object" && "call" in move) return callFlow(run, move.call);
  const target = move === "next" ? nextStep(run, frame) : stepFrom(run, frame, move.to);
  return target ? enter(run, frame, target) : endFlow(run, "completed");
}

function enter(run: Run, frame: Frame, target: Step): Move {
  frame.step = target.id;
  run.ctx.visit?.(frame.flow, target.id, "entered");
  frame.failures = 0;
  delete frame.phase;
  if (target.kind !== "repeat" || frame.mending) delete frame.item;
  return afterwards(target, kindOf(target).enter(target, run));
}

/** Asks the question that is open once more: after a digression, a return or a change of channel. */
function again(run: Run, frame: Frame): Move {
  const open = stepOf(run, frame);
  if (!open) return "next";
  if (frame.awaits !== undefined) return "wait";
  if (!isMet(run, open)) return "next";
  delete frame.phase;
  return afterwards(open, kindOf(open).enter(open, run));
}

/** A step may end its flow once it is done. */
export function afterwards(done: Step, move: Move): Move {
  return move === "next" && done.end ? { end: done.end } : move;
}

/** The named step, or what follows it where it is passed over. */
function stepFrom(run: Run, frame: Frame, id: string): Step | undefined {
  const named = stepById(run, frame, id);
  if (isMet(run, named)) return named;
  frame.step = named.id;
  return nextStep(run, frame);
}

function stepById(run: Run, frame: Frame, id: string): Step {
  const flow = flowOf(run, frame);
  const found = flow.steps[flow.indexOf.get(id) ?? -1];
  if (!found) throw new Error(`flow ${flow.name}@${flow.version} has no step "${id}"`);
  return found;
}

/** The next step that is met; while an answer is being mended, the next of its steps and then back. */
function nextStep(run: Run, frame: Frame): Step | undefined {
  if (frame.mending) {
    for (let id = frame.mending.steps.shift(); id !== undefined; id = frame.mending.steps.shift()) {
      const candidate = stepById(run, frame, id);
      if (isMet(run, candidate)) return candidate;
    }
    const { back } = frame.mending;
    delete frame.mending;
    return stepById(run, frame, back);
  }
  const flow = flowOf(run, frame);
  const from = frame.step === null ? 0 : (flow.indexOf.get(frame.step) ?? -1) + 1;
  for (let index = from; index < flow.steps.length; index++) {
    const candidate = flow.steps[index];
    if (candidate && isMet(run, candidate)) return candidate;
    if (candidate) run.ctx.visit?.(frame.flow, candidate.id, "passed_over");
  }
  return undefined;
}

/** Puts a flow on the stack. One that keeps a draft first offers the draft that is there. */
export function callFlow(run: Run, name: string, interrupts = false, values?: Answers): Move {
  if (!hasFlow(run.flows, name)) return registerWithStaff(run, name);
  const flow = findFlow(run.flows, name, currentVersion(run.flows, name));
  if (flow.draft && run.state.draft) return callFlow(run, "back", interrupts);
  if (flow.draft) beginRequest(run);
  run.state.frames.push({ ...newFrame(run, name, interrupts), ...(values ? { values } : {}) });
  return "next";
}

/** What has no flow yet is done by people, and the person is told so. */
function registerWithStaff(run: Run, reason: string): Move {
  handOff(run, reason, "normal");
  say(run, "staff.registered");
  return run.state.frames.length > 0 ? "again" : "wait";
}

function endFlow(run: Run, how: "completed" | "cancelled" | "handoff"): Move {
  if (how === "handoff") return leaveToStaff(run);
  const ended = run.state.frames.pop();
  if (!ended) return "wait";
  const flow = findFlow(run.flows, ended.flow, ended.version);
  run.ended = { flow: ended.flow, how };
  if (flow.draft) finishRequest(run);
  else {
    forget(run, flow);
    forgetSecrets(run, flow);
  }
  const caller = topFrame(run);
  if (!caller) return "wait";
  if (ended.interrupts) return backToQuestion(run, ended, caller);
  const calling = stepOf(run, caller);
  if (calling?.kind === "call" && calling.stopOn === how) return { end: how };
  return calling?.end ? { end: calling.end } : "next";
}

/** Takes the running flow off the stack unanswered: what it asks has no object any more. It keeps no draft. */
export function abandonFlow(run: Run): void {
  const left = run.state.frames.pop();
  if (!left) return;
  const flow = findFlow(run.flows, left.flow, left.version);
  forget(run, flow);
  forgetSecrets(run, flow);
}

/** The question that was interrupted is asked again, once: not before everything that waits has been told. */
function backToQuestion(run: Run, ended: Frame, caller: Frame): Move {
  // A menu is no question: what came from outside does not bring it up again, and its numbers can still be answered.
  const isAnswered = run.effects.some(({ kind }) => kind === "send");
  if (
    isAnswered &&
    caller.flow === "menu" &&
    ended.values &&
    ("event" in ended.values || "files" in ended.values)
  )
    return "wait";
  if (!run.telling && !run.state.waiting) return "again";
  run.owesQuestion = true;
  return "wait";
}

function finishRequest(run: Run): void {
  dropDraft(run);
  wish(run, { kind: "cancel_follow_up", followUp: "idle" });
}

/** Results of effects, kept while the flow that asked for them runs. */
const PASSING = ["cases", "status_phone", "draft_found", "linked", "found"];

/** What a flow without a draft asked is of no use once it has ended, and must not be taken for an answer of a request. */
function forget(run: Run, flow: Flow): void {
  if (!hasOpenRequest(run)) {
    run.state.values = {};
    return;
  }
  const names = [...flow.vars.keys()].flatMap((name) => [
    name,
    `${name}_id`,
    `${name}_until`,
    `${name}_ok`,
  ]);
  for (const name of [...names, ...PASSING]) delete run.state.values[name];
}

/** A secret that a flow without a draft asked for (an account number) went where it belongs, and stays nowhere here. */
function forgetSecrets(run: Run, flow: Flow): void {
  for (const name of flow.vars.keys()) delete run.state.secrets[name];
}

function leaveToStaff(run: Run): Move {
  const top = topFrame(run);
  if (top) run.ended = { flow: top.flow, how: "handoff" };
  parkDraft(run);
  run.state.frames = [];
  return "wait";
}
