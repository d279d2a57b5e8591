import { describe, expect, test } from "vitest";
import {
  bareKey,
  fill,
  isMessage,
  isTyped,
  placeholdersOf,
  readFiles,
  readTexts,
  samples,
} from "./read.ts";

const ar = readTexts("ar");
const en = readTexts("en");
const bareAr = new Set([...ar.keys()].map(bareKey));
const PLURALS = {
  ar: ["zero", "one", "two", "few", "many", "other"],
  en: ["one", "other"],
} as const;

describe("keys", () => {
  test.each(["ar", "en"] as const)(
    "every key of %s stands in the file of its first part",
    (language) => {
      const strays = readFiles(language).flatMap(([file, keys]) =>
        keys.filter(
          (key) =>
            `${key.split(/[.]/)[0]?.replace(/_(zero|one|two|few|many|other)$/, "")}.json` !== file,
        ),
      );
      expect(strays).toEqual([]);
    },
  );

  test("every English text has an Arabic master", () => {
    expect([...en.keys()].filter((key) => !bareAr.has(bareKey(key)))).toEqual([]);
  });

  test("every variant of a channel has a text that it varies", () => {
    const variants = [...ar.keys()].filter((key) => /\.(web|wa|sms|sms-out)(_|$)/.test(key));
    const isThere = (key: string) => ar.has(bareKey(key)) || ar.has(`${bareKey(key)}_other`);
    expect(variants.filter((key) => !isThere(key))).toEqual([]);
  });

  test.each([
    ["ar", ar],
    ["en", en],
  ] as const)("counted phrases of %s have every class of its plural", (language, texts) => {
    const counted = [...texts.keys()]
      .filter((key) => key.endsWith("_other"))
      .map((key) => key.slice(0, -"_other".length));
    expect(counted.length).toBeGreaterThan(5);
    const missing = counted
      .flatMap((key) => PLURALS[language].map((plural) => `${key}_${plural}`))
      .filter((key) => !texts.has(key));
    expect(missing).toEqual([]);
  });
});

describe("placeholders", () => {
  test("each one is known and has a sample value", () => {
    const unknown = [...ar, ...en].flatMap(([key, text]) =>
      placeholdersOf(text)
        .filter((name) => !Object.hasOwn(samples, name))
        .map((name) => `${key}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  test("the English text needs nothing that the Arabic text does not", () => {
    const needs = new Map<string, Set<string>>();
    for (const [key, text] of ar)
      needs.set(
        bareKey(key),
        new Set([...(needs.get(bareKey(key)) ?? []), ...placeholdersOf(text)]),
      );
    const more = [...en].flatMap(([key, text]) =>
      placeholdersOf(text)
        .filter((name) => name !== "options" && !needs.get(bareKey(key))?.has(name))
        .map((name) => `${key}: ${name}`),
    );
    expect(more).toEqual([]);
  });

  test("no brace is left open", () => {
    expect(
      [...ar, ...en].filter(([, text]) => /[{}]/.test(text.replace(/\{[a-z0-9_]+\}/g, ""))),
    ).toEqual([]);
  });
});

describe("voice", () => {
  const spoken = [...ar].filter(([key]) => !isTyped(key));

  test.each([
    ["a promise that no policy makes", /(خلال|في غضون) (أ|ا)سبوعين/],
    ["blame", /إدخال خاطئ|خطأ منكم|أخطأتم/],
    ["pity", /(^|[\s«])(ال)?(فقير|فقراء|محتاج|محتاجة|محتاجين|محتاجون|مسكين)/],
    [
      "an order to one man or one woman",
      /(^|[\s(«])(اكتبي?|أرسلي?|ارسلي?|اختاري?|اختر|أدخلي?|اضغطي?|تابعي?|راجعي?|انتظري?|أجيبي?|أجب)([\s:.،؟)»]|$)/,
    ],
    [
      "a form of address that says man or woman",
      /(^|\s)(عزيزي|عزيزتي|أخي|أختي|أستاذ|أستاذة|سيدي|سيدتي|مسؤولة)([\s،:]|$)/,
    ],
    ["an emoji", /\p{Extended_Pictographic}/u],
  ])("no text holds %s", (_what, pattern) => {
    expect(spoken.filter(([, text]) => pattern.test(text))).toEqual([]);
  });

  test("the person is addressed in the polite plural, save in a crisis and in psychological support", () => {
    const singular = /(^|\s)(طلبك|بياناتك|رقمك|منك|لك|معك|عليك|لديك|هويتك|يمكنك|أنت)([\s،.:؟]|$)/;
    const plain = spoken.filter(([key]) => !/^(crisis|psych|field\.psy_)/.test(key));
    expect(plain.filter(([, text]) => singular.test(text))).toEqual([]);
  });

  test("every message begins with an Arabic letter, so that it is laid out from the right", () => {
    const messages = spoken.filter(([key]) => isMessage(key));
    expect(messages.length).toBeGreaterThan(200);
    const others = messages.filter(
      ([, text]) => !/^\p{Script=Arabic}/u.test(/\p{L}.*/u.exec(fill(text))?.[0] ?? ""),
    );
    expect(others.map(([key]) => key)).toEqual([]);
  });

  test("the two weeks are a floor wherever they are spoken of", () => {
    const keys = ["receipt", "receipt.sms", "faq.duration", "faq.duration.sms", "faq.registration"];
    expect(keys.filter((key) => !/بعد مدة لا تقل عن (أ|ا)سبوعين/.test(ar.get(key) ?? ""))).toEqual(
      [],
    );
    const spokenOf = spoken.filter(([, text]) => /(أ|ا)سبوعين/.test(text));
    expect(spokenOf.filter(([, text]) => !/لا تقل عن (أ|ا)سبوعين/.test(text))).toEqual([]);
  });
});
