import { flowOf, type Move, type Run } from "./run.ts";
import { currentVersion } from "./flow-set.ts";
import { say } from "./say.ts";

/** Keeps a request that is left on the way: everything that was answered stays. */
export function parkDraft(run: Run): void {
  const at = run.state.frames.findIndex((frame) => flowOf(run, frame).draft);
  if (at < 0) return;
  const above = run.state.frames.slice(at);
  const cut = above.findIndex((frame) => frame.interrupts);
  const frames = cut < 0 ? above : above.slice(0, cut);
  run.state.draft = { frames, startedAt: run.state.draft?.startedAt ?? run.ctx.now.toISOString() };
}

/** Leaves what is open for the main menu. */
export function openMenu(run: Run): Move {
  parkDraft(run);
  run.state.frames = [newFrame(run, "menu")];
  return "next";
}

/** Takes the request up again at the same question. */
export function resumeDraft(run: Run): Move {
  const { draft } = run.state;
  if (!draft) return "again";
  run.state.frames = draft.frames.map((frame) => ({ ...frame, failures: 0 }));
  delete run.state.draft;
  return "again";
}

export function hasOpenRequest(run: Run): boolean {
  return (
    run.state.draft !== undefined || run.state.frames.some((frame) => flowOf(run, frame).draft)
  );
}

export function newFrame(run: Run, flow: string, interrupts = false) {
  return {
    flow,
    version: currentVersion(run.flows, flow),
    step: null,
    failures: 0,
    ...(interrupts ? { interrupts } : {}),
  };
}

/** The request was kept for `draft.ttl_days` and is dropped now; the person is told. */
export function expireDraft(run: Run): void {
  const isRunning = run.state.frames.some((frame) => flowOf(run, frame).draft);
  if (!run.state.draft && !isRunning) return;
  if (isRunning) run.state.frames = [];
  delete run.state.draft;
  run.state.answers = {};
  run.state.secrets = {};
  run.state.values = {};
  say(run, "idle.expire", { purpose: "notification" });
}
