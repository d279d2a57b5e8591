import type { Language } from "./translate.ts";

/** How times and numbers are written. Staff of all associations live by the clock of Riyadh. */
export interface Format {
  /** «قبل ٥ د»: for lists. */
  ago(iso: string, now: number): string;
  clock(iso: string): string;
  day(iso: string): string;
  /** Both calendars: for threads, tooltips and decisions. */
  both(iso: string): string;
  number(value: number): string;
  minutes(value: number): string;
}

const ZONE = "Asia/Riyadh";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function formatter(language: Language, digits: "latn" | "arab"): Format {
  const numbers = language === "ar" ? `-u-nu-${digits}` : "-u-nu-latn";
  const locale = language === "ar" ? `ar-SA${numbers}` : "en-GB";
  const gregorian = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(`${locale}${language === "ar" ? "-ca-gregory" : ""}`, {
      timeZone: ZONE,
      ...options,
    });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  const time = gregorian({ hour: "2-digit", minute: "2-digit", hour12: false });
  const date = gregorian({ day: "numeric", month: "long", year: "numeric" });
  const hijri = new Intl.DateTimeFormat(
    `${language === "ar" ? `ar-SA${numbers}` : "en-GB-u-nu-latn"}-ca-islamic-umalqura`,
    { timeZone: ZONE, weekday: "long", day: "numeric", month: "long", year: "numeric" },
  );
  const plain = new Intl.NumberFormat(locale);

  return {
    ago(iso, now) {
      const distance = new Date(iso).getTime() - now;
      const size = Math.abs(distance);
      if (size < HOUR) return relative.format(Math.trunc(distance / MINUTE), "minute");
      if (size < DAY) return relative.format(Math.trunc(distance / HOUR), "hour");
      return relative.format(Math.trunc(distance / DAY), "day");
    },
    clock: (iso) => time.format(new Date(iso)),
    day: (iso) => date.format(new Date(iso)),
    both: (iso) => `${hijri.format(new Date(iso))} · ${date.format(new Date(iso))}`,
    number: (value) => plain.format(value),
    minutes: (value) => plain.format(Math.round(value)),
  };
}
