import type { Fact, Letterhead } from "../../cases/sheet.ts";
import type { Words } from "./words.ts";

/** What an outgoing letter is filed under; a preview has no number yet. */
export interface Reference {
  number: string | undefined;
  at: Date;
  attachments: number;
}

/** Whose letter it is, from the profile alone; what the profile does not know is left out. */
export function headOf(words: Words, options: { isPreview?: boolean } = {}): Letterhead {
  const { profile, language, text } = words;
  const { name, licence, supervision, headquarters } = profile;
  const isArabic = language === "ar";
  return {
    language,
    association: isArabic ? name.ar : name.en,
    otherName: isArabic ? name.en : name.ar,
    lines: [
      ...(supervision ? [text("letter.supervision", { supervision })] : []),
      ...(licence ? [text("letter.licence", { licence_n: licence })] : []),
      ...(headquarters ? [headquarters] : []),
    ],
    banners: [
      ...(profile.approval.flag === "draft" ? [text("letter.draft")] : []),
      ...(options.isPreview ? [text("letter.preview")] : []),
    ],
    numerals: isArabic ? profile.numerals : "latn",
  };
}

/** Number, date and attachments, those which this association prints on its letters (policy B2). */
export function fieldsOf(words: Words, reference: Reference): Fact[] {
  const values: Record<string, string> = {
    number: reference.number === undefined ? "" : words.numeral(reference.number),
    date: words.text("letter.date", words.dates(reference.at)),
    attachments: words.text("count.attachments", { count: reference.attachments }),
  };
  return words.profile.letters.fields.map((printed) => {
    const id = Object.hasOwn(fieldIds, printed) ? fieldIds[printed] : undefined;
    return {
      label: id === undefined ? printed : words.text(`letter.field.${id}`),
      value: (id !== undefined && values[id]) || "",
    };
  });
}

/** As the profile names them -> what is known of them. */
const fieldIds: Record<string, string> = {
  الرقم: "number",
  التاريخ: "date",
  المرفقات: "attachments",
};
