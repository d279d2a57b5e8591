import { readExpected } from "../language/read-expected.ts";
import { aids, reasonText } from "./failure.ts";
import { currentVersion, findFlow, type FlowSet } from "./flow-set.ts";
import type { Step, StepOf, Variable } from "./flow.ts";
import { expectationOf, openOptions, repeated, valueOfOption } from "./read.ts";
import { isMet, startRun, topFrame, type Run } from "./run.ts";
import { say } from "./say.ts";
import { ask, isOptional, keep, textOf, variableOf, wordingOf } from "./steps/ask.ts";
import { keyOf, timesOf } from "./steps/repeat.ts";
import { emptyState } from "./advance.ts";
import type { Answers, EffectOf, Json, Option, State, TurnContext } from "./types.ts";

/*
 * The questions of a flow as one form, for somebody who fills it together with the person. The flow is read from the top
 * with what was given so far: a step is asked exactly where the conversation would ask it, in its order, and an answer is
 * read and kept by the same code. What is not known yet hides what depends on it, as it would in the conversation.
 */

/** A text as the conversation would say it here, with its variables. */
type Said = EffectOf<"send">;

export interface Asked {
  /** What the answer is given under: the variable; of a repeated question `<variable>.<index>`. */
  id: string;
  variable: Variable;
  section: string;
  says: Said;
  options: Option[];
  required: boolean;
  secret: boolean;
  isRepeated: boolean;
  /** Nothing was given yet. */
  blank: boolean;
  /** Why what was given cannot be taken, and the text that says so. */
  fault?: { reason: string; says: Said };
  /** How it was understood, where the conversation lets that be confirmed. */
  understood?: Said;
}

export interface Questionnaire {
  asked: Asked[];
  /** What the conversation would say between two questions, with the section in which it would. */
  notes: { section: string; says: Said }[];
  /** Set where the conversation would have stopped and called for help: nothing more is asked. */
  crisis?: Said;
  /** What is signed at the end, with what was answered in it. */
  declaration?: Said;
  answers: Answers;
  secrets: Answers;
  /** Given or refused by one of the answers, with the text that asked for it. */
  consents: EffectOf<"record_consent">[];
}

export interface FormAsked {
  /** Name of the flow; its newest version is read. */
  flow: string;
  /** As typed, or ids of options; several are parted by commas. */
  given: Readonly<Record<string, string>>;
  /** Asked here although the profile does not list its group. */
  always: readonly string[];
  /** Questions that only the conversation itself can ask. */
  never: readonly string[];
  consents: State["consents"];
}

/** Who sits at the desk is whom these lead to. */
const LEADS_TO_STAFF = ["staff", "unclear"];

export function questionnaire(flows: FlowSet, form: FormAsked, ctx: TurnContext): Questionnaire {
  const flow = findFlow(flows, form.flow, currentVersion(flows, form.flow));
  const frame = { flow: flow.name, version: flow.version, step: null, failures: 0 };
  const before = { ...emptyState(ctx.now), consents: [...form.consents], frames: [frame] };
  const run = startRun(flows, before, ctx);
  const found: Pick<Questionnaire, "asked" | "notes" | "crisis"> = { asked: [], notes: [] };
  let section = "";
  for (const step of flow.steps) {
    if (step.kind === "review") break; // the form itself is the review
    const frameOfStep = topFrame(run);
    if (frameOfStep) frameOfStep.step = step.id;
    section = step.section ?? section;
    if (step.kind === "ask" && form.never.includes(step.ask)) continue;
    if (!isMet(run, withoutGroup(step, form.always))) continue;
    if (step.kind === "ask") found.asked.push(askOne(run, step, section, form.given));
    if (step.kind === "repeat") found.asked.push(...askEach(run, step, section, form.given));
    if (step.kind === "say") found.notes.push({ section, says: said(run, step.say) });
    if (step.kind === "crisis") {
      found.crisis = said(run, "crisis");
      break;
    }
  }
  const declaration = flow.steps.find(
    (step): step is StepOf<"ask"> =>
      step.kind === "ask" && flow.vars.get(step.ask)?.type === "declaration",
  );
  const { answers, secrets } = run.state;
  return {
    ...found,
    ...(declaration ? { declaration: signed(run, declaration) } : {}),
    answers,
    secrets,
    consents: run.effects.filter((effect) => effect.kind === "record_consent"),
  };
}

function signed(run: Run, step: StepOf<"ask">): Said {
  return said(run, textOf(step, run), { wording: wordingOf(step, run) });
}

function withoutGroup(step: Step, always: readonly string[]): Step {
  if (step.kind !== "ask" || !always.includes(step.ask)) return step;
  const { group: _group, ...asked } = step;
  return asked;
}

function askOne(run: Run, step: StepOf<"ask">, section: string, given: FormAsked["given"]): Asked {
  const variable = variableOf(step, run);
  const key = textOf(step, run);
  const options = openOptions(run, step, undefined).filter(
    ({ id }) => !LEADS_TO_STAFF.includes(id),
  );
  const asked: Asked = {
    id: step.ask,
    variable,
    section,
    says: said(run, key, { wording: wordingOf(step, run), options }),
    options,
    required: !isOptional(step, run),
    secret: variable.pii === "high" || variable.pii === "sensitive",
    isRepeated: false,
    blank: false,
  };
  const typed = typedFor(given, asked.id);
  if (typed === undefined) return { ...asked, blank: true };
  const reading = readGiven(run, step, options, typed);
  if (!reading.ok) return { ...asked, fault: faultOf(run, step, key, reading.reason) };
  ask.accept?.(step, run, reading.value);
  delete topFrame(run)?.phase; // the form shows what was understood beside the field: nothing waits for a "yes"
  return step.confirm ? { ...asked, understood: said(run, `${key}.confirm`) } : asked;
}

function askEach(
  run: Run,
  step: StepOf<"repeat">,
  section: string,
  given: FormAsked["given"],
): Asked[] {
  const variable = repeated(run, step.repeat);
  const frame = topFrame(run);
  const values: Json[] = [];
  const asked = Array.from({ length: timesOf(step, run) }, (_, index): Asked => {
    if (frame) frame.item = index;
    const one: Asked = {
      id: `${step.repeat}.${index}`,
      variable,
      section,
      says: said(run, keyOf(step)),
      options: [],
      required: !isOptional(step, run),
      secret: variable.pii === "high" || variable.pii === "sensitive",
      isRepeated: true,
      blank: false,
    };
    const typed = typedFor(given, one.id);
    if (typed === undefined) return { ...one, blank: true };
    const reading = readGiven(run, step, [], typed);
    if (!reading.ok) return { ...one, fault: faultOf(run, step, keyOf(step), reading.reason) };
    values.push(reading.value);
    return one;
  });
  delete frame?.item;
  if (values.length > 0) keep(run, step.repeat, variable, values);
  return asked;
}

function typedFor(given: FormAsked["given"], id: string): string | undefined {
  const typed = Object.hasOwn(given, id) ? given[id]?.trim() : undefined;
  return typed === "" ? undefined : typed;
}

type Given = { ok: true; value: Json } | { ok: false; reason: string };

/** An option by its id, as a pressed button; otherwise by the reader of the question. */
function readGiven(
  run: Run,
  step: StepOf<"ask"> | StepOf<"repeat">,
  options: readonly Option[],
  typed: string,
): Given {
  const ids = typed.split(",").map((each) => each.trim());
  const isMulti = step.kind === "ask" && variableOf(step, run).type === "multi";
  if (isMulti && ids.every((id) => options.some((option) => option.id === id)))
    return { ok: true, value: [...new Set(ids)] };
  if (options.some(({ id }) => id === typed))
    return { ok: true, value: valueOfOption(step, run, undefined, typed) };
  const expectation = expectationOf(run, step, undefined);
  if (expectation.type === "none") return { ok: false, reason: "unclear" };
  const { now } = run.ctx;
  return readExpected(typed, expectation, { now, language: run.state.language }) as Given;
}

function faultOf(
  run: Run,
  step: StepOf<"ask"> | StepOf<"repeat">,
  key: string,
  reason: string,
): NonNullable<Asked["fault"]> {
  const text = reasonText(run, step, key, reason) ?? "err.1";
  return { reason, says: said(run, text, { vars: aids(run, key) }) };
}

/** Says it and takes it back: nothing leaves here, the words go onto the form. */
function said(run: Run, key: string, more: Parameters<typeof say>[2] = {}): Said {
  say(run, key, more);
  return run.effects.pop() as Said;
}
