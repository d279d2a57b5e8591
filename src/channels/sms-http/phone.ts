/**
 * A number as a gateway or a telephone writes it (`0551234567`, `00966...`, `966...`), in E.164; undefined for a sender
 * that is no number (a short code, "STC"). `country` is the calling code of numbers without one.
 */
export function toE164(written: string, country: string): string | undefined {
  const bare = written.replace(/[\s()\u200e\u200f\u202a-\u202e\u2066-\u2069-]/g, "");
  const digits = internationalDigits(bare, country);
  return digits !== undefined && /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : undefined;
}

function internationalDigits(bare: string, country: string): string | undefined {
  if (/^\+\d+$/.test(bare)) return bare.slice(1);
  if (!/^\d+$/.test(bare)) return undefined;
  if (bare.startsWith("00")) return bare.slice(2);
  if (bare.startsWith("0")) return country + bare.slice(1);
  if (bare.startsWith(country)) return bare;
  return bare.length === LOCAL_DIGITS
    ? country + bare
    : bare.length > LOCAL_DIGITS
      ? bare
      : undefined;
}

/** A Saudi number without its zero; what is shorter is a short code. */
const LOCAL_DIGITS = 9;
