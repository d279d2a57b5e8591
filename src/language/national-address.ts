import { foldDigits, stripBidi } from "./normalise.ts";
import { read, unclear, type Reading } from "./reading.ts";

/** Short national address: four Latin letters and four digits, "RRRD2929" (Saudi Post). */
export function readShortAddress(text: string): Reading<string> {
  const clean = foldDigits(stripBidi(text.normalize("NFKC"))).toUpperCase();
  const found = /(?<![A-Z0-9])([A-Z]{4})[ -]?(\d{4})(?![A-Z0-9])/.exec(clean);
  return found ? read(`${found[1]}${found[2]}`) : unclear("unclear");
}

/** Postal code of five digits, with or without the additional number: "12345-6789". */
export function readPostalCode(text: string): Reading<string> {
  const clean = foldDigits(stripBidi(text.normalize("NFKC"))).trim();
  const found = /^([1-9]\d{4})(?:[ -]?(\d{4}))?$/.exec(clean);
  if (!found) return unclear("unclear");
  return read(found[2] === undefined ? String(found[1]) : `${found[1]}-${found[2]}`);
}
