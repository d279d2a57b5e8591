import type { FlowSet } from "./flow-set.ts";
import { findFlow } from "./flow-set.ts";
import type { State } from "./types.ts";

/** Characters. Where so much may be written, people write it as they talk: in several messages. */
const STORY = 500;

/** Whether the open question takes a story: what comes in the next moment then belongs to the same answer. */
export function isStoryOpen(flows: FlowSet, { frames, crisis }: State): boolean {
  const frame = frames.at(-1);
  if (!frame || frame.step === null || frame.phase === "confirm" || crisis) return false;
  const flow = findFlow(flows, frame.flow, frame.version);
  const step = flow.steps[flow.indexOf.get(frame.step) ?? -1];
  const variable = step?.kind === "ask" ? flow.vars.get(step.ask) : undefined;
  return variable?.type === "text" && variable.max >= STORY;
}
