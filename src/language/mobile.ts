import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { digitRuns, joined } from "./digits.ts";
import { foldLetters } from "./normalise.ts";
import { read, unclear, type Reading } from "./reading.ts";

/**
 * A mobile number as E.164. Saudi numbers may be written with or without country code and trunk zero; a number of
 * another country needs "+" or "00". Reasons: `not_mobile` (landline, unified, unallocated), `length`,
 * `is_national_id`, `several`, `unclear`.
 */
export function readMobile(text: string): Reading<string> {
  const runs = digitRuns(text).filter((run) => run.length >= FEWEST);
  const mobiles = [
    ...new Set(runs.map((run) => mobileOf(run, text)).filter((each) => each !== undefined)),
  ];
  if (mobiles.length > 1) return unclear("several");
  if (mobiles[0] !== undefined) return read(mobiles[0]);
  const all = digitRuns(text);
  const together = joined(all, SAUDI_LENGTH);
  if (together === undefined) return unclear("unclear");
  const mobile = mobileOf(together, text);
  return mobile === undefined ? unclear(whyNot(together)) : read(mobile);
}

/** True for a number of another country: kept as an address, a Saudi one may be asked for besides. */
export function isForeign(e164: string): boolean {
  return !e164.startsWith("+966");
}

const FEWEST = 8;
const SAUDI_LENGTH = 10;

function mobileOf(digits: string, text: string): string | undefined {
  const isInternational = digits.startsWith("00") || foldLetters(text).includes("+");
  const bare = digits.replace(/^00/, "");
  const saudi = bare.replace(/^966/, "").replace(/^0/, "");
  const number =
    isInternational && !bare.startsWith("966") && !/^0?5\d{8}$/.test(bare)
      ? parsePhoneNumberFromString(`+${bare}`)
      : parsePhoneNumberFromString(`+966${saudi}`);
  if (!number?.isValid()) return undefined;
  const type = number.getType();
  // Some countries (the United States) do not tell mobile and fixed numbers apart.
  return type === "MOBILE" ||
    (type === "FIXED_LINE_OR_MOBILE" && number.countryCallingCode !== "966")
    ? number.number
    : undefined;
}

function whyNot(digits: string): "is_national_id" | "not_mobile" | "length" {
  if (/^[12]\d{9}$/.test(digits)) return "is_national_id";
  const saudi = digits.replace(/^00/, "").replace(/^966/, "").replace(/^0/, "");
  if (parsePhoneNumberFromString(`+966${saudi}`)?.isValid()) return "not_mobile";
  return saudi.length === 9 ? "not_mobile" : "length";
}
