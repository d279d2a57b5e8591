/** One word of a spelled number, in loose form. */
export type Atom =
  | { kind: "unit" | "teen" | "ten"; value: number }
  /** `bound`: "ميت" is a hundred only before a currency or "الف"; alone it is a dead man. */
  | { kind: "hundred"; value: number; bound?: true }
  /** `value` thousands or millions; `own`: a dual says its own count ("الفين"). */
  | { kind: "multiplier"; value: number; own?: number; singular?: true }
  | { kind: "fraction"; value: number };

const STEMS: Readonly<Record<number, string>> = {
  3: "ثلاث|ثلث|تلات|تلت|ثلاس|ثلات|تلاث|ثالاث",
  4: "اربع|ربع|أربع",
  5: "خمس",
  6: "ست",
  7: "سبع",
  8: "ثمان|ثمن|تمان|تمن|ثماني|تماني|ثمنا",
  9: "تسع",
};

const HUNDRED_ENDINGS = ["ميه", "مايه", "ماه", "مءه", "ميا", "ميءه", "مييه", "ماءه"];

/** Spelled numbers of Saudi and neighbouring dialects, standard Arabic and English, with their usual misspellings. */
export const ATOMS: ReadonlyMap<string, Atom> = new Map([
  ...units(),
  ...teens(),
  ...tens(),
  ...hundreds(),
  ...multipliers(),
  ...fractions(),
]);

/** Only before "عشر": alone "احد" is "anyone". */
export const BEFORE_TEN: ReadonlyMap<string, number> = new Map(
  pairs({ 1: "احد|احدى|احدي|احدا|حادي|الحادي", 2: "اثنا|اثنى|اثني|اثنتا|اثنتي|ثنا" }),
);

/** "عشر" after a unit makes a teen. */
export const TEN_WORDS: ReadonlySet<string> = new Set(["عشر", "عشره", "عشرا", "عشرة"]);

/** Thousands written after digits without a word: 5k, ٥ك. */
export const DIGIT_SUFFIXES: ReadonlyMap<string, number> = new Map([
  ["k", 1000],
  ["ك", 1000],
]);

function units(): [string, Atom][] {
  const small = pairs({
    0: "صفر|زيرو|zero",
    1: "واحد|واحده|وحده|وحد|واحدا|one",
    2: "اثنين|اثنان|اثنتين|اثنتان|ثنين|ثنتين|تنتين|اتنين|تنين|ثنتان|ثنان|اثنينن|أثنين|two",
    3: "ثلاثه|ثلاث|تلاته|تلات|تلت|ثلاثا|ثلاته|تلاثه|ثلالثه|three",
    4: "اربعه|اربع|اربعا|أربعه|اربه|اربعع|four",
    5: "خمسه|خمس|خمسا|خمسسه|five",
    6: "سته|ست|ستا|six",
    7: "سبعه|سبع|سبعا|seven",
    8: "ثمانيه|ثماني|ثمان|ثمانا|تمانيه|تماني|تمان|تمن|ثمن|ثمنيه|ثمانه|eight",
    9: "تسعه|تسع|تسعا|nine",
  });
  const constructed = Object.entries(STEMS).flatMap(([value, stems]) =>
    stems
      .split("|")
      .filter((stem) => stem.length > 2 || stem === "ست")
      .map((stem): [string, number] => [`${stem}ت`, Number(value)]),
  );
  return [...constructed, ...small]
    .filter(([word]) => word !== "ربعت")
    .map(([word, value]) => [word, { kind: "unit", value }]);
}

function teens(): [string, Atom][] {
  return pairs({
    10: "عشره|عشر|عشرة|عشرت|عشرا|ten",
    11: "احدعش|احدعشر|حداعش|حدعش|حداشر|احداش|احدىعشر|احدعشره|اهدعش|eleven",
    12: "اثنعش|اثناعش|اثنعشر|اثناعشر|اثنىعشر|اطنعش|اطناعش|اتناشر|اثنعشره|ثنعش|ثنعشر|اثنا|twelve",
    13: "ثلطعش|ثلاثطعش|ثلثطعش|ثلطعشر|ثلاطعش|ثلاثتعش|تلطعش|تلتاشر|ثلاثعش|ثلاثهعشر|ثلاثةعشر|thirteen",
    14: "اربعطعش|اربعتعش|اربعتاشر|اربعطعشر|اربعهعشر|ارباطعش|fourteen",
    15: "خمسطعش|خمستعش|خمستاشر|خمسطعشر|خمسهعشر|خمصطعش|fifteen",
    16: "ستطعش|ستعش|سطعش|ستاشر|سطعشر|ستهعشر|sixteen",
    17: "سبعطعش|سبعتعش|سبعتاشر|سبعطعشر|سبعهعشر|seventeen",
    18: "ثمنطعش|ثمانطعش|ثمنتعش|تمنتاشر|تمنطعش|ثمنطعشر|ثمانتعش|ثمانيهعشر|eighteen",
    19: "تسعطعش|تسعتعش|تسعتاشر|تسعطعشر|تسعهعشر|nineteen",
  })
    .filter(([word]) => word !== "اثنا")
    .map(([word, value]) => [word, { kind: "teen", value }]);
}

function tens(): [string, Atom][] {
  const english = pairs({
    20: "twenty",
    30: "thirty",
    40: "forty|fourty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
  });
  const stems: Record<number, string> = {
    ...STEMS,
    2: "عشر",
    3: "ثلاث|تلات|ثلات|تلاث|ثلاس",
    4: "اربع|أربع",
    8: "ثمان|تمان|ثمن",
  };
  const arabic = Object.entries(stems).flatMap(([value, all]) =>
    all
      .split("|")
      .flatMap((stem) =>
        ["ين", "ون", "يين"].map((ending): [string, number] => [stem + ending, Number(value) * 10]),
      ),
  );
  return [...arabic, ...english].map(([word, value]) => [word, { kind: "ten", value }]);
}

function hundreds(): [string, Atom][] {
  const one = [...HUNDRED_ENDINGS, "مئه", "hundred", "hundreds"].map((word): [string, Atom] => [
    word,
    { kind: "hundred", value: 100 },
  ]);
  const bound: [string, Atom][] = ["ميت", "مايت"].map((word) => [
    word,
    { kind: "hundred", value: 100, bound: true },
  ]);
  const two = "ميتين|مايتين|ميتان|مايتان|ميتا|مايتا|ميتي|مايتي|متين|ميتن|مئتين|ميءتين|ماتين"
    .split("|")
    .map((word): [string, Atom] => [word, { kind: "hundred", value: 200 }]);
  const more = Object.entries(STEMS).flatMap(([value, stems]) =>
    stems
      .split("|")
      .flatMap((stem) =>
        [...HUNDRED_ENDINGS, "ميت", "مايت", "مئه"].map((ending): [string, Atom] => [
          stem + ending,
          { kind: "hundred", value: Number(value) * 100 },
        ]),
      ),
  );
  return [...one, ...bound, ...two, ...more];
}

function multipliers(): [string, Atom][] {
  const single =
    "الف|الفا|الاف|الافا|الالف|الالاف|تلاف|لاف|ءالاف|االاف|الآف|الاءف|الفف|اللف|thousand|thousands|grand|مليون|مليونا|ملايين|million".split(
      "|",
    );
  const dual = "الفين|الفان|الفي|الفيين|الفينن|اللفين|مليونين|مليونان".split("|");
  const isMillion = (word: string) => word.startsWith("مل") || word === "million";
  const singular = new Set(["الف", "الفا", "مليون"]);
  return [
    ...single.map((word): [string, Atom] => [
      word,
      {
        kind: "multiplier",
        value: isMillion(word) ? 1_000_000 : 1000,
        ...(singular.has(word) ? { singular: true as const } : {}),
      },
    ]),
    ...fusedThousands(),
    ...dual.map((word): [string, Atom] => [
      word,
      { kind: "multiplier", value: isMillion(word) ? 1_000_000 : 1000, own: 2 },
    ]),
  ];
}

/** "خمستلاف", "عشرتالاف": said and written as one word. */
function fusedThousands(): [string, Atom][] {
  return Object.entries({ ...STEMS, 10: "عشر" }).flatMap(([count, stems]) =>
    stems
      .split("|")
      .flatMap((stem) =>
        ["تلاف", "تالاف", "الاف", "لاف", "هالاف", "تالف"].map((ending): [string, Atom] => [
          stem + ending,
          { kind: "multiplier", value: 1000, own: Number(count) },
        ]),
      ),
  );
}

function fractions(): [string, Atom][] {
  const list: [string, number][] = [
    ["نص", 0.5],
    ["نصف", 0.5],
    ["نصص", 0.5],
    ["half", 0.5],
    ["ربع", 0.25],
    ["quarter", 0.25],
    ["ثلث", 1 / 3],
  ];
  return list.map(([word, value]) => [word, { kind: "fraction", value }]);
}

function pairs(table: Record<number, string>): [string, number][] {
  return Object.entries(table).flatMap(([value, words]) =>
    words.split("|").map((word): [string, number] => [word, Number(value)]),
  );
}
