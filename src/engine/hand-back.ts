import { hasOpenRequest, openMenu, parkDraft } from "./draft.ts";
import { scheduleIdle } from "./idle.ts";
import { flowOf, topFrame, type Run } from "./run.ts";
import { proceed } from "./proceed.ts";
import { say } from "./say.ts";

/**
 * Staff give the conversation back. At a step of the open flow the bot asks that question again; with `menu` it begins
 * anew; otherwise it says that it is back and how to go on with what was begun. Whatever was a crisis is over: only who
 * may clear it gives it back.
 */
export function handBack(
  run: Run,
  { step, aloud = false }: { step?: string; aloud?: boolean },
): void {
  delete run.state.crisis;
  const frame = topFrame(run);
  if (step === "menu") {
    if (aloud) say(run, "staff.handback", { vars: { resume_line: "" } });
    return proceed(run, openMenu(run));
  }
  if (step !== undefined && frame && flowOf(run, frame).steps.some((each) => each.id === step)) {
    const { phase: _phase, awaits: _awaits, unasked: _unasked, ...rest } = frame;
    run.state.frames = [...run.state.frames.slice(0, -1), { ...rest, step, failures: 0 }];
    if (aloud) say(run, "staff.handback", { vars: { resume_line: "" } });
    return proceed(run, "again");
  }
  // The clock of the draft stood still while staff held it.
  if (hasOpenRequest(run)) scheduleIdle(run, run.ctx.now);
  if (!aloud) return;
  parkDraft(run);
  run.state.frames = [];
  const line = run.state.draft ? { $text: "staff.resume_line" } : "";
  say(run, "staff.handback", { vars: { resume_line: line } });
}
