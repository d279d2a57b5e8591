import { currentVersion, findFlow } from "../engine/flow-set.ts";
import type { World } from "./world.ts";

/** The questions of the support request, in their order: the key under which each leaves, and the field that it asks for. */
export function requestQuestions({ flows }: Pick<World, "flows">): Map<string, string> {
  const flow = findFlow(flows, "support-request", currentVersion(flows, "support-request"));
  return new Map(
    flow.steps.flatMap((step) =>
      step.kind === "ask" ? [[step.text ?? `${flow.texts}.${step.id}`, step.ask] as const] : [],
    ),
  );
}
