import type { AssociationId } from "./ports.ts";
import type { LaneRest } from "./run-lane.ts";

type Run = (association: AssociationId, lane: string) => Promise<LaneRest>;

export interface Lanes {
  /** There is something to do in this lane. Any number of calls while it waits are one. */
  wake(association: AssociationId, lane: string): void;
  wakeLater(association: AssociationId, lane: string, delayMs: number): void;
  /** Resolves when everything that was woken is done, or after `deadlineMs`. New wake-ups are refused. */
  drain(deadlineMs: number): Promise<void>;
  idle(): boolean;
}

const AFTER_ERROR_MS = 1_000;

/**
 * Lanes that are ready wait in one line; a few run at a time, each lane once. A lane that has more to do goes to the
 * tail, so a flood in one conversation leaves the others as quick as before.
 */
export function createLanes(
  run: Run,
  options: { concurrency: number; onError: (error: unknown, lane: string) => void },
): Lanes {
  const ready = new Map<string, { association: AssociationId; lane: string }>();
  const running = new Set<string>();
  const wokenAgain = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  const drained: (() => void)[] = [];
  let isOpen = true;

  function wake(association: AssociationId, lane: string): void {
    if (!isOpen) return;
    const key = `${association} ${lane}`;
    if (running.has(key)) wokenAgain.add(key);
    else ready.set(key, { association, lane });
    startNext();
  }

  function wakeLater(association: AssociationId, lane: string, delayMs: number): void {
    if (delayMs <= 0) return wake(association, lane);
    const timer = setTimeout(() => {
      timers.delete(timer);
      wake(association, lane);
    }, delayMs);
    timers.add(timer);
  }

  function startNext(): void {
    while (running.size < options.concurrency) {
      const [next] = ready;
      if (!next) break;
      const [key, { association, lane }] = next;
      ready.delete(key);
      running.add(key);
      void runOne(key, association, lane);
    }
    if (running.size === 0 && ready.size === 0) for (const resolve of drained.splice(0)) resolve();
  }

  async function runOne(key: string, association: AssociationId, lane: string): Promise<void> {
    let rest: LaneRest;
    try {
      rest = await run(association, lane);
    } catch (error) {
      options.onError(error, lane);
      rest = { again: true, afterMs: AFTER_ERROR_MS };
    }
    running.delete(key);
    if (wokenAgain.delete(key)) wake(association, lane);
    if (rest.again) wakeLater(association, lane, rest.afterMs);
    startNext();
  }

  return {
    wake,
    wakeLater,
    idle: () => running.size === 0 && ready.size === 0,
    async drain(deadlineMs) {
      isOpen = false;
      for (const timer of timers) clearTimeout(timer);
      if (running.size === 0 && ready.size === 0) return;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, deadlineMs);
      });
      await Promise.race([late, new Promise<void>((resolve) => drained.push(resolve))]);
      clearTimeout(timer);
    },
  };
}
