const UNITS_MS = { W: 7 * 86_400_000, D: 86_400_000, H: 3_600_000, M: 60_000, S: 1_000 } as const;
const MAX_MS = 400 * 86_400_000; // a year and a bit: further on nothing is known of the calendar

/** Milliseconds of an ISO 8601 duration without years and months (`P3D`, `PT24H`, `P1DT30M`); undefined for anything else. */
export function readDuration(text: string): number | undefined {
  const [whole, weeks, days, hours, minutes, seconds] =
    /^P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/.exec(
      text,
    ) ?? [];
  if (whole === undefined || whole === "P" || whole.endsWith("T")) return undefined;
  const ms =
    Number(weeks ?? 0) * UNITS_MS.W +
    Number(days ?? 0) * UNITS_MS.D +
    Number(hours ?? 0) * UNITS_MS.H +
    Number(minutes ?? 0) * UNITS_MS.M +
    Number(seconds ?? 0) * UNITS_MS.S;
  return ms <= MAX_MS ? ms : undefined;
}
