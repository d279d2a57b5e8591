import { readAmount } from "./amount.ts";
import { readCaseNumber } from "./case-number.ts";
import { readChoice, readMulti } from "./choice.ts";
import { readCity } from "./city.ts";
import { readDate } from "./date.ts";
import type { Expectation } from "./expectation.ts";
import { readIban } from "./iban.ts";
import { readInteger, readIntegers } from "./integer.ts";
import { readMobile } from "./mobile.ts";
import { readName } from "./name.ts";
import { readCode, readLast4, readNationalId } from "./national-id.ts";
import { stripBidi } from "./normalise.ts";
import { readPerson } from "./person.ts";
import { read, unclear, type Reading } from "./reading.ts";
import { isUnsure, readConsent, readYesNo, soleDigit } from "./yes-no.ts";

type Asked = Exclude<Expectation, { type: "none" }>;
type Context = { now: Date; language: "ar" | "en" };

/** A text as the answer to the open question, by the one reader that its type has. */
export function readExpected(text: string, expectation: Asked, context: Context): Reading<unknown> {
  switch (expectation.type) {
    case "menu":
    case "choice":
      return readChoice(text, expectation.options);
    case "multi":
      return readMulti(text, expectation.options);
    case "yes_no":
      return side(soleDigit(text) ?? readYesNo(text), text);
    case "consent":
    case "declaration":
      return side(readConsent(text, context.language), text);
    case "text":
      return freeText(text, expectation);
    case "name":
      return readName(text);
    case "city":
      return readCity(text);
    case "integer":
      return readInteger(text, expectation);
    case "integers":
      return readIntegers(text, expectation);
    case "money":
      return readAmount(text, expectation);
    case "date":
      return readDate(text, {
        now: context.now,
        ...(expectation.mustBe ? { mustBe: expectation.mustBe } : {}),
      });
    case "national_id":
      return readNationalId(text);
    case "last4":
      return readLast4(text);
    case "iban":
      return readIban(text);
    case "mobile":
      return readMobile(text);
    case "code":
      return readCode(text, expectation.digits);
    case "case_number":
      return readCaseNumber(text, expectation.prefix);
    case "person":
      return readPerson(text, context.now);
    case "document":
      return unclear("unclear");
  }
}

function side(said: "yes" | "no" | "unclear", text: string): Reading<boolean> {
  if (said !== "unclear") return read(said === "yes");
  return unclear(isUnsure(text) ? "unknown" : "unclear");
}

/** Kept as typed; only controls that would steer the layout are taken out. */
function freeText(text: string, { min, max }: { min: number; max: number }): Reading<string> {
  const kept = stripBidi(text).trim();
  if (kept.length > max) return unclear("too_long");
  if (kept.length === 0 || kept.length < min) return unclear("too_short");
  return read(kept);
}
