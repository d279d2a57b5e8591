/* Both calendars, as they are used in Saudi Arabia. */
import { language } from "./texts.js";

const locale = language === "ar" ? "ar-SA" : "en";
const format = (calendar, parts) =>
  new Intl.DateTimeFormat(`${locale}-u-ca-${calendar}-nu-latn`, {
    timeZone: "Asia/Riyadh",
    ...parts,
  });
const comma = language === "ar" ? "،" : ",";
const day = { day: "numeric", month: "long", year: "numeric" };
const hijriDay = format("islamic-umalqura", { weekday: "long", ...day });
const gregorianDay = format("gregory", day);
const clock = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Riyadh",
  hour: "2-digit",
  minute: "2-digit",
});

export const hijri = (date) => hijriDay.format(date);
export const gregorian = (date) => gregorianDay.format(date);
/** Day of the common calendar, and the time. */
export const common = (date) => `${gregorianDay.format(date)}${comma} ${clock.format(date)}`;
export const time = (date) => clock.format(date);
