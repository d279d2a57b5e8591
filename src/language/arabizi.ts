/**
 * A small whitelist of Arabic written with Latin letters and digits ("na3am", "mowathaf"), as its Arabic word.
 * Only whole messages or whole words that mean nothing else in English; everything else stays as typed.
 */
export function fromArabizi(normalisedText: string): string {
  return normalisedText
    .split(" ")
    .map((word) => (Object.hasOwn(whitelist, word) ? whitelist[word] : word))
    .join(" ");
}

const whitelist: Record<string, string> = {
  na3am: "نعم",
  naam: "نعم",
  aywa: "ايوه",
  aiwa: "ايوه",
  la2: "لا",
  laa: "لا",
  salam: "سلام",
  shukran: "شكرا",
  shokran: "شكرا",
  mowathaf: "موظف",
  mowazaf: "موظف",
  mwthf: "موظف",
  abgha: "ابغي",
  abi: "ابي",
  "3ndi": "عندي",
  "6alab": "طلب",
};
