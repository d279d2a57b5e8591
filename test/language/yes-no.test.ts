import { describe, expect, test } from "vitest";
import { readConsent, readYesNo } from "../../src/language/yes-no.ts";
import { CONSENT_WORDS, NO, YES } from "../../src/language/yes-no-lexicon.ts";
import vectors from "./vectors.json" with { type: "json" };

const said = (texts: string): string[] => texts.split("|");

describe("an ordinary question", () => {
  test.each(vectors.yes_no.yes)("%s is yes", (text) => {
    expect(readYesNo(text)).toBe("yes");
  });

  test.each(vectors.yes_no.no)("%s is no", (text) => {
    expect(readYesNo(text)).toBe("no");
  });

  test.each(vectors.yes_no.ambiguous)("$input: $note", ({ input, note }) => {
    const yes = /→ yes|acknowledg|promise|= OK/.test(note);
    expect(readYesNo(input)).toBe(yes ? "yes" : note === "no" ? "no" : "unclear");
  });

  test.each(
    said(
      "ايه والله|نعععععم|اييييه|ايوووه|نعم هذا رقمي|صحيح الله يعطيك العافيه|مية بالمية|نعم جزاكم الله خير|البيانات صحيحة|كل شي صحيح|ما فيه مانع|ما يخالف|ok 👍|👍🏻|na3am|yes please|نعم بالتأكيد|ما عندي مشكلة|بكل سرور|مو مشكله|ما فيه خطا",
    ),
  )("%s is yes", (text) => {
    expect(readYesNo(text)).toBe("yes");
  });

  test.each(
    said(
      "لا مو صحيح|غلط مو هذا رقمي|ليس صحيحا|البيانات غلط|التاريخ خطأ|لاااااا|لا والله مو صحيح|ما ابغاه|ماودي|لا الله يعافيك|لا يا اخوي|ما قدمت|لا يوجد|مو موافق|طبعا لا|لا اكيد|ليست عاجله|لا داعي|👎🏽|la2|لم يسبق|لا تكفى",
    ),
  )("%s is no", (text) => {
    expect(readYesNo(text)).toBe("no");
  });

  test.each(
    said(
      "لا بد من المستند|لا تلغي الطلب|اي فرع|لا هنت|الله لا يهينك|نعم بس|نعم ولا لا|صح ولا غلط|مو غلط|لا حول ولا قوه الا بالله|ما فهمت|لحظة|مو الحين|بعدين|التاريخ صح والاسم غلط|نعمه|لاعب|1990|🙏|؟|",
    ),
  )("%j is neither", (text) => {
    expect(readYesNo(text)).toBe("unclear");
  });

  test("no word is a yes and a no", () => {
    expect(YES.filter((word) => readYesNo(word) === "no")).toEqual([]);
    expect(NO.filter((word) => readYesNo(word) === "yes")).toEqual([]);
  });
});

describe("consent", () => {
  test.each(
    said(
      "نعم|موافق|موافقة|أوافق|أقر|نعم أوافق|انا موافق|موافق على الشروط|أقر بصحة المعلومات|1|١|1️⃣|موافق الله يعطيك العافيه|طيب موافق|مواااافق",
    ),
  )("%s is consent", (text) => {
    expect(readConsent(text)).toBe("yes");
  });

  test.each(said("لا|لا أوافق|غير موافق|مو موافق|ارفض|2|٢|ما أبغى|لست موافقا"))(
    "%s refuses",
    (text) => {
      expect(readConsent(text)).toBe("no");
    },
  );

  test.each(
    said(
      "طيب|تمام|ان شاء الله|اوكي|ok|👍|✅|ايه|اكيد|صح|تم|ابشر|نعم؟|موافق؟|موافق بس|موافق بشرط|ما عندي مشكلة|لا مانع|ليش لا|نعم فهمت|نعم تفضل|هلا نعم|موافق على ايش|ما انا موافق|زوجي موافق|زوجتي مو موافقه|لا نعم|اقرأ|موافق ان شاء الله|yes|حاضر|لا بأس|موافق 2|12|مين قال موافق|اذا وافقت",
    ),
  )("%s is asked again", (text) => {
    expect(readConsent(text)).toBe("unclear");
  });

  test("of all words of yes only the explicit ones consent", () => {
    const explicit = new Set(CONSENT_WORDS);
    expect(
      YES.filter(
        (word) =>
          readConsent(word) === "yes" && !/نعم|موافق|اوافق/.test(word) && !explicit.has(word),
      ),
    ).toEqual([]);
  });

  test("English words consent only when the person has chosen English", () => {
    expect(readConsent("I agree", "en")).toBe("yes");
    expect(readConsent("ok", "en")).toBe("unclear");
  });
});
