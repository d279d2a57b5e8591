import { readNationalId } from "../language/national-id.ts";
import { findPersonalNumbers } from "../language/personal-numbers.ts";
import type { StepOf, Variable } from "./flow.ts";
import { proceed } from "./proceed.ts";
import { flowOf, topFrame, type Run } from "./run.ts";
import { say } from "./say.ts";
import { askWhetherRight, keep } from "./steps/ask.ts";
import type { Frame } from "./types.ts";

const MOST_OTHER_WORDS = 4; // "my identity number is ..."; a longer text tells something else as well

interface Awaited {
  frame: Frame;
  step: StepOf<"ask">;
  variable: Variable;
}

/**
 * An identity number that is written into the chat although the secure page asks for it: WhatsApp forbids us to ask, not
 * a person to write. It is taken like that of the page, the person says whether its last four digits are right, and then
 * the open question comes again. False when the message is about something else.
 */
export function takeTypedIdentity(run: Run, text: string): boolean {
  const [found, ...more] = findPersonalNumbers(text);
  if (found?.kind !== "national_id" || more.length > 0) return false;
  const others = `${text.slice(0, found.start)} ${text.slice(found.end)}`.match(/\p{L}+/gu) ?? [];
  const awaited = others.length <= MOST_OTHER_WORDS ? awaitedByPage(run) : undefined;
  if (!awaited) return false;
  const reading = readNationalId(found.value);
  run.secretInput = true;
  if (!reading.ok) {
    say(run, "intake.identity.invalid", { vars: { last4: found.value.slice(-4) } });
    proceed(run, "again");
    return true;
  }
  keep(run, awaited.step.ask, awaited.variable, reading.value);
  confirm(run, awaited, reading.value);
  return true;
}

/** The identity that a page was sent for in a flow which is under way; the page itself stays good. */
function awaitedByPage(run: Run): Awaited | undefined {
  for (const frame of run.state.frames) {
    const flow = flowOf(run, frame);
    for (const step of flow.steps) {
      const variable = step.kind === "ask" ? flow.vars.get(step.ask) : undefined;
      if (step.kind !== "ask" || variable?.type !== "national_id") continue;
      if (run.state.values[`form_${step.ask}`] !== undefined) return { frame, step, variable };
    }
  }
  return undefined;
}

/** The flow goes back to the question of the number, which waits for "yes", and then to where it was. */
function confirm(run: Run, { frame, step }: Awaited, value: string): void {
  // Something else lies over the request (an event of a case): that is not lost over it, and the digits are only told.
  if (frame !== topFrame(run) || frame.step === null) {
    say(run, "intake.identity.done", { vars: { last4: value.slice(-4) } });
    return proceed(run, "again");
  }
  if (frame.step !== step.id) {
    const { steps = [], back = frame.step } = frame.mending ?? {};
    frame.mending = { steps: frame.mending ? [frame.step, ...steps] : [], back };
    frame.step = step.id;
  }
  proceed(run, askWhetherRight(step, run, value));
}
