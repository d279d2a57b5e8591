import { understand, type Understanding } from "../language/understand.ts";
import { answerInCrisis, isInCrisis, startCrisis } from "./crisis.ts";
import type { GlobalAction } from "./globals.ts";
import { hasOpenRequest, newFrame, parkDraft } from "./draft.ts";
import { interrupt, digress, actOnIntent, correct } from "./interrupts.ts";
import { afterwards, proceed } from "./proceed.ts";
import { expectationOf, openOptions, reservedDigit, valueOfOption } from "./read.ts";
import { stepOf, topFrame, type Move, type Run } from "./run.ts";
import { say } from "./say.ts";
import { textValue } from "./scope.ts";
import { isRightCode, variableOf } from "./steps/ask.ts";
import { takeTypedIdentity } from "./typed-identity.ts";
import { kindOf } from "./steps/index.ts";
import type { Input, Json } from "./types.ts";

/** What a person wrote or pressed: understood by what is open, then answered, acted upon, or kindly asked again. */
export function hear(run: Run, input: Extract<Input, { kind: "text" | "choice" }>): void {
  const frame = topFrame(run);
  const step = frame ? stepOf(run, frame) : undefined;
  const understood = input.kind === "choice" ? pressed(run, input.optionId) : read(run, input.text);
  if (understood.kind === "crisis") return startCrisis(run, understood.tier, understood.rule);
  if (isInCrisis(run) && !leavesCrisis(understood)) return answerInCrisis(run, input);
  delete run.state.crisis;
  if (step?.kind === "ask" && step.conceal && isAnswer(understood)) run.conceal = step.conceal;
  if (!run.state.greeted && !mayComeFirst(understood)) {
    if (!bringsItsWish(run, understood)) return welcome(run);
    say(run, "greet.heard");
  }
  run.state.greeted = true;

  if (
    frame &&
    (frame.unasked ?? frame.step === null) &&
    (understood.kind === "answer" || understood.kind === "unclear")
  ) {
    delete frame.unasked;
    return proceed(run, "again");
  }
  if (input.kind === "text" && takeTypedIdentity(run, input.text)) return;
  switch (understood.kind) {
    case "answer":
      if (!step) return begin(run, "back");
      proceed(run, accept(run, understood.value as Json));
      if (understood.also === "staff") interrupt(run, { go: "staff", reason: "asked" });
      return undefined;
    case "reserved":
      return interrupt(run, understood.word);
    case "intent":
      return actOnIntent(run, understood.intent, input.kind === "text" ? input.text : "", () =>
        step ? proceed(run, failOpenQuestion(run, "unclear")) : begin(run, "back"),
      );
    case "question":
      // What stands nowhere is not listed for staff as a question either.
      if (run.conceal) return proceed(run, failOpenQuestion(run, "unclear"));
      return digress(run, understood.text);
    case "correction":
      return correct(run, understood.text, () => acceptText(run, input));
    case "unclear":
      if (!step)
        return input.kind === "text" ? digress(run, input.text, "back") : begin(run, "back");
      return proceed(run, failOpenQuestion(run, understood.reason));
  }
}

/** Whatever is not a word of the bot's own: also an answer that could not be read. */
function isAnswer({ kind }: Understanding): boolean {
  return kind !== "reserved" && kind !== "crisis";
}

/** In a crisis only a clear wish to go on with something else ends the gentle answers. */
function leavesCrisis(understood: Understanding): boolean {
  return (
    understood.kind === "reserved" && (understood.word === "menu" || understood.word === "continue")
  );
}

/** What may be done before the first greeting: a person who asks for staff or to stop is not made to choose a language. */
function mayComeFirst(understood: Understanding): boolean {
  return (
    understood.kind === "reserved" &&
    ["staff", "continue", "opt_out", "opt_in", "english"].includes(understood.word)
  );
}

/** Who says with the first words what they came for is greeted and served, not asked for a language and a number. */
function bringsItsWish(run: Run, understood: Understanding): boolean {
  if (understood.kind === "question") return run.ctx.findAnswer(understood.text) !== undefined;
  if (understood.kind === "reserved") return opensFlow(run.flows.globals.reserved, understood.word);
  return understood.kind === "intent" && opensFlow(run.flows.globals.intents, understood.intent);
}

function opensFlow(actions: Readonly<Record<string, GlobalAction>>, asked: string): boolean {
  return Object.hasOwn(actions, asked) && "call" in (actions[asked] ?? {});
}

function read(run: Run, text: string): Understanding {
  const frame = topFrame(run);
  const step = frame ? stepOf(run, frame) : undefined;
  const digit = frame ? reservedDigit(run, step, frame.phase, text) : undefined;
  if (digit) return { kind: "reserved", word: digit };
  const expectation =
    frame?.awaits === undefined
      ? expectationOf(run, step, frame?.phase)
      : ({ type: "none" } as const);
  const understood = understand(text, expectation, {
    now: run.ctx.now,
    language: run.state.language,
  });
  return step?.kind === "ask" ? byOption(run, step, text, understood) : understood;
}

/** Options that stand beside a typed value: "staff" under a consent, "mine" beside a case number. */
function byOption(
  run: Run,
  step: Parameters<typeof variableOf>[0],
  text: string,
  understood: Understanding,
): Understanding {
  const { type } = variableOf(step, run);
  if (type !== "consent" && type !== "case_number") return understood;
  const choice = understand(
    text,
    {
      type: "choice",
      options: openOptions(run, step, undefined).map(({ id, number }) => ({
        id,
        number,
        labels: [],
      })),
    },
    { now: run.ctx.now, language: run.state.language },
  );
  if (choice.kind !== "answer" || (type === "consent" && choice.value !== "staff"))
    return understood;
  return type === "consent" ? { kind: "reserved", word: "staff" } : choice;
}

function pressed(run: Run, optionId: string): Understanding {
  const frame = topFrame(run);
  const step = frame ? stepOf(run, frame) : undefined;
  if (optionId === "skip") return { kind: "reserved", word: "skip" };
  if (isInCrisis(run)) return { kind: "answer", value: optionId };
  if (optionId === "staff") return { kind: "reserved", word: "staff" };
  if (!openOptions(run, step, frame?.phase).some((option) => option.id === optionId))
    return { kind: "unclear", reason: "unclear" };
  return { kind: "answer", value: valueOfOption(step, run, frame?.phase, optionId) };
}

function accept(run: Run, value: Json): Move {
  const frame = topFrame(run);
  const step = frame && stepOf(run, frame);
  if (!step) return "wait";
  if (step.kind === "ask" && variableOf(step, run).type === "code") {
    run.secretInput = true;
    if (!isRightCode(step, run, textValue(value))) return failOpenQuestion(run, "wrong_code");
    run.state.values[`${step.ask}_ok`] = true;
  }
  const kind = kindOf(step);
  return kind.accept ? afterwards(step, kind.accept(step, run, value)) : "wait";
}

/** There is nothing before that could be corrected: a free text tells its story with "it has changed" in it. */
function acceptText(run: Run, input: Extract<Input, { kind: "text" | "choice" }>): boolean {
  const frame = topFrame(run);
  const step = frame && stepOf(run, frame);
  if (input.kind !== "text" || step?.kind !== "ask" || variableOf(step, run).type !== "text")
    return false;
  proceed(run, accept(run, input.text));
  return true;
}

/** The open question was not answered so that it could be read. */
export function failOpenQuestion(run: Run, reason: string): Move {
  const frame = topFrame(run);
  const step = frame && stepOf(run, frame);
  const kind = step && kindOf(step);
  if (frame && step) run.ctx.visit?.(frame.flow, step.id, "failed");
  return step && kind?.fail ? afterwards(step, kind.fail(step, run, reason)) : "again";
}

/** A web chat was opened, or the person came over from another channel: the bot speaks first. */
export function start(run: Run): void {
  if (!run.state.greeted) return welcome(run);
  const open = topFrame(run);
  if (open && (open.step === null || !hasOpenRequest(run))) return proceed(run, "again");
  parkDraft(run);
  begin(run, "back");
}

function welcome(run: Run): void {
  run.state.greeted = true;
  begin(run, "welcome");
}

function begin(run: Run, flow: string): void {
  run.state.frames = [newFrame(run, flow)];
  proceed(run, "next");
}
