/** Saudi Arabia has had no summer time since it keeps a zone. */
const AHEAD_MS = 3 * 3_600_000;
const DAY_MS = 86_400_000;
const OPENS_AT = 9;
const LATER_H = 3;
const SUNDAY = 0;

/** The usual moments to look again: later today, tomorrow at nine, Sunday at nine, by the clock of Riyadh. */
export function presets(now: Date): { id: string; at: Date }[] {
  const here = new Date(now.getTime() + AHEAD_MS);
  const day = Date.UTC(here.getUTCFullYear(), here.getUTCMonth(), here.getUTCDate());
  const nine = (days: number) => new Date(day + days * DAY_MS + OPENS_AT * 3_600_000 - AHEAD_MS);
  const toSunday = (7 - here.getUTCDay() + SUNDAY) % 7 || 7;
  return [
    { id: "later", at: new Date(now.getTime() + LATER_H * 3_600_000) },
    { id: "tomorrow", at: nine(1) },
    { id: "sunday", at: nine(toSunday) },
  ];
}

/** A time as a form field gives it (`2026-11-24T09:00`), meant by the clock of Riyadh wherever the device is. */
export function fromRiyadh(local: string): Date {
  return new Date(new Date(`${local}Z`).getTime() - AHEAD_MS);
}
