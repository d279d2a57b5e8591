/**
 * Whether a text is Arabic in Latin letters and not English: a digit stands for a letter, or a word of the list below
 * does, and no small word of English.
 */
export function isArabizi(text: string): boolean {
  if (!/[a-z]/i.test(text)) return false;
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9']+/)
    .filter(Boolean);
  return (
    !words.some((word) => ENGLISH.has(word)) &&
    words.some((word) => WORDS.has(word) || /[a-z][235678]|[235678][a-z]/.test(word))
  );
}

const ENGLISH = new Set(
  "i you he she they we the a an is are was were am be my your his her our of to for with and or not no please want need can do does this that what when where how why from me it on at have has will".split(
    " ",
  ),
);

/** The letters of a word of Arabizi as Arabic ones, as far as they say; short vowels are not written. */
export function spellOut(word: string): string {
  if (!/^[a-z0-9']+$/.test(word) || /^\d+$/.test(word)) return word;
  const article = /^(?:el|al|il)(?=[a-z0-9]{3})/.test(word) ? "ال" : "";
  let rest = article ? word.slice(2) : word;
  let spelt = article;
  for (const [latin, arabic] of STARTS)
    if (rest.startsWith(latin)) {
      spelt += arabic;
      rest = rest.slice(latin.length);
      break;
    }
  while (rest !== "") {
    const [latin, arabic] = LETTERS.find(([each]) => rest.startsWith(each)) ?? [rest[0] ?? "", ""];
    rest = rest.slice(latin.length);
    const isLast = rest === "";
    spelt +=
      isLast && latin === "a"
        ? "ه"
        : isLast && /^[iey]$/.test(latin)
          ? "ي"
          : isLast && /^[ou]$/.test(latin)
            ? "و"
            : arabic;
  }
  return spelt;
}

const STARTS: readonly (readonly [string, string])[] = [
  ["aa", "ا"],
  ["a", "ا"],
  ["e", "ا"],
  ["i", "ا"],
  ["o", "ا"],
  ["u", "ا"],
];
/** Longer spellings first. */
const LETTERS: readonly (readonly [string, string])[] = Object.entries({
  kh: "خ",
  gh: "غ",
  sh: "ش",
  th: "ث",
  dh: "ذ",
  ch: "تش",
  aa: "ا",
  ee: "ي",
  ii: "ي",
  oo: "و",
  ou: "و",
  uu: "و",
  "3'": "غ",
  "7'": "خ",
  "6'": "ظ",
  "9'": "ض",
  "2": "ا",
  "3": "ع",
  "4": "ش",
  "5": "خ",
  "6": "ط",
  "7": "ح",
  "8": "ق",
  "9": "ص",
  b: "ب",
  t: "ت",
  j: "ج",
  d: "د",
  r: "ر",
  z: "ز",
  s: "س",
  f: "ف",
  q: "ق",
  g: "ق",
  k: "ك",
  l: "ل",
  m: "م",
  n: "ن",
  h: "ه",
  w: "و",
  y: "ي",
  p: "ب",
  v: "ف",
  x: "كس",
  c: "ك",
  a: "",
  e: "",
  i: "",
  o: "",
  u: "",
}).toSorted(([a], [b]) => b.length - a.length);

/**
 * Arabic written with Latin letters and digits ("mowathaf", "na3am"): a small whitelist of words that mean nothing in
 * English, as the Arabic word. Everything else stays as typed; nobody's name is turned into something else.
 */
export function fromArabizi(word: string): string {
  return WORDS.get(word) ?? word;
}

const WORDS = new Map(
  `نعم na3am n3m naam na3m|ايوه aywa aiwa aywah eywa aywa|لا la2 laa la2a|سلام salam slam salaam|السلام assalam alsalam|عليكم alaikum 3alaikum 3likm alykum alaykum
شكرا shukran shokran shkran 4kran chokran|مشكور mashkoor mshkor|هلا hala hla|مرحبا mar7aba marhaba|كيف kaif keef kif|شلون shlon shloon|الموظف almowathaf elmowathaf almwthf|وين wen wain wayn ween|وش wesh wsh weesh|ايش aish eish esh
موظف mowathaf mowazaf mwthf mowadaf muwadhaf mo6af mowathf mwzf muwathaf|موظفه mowathafa mowazafa|احد a7ad ahad|شخص shakhs sha5s|انسان insan ensan
ابي abi aby abe abii|ابغي abgha abghy abga abghi abgi|ودي wedi widi wdy weddi|مابي mabi mabgha mabghy|نبي nabi neby
اكلم akalem akallem akalim aklm akallim akelm|احتاج a7taj ahtaj e7taj|حولني 7awelni hawelni 7wlny 7awalni|كلموني kalmoni kallmoni klmony|اتصلوا etslo etaslo itasilo
عندي 3ndi 3indi 3andi 3ndy|طلب 6alab talab 6lb|طلبي 6alabi talabi 6lby|مساعده musa3ada mosa3ada msa3da|شكوي shakwa shkwa shakwah|دخل da5l
اشتكي ashtki ashtaki eshtki|اوقفوا waqfo wagfo|رسايل rasayel rsayl rasael
انتحر ant7er anta7er antaher ent7r anti7r an7r ant7ar enta7er anta7r|بنتحر bantaher bantahir banta7er banti7er bnt7r bant7er bante7er|انتحار enti7ar anti7ar inti7ar|اموت amoot amot amoout amout|بموت bamoot bamot|نفسي nafsi nfsi nafsy nfsy|حياتي 7ayati hayati 7yati 7ayaty hayaty
اقتل agtl aqtl aqtol aqtul agtol a8tl|بقتل bagtl baqtl|اعيش a3eesh a3ish aeesh a3esh|اذبح athba7 adhba7 azba7|الدنيا aldonya donya eldonya aldunya|الحياه al7ayat al7yat|ارتاح arta7 artah|حبوب 7boob 7obob
يضربني ythrbny yadrebni yadribni yithribni ydrbny yethrebni yedrebni|زوجي zawji zoji zooji zawjy|ابوي aboy abooy obooy|تعبت ta3bt t3bt t3abt|كرهت kraht karaht kareht|يارب yarab yarabb`
    .split(/[|\n]/)
    .map((entry) => entry.split(" "))
    .flatMap(([arabic, ...typed]) => typed.map((word) => [word, arabic ?? ""] as const)),
);
