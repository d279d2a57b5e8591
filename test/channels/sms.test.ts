import { fc, test as prop } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { cleanSmsText, countSegments, optOutActionOf } from "../../src/channels/sms.ts";

describe("cleaning a text", () => {
  test.each([
    ["tashkeel goes", "مُحَمَّدٌ رَحِمَهُ اللّٰه", "محمد رحمه الله"],
    ["hamza stays on its letter, composed or not", "أحمد ا\u0654حمد ا\u0653", "أحمد أحمد آ"],
    ["tatweel goes", "جمعيــــة خـطـى", "جمعية خطى"],
    ["the tatweel of the Hijri mark stays", "18/01/1447هـ", "18/01/1447هـ"],
    ["once, however long it is drawn", "1447هــــ، ثم", "1447هـ، ثم"],
    ["a word that only ends or begins like the mark loses it", "وجهـ هـذا", "وجه هذا"],
    [
      "isolates and marks of direction go",
      "رقم \u2066KH-4800173-0\u2069\u200f.",
      "رقم KH-4800173-0.",
    ],
    ["what has no width goes", "كل\u200cمة\u200d\ufeff\u00ad", "كلمة"],
    ["guillemets go", "اكتبوا «موافق»", "اكتبوا موافق"],
    ["long dashes become short ones", "الأحد – الخميس 8—4", "الأحد - الخميس 8-4"],
    ["typographic quotes become plain, for the sake of English", "“don’t”…", '"don\'t"...'],
    ["digits become ASCII", "٤٬٥٠٠ ريال، ۱۲٫۵٪", "4,500 ريال، 12.5%"],
    ["spaces collapse", "  أهلاً \u00a0 بكم\t. ", "أهلا بكم ."],
    [
      "a line break stays one, so a link keeps its line",
      "اكملوا هنا: \r\n\n  https://k.example/p",
      "اكملوا هنا:\nhttps://k.example/p",
    ],
    ["control characters go", "أ\u0000\u0007ب", "أ ب"],
    ["nothing remains of nothing", " \u200b\n ", ""],
  ])("%s", (_, text, clean) => expect(cleanSmsText(text)).toBe(clean));

  const arabic = fc.string({
    unit: fc.constantFrom(
      ...Array.from(
        "هـاأحمدةى\u064e\u0651\u0654\u0670\u2066\u2069\u200f«»—–٣۴9 \n\r\t\u00a0…’👍\ud83d",
      ),
    ),
  });

  prop.prop([fc.oneof(arabic, fc.string({ unit: "binary" }))])(
    "cleaning twice changes nothing more, and nothing that only decorates is left",
    (text) => {
      const clean = cleanSmsText(text);
      expect(cleanSmsText(clean)).toBe(clean);
      expect(clean).not.toMatch(/\p{Cf}|(?=\p{Mn})\p{Script_Extensions=Arabic}|[«»—–٠-٩۰-۹]/u);
      expect(clean).not.toMatch(/ {2}|\n\n|^\s|\s$/);
    },
  );

  prop.prop([arabic])("letters and digits all stay, in their order", (text) => {
    const letters = (value: string) =>
      value
        .normalize("NFC")
        .replace(/[^\p{L}\p{N}]|ـ/gu, "")
        .replace(/\p{Nd}/gu, "#");
    expect(letters(cleanSmsText(text))).toBe(letters(text));
  });
});

describe("what a text costs", () => {
  test.each([
    ["nothing", "", "gsm7", 0, 0],
    ["160 Latin letters", "a".repeat(160), "gsm7", 160, 1],
    ["161 Latin letters", "a".repeat(161), "gsm7", 161, 2],
    ["306 = 2 x 153", "a".repeat(306), "gsm7", 306, 2],
    ["307", "a".repeat(307), "gsm7", 307, 3],
    ["signs of two septets", "€".repeat(80), "gsm7", 160, 1],
    ["and one more of them", "€".repeat(81), "gsm7", 162, 2],
    // 76 of them fill 152 of 153: the 77th does not fit into the last one.
    ["two septets are not split", "{".repeat(153), "gsm7", 306, 3],
    ["70 Arabic letters", "م".repeat(70), "ucs2", 70, 1],
    ["71", "م".repeat(71), "ucs2", 71, 2],
    ["134 = 2 x 67", "م".repeat(134), "ucs2", 134, 2],
    ["135", "م".repeat(135), "ucs2", 135, 3],
    ["one Arabic letter among 159 Latin ones", "a".repeat(159) + "م", "ucs2", 160, 3],
    ["an emoji is two units", "م".repeat(68) + "👍", "ucs2", 70, 1],
    ["and is not split: 33 fit into a part", "👍".repeat(67), "ucs2", 134, 3],
    ["tashkeel is paid for", "مُحَمَّدٌ".repeat(8), "ucs2", 72, 2],
    ["Arabic punctuation alone is enough", "ok، ok", "ucs2", 6, 1],
    ["an English text with a new line and accents of GSM", "Ça va?\nñ à é @ £", "gsm7", 16, 1],
    ["small c with cedilla is not in GSM-7", "ça", "ucs2", 2, 1],
  ] as const)("%s", (_, text, encoding, units, segments) =>
    expect(countSegments(text)).toEqual({ encoding, units, segments }),
  );

  prop.prop([
    fc.string({ unit: "grapheme", maxLength: 400 }),
    fc.string({ unit: "grapheme", maxLength: 20 }),
  ])("a longer text never costs less", (text, more) => {
    expect(countSegments(text + more).segments).toBeGreaterThanOrEqual(
      countSegments(text).segments,
    );
  });
});

describe("words that stop, start and ask for help", () => {
  test.each([
    ["إيقاف", "opt-out"],
    ["ايقاف", "opt-out"],
    ["إِيقَاف.", "opt-out"],
    ["«إلغاء»", "opt-out"],
    ["إلغاء  الاشتراك", "opt-out"],
    ["الغاء الإشتراك!", "opt-out"],
    ["إيـقــاف", "opt-out"],
    ["لا ترسل", "opt-out"],
    ["STOP", "opt-out"],
    [" Stop. ", "opt-out"],
    ["stop all", "opt-out"],
    ["اشتراك", "opt-in"],
    ["ابدأ", "opt-in"],
    ["Start", "opt-in"],
    ["تفعيل", "opt-in"],
    ["مُساعدة", "help"],
    ["HELP", "help"],
  ] as const)("%s", (text, action) => expect(optOutActionOf(text)).toBe(action));

  test.each(["أريد إيقاف طلب السكن", "نعم", "yes", "لا", "1", "", "stopped", "قف هنا"])(
    "«%s» is none of them: only a whole message counts",
    (text) => expect(optOutActionOf(text)).toBeUndefined(),
  );
});
