import { currentVersion, type FlowSet } from "./flow-set.ts";
import type { Flow, Migration } from "./flow.ts";
import type { Answers, Frame, State } from "./types.ts";

/**
 * Takes running conversations over to a new version that declares it (`migrates: { from: [1], rename, drop,
 * on_unknown_step }`); all others finish on the version on which they began. Answers are kept, a signature is not when an
 * answer that it covers has changed. Pure: the same state again comes back unchanged.
 */
export function migrate(flows: FlowSet, state: State): State {
  const frames = state.frames.map((frame) => migrationOf(flows, frame));
  const parked = state.draft?.frames.map((frame) => migrationOf(flows, frame)) ?? [];
  const found = [...frames, ...parked].find((each) => each !== undefined);
  if (!found) return state;
  const answers = rename(state.answers, found.migration);
  const changed = Object.keys(answers).join() !== Object.keys(state.answers).join();
  if (changed) delete answers["truth_declaration"];
  return {
    ...state,
    answers,
    secrets: rename(state.secrets, found.migration),
    frames: state.frames.map((frame, index) => moved(flows, frame, frames[index])),
    ...(state.draft
      ? {
          draft: {
            ...state.draft,
            frames: state.draft.frames.map((frame, index) => moved(flows, frame, parked[index])),
          },
        }
      : {}),
  };
}

interface Found {
  to: Flow;
  migration: Migration;
}

function migrationOf(flows: FlowSet, frame: Frame): Found | undefined {
  if (!flows.versions.has(frame.flow)) return undefined;
  const to = flows.versions.get(frame.flow)?.get(currentVersion(flows, frame.flow));
  return to?.migrates?.from.includes(frame.version) ? { to, migration: to.migrates } : undefined;
}

function rename(answers: Answers, { rename: names = {}, drop = [] }: Migration): Answers {
  const kept = Object.entries(answers).filter(([name]) => !drop.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [newName(names, name), value]));
}

function newName(names: Record<string, string>, name: string): string {
  return Object.hasOwn(names, name) ? (names[name] ?? name) : name;
}

function moved(flows: FlowSet, frame: Frame, found: Found | undefined): Frame {
  if (!found) return frame;
  const { to, migration } = found;
  const step = frame.step === null ? null : newName(migration.rename ?? {}, frame.step);
  const base: Frame = {
    flow: to.name,
    version: to.version,
    step,
    failures: 0,
    ...(frame.interrupts ? { interrupts: true } : {}),
    ...(frame.values ? { values: frame.values } : {}),
  };
  if (step === null || to.indexOf.has(step)) {
    return { ...base, ...(frame.item === undefined ? {} : { item: frame.item }) };
  }
  const first = fallback(flows, frame, found);
  return first === undefined ? { ...base, step: null } : { ...base, step: first, unasked: true };
}

/** The step is gone: the first step of its section; undefined for the beginning of the flow. */
function fallback(flows: FlowSet, frame: Frame, { to, migration }: Found): string | undefined {
  if ((migration.on_unknown_step ?? "restart_section") !== "restart_section") return undefined;
  const old = flows.versions.get(frame.flow)?.get(frame.version);
  const section = old?.steps.find((step) => step.id === frame.step)?.section;
  return section === undefined ? undefined : to.steps.find((step) => step.section === section)?.id;
}
