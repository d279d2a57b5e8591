import { dropDraft } from "../drop-draft.ts";
import { argument } from "./argument.ts";
import { caseActions } from "./do-case.ts";
import { recordActions } from "./do-record.ts";
import type { StepOf } from "../flow.ts";
import { flowOf, topFrame, wish, type Move, type Run, type StepKind } from "../run.ts";
import { look, textValue } from "../scope.ts";
import type { Answers, Json, Wish } from "../types.ts";

type Do = StepOf<"do">;

/**
 * Has the world do something. An action that returns values makes the turn wait; the result comes in by itself and is
 * kept under the names that it brings. Example: `- { id: number, do: reserve_case_number }`
 */
export const doStep: StepKind<Do> = {
  enter(step, run) {
    const wished = actions[step.do](step, run);
    if (!wished) return "next";
    if (!("kind" in wished)) return wished.move;
    const frame = topFrame(run);
    const id = wish(run, wished);
    if (!frame) throw new Error(`step "${step.id}" runs outside a flow`);
    frame.awaits = id;
    return "wait";
  },
};

/** The result of the awaited effect: kept with the request, or with the flow that asked for it; and on. */
export function takeResult(run: Run, values: Answers): Move {
  const frame = topFrame(run);
  if (!frame) return "next";
  delete frame.awaits;
  if (flowOf(run, frame).draft) Object.assign(run.state.values, values);
  else frame.values = { ...frame.values, ...values };
  return "next";
}

/** A wish is awaited, a move followed; what has done its work already gives nothing back. */
export type DoAction = (step: Do, run: Run) => Wish | { move: Move } | undefined;

const actions: Record<Do["do"], DoAction> = {
  ...caseActions,
  ...recordActions,
  reserve_case_number: (_step, run) =>
    run.state.values["case_no"] === undefined
      ? { kind: "reserve_case_number", purpose: "case" }
      : undefined,
  open_case: (step, run) => openCase(step, run),
  find_cases: (step, run) => {
    const number = argument(step, run, "number");
    const proven = run.state.values["status_code_ok"] === true;
    return {
      kind: "find_cases",
      proven,
      ...(number === undefined || number === "mine" ? {} : { number }),
    };
  },
  find_draft: (step, run) => ({ kind: "find_draft", phone: argument(step, run, "phone") ?? "" }),
  link_contact: (step, run) => ({
    kind: "link_contact",
    phone: argument(step, run, "phone") ?? "",
    keep: argument(step, run, "keep") === "ours" ? "ours" : "theirs",
  }),
  opt_out: (step, run) => {
    run.state.optOut = argument(step, run, "scope") === "all" ? "all" : "awareness";
    leaveWhatWasStopped(run);
    return undefined;
  },
  drop_draft: (_step, run) => {
    dropDraft(run);
    return undefined;
  },
};

/** A survey that is open when surveys are stopped is over. */
function leaveWhatWasStopped(run: Run): void {
  const { events } = run.flows.globals;
  run.state.frames = run.state.frames.filter(({ values }) => {
    const event = textValue(values?.["event"]);
    const kind = Object.hasOwn(events, event) ? events[event]?.class : undefined;
    return kind === undefined || kind === "service";
  });
}

function openCase(step: Do, run: Run): Wish {
  const frame = topFrame(run);
  if (!frame) throw new Error(`step "${step.id}" runs outside a flow`);
  const flow = flowOf(run, frame);
  const { state, ctx } = run;
  const signedWithCode = state.values["declaration_code_id"] !== undefined;
  return {
    kind: "open_case",
    caseNumber: textValue(state.values["case_no"]),
    answers: withDefaults(run),
    secrets: { ...state.secrets },
    flow: { name: flow.name, version: flow.version },
    declaration: {
      text:
        typeof state.values["declared_text"] === "string"
          ? state.values["declared_text"]
          : "declare",
      vars: {
        name: look(run, "$applicant_name") ?? look(run, "$psy_nickname") ?? "",
        case_no: textValue(state.values["case_no"]),
      },
      method: signedWithCode ? "word_and_code" : "word",
      at: ctx.now.toISOString(),
    },
    consents: state.consents,
    onBehalf: state.answers["applicant"] === "behalf",
    ...(state.cameBy === undefined ? {} : { cameBy: state.cameBy }),
  };
}

/** Answers, and for what was passed over the value that the flow declares as its default (the sender's own number). */
function withDefaults(run: Run): Answers {
  const frame = topFrame(run);
  const answers: Answers = { ...run.state.answers };
  for (const [name, variable] of frame ? flowOf(run, frame).vars : []) {
    if (answers[name] !== undefined || variable.default === undefined) continue;
    const value: Json | undefined = look(run, variable.default);
    if (value !== undefined && value !== null) answers[name] = value;
  }
  return answers;
}
