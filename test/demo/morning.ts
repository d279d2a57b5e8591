const DAY_MS = 86_400_000;
const RIYADH_MS = 3 * 3_600_000;
const ELEVEN_MS = 11 * 3_600_000; // open in Ramadan as well, and quiet on no working day

/**
 * Moves the clock of a demo to eleven in the morning in Riyadh, so many days on and no weekend: people are told at hours
 * at which they may be, whenever the test runs.
 */
export async function morning(url: string, days: number): Promise<void> {
  const from = await now(url);
  let at = Math.floor((from + RIYADH_MS) / DAY_MS + days) * DAY_MS - RIYADH_MS + ELEVEN_MS;
  while (at <= from || [5, 6].includes(new Date(at).getUTCDay())) at += DAY_MS;
  const response = await fetch(`${url}/simulator/api/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advance: `PT${Math.ceil((at - from) / 60_000)}M` }),
  });
  if (!response.ok) throw new Error(`the clock could not be moved: ${response.status}`);
}

/** What time it is in a demo, in ms. */
export async function now(url: string): Promise<number> {
  const response = await fetch(`${url}/simulator/api/clock`);
  return Date.parse(((await response.json()) as { now: string }).now);
}
