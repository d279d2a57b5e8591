import type { Flow, Step } from "./flow.ts";

/** For each step the indexes of the steps that may come next. */
export type Graph = readonly (readonly number[])[];

export function graphOf(flow: Flow): Graph {
  return flow.steps.map((step, index) => {
    const next = index + 1 < flow.steps.length && fallsThrough(step) ? [index + 1] : [];
    const jumps =
      step.kind === "goto"
        ? step.goto.map(({ to }) => to)
        : step.kind === "review"
          ? step.items.flatMap((item) => item.steps)
          : "notApplicable" in step && step.notApplicable
            ? [step.notApplicable]
            : [];
    return [...next, ...jumps.flatMap((id) => flow.indexOf.get(id) ?? [])];
  });
}

/** A step with a condition may be passed over, so what follows it is always possible. */
function fallsThrough(step: Step): boolean {
  if (step.when || step.group || step.only || step.sms === "skip") return true;
  if (step.end !== undefined || step.kind === "go" || step.kind === "crisis") return false;
  return step.kind !== "goto" || step.goto.every((branch) => branch.when !== undefined);
}

export function reachable(graph: Graph): Set<number> {
  const met = new Set<number>();
  const open = graph.length > 0 ? [0] : [];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (met.has(index)) continue;
    met.add(index);
    open.push(...(graph[index] ?? []));
  }
  return met;
}

/** A circle of steps none of which waits for the person or for a result; undefined when there is none. */
export function waitlessCycle(flow: Flow, graph: Graph): number[] | undefined {
  const state = new Map<number, "open" | "done">();
  const trail: number[] = [];
  const visit = (index: number): number[] | undefined => {
    const step = flow.steps[index];
    if (!step || waits(flow, step) || state.get(index) === "done") return undefined;
    if (state.get(index) === "open") return trail.slice(trail.indexOf(index));
    state.set(index, "open");
    trail.push(index);
    for (const next of graph[index] ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    trail.pop();
    state.set(index, "done");
    return undefined;
  };
  for (let index = 0; index < flow.steps.length; index++) {
    const cycle = visit(index);
    if (cycle) return cycle;
  }
  return undefined;
}

/** A question that may be passed over does not wait for certain, unless what leads back to it is of the same group. */
function waits(flow: Flow, step: Step): boolean {
  if (step.kind !== "ask" && step.kind !== "review" && step.kind !== "call" && step.kind !== "go")
    return false;
  if (step.when || step.only || step.sms === "skip") return false;
  return (
    step.group === undefined ||
    flow.steps.some(
      (each) =>
        each.kind === "goto" &&
        each.group === step.group &&
        each.goto.some(({ to }) => to === step.id),
    )
  );
}
