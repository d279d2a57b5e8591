import { parse } from "yaml";
import { emptyState } from "../../src/engine/advance.ts";
import { createFlowSet } from "../../src/engine/flow-set.ts";
import { parseFlow, type Flow } from "../../src/engine/flow.ts";
import type { LintTexts } from "../../src/engine/lint.ts";
import type { State, TurnContext } from "../../src/engine/types.ts";

/** Small flows for tests, written as they stand in a file. */
export function flowOf(source: string): Flow {
  const parsed = parseFlow(parse(source));
  if ("issues" in parsed) throw new Error(parsed.issues.map(({ problem }) => problem).join("; "));
  return parsed.flow;
}

export function flowSet(...sources: string[]) {
  return createFlowSet(sources.map(flowOf), { reserved: {}, intents: {}, events: {} });
}

const NOW = new Date("2026-11-22T10:00:00+03:00");

export function context(more: Partial<TurnContext> = {}): TurnContext {
  return {
    now: NOW,
    holder: "bot",
    turnId: "c.1",
    channel: { kind: "web", twoWay: true, buttons: true },
    policy: { intake_groups: [] },
    documentsFor: () => [],
    hasFlow: () => true,
    label: () => "نص",
    placeholders: () => [],
    isCode: () => false,
    findAnswer: () => undefined,
    ...more,
  };
}

export function stateIn(
  flow: string,
  version: number,
  step: string | null,
  answers: State["answers"] = {},
): State {
  return {
    ...emptyState(NOW),
    greeted: true,
    answers,
    frames: [{ flow, version, step, failures: 0 }],
  };
}

/** Texts that all exist and are short, but for those that a test takes away or makes long. */
export function lintTexts(more: Partial<LintTexts> = {}): LintTexts {
  return { has: () => true, hasSms: () => true, smsParts: () => 1, smsBudget: () => 2, ...more };
}
