import type { Profile } from "../../cases/profile.ts";
import {
  dayInRiyadh,
  formatGregorian,
  formatHijri,
  toHijri,
  weekdayOf,
} from "../../language/calendar.ts";
import { profileVars } from "../profile-vars.ts";
import type { Language, Texts } from "../texts.ts";
import type { Association } from "../world.ts";

/** A page has room: the full text, as web chat shows it. */
const PAPER = { kind: "web", twoWay: true } as const;
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
const ARABIC_ZERO = 0x0660;

/** The texts of one association for paper, in one language: filled from the profile, with its digits. */
export interface Words {
  language: Language;
  profile: Profile;
  /** Numbers and what ends in `_h`, `_g` or `_n` follow the association's digits; the rest stays as it is. */
  text(key: string, vars?: Record<string, string | number>): string;
  has(key: string): boolean;
  numeral(text: string | number): string;
  /** The parts of a day that texts use: `day`, `date_h`, `date_g`, with another `prefix` `<prefix>_h`, `<prefix>_g`. */
  dates(at: Date, prefix?: string): Record<string, string>;
}

export function createWords(
  texts: Texts,
  association: Association,
  language: Language,
  publicUrl: string,
): Words {
  const { profile } = association;
  const known = profileVars(association, texts, language, PAPER, publicUrl);
  const isEastern = profile.numerals === "arab" && language === "ar";
  const numeral = (value: string | number) =>
    isEastern
      ? String(value).replace(/\d/g, (digit) => String.fromCharCode(ARABIC_ZERO + Number(digit)))
      : String(value);

  const text: Words["text"] = (key, vars = {}) => {
    const values: Record<string, string | number> = {};
    for (const name of texts.placeholders(key)) {
      const given = Object.hasOwn(vars, name) ? vars[name] : undefined;
      const value = given ?? known(name) ?? "";
      values[name] = typeof value === "number" || /_(h|g|n)$/.test(name) ? numeral(value) : value;
    }
    if (typeof vars["count"] === "number") values["count"] = vars["count"];
    const filled = texts.fill(key, values, language, PAPER).trim();
    return typeof vars["count"] === "number" ? numeral(filled) : filled;
  };

  return {
    language,
    profile,
    text,
    numeral,
    has: (key) => texts.variant(key, language, PAPER) !== undefined,
    dates(at, prefix = "date") {
      const day = dayInRiyadh(at);
      return {
        day: text(`day.${WEEKDAYS[weekdayOf(day)]}`),
        [`${prefix}_h`]: formatHijri(toHijri(day)),
        [`${prefix}_g`]: formatGregorian(day),
      };
    },
  };
}
