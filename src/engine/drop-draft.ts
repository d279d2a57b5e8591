import type { Run } from "./run.ts";

/** Forgets a request that was not finished, or that has become a case. */
export function dropDraft(run: Run): void {
  delete run.state.draft;
  run.state.answers = {};
  run.state.secrets = {};
  run.state.values = {};
}
