import type { Settings } from "../../src/conversation/ports.ts";

const RIYADH_MS = 3 * 3_600_000;
const HOUR_MS = 3_600_000;

/**
 * Moves the demo's clock of a store to a working morning in Riyadh: what a case tells waits while people sleep, and a
 * test is run at any hour. For processes that are started with WASL_DEMO=1.
 */
export async function moveToWorkingMorning(settings: Settings, now = new Date()): Promise<void> {
  await settings.write("clock.offset_ms", untilWorkingMorning(now));
}

/** Milliseconds to the next Sunday, 10:15 in Riyadh: clear of quiet hours, Friday and the hours of prayer. */
function untilWorkingMorning(now: Date): number {
  const local = new Date(now.getTime() + RIYADH_MS);
  const sunday = Date.UTC(
    local.getUTCFullYear(),
    local.getUTCMonth(),
    local.getUTCDate() + ((7 - local.getUTCDay()) % 7 || 7),
  );
  return sunday + 10.25 * HOUR_MS - local.getTime();
}
