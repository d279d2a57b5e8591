import { normalise } from "./normalise.ts";

/** Words of a text in loose form, without greetings, thanks, blessings and forms of address. */
export function essentialWords(text: string): string[] {
  return withoutPoliteness(normalise(text).replace(/[.,]/g, " ").split(" ").filter(Boolean));
}

/** The same on words that are in loose form already. */
export function withoutPoliteness(words: readonly string[]): string[] {
  return withoutAddress(removePhrases(words, PHRASES));
}

/** "يا قلبي", "يا فندم", "وانا امك", and blessings in any wording: "الله يبيض وجيهكم", "ربنا يخليكم". */
function withoutAddress(words: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < words.length;) {
    const length = addressAt(words, at) || blessingAt(words, at);
    if (length === 0) kept.push(words[at] ?? "");
    at += length || 1;
  }
  return kept;
}

function addressAt(words: readonly string[], at: number): number {
  const [word = "", next = ""] = words.slice(at, at + 2);
  if (word === "يا") return next !== "" && !WISHES.has(next) ? 2 : 0;
  return word === "وانا" && KIN.has(next) ? 2 : 0;
}

/** God, what He may do, and to whom: the last word is about the one who is spoken to. */
function blessingAt(words: readonly string[], at: number): number {
  if (!GOD.has(words[at] ?? "") || !words[at + 1]?.startsWith("ي")) return 0;
  const rest = words.slice(at + 1, at + 4);
  const end = rest.findIndex((word) => /(?:ك|كم|كن|كو)$/u.test(word));
  if (end < 0) return 0;
  return end + 2 + (BLESSINGS.has(words[at + end + 2] ?? "") ? 1 : 0);
}

const BLESSINGS = new Set("خير خيرا الخير الجنه العافيه الصحه ويعافيكم ويسعدكم".split(" "));

const GOD = new Set(["الله", "والله", "ربنا", "ربي", "اللهم"]);
const KIN = new Set("ابوك امك اخوك اختك خوك عمك خالك خالتك جدتك ابوكم امكم اختكم اخوكم".split(" "));
/** "يا ليت" wishes. */
const WISHES = new Set(["ليت", "ريت", "رب", "الله"]);

/** An index of phrases by their first word, longest first. */
export type Phrases = ReadonlyMap<string, readonly (readonly string[])[]>;

export function indexPhrases(phrases: readonly string[]): Phrases {
  const index = new Map<string, string[][]>();
  for (const phrase of phrases) {
    const words = normalise(phrase).split(" ");
    const first = words[0] ?? "";
    index.set(
      first,
      [...(index.get(first) ?? []), words].toSorted((a, b) => b.length - a.length),
    );
  }
  return index;
}

/** Length in words of the longest phrase that begins at a place, 0 when none does. */
export function phraseAt(words: readonly string[], at: number, phrases: Phrases): number {
  const candidates = phrases.get(words[at] ?? "");
  const match = candidates?.find((phrase) =>
    phrase.every((word, offset) => words[at + offset] === word),
  );
  return match?.length ?? 0;
}

function removePhrases(words: readonly string[], phrases: Phrases): string[] {
  const kept: string[] = [];
  for (let at = 0; at < words.length;) {
    const length = phraseAt(words, at, phrases);
    if (length === 0) kept.push(words[at] ?? "");
    at += length || 1;
  }
  return kept;
}

/** Whether a text greets: "هلا نعم؟" is how one answers a telephone. */
export function hasGreeting(text: string): boolean {
  const words = normalise(text).split(" ");
  return words.some((_, at) => phraseAt(words, at, GREETINGS) > 0);
}

const GREETINGS = indexPhrases(
  "السلام عليكم|سلام|وعليكم السلام|مرحبا|اهلا|اهلين|هلا|يا هلا|حياك الله|hello|hi".split("|"),
);

// "لا هنت" and "ما عليك امر" are requests, "الله لا يهينك" thanks: they must go before anything looks for a "no".
const PHRASES = indexPhrases(
  `السلام عليكم ورحمة الله وبركاته|السلام عليكم ورحمه الله تعالى وبركاته|السلام عليكم ورحمة الله|السلام عليكم|سلام عليكم|وعليكم السلام ورحمة الله وبركاته|وعليكم السلام ورحمة الله|وعليكم السلام|سلام
مرحبا|مرحبتين|اهلا وسهلا|اهلا|اهلين|هلا والله|هلا وغلا|يا هلا|هلا|حياك الله|حياكم الله|صباح الخير|صباح النور|مساء الخير|مساء النور|كيف الحال|كيف حالك|كيف حالكم|كيفك|شلونك|شلونكم|شخبارك|عساك بخير|عساكم بخير
من فضلك|من فضلكم|لو سمحت|لو سمحتي|لو سمحتم|لو سمحتو|لو سمحتوا|اذا سمحت|اذا سمحتي|اذا سمحتم|بعد اذنك|بعد اذنكم|عن اذنكم|فضلا|فضلا لا امرا|فضلا وليس امرا|لا هنت|لا هنتم|لا هنتوا|لاهنت|لاهنتم|لاهنتي|ما عليك امر|ما عليكم امر|ماعليك امر|ماعليكم امر|ولا عليك امر|بلا امر عليك|تكفى|تكفون|تكفين|ارجوك|ارجوكم|رجاء|الرجاء
شكرا لك|شكرا لكم|شكرا جزيلا|شكرا كثير|شكرا|شكرن|الشكر لكم|مشكور|مشكورين|مشكوره|مشكورين جدا|ممنون|ممنونكم|تسلم|تسلمون|تسلمي|تسلم يمينك|عساك سالم|ما قصرت|ما قصرتوا|ما قصرتو|ماقصرت|ماقصرتوا|ماقصرتو
الله يعطيك العافيه|الله يعطيكم العافيه|يعطيك العافيه|يعطيكم العافيه|يعطيك العافية|الله يعافيك|الله يعافيكم|الله يسعدك|الله يسعدكم|الله يجزاك خير|الله يجزاكم خير|الله يجزاك الجنه|الله يجزاك كل خير|جزاك الله خير|جزاكم الله خير|جزاك الله خيرا|جزاكم الله خيرا|جزاك الله كل خير|جزاكم الله كل خير|جزيتم خيرا|الله يوفقك|الله يوفقكم|وفقك الله|وفقكم الله|الله يخليك|الله يخليكم|الله يحفظك|الله يحفظكم|حفظك الله|حفظكم الله|الله يرضى عليك|الله يرضى عليكم|الله يبارك فيك|الله يبارك فيكم|بارك الله فيك|بارك الله فيكم|الله يطول عمرك|الله يطول بعمرك|طال عمرك|طال عمركم|يا طويل العمر|طويل العمر|الله لا يهينك|الله لا يهينكم|الله يكرمك|الله يكرمكم|الله يرحم والديك|الله يرحم والديكم|رحم الله والديك|الله يستر عليك|الله يستر عليكم|في امان الله|مع السلامه|يا رب|كثر الله خيركم|كثر الله خيرك|يعطيكن العافيه|يسلمو ايديكن|يسلمو ايديكم|يسلمو ايديك|يسلمو|يسلموا|تسلمو|يسعد قلبك|يسعد قلبكم|الله يكثر خيركم|الله يكثر خيرك
يا اخوي|يا اخي|يا اختي|يا اخت|يا اخ|يا اخوان|يا اخواني|يا جماعه|يا غالي|يا الغالي|يا حبيبي|يا عزيزي|يا استاذ|يا استاذه|يا دكتور|يا شيخ|يا عمي|يا عم|يا خال|يا خاله|يا ولدي|يا بنتي|يا باشا|يا معلم|يا طيب|يا طيبين|ياخوي|ياخي|يااخي|يااخوي|يااختي|ياختي|ياغالي|يالغالي|يالحبيب|ياشيخ|يابنتي|ياولدي|ياعم|ياعمي|ياخ|يازول|يمك|يابوك|استاز|يابني|يابوي|يابعدي|ياقلبي|ياعيوني|ياروحي|يا حلو|يا زين|استاذ|استاذي|استاذه|استاذتي|عزيزي|حبيبي|حبيبتي|اخي الكريم|اختي الكريمه|الاخ الكريم|الاخت الكريمه
please|pls|plz|thanks|thank you|thank you so much|thanks a lot|thx|ty|hello|hi|dear|sir|madam|kindly`
    .split(/[|\n]/)
    .filter(Boolean),
);
