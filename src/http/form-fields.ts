import { readDate } from "../language/date.ts";
import { readIban } from "../language/iban.ts";
import { readMobile } from "../language/mobile.ts";
import { readName } from "../language/name.ts";
import { readNationalId } from "../language/national-id.ts";

/** What a field holds, or why it cannot be taken (`form.error.<reason>`). */
type FieldReading = { ok: true; value: string } | { ok: false; reason: string };

/** How a field of the data dictionary is asked for and read on the secure page. */
export interface FieldKind {
  read(text: string, now: Date): FieldReading;
  /** Numbers and codes are written from left to right in every language. */
  isLtr: boolean;
  inputMode: "text" | "numeric" | "tel";
  longest: number;
  isOptional: boolean;
  /** Several lines. */
  isLong: boolean;
}

export function fieldKind(id: string): FieldKind {
  return { ...text, ...(Object.hasOwn(kinds, id) ? kinds[id] : {}) };
}

const text: FieldKind = {
  read: (given) => readText(given, 2, 200),
  isLtr: false,
  inputMode: "text",
  longest: 200,
  isOptional: false,
  isLong: false,
};

const kinds: Record<string, Partial<FieldKind>> = {
  national_id: { read: readNationalId, isLtr: true, inputMode: "numeric", longest: 30 },
  iban: { read: readIban, isLtr: true, longest: 50 },
  iban_holder: { read: (given) => readText(given, 3, 120), longest: 120 },
  id_expiry: { read: (given, now) => readDay(given, { now, mustBe: "future" }), longest: 40 },
  birth_date: { read: (given, now) => readDay(given, { now, mustBe: "past" }), longest: 40 },
  rent_end: { read: (given, now) => readDay(given, { now }), longest: 40 },
  applicant_name: { read: readName, longest: 100 },
  mobile: { read: readMobile, isLtr: true, inputMode: "tel", longest: 30 },
  alt_mobile: { read: readMobile, isLtr: true, inputMode: "tel", longest: 30, isOptional: true },
  health_status: { read: (given) => readText(given, 2, 1000), longest: 1000, isLong: true },
  debts: { read: (given) => readText(given, 1, 1000), longest: 1000, isLong: true },
};

/** A day is handed on in the Gregorian calendar, `YYYY-MM-DD`. */
function readDay(given: string, options: Parameters<typeof readDate>[1]): FieldReading {
  const reading = readDate(given, options);
  return reading.ok ? { ok: true, value: reading.value.gregorian } : reading;
}

function readText(given: string, shortest: number, longest: number): FieldReading {
  const clean = given.replace(/[\p{Cc}\p{Co}\p{Cs}]+/gu, " ").trim();
  if (clean.length < shortest) return { ok: false, reason: "short" };
  return clean.length > longest ? { ok: false, reason: "long" } : { ok: true, value: clean };
}
