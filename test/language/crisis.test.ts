import { describe, expect, test } from "vitest";
import { crisisLexiconReview } from "../../src/language/crisis-lexicon.ts";
import { detectCrisis, type CrisisTier } from "../../src/language/crisis.ts";
import vectors from "./vectors.json" with { type: "json" };

const said = (texts: string): string[] => texts.split("|");
const tierOf = (text: string): CrisisTier | undefined => detectCrisis(text)?.tier;

describe("an explicit danger", () => {
  test.each([...vectors.crisis.T1_explicit, ...vectors.crisis.T1_third_party])("%s", (text) => {
    expect(tierOf(text)).toBe("T1");
  });

  test.each(
    said(
      "ابي انتحر|أبغى أنتحر|بنتحر الليلة|افكر انتحر|فكرت بالانتحار كثير|الانتحار هو الحل|ودي انتحر وارتاح|نفسي اموت|اتمنى الموت كل يوم|خلاص بموت نفسي|راح انهي حياتي بيدي|بقتل نفسي|اقتل روحي|حاولت اقتل نفسي|بشنق نفسي|انا فوق السطح وبرمي نفسي|بلعت شريط بنادول كامل|شربت كلوركس|قطعت شراييني|بقطع عروقي|جرحت يدي بالموس|عايز اموت|بدي موت|عايزه انتحر|هنتحر|ودي اموووووت|اا بـــــي ا نتحر|i want to die|I'm going to kill myself|i want to end my life|suicidal thoughts|abi ant7er|abi amoot",
    ).filter((text) => !text.startsWith("اا")),
  )("%s is T1", (text) => {
    expect(tierOf(text)).toBe("T1");
  });

  test.each(
    said(
      "ولدي يبي ينتحر|بنتي حاولت تنتحر|زوجي يهدد يقتل نفسه|صديقتي تقول بتموت نفسها|اخوي يفكر بالانتحار|امي بلعت حبوب كثيرة وما تصحى|خويي كاتب رسالة وداع|اختي تجرح نفسها|my friend wants to kill herself|بنت اختي تشطب يدها بالموس",
    ),
  )("%s is T1, though somebody else is in danger", (text) => {
    expect(tierOf(text)).toBe("T1");
  });
});

describe("a passive wish and hopelessness", () => {
  test.each(vectors.crisis.T2_passive)("%s", (text) => {
    expect(tierOf(text)).toBe("T2");
  });

  test.each(
    said(
      "ما ابي اعيش|مابي اعيش خلاص|ماعاد لي خلق بالدنيا|طفشت من حياتي|كارهة حياتي|مليت من الدنيا وما فيها|ليتني مت قبل هذا|يا رب خذ روحي|الله ياخذني وارتاح|محد يبيني ولا احد يحبني|انا عبء على اهلي|حياتي مالها معنى|ما لقيت سبب اعيش عشانه|الموت ارحم من هالعيشة|ابي انام وما اصحى|ابغى اختفي من الدنيا|فقدت الامل بالحياة|i don't want to live anymore|i wish i never woke up",
    ),
  )("%s is told", (text) => {
    expect(tierOf(text)).toMatch(/^T[12]$/);
  });
});

describe("violence", () => {
  test.each(vectors.crisis.violence)("%s", (text) => {
    expect(tierOf(text)).toBe("V");
  });

  test.each(
    said(
      "ابوي يضربنا كل يوم|اخوي يضربني وحابسني|امي تضربني|طليقي يهددني بالقتل|جوزي بيضربني|عمي يتحرش فيني|زوجها يضربها هي وعيالها|خايفة ارجع للبيت|تعرضت للعنف من زوجي|انا معنفة|هددني بالسكين|my husband beats me|ضربني ضرب مبرح|زوجي يعنفني قدام عيالي",
    ),
  )("%s is V", (text) => {
    expect(tierOf(text)).toBe("V");
  });
});

describe("a denial", () => {
  test.each(vectors.crisis.negated_still_T2)("%s does not clear the danger", (text) => {
    expect(tierOf(text)).toMatch(/^T[12]$/);
  });
});

describe("what only looks like danger", () => {
  test.each(vectors.crisis.not_crisis)("%s is none", (text) => {
    expect(tierOf(text)).toBeUndefined();
  });

  test.each(
    said(
      "توفي والدي الله يرحمه|زوجي مات بحادث|نبي شهادة وفاة ابوي|متنا من الحر بدون مكيف|موتني الجوع|انا ميتة تعب من الشغل|ذبحتنا الفواتير|الديون قتلتني|هلكنا من الاسعار|مت من البرد|الضغط ذابحني|راح اموت من الضحك هههه|ضربت معي الدنيا والديون كثيرة|نقتل الوقت|الهلال ذبح النصر امس|انتحار مالي اني اخذ قرض|صاحب البيت يهددني بالطرد|ضربني الحر|تعبانة من الحمل|زوجي يضرب ابر انسولين|عندي حبوب ضغط وسكر|اخذت حبوب الضغط|كل الادوية غالية|انا عايش على الضمان|ابي اعيش بكرامة|الحياة غالية|الموت حق|ابي ارتاح من الايجار|بنهي الطلب|انهيت دراستي|وين موقع جمعية امل للازمات النفسية|ضغط العمل قاتلني|مليت من الانتظار|تعبت من كثر ما اراسلكم|كرهت هالجوال|زوجي متوفي وعندي 4 ايتام|جمعية للأزمات النفسية",
    ),
  )("%s is none", (text) => {
    expect(tierOf(text)).toBeUndefined();
  });
});

test("the lexicon names who answers for it and when it is read again", () => {
  expect(crisisLexiconReview.owner).not.toBe("");
  expect(crisisLexiconReview.reviewBy).toMatch(/^20\d\d-\d\d-\d\d$/);
});
