import { indexPhrases, type Phrases } from "./politeness.ts";

export type Month = { calendar: "hijri" | "gregorian"; month: number };

/** Every spelling of the names of months in loose form, as phrases of one to three words. */
export const MONTHS: ReadonlyMap<string, Month> = new Map([
  ...named("hijri", [
    "محرم|المحرم|محرم الحرام|muharram",
    "صفر|الصفر|safar",
    "ربيع الاول|ربيع اول|ربيع الاولى|ربيع اولى|ربيع 1|ربيع ١|rabi al awwal|rabi 1|rabi al awal|ربيع لاول|ربيع الأوّل",
    "ربيع الثاني|ربيع ثاني|ربيع الاخر|ربيع اخر|ربيع الثانيه|ربيع الاخره|ربيع 2|ربيع تاني|ربيع التاني|rabi al thani|rabi 2|rabi al akhir",
    "جمادى الاولى|جمادى الاول|جمادى اول|جمادى اولى|جماد الاول|جماد اول|جماد الاولى|جماد اولى|جمادا الاول|جمادا الاولى|جمادي الاولي|جماد 1|جمادى 1|jumada al ula|jumada 1|jumada al awwal",
    "جمادى الاخره|جمادى الاخرى|جمادى الاخر|جمادى الثانيه|جمادى الثاني|جمادى ثاني|جمادى ثانيه|جماد الثاني|جماد ثاني|جماد الثانيه|جماد الاخر|جماد الاخره|جماد اخر|جماد اخره|جمادا الثاني|جمادا الثانيه|جمادا الاخره|جماد تاني|جماد 2|جمادى 2|jumada al thani|jumada 2|jumada al akhirah",
    "رجب|رجب الفرد|rajab",
    "شعبان|shaban|shaaban",
    "رمضان|رمضان المبارك|رمظان|ramadan|ramadhan",
    "شوال|الشوال|shawwal|shawal",
    "ذو القعده|ذي القعده|ذوالقعده|ذيالقعده|ذالقعده|القعده|ذو قعده|ذي قعده|ذا القعده|قعده|دو القعده|دي القعده|ذولقعده|ذلقعده|dhul qadah|dhu al qidah|dhul qidah",
    "ذو الحجه|ذي الحجه|ذوالحجه|ذيالحجه|ذالحجه|الحجه|ذو حجه|ذي حجه|ذا الحجه|حجه|دو الحجه|دي الحجه|ذولحجه|ذلحجه|الحج|dhul hijjah|dhu al hijjah|dhul hijja",
  ]),
  ...named("gregorian", [
    "يناير|ينائر|كانون الثاني|كانون ثاني|january|jan|جنوري",
    "فبراير|فبرائر|فبرير|فبرابر|شباط|february|feb",
    "مارس|اذار|march|mar",
    "ابريل|ابرييل|افريل|نيسان|april|apr",
    "مايو|ماي|ايار|may",
    "يونيو|يونيه|حزيران|june|jun",
    "يوليو|يوليه|تموز|july|jul",
    "اغسطس|اغسطوس|اوغسطس|اب|august|aug",
    "سبتمبر|سيبتمبر|سبتمير|ايلول|september|sep|sept",
    "اكتوبر|اوكتوبر|تشرين الاول|تشرين اول|october|oct",
    "نوفمبر|نوفمير|تشرين الثاني|تشرين ثاني|november|nov",
    "ديسمبر|دسمبر|ديسمير|كانون الاول|كانون اول|december|dec",
  ]),
]);

export const MONTH_PHRASES: Phrases = indexPhrases([...MONTHS.keys()]);

function named(calendar: Month["calendar"], months: readonly string[]): [string, Month][] {
  return months.flatMap((names, at) =>
    names.split("|").map((name): [string, Month] => [loose(name), { calendar, month: at + 1 }]),
  );
}

function loose(name: string): string {
  return name
    .replace(/[أإآ]/g, "ا")
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه")
    .replace(/ئ/g, "ي")
    .replaceAll("ّ", "");
}
