import { findFlow, type FlowSet } from "./flow-set.ts";
import type { Flow, Step } from "./flow.ts";
import { migrate } from "./migrate.ts";
import { factsOf } from "./scope.ts";
import { holds } from "./conditions.ts";
import type {
  Effect,
  Frame,
  Holder,
  Json,
  Purpose,
  State,
  Turn,
  TurnContext,
  Wish,
} from "./types.ts";

/** One turn under way. It works on a copy of the state, so a turn that fails leaves nothing behind. */
export interface Run {
  readonly flows: FlowSet;
  readonly ctx: TurnContext;
  state: State;
  effects: Effect[];
  holder?: Holder;
  secretInput: boolean;
  ended?: NonNullable<Turn["ended"]>;
  conceal?: string;
  /** The event that is being told: its messages are notices, unless the person is here and waits for it. */
  telling?: { event: string; caseId?: string; purpose: Purpose };
  /** The open question was interrupted and is owed once more, after everything that is to be told. */
  owesQuestion?: boolean;
}

/** Where the flow goes after a step was entered or answered. */
export type Move =
  | "next"
  | "wait"
  | { to: string }
  | { end: "completed" | "cancelled" | "handoff" }
  | { call: string }
  /** The stack was changed by hand (menu, continue): ask what is on top again. */
  | "again";

/** What a step kind does. `accept` gets a value that was read; `fail` the reason why it could not be. */
export interface StepKind<S> {
  enter(step: S, run: Run): Move;
  accept?(step: S, run: Run, value: Json): Move;
  fail?(step: S, run: Run, reason: string): Move;
}

export function startRun(flows: FlowSet, before: State, ctx: TurnContext): Run {
  const state = migrate(flows, before);
  const copy: State = {
    ...state,
    frames: state.frames.map(copyOf),
    answers: { ...state.answers },
    secrets: { ...state.secrets },
    values: { ...state.values },
    consents: [...state.consents],
    ...(state.waiting ? { waiting: [...state.waiting] } : {}),
    lastActivityAt: ctx.now.toISOString(),
  };
  return { flows, ctx, state: copy, effects: [], secretInput: false };
}

function copyOf(frame: Frame): Frame {
  return { ...frame, ...(frame.values ? { values: { ...frame.values } } : {}) };
}

/** Adds an effect and gives it its id, which is all that makes doing it twice harmless. */
export function wish(run: Run, asked: Wish): string {
  const id = `${run.ctx.turnId}.${run.effects.length}`;
  run.effects.push({ ...asked, id });
  return id;
}

export function topFrame(run: Run): Frame | undefined {
  return run.state.frames.at(-1);
}

export function flowOf(run: Run, frame: Frame): Flow {
  return findFlow(run.flows, frame.flow, frame.version);
}

export function stepOf(run: Run, frame: Frame): Step | undefined {
  if (frame.step === null) return undefined;
  const flow = flowOf(run, frame);
  const step = flow.steps[flow.indexOf.get(frame.step) ?? -1];
  if (!step) throw new Error(`flow ${flow.name}@${flow.version} has no step "${frame.step}"`);
  return step;
}

/** Whether a step is met at all: its group, its channel and its condition. */
export function isMet(run: Run, step: Step): boolean {
  const kind = run.ctx.channel.kind;
  if (step.sms === "skip" && kind === "sms") return false;
  if (step.only && step.only !== kind && !(step.only === "web" && kind === "console")) return false;
  if (step.group && !hasGroup(run, step.group)) return false;
  return step.when ? holds(step.when, factsOf(run)) : true;
}

export function hasGroup(run: Run, group: string): boolean {
  const groups = (run.ctx.policy as { intake_groups?: Json }).intake_groups;
  return Array.isArray(groups) && groups.includes(group);
}
