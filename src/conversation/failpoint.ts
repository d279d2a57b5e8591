import { closeSync, openSync } from "node:fs";
import path from "node:path";

/** Where a process can be killed on purpose (`FAILPOINT=<name>[:nth]`), each the gap between two durable steps. */
export const failpoints = {
  "inbox.accepted": "the message is stored, its turn has not begun",
  "turn.computed": "the turn is reckoned, nothing of it is saved",
  "conversation.saved": "state and effects are saved, no effect is applied",
  "messages.stored": "the outgoing messages are stored, none is sent",
  "send.begun": "a message is marked as being sent, the provider was not called",
  "send.done": "the provider has answered, the outcome is not stored",
  "outcome.recorded": "the outcome is stored, the effects are not settled",
  "case.opened": "the case is stored, the conversation does not know its number yet",
  "case.acted": "the case and its effects are saved, no effect is applied",
  "case.effects_applied": "the effects of the case are applied, none is settled",
  "follow_up.scheduled": "the follow-up is stored, the effects are not settled",
  "effects.settled": "the effects are settled, the inbox row is not finished",
  "inbox.finished": "everything is done",
} as const satisfies Record<string, string>;

export type FailpointName = keyof typeof failpoints;
export type Failpoint = (name: FailpointName) => void;

/** A failpoint that never fires: what production gets. */
export const noFailpoint: Failpoint = () => undefined;

/**
 * Kills this process with SIGKILL the nth time that it passes the named point, once a data directory: the process
 * that is started again afterwards runs on.
 */
export function createFailpoint(setting: string | undefined, dataDir: string): Failpoint {
  if (!setting) return noFailpoint;
  const [name = "", nth = "1"] = setting.split(":");
  if (!Object.hasOwn(failpoints, name))
    throw new Error(
      `FAILPOINT: there is no failpoint "${name}"; known: ${Object.keys(failpoints).join(", ")}`,
    );
  let left = Number(nth);
  return (passed) => {
    if (
      passed !== name ||
      --left !== 0 ||
      !claimOnce(path.join(dataDir, `failpoint-${name}-${nth}`))
    )
      return;
    process.kill(process.pid, "SIGKILL");
  };
}

function claimOnce(file: string): boolean {
  try {
    closeSync(openSync(file, "wx"));
    return true;
  } catch {
    return false;
  }
}
