import { understand } from "../language/understand.ts";
import { startCrisis } from "./crisis.ts";
import { forgetConfidence } from "./confidence.ts";
import type { FlowSet } from "./flow-set.ts";
import { handBack } from "./hand-back.ts";
import { keepWaiting, tellWaiting } from "./events.ts";
import { takeForm } from "./form.ts";
import { takeIdle } from "./idle.ts";
import { failOpenQuestion, hear, start } from "./hear.ts";
import { takeMedia } from "./media.ts";
import { afterwards, proceed } from "./proceed.ts";
import { startRun, stepOf, topFrame, type Run } from "./run.ts";
import { say } from "./say.ts";
import { keepPendingFiles } from "./steps/do-case.ts";
import { takeResult } from "./steps/do.ts";
import type { Input, State, Turn, TurnContext } from "./types.ts";

/** Runs the flow until it waits for the person or ends. Pure: same inputs, same turn. */
export function advance(flows: FlowSet, state: State, input: Input, ctx: TurnContext): Turn {
  const run = startRun(flows, state, ctx);
  if (ctx.holder === "staff") listen(run, input);
  else {
    take(run, input, state);
    tellWaiting(run, isFromPerson(input));
  }
  return {
    state: run.state,
    effects: run.effects,
    ...(run.holder ? { holder: run.holder } : {}),
    secretInput: run.secretInput,
    ...(run.conceal ? { conceal: run.conceal } : {}),
    ...(run.ended ? { ended: run.ended } : {}),
  };
}

export function emptyState(now: Date): State {
  return {
    frames: [],
    answers: {},
    secrets: {},
    values: {},
    language: "ar",
    consents: [],
    greeted: false,
    lastActivityAt: now.toISOString(),
  };
}

/** While staff hold the conversation the bot says nothing, except for the crisis text (decisions: silence). */
function listen(run: Run, input: Input): void {
  if (input.kind === "event") return keepWaiting(run, input);
  if (input.kind !== "text") return;
  const understood = understand(
    input.text,
    { type: "none" },
    { now: run.ctx.now, language: run.state.language },
  );
  if (understood.kind !== "crisis") return;
  startCrisis(run, understood.tier, understood.rule);
  run.holder = "staff";
}

function take(run: Run, input: Input, before: State): void {
  switch (input.kind) {
    case "start":
      if (input.from !== undefined) run.state.cameBy ??= input.from;
      return start(run);
    case "text":
    case "choice":
      return hear(run, input);
    case "media":
      return takeMedia(run, input);
    case "location":
      return proceed(run, failOpenQuestion(run, "unclear"));
    case "form":
      return takeForm(run, input);
    case "result":
      return goOnWith(run, input);
    case "timer":
      // A reminder is not an activity of the person: the clock of the draft goes on from his last message.
      run.state.lastActivityAt = before.lastActivityAt;
      if (input.followUp === "files") return keepPendingFiles(run);
      if (input.followUp === "confidence") return forgetConfidence(run);
      return input.followUp === "idle" ? takeIdle(run, new Date(before.lastActivityAt)) : undefined;
    case "event":
      run.state.lastActivityAt = before.lastActivityAt;
      return keepWaiting(run, input);
    case "released":
      return handBack(run, input);
    case "opt":
      return takeOpt(run, input.action);
    case "ignored":
      return undefined;
  }
}

function goOnWith(run: Run, { effectId, values }: Extract<Input, { kind: "result" }>): void {
  const frame = topFrame(run);
  const step = frame && stepOf(run, frame);
  if (frame?.awaits !== effectId || !step) return;
  proceed(run, afterwards(step, takeResult(run, values)));
}

/** The person is here: what waits to be told may be said in full. */
function isFromPerson({ kind }: Input): boolean {
  return ["start", "text", "choice", "media", "location", "form"].includes(kind);
}

/** The provider has stopped or started messages already, so nothing is asked. */
function takeOpt(run: Run, action: "opt-out" | "opt-in" | "help"): void {
  if (action === "help") return void say(run, "help");
  if (action === "opt-out") run.state.optOut = "all";
  else delete run.state.optOut;
}
