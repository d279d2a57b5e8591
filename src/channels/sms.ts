/*
 * What every SMS transport shares: how a text is cleaned, what it costs, and the words that stop and start messages.
 */

/**
 * A text as it leaves by SMS: one Arabic mark more can cost a whole further part, so everything that only decorates
 * goes (tashkeel, tatweel, isolates and other invisible signs, guillemets), punctuation and digits become ASCII.
 * Pure, and the same again when applied twice.
 */
export function cleanSmsText(text: string): string {
  const bare = text.normalize("NFC").replace(DECORATION, "");
  return keepHijriMark(bare)
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(TYPOGRAPHIC, (sign) => ASCII_FOR.get(sign) ?? "")
    .replace(LINE_BREAK, "\n")
    .replace(SPACES, " ")
    .replace(/ ?\n[ \n]*/g, "\n")
    .trim();
}

/** Units are septets (GSM-7) or UTF-16 units (UCS-2); a part is what a telephone is billed for. */
export interface SmsCost {
  encoding: "gsm7" | "ucs2";
  units: number;
  segments: number;
}

/** What a text costs: 160/153 GSM-7 units a part, 70/67 UTF-16 units as soon as one sign is not in GSM-7 (3GPP TS 23.038, 23.040). */
export function countSegments(text: string): SmsCost {
  const encoding = GSM7.test(text) ? "gsm7" : "ucs2";
  const costs = Array.from(text, (sign) => unitsOf(sign, encoding));
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  const { single, joined } = PART_UNITS[encoding];
  const segments = units === 0 ? 0 : units <= single ? 1 : parts(costs, joined);
  return { encoding, units, segments };
}

/** Longest text that a provider takes (Twilio 21617), in UTF-16 units. */
export const MAX_SMS_CHARS = 1600;

const words = {
  "opt-out": [
    ..."إلغاء إيقاف توقف قف وقف stop stopall unsubscribe cancel end quit optout revoke".split(" "),
    "إلغاء الاشتراك",
    "لا ترسل",
    "لا ترسلوا",
    "stop all",
    "opt out",
  ],
  // Twilio also takes YES, which is an answer here.
  "opt-in": ["اشتراك", "ابدأ", "استئناف", "تفعيل", "start", "unstop"],
  help: ["مساعدة", "help", "info"],
} as const;
export type OptOutAction = keyof typeof words;

/** What a WHOLE message asks for, in any spelling («الغاء», «إِلْغَاء», "Stop."); undefined for any other text. */
export function optOutActionOf(text: string): OptOutAction | undefined {
  return actionOfWord.get(folded(text));
}

// ---------------------------------------------------------------- cleaning

// Everything invisible (zero-width, joiners, embeddings, isolates, soft hyphen), guillemets, and the marks over Arabic letters.
const DECORATION = /[\p{Cf}\p{Variation_Selector}«»‹›]|(?=\p{Mn})\p{Script_Extensions=Arabic}/gu;

// oxlint-disable-next-line no-control-regex -- a control character would be sent as it is, or refused
const SPACES = /[\u0000-\u0009\u000b-\u001f\u007f \u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;
const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;

const ASCII_FOR = new Map(
  Object.entries({
    "—": "-",
    "–": "-",
    "―": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "…": "...",
    "٫": ".",
    "٬": ",",
    "٪": "%",
  }),
);
const TYPOGRAPHIC = new RegExp(`[${[...ASCII_FOR.keys()].join("")}]`, "g");

/** Tatweel stretches a word and goes, except in «هـ», which says that a year is Hijri. */
function keepHijriMark(text: string): string {
  return text.replace(/(?<!\p{L})ه\u0640+(?![\p{L}\u0640])|\u0640/gu, (found) =>
    found.startsWith("ه") ? "هـ" : "",
  );
}

// ---------------------------------------------------------------- cost

const PART_UNITS = {
  gsm7: { single: 160, joined: 153 },
  ucs2: { single: 70, joined: 67 },
} as const;

const GSM7 =
  /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;
const GSM7_TWO_UNITS = "^{}\\[~]|€";

function unitsOf(sign: string, encoding: SmsCost["encoding"]): number {
  if (encoding === "ucs2") return sign.length;
  return GSM7_TWO_UNITS.includes(sign) ? 2 : 1;
}

/** A sign of two units is never split: it opens the next part, so a text may cost one more than units / part. */
function parts(costs: readonly number[], joined: number): number {
  let count = 1;
  let used = 0;
  for (const cost of costs) {
    if (used + cost > joined) {
      count += 1;
      used = 0;
    }
    used += cost;
  }
  return count;
}

// ---------------------------------------------------------------- words

const actionOfWord = new Map(
  Object.entries(words).flatMap(([action, list]) =>
    list.map((word) => [folded(word), action as OptOutAction] as const),
  ),
);

/** Spellings of one word become one: hamza forms, ta marbuta, alef maksura, marks, case, punctuation round it. */
function folded(text: string): string {
  return cleanSmsText(text)
    .toLowerCase()
    .replace(/[أإآٱ]/g, "ا")
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
